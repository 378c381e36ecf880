#include "aggregator/access/selftest.h"

#include "lib/base/clock.h"
#include "lib/net/zsock.h"

#include <errno.h>
#include <zmq.h>

// Waits until it is decided whether the peer behind `monitor` gets in, and lets the listener work
// in the meantime: others may be connecting, too.
static enum err wait_for_verdict(struct listener *listener, void *monitor,
                                 struct monitor_events *events)
{
    const uint64_t deadline_ms = clock_monotonic_ms() + SELFTEST_TIMEOUT_MS;

    for (;;) {
        zmq_pollitem_t items[] = {{.socket = zap_socket(listener->zap), .events = ZMQ_POLLIN},
                                  {.socket = listener->monitor, .events = ZMQ_POLLIN},
                                  {.socket = monitor, .events = ZMQ_POLLIN}};
        const uint64_t now_ms = clock_monotonic_ms();

        if (now_ms >= deadline_ms)
            return ERR_TIMEOUT;
        if (zmq_poll(items, sizeof items / sizeof items[0], (long)(deadline_ms - now_ms)) < 0 &&
            errno != EINTR)
            return ERR_IO;
        listener_attend(listener);
        monitor_count(monitor, events);
        if (events->let_in > 0)
            return ERR_OK;
        if (events->refused > 0 || events->protocol_failures > 0)
            return ERR_NOT_LET_IN;
    }
}

static enum err judge(enum err verdict, const struct listener *listener, const char *who,
                      struct err_text *text)
{
    switch (verdict) {
    case ERR_NOT_LET_IN:
        return ERR_OK;
    case ERR_OK:
        return err_say(text, ERR_IO,
                       "the listener is open to all: %s was let in at %s. Nothing is served; this "
                       "libzmq does not keep strangers out: install the one of Debian 12",
                       who, listener->endpoint);
    default:
        return err_say(text, verdict,
                       "the listener could not be tried: %s got no answer at %s. Nothing is "
                       "served: start again when this machine is less busy",
                       who, listener->endpoint);
    }
}

static enum err try_stranger(struct listener *listener, struct err_text *text)
{
    struct keys_pair stranger;
    struct monitor_events events = {0};
    void *socket;
    void *monitor;
    enum err error;

    keys_generate(&stranger);
    error = zsock_connect_watched(&socket, &monitor, listener->context, listener->endpoint,
                                  &stranger, listener->key->public_key, text);
    keys_wipe(&stranger);
    if (error != ERR_OK)
        return error;
    error = wait_for_verdict(listener, monitor, &events);
    // Turned away, but for something else than its key.
    if (error == ERR_NOT_LET_IN && events.refused == 0)
        error = ERR_IO;
    zsock_close(socket);
    zsock_close(monitor);
    return judge(error, listener, "a stranger's key", text);
}

// A socket as ZeroMQ makes it, without CURVE: what zsock_connect would never open.
static enum err try_without_key(struct listener *listener, struct err_text *text)
{
    struct monitor_events events = {0};
    void *socket = zmq_socket(listener->context, ZMQ_DEALER);
    void *monitor = NULL;
    enum err error;

    if (socket == NULL)
        return err_say(text, err_errno(errno), "a socket to try the listener with: %s",
                       zmq_strerror(errno));
    error = monitor_watch(&monitor, listener->context, socket, text);
    if (error == ERR_OK) {
        error = zmq_connect(socket, listener->endpoint) == 0
                    ? wait_for_verdict(listener, monitor, &events)
                    : ERR_IO;
        error = judge(error, listener, "a peer without a key", text);
    }
    zsock_close(socket);
    zsock_close(monitor);
    return error;
}

enum err selftest_run(struct listener *listener, struct err_text *text)
{
    enum err error = try_stranger(listener, text);

    if (error == ERR_OK)
        error = try_without_key(listener, text);
    return error;
}
