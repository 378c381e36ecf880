#include "collector/outbox/receipt_text.h"

#include "lib/base/clock.h"
#include "proto/form/boroughs.h"
#include "proto/form/period.h"

#include <string.h>

enum {
    HASH_TEXT_BYTES = 2 * CODEC_HASH_BYTES + 1,
    ID_TEXT_BYTES = 2 * CODEC_SUBMISSION_ID_BYTES + 1,
    RECEIPT_INDENT = 2,
};

static const char *state_name(enum outbox_state state)
{
    switch (state) {
    case OUTBOX_PENDING:
        return "pending";
    case OUTBOX_ACKNOWLEDGED:
        return "acknowledged";
    case OUTBOX_REFUSED:
        return "refused";
    }
    return "?";
}

// The answer decoded, in the arena; NULL when it is not of that kind.
static const Qd__Envelope *decode(struct arena *arena, const uint8_t *answer, size_t answer_size,
                                  Qd__Envelope__ContentCase kind)
{
    Qd__Envelope *envelope;

    if (answer == NULL ||
        codec_unpack_envelope(&envelope, arena, answer, answer_size, NULL) != ERR_OK ||
        envelope->content_case != kind)
        return NULL;
    return envelope;
}

static const Qd__Receipt *receipt_of(struct arena *arena, const uint8_t *answer, size_t answer_size)
{
    const Qd__Envelope *envelope =
        decode(arena, answer, answer_size, QD__ENVELOPE__CONTENT_RECEIPT);

    return envelope == NULL ? NULL : envelope->receipt;
}

static const Qd__Refusal *refusal_of(struct arena *arena, const struct outbox_entry *entry)
{
    const Qd__Envelope *envelope =
        decode(arena, entry->answer, entry->answer_size, QD__ENVELOPE__CONTENT_REFUSAL);

    return envelope == NULL ? NULL : envelope->refusal;
}

static const char *hex(char *text, const ProtobufCBinaryData *bytes)
{
    codec_hex(text, bytes->data, bytes->len);
    return text;
}

static const char *period_of(const struct outbox_entry *entry, char text[PERIOD_TEXT_BYTES])
{
    Qd__Period period;

    if (period_from_key(&period, entry->period_key))
        period_format(&period, text);
    else
        snprintf(text, PERIOD_TEXT_BYTES, "?");
    return text;
}

static enum err written(FILE *out)
{
    return ferror(out) ? ERR_IO : ERR_OK;
}

// --- for a person

static enum err withdrawal_receipt(FILE *out, const Qd__Receipt *receipt, const char *period,
                                   const char *received)
{
    fprintf(out, "Receipt for the withdrawal of the return of %s for %s\n",
            boroughs_of(receipt->new_la_code)->la_name, period);
    fprintf(out, "  Arrived          %s, and is on the region's disk\n", received);
    fprintf(out, "  Withdrawn        revision %u: the period counts as not returned\n",
            receipt->revision);
    return written(out);
}

static enum err return_receipt(FILE *out, const Qd__Receipt *receipt,
                               const struct understood *understood, const char *period,
                               const char *received, int is_earlier)
{
    enum err error;

    fprintf(out, "%s for %s, %s\n", is_earlier ? "Earlier receipt" : "Receipt",
            boroughs_of(receipt->new_la_code)->la_name, period);
    error = understood_text(out, RECEIPT_INDENT, understood);
    if (error != ERR_OK)
        return error;
    fprintf(out, "  Arrived          %s, and is on the region's disk\n", received);
    if (receipt->queries == 0)
        fprintf(out, "  All right        nothing is left to explain\n");
    else
        fprintf(out, "  All right        %u finding%s left to fix or explain\n", receipt->queries,
                receipt->queries == 1 ? " is" : "s are");
    if (receipt->revision == 1)
        fprintf(out, "  Revision         1\n");
    else
        fprintf(out, "  Revision         %u, which replaces revision %u as a whole\n",
                receipt->revision, receipt->revision - 1);
    return written(out);
}

// Whether it has arrived and whether it is all right are two questions, and have two lines.
enum err receipt_text_receipt(FILE *out, struct arena *arena, const uint8_t *answer,
                              size_t answer_size, const struct understood *understood,
                              int is_earlier)
{
    const Qd__Receipt *receipt = receipt_of(arena, answer, answer_size);
    char period[PERIOD_TEXT_BYTES];
    char received[CLOCK_TEXT_BYTES];
    char hash[HASH_TEXT_BYTES];
    char id[ID_TEXT_BYTES];
    char link[HASH_TEXT_BYTES];
    enum err error;

    if (receipt == NULL)
        return ERR_CORRUPT;
    period_format(receipt->period, period);
    clock_format_words(receipt->received_at_unix_ms, received);
    error = receipt->withdrawn
                ? withdrawal_receipt(out, receipt, period, received)
                : return_receipt(out, receipt, understood, period, received, is_earlier);
    if (error != ERR_OK)
        return error;
    fprintf(out, "  Journal number   %llu\n", (unsigned long long)receipt->sequence);
    fprintf(out, "  Submission       %s\n", hex(id, &receipt->submission_id));
    fprintf(out, "  %-15s  %s\n", receipt->withdrawn ? "Its hash" : "Return's hash",
            hex(hash, &receipt->return_hash));
    fprintf(out, "  Journal's link   %s\n", hex(link, &receipt->link));
    if (is_earlier)
        fprintf(out,
                "  The region's records were restored from a backup after this, and the %s was "
                "sent again.\n",
                receipt->withdrawn ? "withdrawal" : "return");
    return written(out);
}

