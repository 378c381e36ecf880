#include "collector/sending/sender.h"

#include "collector/sending/connection.h"
#include "collector/sending/question.h"
#include "proto/form/form.h"

#include <stdlib.h>
#include <string.h>
#include <zmq.h>

struct sender {
    void *zmq_context;
    char *aggregator;
    struct connection connection;
    int timeout_ms;
    int unreachable_ms;
    sender_waiting_fn *waiting;
    void *waiting_context;
    struct arena scratch;  // holds one message until it is known to be the answer
};

enum err sender_open(struct sender **result, const struct sender_options *options,
                     struct err_text *text)
{
    struct sender *sender = calloc(1, sizeof *sender);
    enum err error;

    *result = NULL;
    if (sender == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    arena_init(&sender->scratch, CODEC_ARENA_CAP_BYTES);
    sender->timeout_ms = options->timeout_ms > 0 ? options->timeout_ms : SENDER_TIMEOUT_MS;
    sender->unreachable_ms = options->timeout_ms > 0 ? options->timeout_ms : SENDER_UNREACHABLE_MS;
    sender->waiting = options->waiting;
    sender->waiting_context = options->waiting_context;
    sender->aggregator = strdup(options->aggregator);
    sender->zmq_context = zmq_ctx_new();
    if (sender->aggregator == NULL || sender->zmq_context == NULL) {
        error = err_say(text, ERR_NO_MEMORY, "out of memory, or of open files");
        goto failed;
    }
    sender->connection.zmq_context = sender->zmq_context;
    sender->connection.aggregator = sender->aggregator;
    sender->connection.key = *options->key;
    memcpy(sender->connection.server_key, options->server_key, KEYS_BYTES);
    error = connection_open(&sender->connection, text);
    if (error != ERR_OK)
        goto failed;
    *result = sender;
    return ERR_OK;

failed:
    sender_close(sender);
    return error;
}

void sender_close(struct sender *sender)
{
    if (sender == NULL)
        return;
    connection_close(&sender->connection);
    if (sender->zmq_context != NULL)
        zmq_ctx_term(sender->zmq_context);
    arena_free(&sender->scratch);
    free(sender->aggregator);
    free(sender);
}

void *sender_socket(const struct sender *sender)
{
    return sender->connection.dealer;
}

// --- many at once

enum err sender_post(struct sender *sender, const uint8_t *envelope, size_t size,
                     struct err_text *text)
{
    return connection_send(&sender->connection, envelope, size, text);
}

static enum err wait_for_message(void *dealer, int timeout_ms)
{
    zmq_pollitem_t item = {.socket = dealer, .events = ZMQ_POLLIN};

    return zmq_poll(&item, 1, timeout_ms) > 0 ? ERR_OK : ERR_TIMEOUT;
}

enum err sender_take(struct sender *sender, int timeout_ms, struct arena *arena,
                     const Qd__Envelope **envelope, struct err_text *text)
{
    Qd__Envelope *taken;
    zmq_msg_t message;
    enum err error;

    zmq_msg_init(&message);
    for (;;) {
        error = connection_take(&sender->connection, &message, text);
        if (error == ERR_TIMEOUT && timeout_ms != 0 && sender->connection.dealer != NULL) {
            // Only when nothing is there: a poll costs as much as taking several messages.
            error = wait_for_message(sender->connection.dealer, timeout_ms);
            if (error == ERR_OK)
                continue;
        }
        if (error != ERR_OK)
            break;
        if (codec_unpack_envelope(&taken, arena, zmq_msg_data(&message), zmq_msg_size(&message),
                                  NULL) == ERR_OK) {
            *envelope = taken;
            break;
        }
    }
    zmq_msg_close(&message);
    return error;
}

// --- one at a time

// ERR_OK with the answer, in the arena.
static enum err ask(struct sender *sender, struct question *question, struct arena *arena,
                    const Qd__Envelope *asked, struct err_text *text)
{
    enum err error =
        codec_pack_envelope(asked, arena, &question->asked, &question->asked_size, text);

    question->connection = &sender->connection;
    question->scratch = &sender->scratch;
    question->timeout_ms = sender->timeout_ms;
    question->unreachable_ms = sender->unreachable_ms;
    question->waiting = sender->waiting;
    question->waiting_context = sender->waiting_context;
    question->arena = arena;
    return error == ERR_OK ? question_ask(question, text) : error;
}

static enum err hello_refused(const Qd__Refusal *refusal, struct err_text *text)
{
    switch (refusal->code) {
    case QD__REFUSAL_CODE__UNKNOWN_VERSION:
        return err_say(text, ERR_UNKNOWN_VERSION,
                       "the aggregator does not speak this program's version of the protocol (%d): "
                       "%s. Ask the region's operator which version of qd-collector to use",
                       CODEC_PROTOCOL_VERSION, refusal->text);
    case QD__REFUSAL_CODE__NOT_LET_IN:
        return err_say(text, ERR_NOT_LET_IN,
                       "the aggregator no longer lets this key in: %s. Ask the region's operator "
                       "why, or whether a new key was meant to be used",
                       refusal->text);
    default:
        return err_say(text, ERR_REFUSED, "the aggregator refused to talk: %s", refusal->text);
    }
}

enum err sender_hello(struct sender *sender, struct arena *arena, const Qd__Welcome **welcome,
                      struct err_text *text)
{
    char program[] = "qd-collector " QD_VERSION;
    Qd__Envelope envelope = QD__ENVELOPE__INIT;
    Qd__Hello hello = QD__HELLO__INIT;
    struct question question = {.submission_id = NULL};
    enum err error;

