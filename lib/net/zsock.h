// The two sockets of this project, with every option that makes them safe. A socket stays in the thread
// that opened it.
#ifndef QD_LIB_NET_ZSOCK_H
#define QD_LIB_NET_ZSOCK_H

#include "lib/base/err.h"
#include "lib/net/keys.h"

#include <stddef.h>
#include <stdint.h>

// Limits, with their reasons.
enum {
    // The largest message. A borough's return is below 64 KiB; a year of priced places, one row
    // each, stays below 1 MiB. libzmq cuts off a peer that announces more, before it is read.
    ZSOCK_MESSAGE_MAX_BYTES = 1024 * 1024,
    // Messages that libzmq keeps for one peer while the aggregator is in a commit.
    ZSOCK_RECEIVE_HIGH_WATER_MARK = 64,
    // Messages that the aggregator keeps for a peer that does not read. It puts several answers into one,
    // and sees to how many bytes that makes (aggregator/ingest/ingest.h).
    ZSOCK_SEND_HIGH_WATER_MARK = 256,
    ZSOCK_CLIENT_HIGH_WATER_MARK = 4096,  // of a collector, both ways
    // A peer must show its key within this time, or is cut off. The client waits less long than the
    // server: else a server too busy to answer would cut it off, as one with another key does.
    ZSOCK_HANDSHAKE_MS = 10 * 1000,
    ZSOCK_HANDSHAKE_CLIENT_MS = 7 * 1000,
    ZSOCK_HEARTBEAT_MS = 15 * 1000,  // of the client
    ZSOCK_HEARTBEAT_TIMEOUT_MS = 45 * 1000,
    // A client that sends none and does not answer the kernel either is gone after a minute and a half.
    ZSOCK_KEEPALIVE_IDLE_S = 45,
    ZSOCK_KEEPALIVE_S = 15,
    ZSOCK_KEEPALIVE_COUNT = 3,
    // A host that drops packets instead of refusing them shows itself after this time.
    ZSOCK_CONNECT_MS = 5 * 1000,
    // libzmq's own reconnecting, doubled from one to the other.
    ZSOCK_RECONNECT_MIN_MS = 100,
    ZSOCK_RECONNECT_MAX_MS = 5 * 1000,
    // Connections that the kernel keeps while they wait to be accepted: every borough at once after
    // a restart, with room for strangers.
    ZSOCK_BACKLOG = 512,
};

// A ROUTER with CURVE as server, ZAP domain and enforcement, ROUTER_MANDATORY on, HANDOVER off,
// bound to `endpoint` ("tcp://127.0.0.1:7733", or port * for a free one). Needs an open zap.
enum err zsock_serve(void **socket, void *zmq_context, const char *endpoint,
                     const struct keys_pair *server, struct err_text *text);

// The same, keeping `queue` messages for one peer instead of ZSOCK_RECEIVE_HIGH_WATER_MARK: libzmq
// counts messages, so only who knows how many peers there are can bound their bytes.
enum err zsock_serve_queue(void **socket, void *zmq_context, const char *endpoint,
                           const struct keys_pair *server, int queue, struct err_text *text);

// The address that a socket was really bound to ("tcp://127.0.0.1:40213").
enum err zsock_bound(void *socket, char *endpoint, size_t size, struct err_text *text);

// A DEALER with CURVE as client and the server's public key, connecting to `endpoint`.
enum err zsock_connect(void **socket, void *zmq_context, const char *endpoint,
                       const struct keys_pair *client, const uint8_t server_key[KEYS_BYTES],
                       struct err_text *text);

// The same, watched from before its first attempt: libzmq does not try again where it was refused,
// so a monitor that comes later may have missed the only event that says so. `monitor` as in
// monitor_watch.
enum err zsock_connect_watched(void **socket, void **monitor, void *zmq_context,
                               const char *endpoint, const struct keys_pair *client,
                               const uint8_t server_key[KEYS_BYTES], struct err_text *text);

// ERR_OK when a ZeroMQ server, with whatever key, greets at `endpoint` within the time;
// ERR_UNREACHABLE, and what is there instead, when none does. Needs no key and leaves no trace.
enum err zsock_probe(void *zmq_context, const char *endpoint, int timeout_ms,
                     struct err_text *text);

// Stops the socket's monitor, if it has one, and closes the socket. LINGER 0, so nothing waits.
// NULL is fine.
void zsock_close(void *socket);

#endif
