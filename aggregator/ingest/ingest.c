#include "aggregator/ingest/ingest_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum err ingest_open(struct ingest **result, struct store *store, struct allow_list *allowed,
                     struct connections *connections, struct err_text *text)
{
    struct ingest *ingest = calloc(1, sizeof *ingest);

    *result = ingest;
    if (ingest == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    ingest->store = store;
    ingest->allowed = allowed;
    ingest->connections = connections;
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

const struct ingest_event *ingest_event(const struct ingest *ingest, size_t index)
{
    return &ingest->exchanges[index].event;
}

// --- the batch

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
        exchange->event = (struct ingest_event){.why = ""};
        exchange->is_from_store = 0;
        ingest->count++;
        connections_spoke(ingest->connections, user_id, &message);
        ingest_message(ingest, exchange, user_id, zmq_msg_data(&message), zmq_msg_size(&message));
    } else {
        if (taken == TAKEN_ONE || taken == TAKEN_ODD)
            ingest->counters.dropped++;
        (void)zmq_msg_close(&exchange->peer);
    }
    if (taken == TAKEN_FAILED)
        ingest_break_off(ingest, ERR_IO, zmq_strerror(errno));
    (void)zmq_msg_close(&message);
    return taken == TAKEN_ONE || taken == TAKEN_ODD;
}

// The map was full: nothing of the batch is on disk. What was stored before it still has its
// receipt; the rest is told to try again later.
static void answer_without_adding(struct ingest *ingest)
{
    store_begin(ingest->store, &ingest->batch);
    for (size_t i = 0; i < ingest->count; i++)
        if (ingest->exchanges[i].is_from_store)
            ingest_find_again(ingest, &ingest->exchanges[i]);
    if (ingest->batch.txn.error != ERR_OK)
        ingest_break_off(ingest, ingest->batch.txn.error, err_words(ingest->batch.txn.error));
    store_abort(&ingest->batch);
}

// Ends the transaction. After ERR_OK, and only then, every answer may leave.
static enum err commit(struct ingest *ingest)
{
    struct err_text why = {""};
    enum err error = ERR_OK;

    if (ingest->has_batch) {
        ingest->has_batch = 0;
        if (ingest->broken != ERR_OK)
            store_abort(&ingest->batch);
        else
            error = store_commit(&ingest->batch, &why);
        if (error == ERR_FULL)
            answer_without_adding(ingest);
        else if (error != ERR_OK)
            ingest->broken = err_say(&ingest->why, error, "the commit failed: %s", why.text);
    }
    return ingest->broken;
}

static void count_outcome(struct ingest_counters *counters, enum ingest_outcome outcome)
{
    switch (outcome) {
    case INGEST_STORED:
        counters->stored++;
        break;
    case INGEST_WITHDRAWN:
        counters->withdrawn++;
        break;
    case INGEST_REPEATED:
        counters->repeated++;
        break;
    case INGEST_FETCHED:
        counters->fetched++;
        break;
    case INGEST_REFUSED:
        counters->refused++;
        break;
    case INGEST_UNANSWERED:
        counters->unacknowledged++;
        break;
    case INGEST_WELCOMED:
        break;
    }
}

// --- the answers

static int compare_peers(zmq_msg_t *a, zmq_msg_t *b)
{
    const size_t a_size = zmq_msg_size(a), b_size = zmq_msg_size(b);

    if (a_size != b_size)
        return a_size < b_size ? -1 : 1;
    return memcmp(zmq_msg_data(a), zmq_msg_data(b), a_size);
}

// One peer's together, in the order in which it asked.
static int by_peer(const void *a, const void *b)
{
    struct exchange *const *x = a, *const *y = b;
    const int order = compare_peers(&(*x)->peer, &(*y)->peer);

    return order != 0 ? order : (*x > *y) - (*x < *y);
}

// How many of the answers go in one message: those to the first one's peer, while there is room.
static size_t count_together(struct exchange *const *answered, size_t count)
{
    size_t bytes = answered[0]->answer.size;
    size_t together = 1;

    while (together < count && compare_peers(&answered[0]->peer, &answered[together]->peer) == 0) {
        bytes += answered[together]->answer.size;
        if (bytes > INGEST_MESSAGE_BYTES)
            break;
        together++;
    }
    return together;
}

// A frame an answer. 0 when the peer has gone (EHOSTUNREACH) or does not read (EAGAIN): it asks again,
// and then finds out.
static int send_together(struct exchange *const *answered, size_t count, void *router)
{
    if (zmq_msg_send(&answered[0]->peer, router, ZMQ_SNDMORE | ZMQ_DONTWAIT) < 0)
        return 0;
    for (size_t i = 0; i < count; i++) {
        const int more = i + 1 < count ? ZMQ_SNDMORE : 0;

        if (zmq_send(router, answered[i]->answer.bytes, answered[i]->answer.size,
                     more | ZMQ_DONTWAIT) < 0)
            return 0;
    }
    return 1;
}

static void send_answers(struct ingest *ingest, void *router)
{
    struct exchange *answered[INGEST_BATCH_MESSAGES] = {NULL};
    size_t count = 0;

    for (size_t i = 0; i < ingest->count; i++) {
        struct exchange *exchange = &ingest->exchanges[i];

        count_outcome(&ingest->counters, exchange->event.outcome);
        if (exchange->event.outcome != INGEST_UNANSWERED)
            answered[count++] = exchange;
    }
    qsort(answered, count, sizeof(struct exchange *), by_peer);
    for (size_t i = 0; i < count;) {
        const size_t together = count_together(answered + i, count - i);

        if (!send_together(answered + i, together, router))
            ingest->counters.unsent += together;
        i += together;
    }
}

// --- a turn

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
            "%s; nothing of this batch was acknowledged: start again, and the collectors will "
            "send it again",
            ingest->why.text);
    }
    if (taken > 0)
        ingest->counters.batches++;
    send_answers(ingest, router);
    return ERR_OK;
}
