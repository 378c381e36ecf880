#include "aggregator/access/listener.h"

#include "lib/base/clock.h"
#include "lib/net/zsock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>
#include <zmq.h>

int listener_queue(size_t keys)
{
    const size_t messages = LISTENER_QUEUED_BYTES / ZSOCK_MESSAGE_MAX_BYTES;
    // A few keys must not have more with all of their connections.
    const size_t queue =
        messages / (keys > CONNECTIONS_OF_A_KEY ? keys : (size_t)CONNECTIONS_OF_A_KEY);

    return queue > 0 ? (int)queue : 1;
}

// libzmq 4.3.4 takes the length of a queue when it binds: one that is changed later is forgotten by
// those who connect later.
static enum err open_router(struct listener *listener, const char *endpoint, size_t keys,
                            struct err_text *text)
{
    enum err error = zsock_serve_queue(&listener->router, listener->context, endpoint,
                                       listener->key, listener_queue(keys), text);

    if (error == ERR_OK)
        error = monitor_watch(&listener->monitor, listener->context, listener->router, text);
    if (error == ERR_OK)
        error = zsock_bound(listener->router, listener->endpoint, sizeof listener->endpoint, text);
    return error;
}

// Not zsock_close for the ROUTER: that would drop the answers that are on their way. The monitor
// goes after its socket.
static void close_router(struct listener *listener)
{
    const int linger_ms = LISTENER_LINGER_MS;

    if (listener->router != NULL) {
        (void)zmq_socket_monitor(listener->router, NULL, 0);
        (void)zmq_setsockopt(listener->router, ZMQ_LINGER, &linger_ms, sizeof linger_ms);
        (void)zmq_close(listener->router);
    }
    zsock_close(listener->monitor);
    listener->router = NULL;
    listener->monitor = NULL;
}

enum err listener_open(struct listener *listener, const char *listen, size_t keys,
                       const struct keys_pair *key, zap_lookup *lookup, void *lookup_context,
                       struct err_text *text)
{
    enum err error;

    *listener = (struct listener){.context = zmq_ctx_new(), .key = key};
    if (listener->context == NULL)
        return err_say(text, err_errno(errno), "ZeroMQ does not start: %s", zmq_strerror(errno));
    // The handler first: there must be no moment in which nobody can be asked.
    error = zap_open(&listener->zap, listener->context, lookup, lookup_context, text);
    if (error == ERR_OK)
        error = open_router(listener, listen, keys, text);
    if (error != ERR_OK)
        listener_close(listener);
    return error;
}

// Whether so many descriptors can be had: libzmq 4.3.4 aborts the program when it finds none while it
// binds.
static int has_descriptors(void)
{
    enum { NEEDED = 16 };
    int taken[NEEDED];
    size_t count = 0;

    while (count < NEEDED && (taken[count] = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0)
        count++;
    for (size_t i = 0; i < count; i++)
        (void)close(taken[i]);
    return count == NEEDED;
}

enum err listener_reopen(struct listener *listener, size_t keys, struct err_text *text)
{
    const uint64_t deadline_ms = clock_monotonic_ms() + LISTENER_REOPEN_MS;
    char endpoint[LISTENER_ENDPOINT_BYTES];
    enum err error;

    memcpy(endpoint, listener->endpoint, sizeof endpoint);
    close_router(listener);
    connections_clear(&listener->connections);
    for (;;) {
        error = has_descriptors() ? open_router(listener, endpoint, keys, text)
                                  : err_say(text, ERR_IO, "no descriptors are left to bind with");
        if (error == ERR_OK)
            return ERR_OK;
        close_router(listener);
        if (clock_monotonic_ms() >= deadline_ms)
            return error;
        (void)poll(NULL, 0, 1);
    }
}

void listener_attend(struct listener *listener)
{
    // The monitor first: whoever is let in is among the descriptors that it has told of.
    monitor_follow(listener->monitor, &listener->events, connections_changed,
                   &listener->connections);
    connections_settle(&listener->connections);
    zap_answer(listener->zap);
}

void listener_close(struct listener *listener)
{
    close_router(listener);
    connections_clear(&listener->connections);
    zap_close(listener->zap);
    listener->zap = NULL;
    if (listener->context != NULL)
        (void)zmq_ctx_term(listener->context);
    listener->context = NULL;
}
