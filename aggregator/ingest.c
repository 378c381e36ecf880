#include "aggregator/ingest.h"

#include "aggregator/answer.h"
#include "aggregator/judge.h"
#include "lib/clock.h"
#include "proto/codec.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

// A message that was taken and will be answered after the commit.
struct exchange {
    zmq_msg_t peer;  // the routing id: where the answer goes
    struct answer answer;
    enum ingest_outcome outcome;
    Qd__LocalAuthority authority;
    // Of a submission that was found or added, so that it can be looked for again.
    uint8_t submission_id[CODEC_SUBMISSION_ID_BYTES];
    uint8_t return_hash[CODEC_HASH_BYTES];
};

struct ingest {
    struct store *store;
    struct allow_list *allowed;
    struct arena message;  // what is decoded from one message
    struct arena answers;  // of one batch
    struct store_batch batch;
    int has_batch;    // begun with the first submission that needs it
    int is_full;      // the store takes nothing new
    enum err broken;  // a turn cannot go on; nothing of its batch is answered
    struct err_text why;
    struct ingest_counters counters;
    size_t count;
    struct exchange exchanges[INGEST_BATCH_MESSAGES];
};

enum err ingest_open(struct ingest **result, struct store *store, struct allow_list *allowed,
                     struct err_text *text)
{
    struct ingest *ingest = calloc(1, sizeof *ingest);

    *result = ingest;
    if (ingest == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    ingest->store = store;
    ingest->allowed = allowed;
    arena_init(&ingest->message, CODEC_ARENA_CAP_BYTES);
    arena_init(&ingest->answers, INGEST_ANSWER_CAP_BYTES);
    return ERR_OK;
}

// The batch is over, however it ended.
static void forget(struct ingest *ingest)
{
    for (size_t i = 0; i < ingest->count; i++)
        (void)zmq_msg_close(&ingest->exchanges[i].peer);
    ingest->count = 0;
    arena_reset(&ingest->answers);
    arena_reset(&ingest->message);
}

void ingest_close(struct ingest *ingest)
{
    if (ingest == NULL)
        return;
    forget(ingest);
    arena_free(&ingest->message);
    arena_free(&ingest->answers);
    free(ingest);
}

const struct ingest_counters *ingest_counters(const struct ingest *ingest)
{
    return &ingest->counters;
}

size_t ingest_events(const struct ingest *ingest)
{
    return ingest->count;
}

struct ingest_event ingest_event(const struct ingest *ingest, size_t index)
{
    const struct exchange *exchange = &ingest->exchanges[index];

    return (struct ingest_event){.outcome = exchange->outcome,
                                 .authority = exchange->authority,
                                 .answer = exchange->answer.bytes,
                                 .answer_size = exchange->answer.size};
}

// --- one message --------------------------------------------------------------------------------

static void break_off(struct ingest *ingest, enum err error, const char *words)
{
    if (ingest->broken == ERR_OK)
        ingest->broken = err_say(&ingest->why, error, "%s", words);
}

static void refuse(struct ingest *ingest, struct exchange *exchange, Qd__RefusalCode code,
                   const uint8_t *submission_id, const char *text, const struct findings *findings)
{
    const struct answer_refusal refusal = {
        .code = code, .submission_id = submission_id, .text = text, .findings = findings};

    exchange->outcome = INGEST_REFUSED;
    if (answer_refuse(&exchange->answer, &ingest->answers, &refusal) != ERR_OK)
        break_off(ingest, ERR_NO_MEMORY, "no memory for an answer");
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
           "this submission id was used for another return; submit the folder anew", NULL);
}

static void welcome(struct ingest *ingest, struct exchange *exchange, const Qd__Hello *hello)
{
    struct err_text text = {""};
    enum err error;

    ingest->counters.hellos++;
    if (hello->protocol_version != CODEC_PROTOCOL_VERSION) {
        (void)err_say(&text, ERR_UNKNOWN_VERSION,
                      "the collector speaks version %u of the protocol and this aggregator speaks "
                      "version %d; update the older program",
                      hello->protocol_version, CODEC_PROTOCOL_VERSION);
        refuse(ingest, exchange, QD__REFUSAL_CODE__UNKNOWN_VERSION, NULL, text.text, NULL);
        return;
    }
    exchange->outcome = INGEST_WELCOMED;
    error = answer_welcome(&exchange->answer, &ingest->answers, ingest->store, exchange->authority,
                           &text);
    if (error != ERR_OK)
        break_off(ingest, error, text.text);
}

