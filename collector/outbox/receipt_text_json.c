#include "collector/outbox/receipt_text.h"

#include "collector/outbox/receipt_text_internal.h"
#include "lib/base/clock.h"
#include "proto/form/boroughs.h"
#include "proto/form/period.h"

// jansson's own way of writing an object fails as a whole when a part does.
static json_t *receipt_object(const Qd__Receipt *receipt)
{
    char received[CLOCK_TEXT_BYTES];
    char link[RECEIPT_TEXT_HASH_BYTES];

    clock_format(receipt->received_at_unix_ms, received);
    return json_pack("{s:I, s:s, s:I, s:I, s:s, s:I}", "revision", (json_int_t)receipt->revision,
                     "received_at", received, "received_at_unix_ms",
                     (json_int_t)receipt->received_at_unix_ms, "sequence",
                     (json_int_t)receipt->sequence, "link", receipt_text_hex(link, &receipt->link),
                     "queries", (json_int_t)receipt->queries);
}

static json_t *finding_object(const Qd__WireFinding *wire)
{
    const struct rule *rule = rule_find(wire->rule);
    const char *file = wire->part < FORM_PARTS ? form_part((enum form_part)wire->part)->file : NULL;
    const uint32_t row = receipt_text_row(wire);

    return json_pack("{s:s, s:s?, s:o, s:n, s:s?, s:s?, s:s, s:s?}",     //
                     "rule", wire->rule,                                 //
                     "file", file,                                       //
                     "row", row == 0 ? json_null() : json_integer(row),  //
                     "column",                                           //
                     "heading", wire->column,                            //
                     "value", wire->value,                               //
                     "what", wire->what,                                 //
                     "fix", rule == NULL ? NULL : rule->fix);
}

static json_t *refusal_object(const Qd__Refusal *refusal)
{
    const ProtobufCEnumValue *code =
        protobuf_c_enum_descriptor_get_value(&qd__refusal_code__descriptor, (int)refusal->code);
    json_t *findings = json_array();

    for (size_t i = 0; i < refusal->n_findings; i++)
        if (json_array_append_new(findings, finding_object(refusal->findings[i])) != 0) {
            json_decref(findings);
            return NULL;
        }
    return json_pack("{s:{s:s, s:s, s:b, s:o}}", "refusal", "code", code == NULL ? "?" : code->name,
                     "text", refusal->text, "again", refusal->again, "findings", findings);
}

static json_t *answer_object(struct arena *arena, const struct outbox_entry *entry)
{
    const Qd__Receipt *receipt;
    const Qd__Refusal *refusal;

    switch (entry->state) {
    case OUTBOX_ACKNOWLEDGED:
        receipt = receipt_text_given(arena, entry->answer, entry->answer_size);
        return receipt == NULL ? NULL : receipt_object(receipt);
    case OUTBOX_REFUSED:
        refusal = receipt_text_refused(arena, entry);
        return refusal == NULL ? NULL : refusal_object(refusal);
    case OUTBOX_PENDING:
        break;
    }
    return json_object();
}

json_t *receipt_text_json(struct arena *arena, const struct outbox_entry *entry,
                          const struct understood *understood)
{
    const struct borough *borough = boroughs_of(entry->authority);
    char period[PERIOD_TEXT_BYTES];
    char made[CLOCK_TEXT_BYTES];
    char hash[RECEIPT_TEXT_HASH_BYTES];
    char id[RECEIPT_TEXT_ID_BYTES];
    json_t *object;
    json_t *answer;
    int failed;

    codec_hex(id, entry->submission_id, sizeof entry->submission_id);
    codec_hex(hash, entry->return_hash, sizeof entry->return_hash);
    clock_format(entry->made_at_unix_ms, made);
    object =
        json_pack("{s:s, s:s, s:s, s:I, s:s, s:s, s:s, s:s, s:s}", "submission_id", id, "kind",
                  entry->kind == OUTBOX_WITHDRAWAL ? "withdrawal" : "return", "new_la_code",
                  borough->new_la_code, "old_la_code", (json_int_t)entry->authority, "la_name",
                  borough->la_name, "period", period_format_key(entry->period_key, period),
                  "return_hash", hash, "made_at", made, "state", receipt_text_state(entry->state));
    answer = answer_object(arena, entry);
    failed = object == NULL || answer == NULL || json_object_update(object, answer) != 0 ||
             (understood != NULL &&
              json_object_set_new(object, "understood", understood_json(understood)) != 0);
    json_decref(answer);
    if (!failed)
        return object;
    json_decref(object);
    return NULL;
}

int receipt_text_json_earlier(json_t *object, struct arena *arena, const uint8_t *answer,
                              size_t answer_size)
{
    const Qd__Receipt *receipt = receipt_text_given(arena, answer, answer_size);
    json_t *list = json_object_get(object, "earlier");

    if (receipt == NULL)
        return -1;
    if (list == NULL) {
        list = json_array();
        if (json_object_set_new(object, "earlier", list) != 0)
            return -1;
    }
    return json_array_append_new(list, receipt_object(receipt));
}
