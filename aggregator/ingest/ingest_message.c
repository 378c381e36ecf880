// One message: who sent it, what it says, and what is answered.
#include "aggregator/ingest/ingest_internal.h"

#include "aggregator/ingest/admission.h"
#include "lib/base/clock.h"

#include <string.h>

void ingest_break_off(struct ingest *ingest, enum err error, const char *words)
{
    if (ingest->broken == ERR_OK)
        ingest->broken = err_say(&ingest->why, error, "%s", words);
}

static void refuse(struct ingest *ingest, struct exchange *exchange, Qd__RefusalCode code,
                   const uint8_t *submission_id, const char *text, const struct findings *findings)
{
    const struct answer_refusal refusal = {
        .code = code, .submission_id = submission_id, .text = text, .findings = findings};

    exchange->event.outcome = INGEST_REFUSED;
    exchange->event.code = code;
    exchange->event.why = arena_strdup(&ingest->answers, text);
    if (exchange->event.why == NULL ||
        answer_refuse(&exchange->answer, &ingest->answers, &refusal) != ERR_OK)
        ingest_break_off(ingest, ERR_NO_MEMORY, "no memory for an answer");
}

static void refuse_full(struct ingest *ingest, struct exchange *exchange)
{
    refuse(ingest, exchange, QD__REFUSAL_CODE__STORE_FULL, exchange->submission_id,
           "the aggregator's store is full; keep the return, and send it again when the region has "
           "made room",
           NULL);
}

static void refuse_taken(struct ingest *ingest, struct exchange *exchange)
{
    refuse(ingest, exchange, QD__REFUSAL_CODE__ID_TAKEN, exchange->submission_id,
           "this submission id was used for another return; submit the folder again", NULL);
}

static void welcome(struct ingest *ingest, struct exchange *exchange, const Qd__Hello *hello)
{
    struct err_text text = {""};
    enum err error;

    ingest->counters.hellos++;
    if (hello->protocol_version < CODEC_PROTOCOL_OLDEST ||
        hello->protocol_version > CODEC_PROTOCOL_VERSION) {
        (void)err_say(&text, ERR_UNKNOWN_VERSION,
                      "the collector speaks version %u of the protocol and this aggregator speaks "
                      "versions %d to %d: upgrade %s",
                      hello->protocol_version, CODEC_PROTOCOL_OLDEST, CODEC_PROTOCOL_VERSION,
                      hello->protocol_version > CODEC_PROTOCOL_VERSION ? "qd-aggregator"
                                                                       : "qd-collector");
        refuse(ingest, exchange, QD__REFUSAL_CODE__UNKNOWN_VERSION, NULL, text.text, NULL);
        return;
    }
    exchange->event.outcome = INGEST_WELCOMED;
    error = answer_welcome(&exchange->answer, &ingest->answers, ingest->store,
                           exchange->event.authority, hello->protocol_version, &text);
    if (error == ERR_BUSY)
        exchange->event.outcome = INGEST_UNANSWERED;
    else if (error != ERR_OK)
        ingest_break_off(ingest, error, text.text);
}

// Answers with the receipt of what is stored.
static void give_receipt(struct ingest *ingest, struct exchange *exchange,
                         const struct journal_entry *entry)
{
    exchange->event.period_key = entry->period_key;
    exchange->event.revision = entry->revision;
    exchange->event.sequence = entry->sequence;
    exchange->event.queries = entry->queries;
    // A batch that has failed has no entry, and nothing of it is answered.
    if (ingest->batch.txn.error == ERR_OK &&
        answer_receipt(&exchange->answer, &ingest->answers, entry) != ERR_OK)
        ingest_break_off(ingest, ERR_NO_MEMORY, "no memory for a receipt");
}

// Looks the submission up, and adds it when it is new and nothing speaks against it. A submission
// that is stored gets its receipt whatever today's rules say of it (promise B).
static enum store_outcome find_or_add(struct ingest *ingest, struct exchange *exchange,
                                      const struct store_submission *submission, int refused)
{
    struct journal_entry entry;
    enum store_outcome outcome;

    if (!ingest->has_batch) {
        store_begin(ingest->store, &ingest->batch);
        ingest->has_batch = 1;
        ingest->is_full = store_percent_used(ingest->store) >= STORE_FULL_PERCENT;
    }
    outcome = refused || ingest->is_full ? store_find(&ingest->batch, submission, &entry)
                                         : store_add(&ingest->batch, submission, &entry);
    if (outcome == STORE_ADDED || outcome == STORE_REPEATED)
        give_receipt(ingest, exchange, &entry);
    return outcome;
}