// Looks the submission up, and adds it when it is new and nothing speaks against it. A submission
// that is stored gets its receipt whatever today's rules say of it (promise B).
static enum store_outcome find_or_add(struct ingest *ingest, struct exchange *exchange,
                                      const Qd__Submit *submit, const struct judgement *judgement)
{
    const struct store_submission submission = {
        .authority = exchange->authority,
        .period = judgement->returned == NULL ? NULL : judgement->returned->header->period,
        .submission_id = submit->submission_id.data,
        .return_hash = submit->return_hash.data,
        .return_bytes = submit->return_bytes.data,
        .return_size = submit->return_bytes.len,
        .queries = (uint32_t)judgement->findings.asks,
        .received_at_unix_ms = clock_unix_ms()};
    struct answer *answer = &exchange->answer;

    if (!ingest->has_batch) {
        store_begin(ingest->store, &ingest->batch);
        ingest->has_batch = 1;
        ingest->is_full = store_percent_used(ingest->store) >= STORE_FULL_PERCENT;
    }
    if (judgement->refused || ingest->is_full)
        return store_find(&ingest->batch, &submission, &ingest->answers, &answer->bytes,
                          &answer->size);
    return store_add(&ingest->batch, &submission, &ingest->answers, &answer->bytes, &answer->size);
}

static void submit(struct ingest *ingest, struct exchange *exchange, const Qd__Submit *submit)
{
    struct judgement judgement;

    memcpy(exchange->submission_id, submit->submission_id.data, sizeof exchange->submission_id);
    memcpy(exchange->return_hash, submit->return_hash.data, sizeof exchange->return_hash);
    judge_submit(&judgement, submit, exchange->authority, &ingest->message);
    if (judgement.refused && judgement.code == QD__REFUSAL_CODE__HASH_MISMATCH) {
        refuse(ingest, exchange, judgement.code, exchange->submission_id, judgement.text.text,
               NULL);
        return;
    }
    switch (find_or_add(ingest, exchange, submit, &judgement)) {
    case STORE_ADDED:
        exchange->outcome = INGEST_STORED;
        break;
    case STORE_REPEATED:
        exchange->outcome = INGEST_REPEATED;
        break;
    case STORE_ID_TAKEN:
        refuse_taken(ingest, exchange);
        break;
    case STORE_UNKNOWN:
        if (judgement.refused)
            refuse(ingest, exchange, judgement.code, exchange->submission_id, judgement.text.text,
                   &judgement.findings);
        else
            refuse_full(ingest, exchange);
        break;
    }
}

// A key that was on the list when it connected, and is not any more.
static void refuse_withdrawn(struct ingest *ingest, struct exchange *exchange, const char *user_id,
                             const Qd__Envelope *envelope)
{
    const int is_submit =
        envelope != NULL && envelope->content_case == QD__ENVELOPE__CONTENT_SUBMIT;
    struct err_text text;

    (void)err_say(&text, ERR_NOT_LET_IN,
                  "the key is no longer on the aggregator's list (%.*s); ask the region",
                  ZAP_USER_ID_BYTES, user_id);
    refuse(ingest, exchange, QD__REFUSAL_CODE__NOT_LET_IN,
           is_submit ? envelope->submit->submission_id.data : NULL, text.text, NULL);
}

static void answer_message(struct ingest *ingest, struct exchange *exchange, const char *user_id,
                           zmq_msg_t *message)
{
    struct err_text text = {""};
    Qd__Envelope *envelope = NULL;
    enum err error;

    arena_reset(&ingest->message);
    error = codec_unpack_envelope(&envelope, &ingest->message, zmq_msg_data(message),
                                  zmq_msg_size(message), &text);
    if (!allow_list_user(ingest->allowed, user_id, &exchange->authority)) {
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
    default:
        refuse(ingest, exchange, QD__REFUSAL_CODE__MALFORMED, NULL,
               "an aggregator is sent Hello and Submit, and nothing else", NULL);
        break;
    }
}

// --- the batch ----------------------------------------------------------------------------------

// What ZeroMQ gave: the routing id, the message, and nothing more.
enum taken { TAKEN_NONE, TAKEN_ONE, TAKEN_ODD, TAKEN_FAILED };

static enum taken receive(zmq_msg_t *frame, void *router)
{
    for (;;) {
        if (zmq_msg_recv(frame, router, ZMQ_DONTWAIT) >= 0)
            return TAKEN_ONE;
        if (errno == EAGAIN)
            return TAKEN_NONE;
        if (errno != EINTR)
            return TAKEN_FAILED;
    }
}

// A message arrives whole or not at all, so only its first frame can be missing.
static enum taken take(zmq_msg_t *peer, zmq_msg_t *message, void *router)
{
    enum taken taken = receive(peer, router);

    if (taken != TAKEN_ONE)
        return taken;
    if (!zmq_msg_more(peer))
        return TAKEN_ODD;
    taken = receive(message, router);
    while (taken != TAKEN_FAILED && zmq_msg_more(message))
        taken = receive(message, router) == TAKEN_ONE ? TAKEN_ODD : TAKEN_FAILED;
    return taken == TAKEN_NONE ? TAKEN_FAILED : taken;
}