    hello.protocol_version = CODEC_PROTOCOL_VERSION;
    hello.program = program;
    envelope.content_case = QD__ENVELOPE__CONTENT_HELLO;
    envelope.hello = &hello;
    error = ask(sender, &question, arena, &envelope, text);
    if (error != ERR_OK)
        return error;
    if (question.envelope->content_case == QD__ENVELOPE__CONTENT_REFUSAL)
        return hello_refused(question.envelope->refusal, text);
    *welcome = question.envelope->welcome;
    if ((*welcome)->protocol_version != CODEC_PROTOCOL_VERSION)
        return err_say(text, ERR_UNKNOWN_VERSION,
                       "the aggregator speaks version %u of the protocol and this program version "
                       "%d: %s",
                       (*welcome)->protocol_version, CODEC_PROTOCOL_VERSION,
                       (*welcome)->protocol_version > CODEC_PROTOCOL_VERSION
                           ? "upgrade qd-collector"
                           : "ask the region's operator to upgrade qd-aggregator");
    return ERR_OK;
}

static enum err fill_submit(Qd__Submit *submit, const struct sender_submission *submission,
                            struct err_text *text)
{
    submit->submission_id = codec_binary(submission->submission_id, CODEC_SUBMISSION_ID_BYTES);
    submit->return_hash = codec_binary(submission->return_hash, CODEC_HASH_BYTES);
    submit->return_bytes = codec_binary(submission->return_bytes, submission->return_size);
    submit->has_replaces = 1;
    if (submission->replaces != NULL)
        submit->replaces = codec_binary(submission->replaces, CODEC_SUBMISSION_ID_BYTES);
    return codec_return_version(submission->return_bytes, submission->return_size,
                                &submit->schema_version, text);
}

static void fill_withdraw(Qd__Withdraw *withdraw, const struct sender_submission *submission)
{
    withdraw->submission_id = codec_binary(submission->submission_id, CODEC_SUBMISSION_ID_BYTES);
    withdraw->withdrawal_hash = codec_binary(submission->return_hash, CODEC_HASH_BYTES);
    withdraw->withdrawal_bytes = codec_binary(submission->return_bytes, submission->return_size);
}

enum err sender_submit(struct sender *sender, struct arena *arena,
                       const struct sender_submission *submission, struct sender_answer *answer,
                       struct err_text *text)
{
    Qd__Envelope asked = QD__ENVELOPE__INIT;
    Qd__Submit submit = QD__SUBMIT__INIT;
    Qd__Withdraw withdraw = QD__WITHDRAW__INIT;
    struct question question = {.submission_id = submission->submission_id,
                                .return_hash = submission->return_hash};
    enum err error = ERR_OK;

    if (submission->is_withdrawal) {
        fill_withdraw(&withdraw, submission);
        asked.content_case = QD__ENVELOPE__CONTENT_WITHDRAW;
        asked.withdraw = &withdraw;
    } else {
        error = fill_submit(&submit, submission, text);
        asked.content_case = QD__ENVELOPE__CONTENT_SUBMIT;
        asked.submit = &submit;
    }
    if (error == ERR_OK)
        error = ask(sender, &question, arena, &asked, text);
    if (error != ERR_OK)
        return error;
    *answer = (struct sender_answer){
        .bytes = question.answer, .size = question.answer_size, .envelope = question.envelope};
    if (question.envelope->content_case == QD__ENVELOPE__CONTENT_REFUSAL)
        return err_say(text, ERR_REFUSED, "the aggregator refused the return: %s",
                       question.envelope->refusal->text);
    return ERR_OK;
}

enum err sender_fetch(struct sender *sender, struct arena *arena, const uint8_t *submission_id,
                      uint32_t offset, const Qd__Fetched **fetched, struct err_text *text)
{
    Qd__Envelope asked = QD__ENVELOPE__INIT;
    Qd__Fetch fetch = QD__FETCH__INIT;
    struct question question = {.submission_id = submission_id, .fetch = &fetch};
    enum err error;

    fetch.submission_id = codec_binary(submission_id, CODEC_SUBMISSION_ID_BYTES);
    fetch.offset = offset;
    asked.content_case = QD__ENVELOPE__CONTENT_FETCH;
    asked.fetch = &fetch;
    error = ask(sender, &question, arena, &asked, text);
    if (error != ERR_OK)
        return error;
    if (question.envelope->content_case == QD__ENVELOPE__CONTENT_REFUSAL)
        return err_say(text,
                       question.envelope->refusal->code == QD__REFUSAL_CODE__NOT_LET_IN
                           ? ERR_NOT_LET_IN
                           : ERR_REFUSED,
                       "%s", question.envelope->refusal->text);
    *fetched = question.envelope->fetched;
    return ERR_OK;
}