// A return or a withdrawal: what it is, and what was thought of it.
static void take(struct ingest *ingest, struct exchange *exchange,
                 const struct store_submission *submission, const struct admission *admission)
{
    memcpy(exchange->submission_id, submission->submission_id, sizeof exchange->submission_id);
    memcpy(exchange->return_hash, submission->return_hash, sizeof exchange->return_hash);
    if (admission->refused && admission->code == QD__REFUSAL_CODE__HASH_MISMATCH) {
        refuse(ingest, exchange, admission->code, exchange->submission_id, admission->text.text,
               NULL);
        return;
    }
    exchange->is_from_store = 1;
    switch (find_or_add(ingest, exchange, submission, admission->refused)) {
    case STORE_ADDED:
        exchange->event.outcome =
            submission->withdrawn_id == NULL ? INGEST_STORED : INGEST_WITHDRAWN;
        break;
    case STORE_REPEATED:
        exchange->event.outcome = INGEST_REPEATED;
        break;
    case STORE_ID_TAKEN:
        refuse_taken(ingest, exchange);
        break;
    case STORE_NOT_HELD:
        refuse(ingest, exchange, QD__REFUSAL_CODE__NOT_HELD, exchange->submission_id,
               "the return to withdraw does not count any more: it was withdrawn already, or "
               "another has replaced it",
               NULL);
        break;
    case STORE_OVERTAKEN:
        refuse(ingest, exchange, QD__REFUSAL_CODE__OVERTAKEN, exchange->submission_id,
               "what the region holds for the period is not what this return was compared with; "
               "compare it with what is there now, and send it again",
               NULL);
        break;
    case STORE_UNKNOWN:
        exchange->is_from_store = 0;
        if (admission->refused)
            refuse(ingest, exchange, admission->code, exchange->submission_id, admission->text.text,
                   &admission->findings);
        else
            refuse_full(ingest, exchange);
        break;
    }
}

static struct admission_terms terms_of(const struct ingest *ingest, const struct exchange *exchange)
{
    return (struct admission_terms){.authority = exchange->event.authority,
                                    .takes_simulated = store_takes_simulated(ingest->store)};
}

// What the return was compared with; NULL when its collector does not say.
static const uint8_t *replaces(const Qd__Submit *submit)
{
    static const uint8_t nothing[CODEC_SUBMISSION_ID_BYTES];

    if (!submit->has_replaces)
        return NULL;
    return submit->replaces.len == 0 ? nothing : submit->replaces.data;
}

static void submit(struct ingest *ingest, struct exchange *exchange, const Qd__Submit *submit)
{
    const struct admission_terms terms = terms_of(ingest, exchange);
    struct store_submission submission = {.authority = terms.authority,
                                          .submission_id = submit->submission_id.data,
                                          .return_hash = submit->return_hash.data,
                                          .return_bytes = submit->return_bytes.data,
                                          .return_size = submit->return_bytes.len,
                                          .replaces = replaces(submit),
                                          .received_at_unix_ms = clock_unix_ms()};
    struct admission admission;

    admission_check(&admission, submit, &terms, &ingest->message);
    if (admission.returned != NULL)
        submission.period = admission.returned->header->period;
    submission.parts = admission.parts;
    submission.queries = (uint32_t)admission.findings.asks;
    take(ingest, exchange, &submission, &admission);
}

static void withdraw(struct ingest *ingest, struct exchange *exchange, const Qd__Withdraw *withdraw)
{
    const struct admission_terms terms = terms_of(ingest, exchange);
    struct store_submission submission = {.authority = terms.authority,
                                          .submission_id = withdraw->submission_id.data,
                                          .return_hash = withdraw->withdrawal_hash.data,
                                          .return_bytes = withdraw->withdrawal_bytes.data,
                                          .return_size = withdraw->withdrawal_bytes.len,
                                          .received_at_unix_ms = clock_unix_ms()};
    struct admission admission;

    admission_check_withdrawal(&admission, withdraw, &terms, &ingest->message);
    if (admission.withdrawal != NULL) {
        submission.period = admission.withdrawal->period;
        submission.withdrawn_id = admission.withdrawal->withdrawn_id.data;
    }
    take(ingest, exchange, &submission, &admission);
}

