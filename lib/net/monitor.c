#include "lib/net/monitor.h"

#include <errno.h>
#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <zmq.h>

static enum err say_failed(struct err_text *text, int code)
{
    return err_say(text, err_errno(code), "a socket's monitor: %s", zmq_strerror(code));
}

static int set_int(void *socket, int option, int value)
{
    return zmq_setsockopt(socket, option, &value, sizeof value);
}

enum err monitor_watch(void **result, void *zmq_context, void *socket, struct err_text *text)
{
    const int events = ZMQ_EVENT_CONNECTED | ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_CONNECT_RETRIED |
                       ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_SUCCEEDED |
                       ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL |
                       ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL;
    char endpoint[64];
    void *monitor;
    int code = 0;

    *result = NULL;
    // A random name: libzmq frees a closed monitor's name some time later, and a socket opened again may
    // have the old one's address.
    (void)snprintf(endpoint, sizeof endpoint, "inproc://monitor-%08x%08x", randombytes_random(),
                   randombytes_random());
    monitor = zmq_socket(zmq_context, ZMQ_PAIR);
    if (monitor == NULL)
        return say_failed(text, errno);
    // No limit: libzmq's network thread waits, with everybody's traffic, while its events find no room.
    // Whoever watches counts them each turn.
    if (set_int(monitor, ZMQ_LINGER, 0) != 0 || set_int(monitor, ZMQ_RCVHWM, 0) != 0 ||
        zmq_socket_monitor(socket, endpoint, events) != 0) {
        code = errno;
    } else if (zmq_connect(monitor, endpoint) != 0) {
        code = errno;
        (void)zmq_socket_monitor(socket, NULL, 0);
    }
    if (code != 0) {
        (void)zmq_close(monitor);
        return say_failed(text, code);
    }
    *result = monitor;
    return ERR_OK;
}

// The outcome of a connection's handshake is known.
static void decided(struct monitor_events *events)
{
    if (events->undecided > 0)
        events->undecided--;
}

static void count_event(struct monitor_events *events, unsigned event, unsigned value)
{
    switch (event) {
    case ZMQ_EVENT_CONNECTED:
        events->connected++;
        events->undecided++;
        break;
    case ZMQ_EVENT_ACCEPTED:
        events->connected++;
        break;
    case ZMQ_EVENT_CONNECT_RETRIED:
        events->retried++;
        break;
    case ZMQ_EVENT_DISCONNECTED:
        events->disconnected++;
        // libzmq says nothing more about a peer whose first byte is not ZeroMQ's.
        if (events->undecided > 0)
            events->protocol_failures++;
        decided(events);
        break;
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
        events->let_in++;
        decided(events);
        break;
    case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
        events->refused++;
        decided(events);
        break;
    case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
        events->protocol_failures++;
        decided(events);
        break;
    case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL:
        // The value is an errno. A peer that hangs up gives one of the first two, a server socket
        // without a ZAP handler the third, a timer none of them.
        if (value == EPIPE || value == ECONNRESET || value == EFAULT)
            events->handshake_failures++;
        else
            events->handshake_timeouts++;
        decided(events);
        break;
    default:
        break;
    }
}

void monitor_count(void *monitor, struct monitor_events *events)
{
    monitor_follow(monitor, events, NULL, NULL);
}

void monitor_follow(void *monitor, struct monitor_events *events, monitor_told_fn *told,
                    void *context)
{
    // Two frames each: a number of 16 bits and one of 32, in this machine's order; and an address.
    uint8_t number[sizeof(uint16_t) + sizeof(uint32_t)];
    uint8_t unwanted;
    int size;

    while ((size = zmq_recv(monitor, number, sizeof number, ZMQ_DONTWAIT)) >= 0) {
        uint16_t event;
        uint32_t value;
        int more = 0;
        size_t more_size = sizeof more;

        if (size == (int)sizeof number) {
            memcpy(&event, number, sizeof event);
            memcpy(&value, number + sizeof event, sizeof value);
            count_event(events, event, value);
            if (told != NULL && (event == ZMQ_EVENT_ACCEPTED || event == ZMQ_EVENT_DISCONNECTED))
                told(context, (int)value, event == ZMQ_EVENT_ACCEPTED);
        }
        while (zmq_getsockopt(monitor, ZMQ_RCVMORE, &more, &more_size) == 0 && more &&
               zmq_recv(monitor, &unwanted, sizeof unwanted, ZMQ_DONTWAIT) >= 0) {
        }
    }
}
