#include "aggregator/ingest/admission.h"

#include "proto/form/boroughs.h"
#include "proto/form/form.h"
#include "proto/rules/explanation_target.h"
#include "proto/rules/rules.h"
#include "proto/wire/codec.h"

#include <string.h>

// Takes the words that are in admission->text already.
static void refuse(struct admission *admission, Qd__RefusalCode code)
{
    admission->refused = 1;
    admission->code = code;
}

static int is_hash_of(const ProtobufCBinaryData *hash, const ProtobufCBinaryData *bytes)
{
    uint8_t own[CODEC_HASH_BYTES];

    codec_hash(own, bytes->data, bytes->len);
    return hash->len == sizeof own && memcmp(hash->data, own, sizeof own) == 0;
}

static Qd__RefusalCode refusal_of(enum err error)
{
    switch (error) {
    case ERR_UNKNOWN_VERSION:
        return QD__REFUSAL_CODE__UNKNOWN_VERSION;
    case ERR_TOO_LARGE:
        return QD__REFUSAL_CODE__TOO_LARGE;
    default:
        return QD__REFUSAL_CODE__MALFORMED;
    }
}

// Queries, which have no words, are no explanations.
static int has_explanations(const Qd__Return *returned)
{
    for (size_t i = 0; i < returned->n_explanations; i++)
        if (explanation_target_is_answered(returned->explanations[i]))
            return 1;
    return 0;
}

static unsigned parts_of(const Qd__Return *returned)
{
    unsigned parts = 0;

    for (int part = 0; part < FORM_PARTS; part++)
        if (part == FORM_EXPLANATIONS
                ? has_explanations(returned)
                : part != FORM_HEADER && form_rows(returned, (enum form_part)part) > 0)
            parts |= 1U << part;
    return parts;
}

static void judge_return(struct admission *admission, const Qd__Return *returned,
                         const struct admission_terms *terms)
{
    const struct rules_input input = rules_input_whole(returned);
    const Qd__Header *header = returned->header;
    struct findings *findings = &admission->findings;

    if (header->new_la_code != terms->authority) {
        (void)err_say(
            &admission->text, ERR_REFUSED, "the return is %s's, and the key that sent it is %s's",
            boroughs_of(header->new_la_code)->la_name, boroughs_of(terms->authority)->la_name);
        refuse(admission, QD__REFUSAL_CODE__NOT_YOUR_BOROUGH);
        return;
    }
    if (header->has_simulated && header->simulated == QD__YES_NO__YES && !terms->takes_simulated) {
        (void)err_say(&admission->text, ERR_REFUSED,
                      "the return says that its figures are made up (simulated), and this "
                      "aggregator takes real ones only");
        refuse(admission, QD__REFUSAL_CODE__SIMULATED);
        return;
    }
    rules_check(&input, findings);
    if (findings->stops == 0)
        return;
    findings_sort(findings);
    (void)err_say(&admission->text, ERR_REFUSED, "%zu finding%s must be fixed first",
                  findings->stops, findings->stops == 1 ? "" : "s");
    refuse(admission, QD__REFUSAL_CODE__RULES_BROKEN);
}

static void begin(struct admission *admission, struct arena *arena)
{
    *admission = (struct admission){.refused = 0};
    findings_init(&admission->findings, arena);
}

static int hash_fits(struct admission *admission, const ProtobufCBinaryData *hash,
                     const ProtobufCBinaryData *bytes)
{
    if (is_hash_of(hash, bytes))
        return 1;
    (void)err_say(&admission->text, ERR_MALFORMED,
                  "the return's bytes are not those of its hash: they changed on the way");
    refuse(admission, QD__REFUSAL_CODE__HASH_MISMATCH);
    return 0;
}

void admission_check(struct admission *admission, const Qd__Submit *submit,
                     const struct admission_terms *terms, struct arena *arena)
{
    Qd__Return *returned;
    enum err error;

    begin(admission, arena);
    if (submit->schema_version < 1 || submit->schema_version > FORM_SCHEMA_VERSION) {
        (void)err_say(&admission->text, ERR_UNKNOWN_VERSION,
                      "the return is of version %u of the form, and this aggregator knows versions "
                      "up to %d: the region must upgrade qd-aggregator first",
                      submit->schema_version, FORM_SCHEMA_VERSION);
        refuse(admission, QD__REFUSAL_CODE__UNKNOWN_VERSION);
        return;
    }
    if (submit->return_bytes.len > CODEC_RETURN_MAX_BYTES) {
        (void)err_say(&admission->text, ERR_TOO_LARGE, "the return has %zu bytes, more than %d",
                      submit->return_bytes.len, CODEC_RETURN_MAX_BYTES);
        refuse(admission, QD__REFUSAL_CODE__TOO_LARGE);
        return;
    }
    if (!hash_fits(admission, &submit->return_hash, &submit->return_bytes))
        return;
    error = codec_unpack_return(&returned, arena, submit->return_bytes.data,
                                submit->return_bytes.len, &admission->text);
    if (error == ERR_OK && returned->schema_version != submit->schema_version)
        error = err_say(&admission->text, ERR_MALFORMED,
                        "the return is of version %u of the form, and Submit says %u",
                        returned->schema_version, submit->schema_version);
    if (error != ERR_OK) {
        refuse(admission, refusal_of(error));
        return;
    }
    admission->returned = returned;
    admission->parts = parts_of(returned);
    judge_return(admission, returned, terms);
}

void admission_check_withdrawal(struct admission *admission, const Qd__Withdraw *withdraw,
                                const struct admission_terms *terms, struct arena *arena)
{
    Qd__Withdrawal *withdrawal;
    enum err error;

    begin(admission, arena);
    if (!hash_fits(admission, &withdraw->withdrawal_hash, &withdraw->withdrawal_bytes))
        return;
    error = codec_unpack_withdrawal(&withdrawal, arena, withdraw->withdrawal_bytes.data,
                                    withdraw->withdrawal_bytes.len, &admission->text);
    if (error == ERR_OK && withdrawal->reason != NULL)
        error =
            err_say(&admission->text, ERR_MALFORMED,
                    "a borough withdraws without a reason: only the region's operator gives one");
    if (error != ERR_OK) {
        refuse(admission, refusal_of(error));
        return;
    }
    admission->withdrawal = withdrawal;
    if (withdrawal->new_la_code == terms->authority)
        return;
    (void)err_say(&admission->text, ERR_REFUSED,
                  "the return to withdraw is %s's, and the key that asks for it is %s's",
                  boroughs_of(withdrawal->new_la_code)->la_name,
                  boroughs_of(terms->authority)->la_name);
    refuse(admission, QD__REFUSAL_CODE__NOT_YOUR_BOROUGH);
}
