#include "aggregator/door.h"

#include "lib/clock.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <zmq.h>

int door_queue(size_t peers)
{
    const size_t messages = DOOR_QUEUED_BYTES / DOOR_RETURN_BYTES;
    const size_t queue = messages / (peers > 0 ? peers : 1);

    return queue < DOOR_QUEUE_MIN ? DOOR_QUEUE_MIN : (int)queue;
}

// libzmq 4.3.4 takes the length of a queue when it binds: one that is changed later is forgotten by
// those who connect later.
static enum err open_router(struct door *door, const char *endpoint, size_t peers,
                            struct err_text *text)
{
    enum err error = zsock_serve_queue(&door->router, door->context, endpoint, door->key,
                                       door_queue(peers), text);

    if (error == ERR_OK)
        error = zsock_watch(&door->monitor, door->context, door->router, text);
    if (error == ERR_OK)
        error = zsock_bound(door->router, door->endpoint, sizeof door->endpoint, text);
    return error;
}

// Not zsock_close for the ROUTER: that would drop the answers that are on their way. The monitor
// goes after its socket.
static void close_router(struct door *door)
{
    const int linger_ms = DOOR_LINGER_MS;

    if (door->router != NULL) {
        (void)zmq_socket_monitor(door->router, NULL, 0);
        (void)zmq_setsockopt(door->router, ZMQ_LINGER, &linger_ms, sizeof linger_ms);
        (void)zmq_close(door->router);
    }
    zsock_close(door->monitor);
    door->router = NULL;
    door->monitor = NULL;
}

enum err door_open(struct door *door, const char *listen, size_t peers, const struct keys_pair *key,
                   zap_lookup *lookup, void *lookup_context, struct err_text *text)
{
    enum err error;

    *door = (struct door){.context = zmq_ctx_new(), .key = key};
    if (door->context == NULL)
        return err_say(text, err_errno(errno), "ZeroMQ does not start: %s", zmq_strerror(errno));
    // The handler first: there must be no moment in which nobody can be asked.
    error = zap_open(&door->zap, door->context, lookup, lookup_context, text);
    if (error == ERR_OK)
        error = open_router(door, listen, peers, text);
    if (error != ERR_OK)
        door_close(door);
    return error;
}

enum err door_reopen(struct door *door, size_t peers, struct err_text *text)
{
    const uint64_t deadline_ms = clock_monotonic_ms() + DOOR_REOPEN_MS;
    char endpoint[DOOR_ENDPOINT_BYTES];
    enum err error;

    memcpy(endpoint, door->endpoint, sizeof endpoint);
    close_router(door);
    for (;;) {
        error = open_router(door, endpoint, peers, text);
        if (error == ERR_OK)
            return ERR_OK;
        close_router(door);
        if (error != ERR_BUSY || clock_monotonic_ms() >= deadline_ms)
            return error;
        (void)poll(NULL, 0, 1);
    }
}

void door_attend(struct door *door)
{
    zap_answer(door->zap);
    zsock_count(door->monitor, &door->events);
}

void door_close(struct door *door)
{
    close_router(door);
    zap_close(door->zap);
    door->zap = NULL;
    if (door->context != NULL)
        (void)zmq_ctx_term(door->context);
    door->context = NULL;
}