// A piece of a return that the borough has sent. It is looked for among the borough's own and nowhere else
// (promise D).
static void fetch(struct ingest *ingest, struct exchange *exchange, const Qd__Fetch *fetch)
{
    struct err_text text = {""};
    const enum err error = answer_fetched(&exchange->answer, &ingest->answers, ingest->store,
                                          exchange->event.authority, fetch, &text);

    exchange->event.outcome = INGEST_FETCHED;
    if (error == ERR_BUSY)
        exchange->event.outcome = INGEST_UNANSWERED;
    else if (error == ERR_NOT_FOUND)
        refuse(ingest, exchange, QD__REFUSAL_CODE__NOT_HELD, fetch->submission_id.data, text.text,
               NULL);
    else if (error != ERR_OK)
        ingest_break_off(ingest, error, text.text);
}

// The id that a message is about, for a refusal that it answers; NULL.
static const uint8_t *id_of(const Qd__Envelope *envelope)
{
    switch (envelope->content_case) {
    case QD__ENVELOPE__CONTENT_SUBMIT:
        return envelope->submit->submission_id.data;
    case QD__ENVELOPE__CONTENT_WITHDRAW:
        return envelope->withdraw->submission_id.data;
    case QD__ENVELOPE__CONTENT_FETCH:
        return envelope->fetch->submission_id.data;
    default:
        return NULL;
    }
}

// A key that was on the list when it connected, and is not any more; or nobody can tell whether it is.
static void refuse_withdrawn(struct ingest *ingest, struct exchange *exchange, const char *user_id,
                             const Qd__Envelope *envelope)
{
    const struct borough *borough = allow_list_user_borough(user_id);
    const char *key = strchr(user_id, ':');
    struct err_text text;

    if (borough != NULL)
        exchange->event.authority = borough->authority;
    if (allow_list_state(ingest->allowed) == ALLOW_LIST_SHUT)
        (void)err_say(
            &text, ERR_NOT_LET_IN,
            "the aggregator cannot read its list of keys, and takes nothing until it can; "
            "try again later");
    else
        (void)err_say(
            &text, ERR_NOT_LET_IN,
            "the key of %s that begins with %.16s is no longer on the aggregator's list; ask "
            "the region",
            borough == NULL ? "an unknown borough" : borough->la_name, key == NULL ? "?" : key + 1);
    refuse(ingest, exchange, QD__REFUSAL_CODE__NOT_LET_IN,
           envelope == NULL ? NULL : id_of(envelope), text.text, NULL);
}

void ingest_message(struct ingest *ingest, struct exchange *exchange, const char *user_id,
                    const void *bytes, size_t size)
{
    struct err_text text;
    Qd__Envelope *envelope = NULL;
    enum err error;

    text.text[0] = '\0';
    arena_reset(&ingest->message);
    error = codec_unpack_envelope(&envelope, &ingest->message, bytes, size, &text);
    if (!allow_list_user(ingest->allowed, user_id, &exchange->event.authority)) {
        refuse_withdrawn(ingest, exchange, user_id, error == ERR_OK ? envelope : NULL);
        return;
    }
    if (error != ERR_OK) {
        refuse(ingest, exchange,
               error == ERR_TOO_LARGE ? QD__REFUSAL_CODE__TOO_LARGE : QD__REFUSAL_CODE__MALFORMED,
               NULL, text.text, NULL);
        return;
    }
    switch (envelope->content_case) {
    case QD__ENVELOPE__CONTENT_HELLO:
        welcome(ingest, exchange, envelope->hello);
        break;
    case QD__ENVELOPE__CONTENT_SUBMIT:
        submit(ingest, exchange, envelope->submit);
        break;
    case QD__ENVELOPE__CONTENT_WITHDRAW:
        withdraw(ingest, exchange, envelope->withdraw);
        break;
    case QD__ENVELOPE__CONTENT_FETCH:
        fetch(ingest, exchange, envelope->fetch);
        break;
    default:
        refuse(ingest, exchange, QD__REFUSAL_CODE__MALFORMED, NULL,
               "an aggregator is sent Hello, Submit, Withdraw and Fetch, and nothing else", NULL);
        break;
    }
}

void ingest_find_again(struct ingest *ingest, struct exchange *exchange)
{
    struct journal_entry entry;
    const struct store_submission submission = {.authority = exchange->event.authority,
                                                .submission_id = exchange->submission_id,
                                                .return_hash = exchange->return_hash};

    switch (store_find(&ingest->batch, &submission, &entry)) {
    case STORE_REPEATED:
        give_receipt(ingest, exchange, &entry);
        exchange->event.outcome = INGEST_REPEATED;
        break;
    case STORE_ID_TAKEN:
        refuse_taken(ingest, exchange);
        break;
    default:
        refuse_full(ingest, exchange);
        break;
    }
}
