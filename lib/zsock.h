// The two sockets of this project, with every option that TECH asks for, and the monitor that tells
// why a connection failed. A socket stays in the thread that opened it.
#ifndef QD_LIB_ZSOCK_H
#define QD_LIB_ZSOCK_H

#include "lib/err.h"
#include "lib/keys.h"

#include <stddef.h>
#include <stdint.h>

// Limits, with their reasons.
enum {
    // The largest message. A borough's return is below 64 KiB; a year of priced places, one row
    // each, stays below 1 MiB. libzmq cuts off a peer that announces more, before it is read.
    ZSOCK_MESSAGE_MAX_BYTES = 1024 * 1024,
    // Messages that libzmq keeps for one peer while the aggregator is in a commit.
    ZSOCK_RECEIVE_HIGH_WATER_MARK = 64,
    ZSOCK_SEND_HIGH_WATER_MARK = 4096,  // receipts are small
    // A peer must show its key within this time, or is cut off.
    ZSOCK_HANDSHAKE_MS = 10 * 1000,
    ZSOCK_HEARTBEAT_MS = 15 * 1000,
    ZSOCK_HEARTBEAT_TIMEOUT_MS = 45 * 1000,
};

// A ROUTER with CURVE as server, ZAP domain and enforcement, ROUTER_MANDATORY on, HANDOVER off,
// bound to `endpoint` ("tcp://127.0.0.1:7733", or port * for a free one). Needs an open zap.
enum err zsock_serve(void **socket, void *zmq_context, const char *endpoint,
                     const struct keys_pair *server, struct err_text *text);

// The address that a socket was really bound to ("tcp://127.0.0.1:40213").
enum err zsock_bound(void *socket, char *endpoint, size_t size, struct err_text *text);

// A DEALER with CURVE as client and the server's public key, connecting to `endpoint`.
enum err zsock_connect(void **socket, void *zmq_context, const char *endpoint,
                       const struct keys_pair *client, const uint8_t server_key[KEYS_BYTES],
                       struct err_text *text);

// What a socket's monitor has seen, since zsock_watch.
struct zsock_events {
    unsigned connected;           // TCP connections made (connect side) or accepted (bind side)
    unsigned retried;             // attempts that failed and will be made again
    unsigned disconnected;        // connections that ended
    unsigned let_in;              // handshakes that succeeded
    unsigned refused;             // the server's ZAP handler said no
    unsigned protocol_failures;   // the peer does not speak CURVE, or not as we do
    unsigned handshake_failures;  // connection cut in the handshake: what a wrong server key looks like
};

// A PAIR socket on which the events of `socket` arrive; poll it for ZMQ_POLLIN. Close it with
// zsock_close, after `socket`.
enum err zsock_watch(void **monitor, void *zmq_context, void *socket, struct err_text *text);

// Counts every event that waits; never blocks.
void zsock_count(void *monitor, struct zsock_events *events);

// LINGER 0, so nothing waits. NULL is fine.
void zsock_close(void *socket);

#endif