// Takes and answers one message, for after the commit. 0 when none waits.
static int take_one(struct ingest *ingest, void *router, size_t *bytes)
{
    struct exchange *exchange = &ingest->exchanges[ingest->count];
    const char *user_id = NULL;
    zmq_msg_t message;
    enum taken taken;

    (void)zmq_msg_init(&exchange->peer);
    (void)zmq_msg_init(&message);
    taken = take(&exchange->peer, &message, router);
    if (taken == TAKEN_ONE || taken == TAKEN_ODD) {
        ingest->counters.messages++;
        ingest->counters.bytes += zmq_msg_size(&message);
        *bytes += zmq_msg_size(&message);
    }
    // From the last frame: on libzmq 4.3.4 the first one loses it after a poll.
    if (taken == TAKEN_ONE)
        user_id = zmq_msg_gets(&message, "User-Id");
    if (user_id != NULL) {
        exchange->answer = (struct answer){.bytes = NULL};
        exchange->authority = (Qd__LocalAuthority)0;
        ingest->count++;
        answer_message(ingest, exchange, user_id, &message);
    } else {
        if (taken == TAKEN_ONE || taken == TAKEN_ODD)
            ingest->counters.dropped++;
        (void)zmq_msg_close(&exchange->peer);
    }
    if (taken == TAKEN_FAILED)
        break_off(ingest, ERR_IO, zmq_strerror(errno));
    (void)zmq_msg_close(&message);
    return taken == TAKEN_ONE || taken == TAKEN_ODD;
}

// The map was full: nothing of the batch is on disk. What was stored before it still has its
// receipt; the rest is told to try again later.
static void answer_without_adding(struct ingest *ingest)
{
    store_begin(ingest->store, &ingest->batch);
    for (size_t i = 0; i < ingest->count; i++) {
        struct exchange *exchange = &ingest->exchanges[i];
        const struct store_submission submission = {.authority = exchange->authority,
                                                    .submission_id = exchange->submission_id,
                                                    .return_hash = exchange->return_hash};

        if (exchange->outcome != INGEST_STORED && exchange->outcome != INGEST_REPEATED)
            continue;
        switch (store_find(&ingest->batch, &submission, &ingest->answers, &exchange->answer.bytes,
                           &exchange->answer.size)) {
        case STORE_REPEATED:
            exchange->outcome = INGEST_REPEATED;
            break;
        case STORE_ID_TAKEN:
            refuse_taken(ingest, exchange);
            break;
        default:
            refuse_full(ingest, exchange);
            break;
        }
    }
    if (ingest->batch.txn.error != ERR_OK)
        break_off(ingest, ingest->batch.txn.error, err_words(ingest->batch.txn.error));
    store_abort(&ingest->batch);
}

// Ends the transaction. After ERR_OK, and only then, every answer may leave.
static enum err commit(struct ingest *ingest)
{
    enum err error = ERR_OK;

    if (ingest->has_batch) {
        ingest->has_batch = 0;
        if (ingest->broken != ERR_OK)
            store_abort(&ingest->batch);
        else
            error = store_commit(&ingest->batch, &ingest->why);
        if (error == ERR_FULL)
            answer_without_adding(ingest);
        else if (error != ERR_OK)
            ingest->broken = error;
    }
    return ingest->broken;
}

static void count_outcome(struct ingest_counters *counters, enum ingest_outcome outcome)
{
    switch (outcome) {
    case INGEST_STORED:
        counters->stored++;
        break;
    case INGEST_REPEATED:
        counters->repeated++;
        break;
    case INGEST_REFUSED:
        counters->refused++;
        break;
    case INGEST_WELCOMED:
        break;
    }
}

// EHOSTUNREACH: the peer has gone. EAGAIN: it does not read its answers. Either asks again, and
// then finds out.
static void send_answers(struct ingest *ingest, void *router)
{
    for (size_t i = 0; i < ingest->count; i++) {
        struct exchange *exchange = &ingest->exchanges[i];

        count_outcome(&ingest->counters, exchange->outcome);
        if (zmq_msg_send(&exchange->peer, router, ZMQ_SNDMORE | ZMQ_DONTWAIT) < 0 ||
            zmq_send(router, exchange->answer.bytes, exchange->answer.size, ZMQ_DONTWAIT) < 0)
            ingest->counters.unsent++;
    }
}

enum err ingest_turn(struct ingest *ingest, void *router, int *more, struct err_text *text)
{
    size_t taken = 0;
    size_t bytes = 0;

    forget(ingest);
    ingest->broken = ERR_OK;
    *more = 0;
    while (take_one(ingest, router, &bytes)) {
        taken++;
        if (taken == INGEST_BATCH_MESSAGES || bytes >= INGEST_BATCH_BYTES ||
            ingest->answers.used_bytes >= INGEST_ANSWER_BYTES || ingest->broken != ERR_OK ||
            (ingest->has_batch && ingest->batch.txn.error != ERR_OK)) {
            *more = 1;
            break;
        }
    }
    if (commit(ingest) != ERR_OK) {
        ingest->counters.unacknowledged += ingest->count;
        forget(ingest);
        return err_say(
            text, err_exit_status(ingest->broken) == ERR_KIND_ENVIRONMENT ? ingest->broken : ERR_IO,
            "%s; nothing of this batch was acknowledged, and the collectors will send "
            "it again",
            ingest->why.text);
    }
    if (taken > 0)
        ingest->counters.batches++;
    send_answers(ingest, router);
    return ERR_OK;
}
