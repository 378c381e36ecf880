#include "collector/outbox/receipt_text.h"

#include "collector/outbox/receipt_text_internal.h"
#include "lib/base/clock.h"
#include "proto/form/boroughs.h"
#include "proto/form/period.h"

#include <string.h>

enum { RECEIPT_INDENT = 2 };

const char *receipt_text_state(enum outbox_state state)
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

const Qd__Receipt *receipt_text_given(struct arena *arena, const uint8_t *answer,
                                      size_t answer_size)
{
    const Qd__Envelope *envelope =
        decode(arena, answer, answer_size, QD__ENVELOPE__CONTENT_RECEIPT);

    return envelope == NULL ? NULL : envelope->receipt;
}

const Qd__Refusal *receipt_text_refused(struct arena *arena, const struct outbox_entry *entry)
{
    const Qd__Envelope *envelope =
        decode(arena, entry->answer, entry->answer_size, QD__ENVELOPE__CONTENT_REFUSAL);

    return envelope == NULL ? NULL : envelope->refusal;
}

const char *receipt_text_hex(char *text, const ProtobufCBinaryData *bytes)
{
    codec_hex(text, bytes->data, bytes->len);
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
    const Qd__Receipt *receipt = receipt_text_given(arena, answer, answer_size);
    char period[PERIOD_TEXT_BYTES];
    char received[CLOCK_TEXT_BYTES];
    char hash[RECEIPT_TEXT_HASH_BYTES];
    char id[RECEIPT_TEXT_ID_BYTES];
    char link[RECEIPT_TEXT_HASH_BYTES];
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
    fprintf(out, "  Submission       %s\n", receipt_text_hex(id, &receipt->submission_id));
    fprintf(out, "  %-15s  %s\n", receipt->withdrawn ? "Its hash" : "Return's hash",
            receipt_text_hex(hash, &receipt->return_hash));
    fprintf(out, "  Journal's link   %s\n", receipt_text_hex(link, &receipt->link));
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
            period_format_key(entry->period_key, period), receipt_text_state(entry->state));
    clock_format_words(entry->made_at_unix_ms, made);
    switch (entry->state) {
    case OUTBOX_PENDING:
        fprintf(out, "since %s%s\n", made,
                entry->kind == OUTBOX_WITHDRAWAL ? " (a withdrawal)" : "");
        break;
    case OUTBOX_ACKNOWLEDGED:
        receipt = receipt_text_given(arena, entry->answer, entry->answer_size);
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
        refusal = receipt_text_refused(arena, entry);
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

uint32_t receipt_text_row(const Qd__WireFinding *wire)
{
    enum { FIRST_SHEET_ROW = 2 };

    return wire->index == 0 && wire->column == NULL ? 0 : wire->index + FIRST_SHEET_ROW;
}

// The rule may be one that this program does not know, when the aggregator is newer: its words then
// stand in the refusal alone.
static void add_finding(struct findings *findings, const Qd__WireFinding *wire)
{
    struct finding_place place = {.index = wire->index, .sheet_row = receipt_text_row(wire)};
    enum rule_id rule;

    if (!id_of_rule(wire->rule, &rule) || wire->part >= FORM_PARTS)
        return;
    place.part = (enum form_part)wire->part;
    if (wire->column != NULL)
        place.field = protobuf_c_message_descriptor_get_field_by_name(form_part(place.part)->row,
                                                                      wire->column);
    findings_add(findings, rule, place, wire->value, NULL, "%s", wire->what);
}

// What to do about a refusal whose own words do not say it.
static const struct {
    Qd__RefusalCode code;
    const char *words;
} fixes[] = {
    {QD__REFUSAL_CODE__MALFORMED,
     "This is not about the figures: run a newer qd-collector, or tell the region's operator"},
    {QD__REFUSAL_CODE__HASH_MISMATCH,
     "This is not about the figures: submit again; if it goes on, tell the region's operator"},
    {QD__REFUSAL_CODE__ID_TAKEN,
     "This is not about the figures: submit the folder again, and tell the region's operator"},
    {QD__REFUSAL_CODE__TOO_LARGE,
     "Shorten the explanations, and return one row for each combination, not one for each child"},
    {QD__REFUSAL_CODE__SIMULATED,
     "If the figures are real, leave simulated in return.csv blank, and submit again"},
};

static const char *refusal_words(struct arena *arena, const Qd__Refusal *refusal)
{
    for (size_t i = 0; i < sizeof fixes / sizeof fixes[0]; i++)
        if (fixes[i].code == refusal->code)
            return arena_printf(arena, "%s. %s", refusal->text, fixes[i].words);
    return refusal->text;
}

enum err receipt_text_refusal(struct arena *arena, const struct outbox_entry *entry,
                              const char **words, struct findings *findings)
{
    const Qd__Refusal *refusal;

    *words = "";
    if (entry->state != OUTBOX_REFUSED)
        return ERR_OK;
    refusal = receipt_text_refused(arena, entry);
    if (refusal == NULL)
        return ERR_CORRUPT;
    *words = refusal_words(arena, refusal);
    if (*words == NULL)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < refusal->n_findings; i++)
        add_finding(findings, refusal->findings[i]);
    return ERR_OK;
}
