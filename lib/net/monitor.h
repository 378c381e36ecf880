// What happens on a socket's connections, counted: libzmq tells it to a monitor, and nobody else.
//
// What the connecting side sees on libzmq 4.3.4, tried case by case (test_zsock.c):
//
//   let in                          connected, let_in
//   nobody listens, the host is     retried again and again, connected stays 0
//     unknown or drops packets
//   wrong server key                connected, handshake_failures, retried, and so on again
//   the ZAP handler said no         connected, refused; libzmq does not try again
//   the server asks for no key      connected, protocol_failures; libzmq does not try again
//     (NULL), or is another service
//     that sends bytes (HTTP, SSH)
//   a service that says nothing     connected, after ZSOCK_HANDSHAKE_CLIENT_MS handshake_timeouts,
//     (or an aggregator too busy)   retried, and so on again
//   a service that hangs up         the same as a wrong server key: the server that cannot read our
//     without a word, or a server   first box hangs up and sends no reason. zsock_probe tells the
//     two killed in the handshake       apart: only a ZeroMQ server greets.
//
// So: handshake_failures twice or more, and zsock_probe is ERR_OK: the server key is wrong.
#ifndef QD_LIB_NET_MONITOR_H
#define QD_LIB_NET_MONITOR_H

#include "lib/base/err.h"

// Since monitor_watch.
struct monitor_events {
    unsigned connected;           // TCP connections made (connect side) or accepted (bind side)
    unsigned retried;             // attempts that failed and will be made again
    unsigned disconnected;        // connections that ended
    unsigned let_in;              // handshakes that succeeded
    unsigned refused;             // the server's ZAP handler said no
    unsigned protocol_failures;   // the peer does not speak CURVE, or not as we do
    unsigned handshake_failures;  // cut in the handshake: what a wrong server key looks like
    unsigned handshake_timeouts;  // no handshake in time
    unsigned undecided;           // connect side: connections whose handshake has not ended yet
};

// A PAIR socket on which the events of `socket` arrive; poll it for ZMQ_POLLIN. Close it with zsock_close,
// and only after `socket`: libzmq's threads wait for ever to tell an event to a monitor that is gone.
enum err monitor_watch(void **monitor, void *zmq_context, void *socket, struct err_text *text);

// Counts every event that waits; never blocks. Begin with a monitor_events of zeros.
void monitor_count(void *monitor, struct monitor_events *events);

// The same, and tells on the bind side which descriptors were opened and which ended, in that order.
typedef void monitor_told_fn(void *context, int descriptor, int is_open);
void monitor_follow(void *monitor, struct monitor_events *events, monitor_told_fn *told,
                    void *context);

#endif
