// What the aggregator answered, and what a socket's monitor saw, as JSON for the tests to read.
#ifndef QD_TESTS_FAULT_ANSWER_JSON_H
#define QD_TESTS_FAULT_ANSWER_JSON_H

#include "lib/net/monitor.h"
#include "lib/net/zsock.h"
#include "proto/wire/codec.h"

#include <jansson.h>
#include <stdlib.h>

static inline json_t *answer_json_hex(const uint8_t *bytes, size_t size)
{
    char *text = malloc(2 * size + 1);
    json_t *made;

    if (text == NULL)
        return json_null();
    codec_hex(text, bytes, size);
    made = json_string(text);
    free(text);
    return made;
}

static inline json_t *answer_json_text(const char *text)
{
    return text == NULL ? json_null() : json_string(text);
}

static inline const char *answer_json_code(const ProtobufCEnumDescriptor *codes, int value)
{
    const ProtobufCEnumValue *found = protobuf_c_enum_descriptor_get_value(codes, value);

    return found == NULL ? "?" : found->name;
}

static inline json_t *answer_json_receipt(const Qd__Receipt *receipt)
{
    return json_pack(
        "{s:s, s:b, s:o, s:o, s:i, s:I, s:I, s:i}", "kind", "receipt", "withdrawn",
        (int)receipt->withdrawn, "submission_id",
        answer_json_hex(receipt->submission_id.data, receipt->submission_id.len), "return_hash",
        answer_json_hex(receipt->return_hash.data, receipt->return_hash.len), "authority",
        (int)receipt->new_la_code, "revision", (json_int_t)receipt->revision, "sequence",
        (json_int_t)receipt->sequence, "queries", (int)receipt->queries);
}

static inline json_t *answer_json_refusal(const Qd__Refusal *refusal)
{
    json_t *findings = json_array();

    for (size_t i = 0; i < refusal->n_findings; i++) {
        const Qd__WireFinding *finding = refusal->findings[i];

        json_array_append_new(findings,
                              json_pack("{s:s, s:i, s:i, s:o, s:o, s:s}", "rule", finding->rule,
                                        "part", (int)finding->part, "index", (int)finding->index,
                                        "column", answer_json_text(finding->column), "value",
                                        answer_json_text(finding->value), "what", finding->what));
    }
    return json_pack("{s:s, s:o, s:s, s:s, s:b, s:o}", "kind", "refusal", "submission_id",
                     refusal->has_submission_id
                         ? answer_json_hex(refusal->submission_id.data, refusal->submission_id.len)
                         : json_null(),
                     "code", answer_json_code(&qd__refusal_code__descriptor, (int)refusal->code),
                     "text", refusal->text, "again", (int)refusal->again, "findings", findings);
}

static inline json_t *answer_json_welcome(const Qd__Welcome *welcome)
{
    json_t *withdrawn = json_array();

    for (size_t i = 0; i < welcome->n_holdings; i++)
        json_array_append_new(withdrawn, json_boolean(welcome->holdings[i]->withdrawn));
    return json_pack("{s:s, s:i, s:i, s:i, s:o}", "kind", "welcome", "authority",
                     (int)welcome->new_la_code, "protocol_version", (int)welcome->protocol_version,
                     "holdings", (int)welcome->n_holdings, "withdrawn", withdrawn);
}

static inline json_t *answer_json(const Qd__Envelope *envelope)
{
    switch (envelope->content_case) {
    case QD__ENVELOPE__CONTENT_RECEIPT:
        return answer_json_receipt(envelope->receipt);
    case QD__ENVELOPE__CONTENT_REFUSAL:
        return answer_json_refusal(envelope->refusal);
    case QD__ENVELOPE__CONTENT_WELCOME:
        return answer_json_welcome(envelope->welcome);
    case QD__ENVELOPE__CONTENT_FETCHED:
        return json_pack(
            "{s:s, s:o, s:I, s:I, s:o}", "kind", "fetched", "submission_id",
            answer_json_hex(envelope->fetched->submission_id.data,
                            envelope->fetched->submission_id.len),
            "offset", (json_int_t)envelope->fetched->offset, "size",
            (json_int_t)envelope->fetched->size, "piece",
            answer_json_hex(envelope->fetched->piece.data, envelope->fetched->piece.len));
    default:
        return json_pack("{s:s}", "kind", "unexpected");
    }
}

static inline json_t *answer_json_events(const struct monitor_events *events)
{
    return json_pack("{s:i, s:i, s:i, s:i, s:i, s:i}", "connected", (int)events->connected,
                     "disconnected", (int)events->disconnected, "let_in", (int)events->let_in,
                     "refused", (int)events->refused, "protocol_failures",
                     (int)events->protocol_failures, "handshake_failures",
                     (int)events->handshake_failures);
}

#endif