enum err receipt_text_line(FILE *out, struct arena *arena, const struct outbox_entry *entry,
                           int is_withdrawn)
{
    char period[PERIOD_TEXT_BYTES];
    char made[CLOCK_TEXT_BYTES];
    const Qd__Receipt *receipt;
    const Qd__Refusal *refusal;

    fprintf(out, "%-22s  %-10s  %-12s  ", boroughs_of(entry->authority)->la_name,
            period_of(entry, period), state_name(entry->state));
    clock_format_words(entry->made_at_unix_ms, made);
    switch (entry->state) {
    case OUTBOX_PENDING:
        fprintf(out, "since %s%s\n", made,
                entry->kind == OUTBOX_WITHDRAWAL ? " (a withdrawal)" : "");
        break;
    case OUTBOX_ACKNOWLEDGED:
        receipt = receipt_of(arena, entry->answer, entry->answer_size);
        if (receipt == NULL)
            return ERR_CORRUPT;
        clock_format_words(receipt->received_at_unix_ms, made);
        fprintf(out, "%s, %srevision %u%s", made, receipt->withdrawn ? "withdrawal of " : "",
                receipt->revision,
                is_withdrawn    ? ", withdrawn since"
                : entry->newest ? ""
                                : ", replaced since");
        if (receipt->queries > 0 && entry->newest)
            fprintf(out, ", %u to explain", receipt->queries);
        fputc('\n', out);
        break;
    case OUTBOX_REFUSED:
        refusal = refusal_of(arena, entry);
        if (refusal == NULL)
            return ERR_CORRUPT;
        fprintf(out, "%s%s\n", refusal->text, entry->newest ? "" : " (replaced since)");
        break;
    }
    return written(out);
}

// --- a refusal's findings

static int id_of_rule(const char *id, enum rule_id *found)
{
    for (int i = 0; i < RULE_COUNT; i++)
        if (strcmp(rule_get((enum rule_id)i)->id, id) == 0) {
            *found = (enum rule_id)i;
            return 1;
        }
    return 0;
}

// The wire counts the rows of a part from 0, below the headings. Blank rows, which the collector
// passes over, it does not know of: with some above, the row is further down. A finding with
// neither row nor column may be of the whole part. 0: not known.
static uint32_t sheet_row_of(const Qd__WireFinding *wire)
{
    enum { FIRST_SHEET_ROW = 2 };

    return wire->index == 0 && wire->column == NULL ? 0 : wire->index + FIRST_SHEET_ROW;
}

// The rule may be one that this program does not know, when the aggregator is newer: its words then
// stand in the refusal alone.
static void add_finding(struct findings *findings, const Qd__WireFinding *wire)
{
    struct finding_place place = {.index = wire->index, .sheet_row = sheet_row_of(wire)};
    enum rule_id rule;

    if (!id_of_rule(wire->rule, &rule) || wire->part >= FORM_PARTS)
        return;
    place.part = (enum form_part)wire->part;
    if (wire->column != NULL)
        place.field = protobuf_c_message_descriptor_get_field_by_name(form_part(place.part)->row,
                                                                      wire->column);
    findings_add(findings, rule, place, wire->value, NULL, "%s", wire->what);
}

enum err receipt_text_refusal(struct arena *arena, const struct outbox_entry *entry,
                              const char **words, struct findings *findings)
{
    const Qd__Refusal *refusal;

    *words = "";
    if (entry->state != OUTBOX_REFUSED)
        return ERR_OK;
    refusal = refusal_of(arena, entry);
    if (refusal == NULL)
        return ERR_CORRUPT;
    *words = refusal->text;
    for (size_t i = 0; i < refusal->n_findings; i++)
        add_finding(findings, refusal->findings[i]);
    return ERR_OK;
}

// --- for a program

// jansson's own way of writing an object fails as a whole when a part does.
static json_t *receipt_object(const Qd__Receipt *receipt)
{
    char received[CLOCK_TEXT_BYTES];
    char link[HASH_TEXT_BYTES];

    clock_format(receipt->received_at_unix_ms, received);
    return json_pack("{s:I, s:s, s:I, s:I, s:s, s:I}", "revision", (json_int_t)receipt->revision,
                     "received_at", received, "received_at_unix_ms",
                     (json_int_t)receipt->received_at_unix_ms, "sequence",
                     (json_int_t)receipt->sequence, "link", hex(link, &receipt->link), "queries",
                     (json_int_t)receipt->queries);
}

static json_t *finding_object(const Qd__WireFinding *wire)
{
    const struct rule *rule = rule_find(wire->rule);
    const char *file = wire->part < FORM_PARTS ? form_part((enum form_part)wire->part)->file : NULL;

    const uint32_t row = sheet_row_of(wire);

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
        receipt = receipt_of(arena, entry->answer, entry->answer_size);
        return receipt == NULL ? NULL : receipt_object(receipt);
    case OUTBOX_REFUSED:
        refusal = refusal_of(arena, entry);
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
    char hash[HASH_TEXT_BYTES];
    char id[ID_TEXT_BYTES];
    json_t *object;
    json_t *answer;
    int failed;

    codec_hex(id, entry->submission_id, sizeof entry->submission_id);
    codec_hex(hash, entry->return_hash, sizeof entry->return_hash);
    clock_format(entry->made_at_unix_ms, made);
    object = json_pack("{s:s, s:s, s:s, s:I, s:s, s:s, s:s, s:s, s:s}", "submission_id", id, "kind",
                       entry->kind == OUTBOX_WITHDRAWAL ? "withdrawal" : "return", "new_la_code",
                       borough->new_la_code, "old_la_code", (json_int_t)entry->authority, "la_name",
                       borough->la_name, "period", period_of(entry, period), "return_hash", hash,
                       "made_at", made, "state", state_name(entry->state));
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
    const Qd__Receipt *receipt = receipt_of(arena, answer, answer_size);
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
