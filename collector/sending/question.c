#include "collector/sending/question.h"

#include "lib/base/clock.h"

#include <string.h>

static int is_id(const ProtobufCBinaryData *bytes, const uint8_t *id)
{
    return bytes->len == CODEC_SUBMISSION_ID_BYTES &&
           memcmp(bytes->data, id, CODEC_SUBMISSION_ID_BYTES) == 0;
}

// A refusal without an id is of a message that the aggregator could not read that far.
static int is_answer(const struct question *question, const Qd__Envelope *envelope)
{
    const uint8_t *id = question->submission_id;

    switch (envelope->content_case) {
    case QD__ENVELOPE__CONTENT_WELCOME:
        return id == NULL;
    case QD__ENVELOPE__CONTENT_RECEIPT:
        return question->return_hash != NULL && is_id(&envelope->receipt->submission_id, id) &&
               envelope->receipt->return_hash.len == CODEC_HASH_BYTES &&
               memcmp(envelope->receipt->return_hash.data, question->return_hash,
                      CODEC_HASH_BYTES) == 0;
    case QD__ENVELOPE__CONTENT_FETCHED:
        return question->fetch != NULL && is_id(&envelope->fetched->submission_id, id) &&
               envelope->fetched->offset == question->fetch->offset;
    case QD__ENVELOPE__CONTENT_REFUSAL:
        if (!envelope->refusal->has_submission_id)
            return 1;
        return id != NULL && is_id(&envelope->refusal->submission_id, id);
    default:
        return 0;
    }
}

// Decoded in the scratch arena first, so that what is not wanted takes no room in the caller's.
static enum err look_at(struct question *question, zmq_msg_t *message, struct err_text *text)
{
    const uint8_t *bytes = zmq_msg_data(message);
    const size_t size = zmq_msg_size(message);
    struct arena *scratch = question->scratch;
    Qd__Envelope *envelope;
    uint8_t *copy;

    arena_reset(scratch);
    if (codec_unpack_envelope(&envelope, scratch, bytes, size, NULL) != ERR_OK ||
        !is_answer(question, envelope)) {
        question->strange++;
        return ERR_TIMEOUT;
    }
    copy = arena_alloc(question->arena, size);
    if (copy == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory for the aggregator's answer");
    memcpy(copy, bytes, size);
    question->answer = copy;
    question->answer_size = size;
    return codec_unpack_envelope(&question->envelope, question->arena, copy, size, text);
}

// ERR_OK with the answer; ERR_TIMEOUT when it is not among what has come.
static enum err look_for_answer(struct question *question, struct err_text *text)
{
    enum err error;
    zmq_msg_t message;

    zmq_msg_init(&message);
    do {
        error = connection_take(question->connection, &message, text);
        if (error != ERR_OK)
            break;
        error = look_at(question, &message, text);
    } while (error == ERR_TIMEOUT);
    zmq_msg_close(&message);
    return error;
}

static uint64_t resend_ms(const struct question *question)
{
    const int share_ms = question->timeout_ms / QUESTION_RESENDS;

    return (uint64_t)(share_ms < QUESTION_RESEND_MS ? share_ms : QUESTION_RESEND_MS);
}

// Sent when a connection is there, again when it is another one (what was on its way is lost with a
// connection), and again after a while without an answer.
static enum err ask(struct question *question, struct err_text *text)
{
    struct connection *connection = question->connection;
    const uint64_t now_ms = clock_monotonic_ms();
    enum err error;

    if (!connection->alive)
        return ERR_OK;
    if (question->sent > 0 && question->let_in_when_sent == connection->let_in &&
        now_ms - question->sent_ms < resend_ms(question))
        return ERR_OK;
    error = connection_send(connection, question->asked, question->asked_size, text);
    if (error != ERR_OK)
        return error == ERR_BUSY ? ERR_OK : error;
    question->sent++;
    question->sent_ms = now_ms;
    question->let_in_when_sent = connection->let_in;
    return ERR_OK;
}

// Whether there is still time. Nobody there at all is told sooner than an answer that is late.
static enum err check_time(const struct question *question, struct err_text *text)
{
    const struct connection *connection = question->connection;
    const uint64_t now_ms = clock_monotonic_ms();
    const uint64_t down_ms = connection->down_since_ms > question->started_ms
                                 ? connection->down_since_ms
                                 : question->started_ms;
    const int waited_ms = (int)(now_ms - question->started_ms);

    if (question->waiting != NULL)
        question->waiting(question->waiting_context, waited_ms, question->timeout_ms);
    if (!connection->alive && (now_ms - down_ms >= (uint64_t)question->unreachable_ms ||
                               waited_ms >= question->timeout_ms))
        return connection_give_up(connection, text);
    if (waited_ms < question->timeout_ms)
        return ERR_OK;
    if (question->strange > 0)
        return err_say(
            text, ERR_TIMEOUT,
            "the aggregator at %s has let us in, but sent nothing in %d s that answers "
            "what was asked (%u other messages came). Try again; if it goes on, tell the "
            "region's operator: it may be of another version",
            connection->aggregator, waited_ms / 1000, question->strange);
    return err_say(
        text, ERR_TIMEOUT,
        "the aggregator at %s has let us in, but has not answered in %d s: it may be busy, "
        "or its disk may be in trouble. Try again in some minutes, or give a longer "
        "--timeout; if it goes on, tell the region's operator",
        connection->aggregator, waited_ms / 1000);
}

enum err question_ask(struct question *question, struct err_text *text)
{
    enum err error;

    question->started_ms = clock_monotonic_ms();
    for (;;) {
        error = ask(question, text);
        if (error == ERR_OK)
            error = connection_turn(question->connection, QUESTION_SLICE_MS, text);
        if (error != ERR_OK)
            return error;
        error = look_for_answer(question, text);
        if (error != ERR_TIMEOUT)
            return error;
        error = check_time(question, text);
        if (error != ERR_OK)
            return error;
    }
}
