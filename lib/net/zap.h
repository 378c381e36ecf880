// The ZeroMQ authentication handler (RFC 27, CURVE only). libzmq asks it who a client is; it
// refuses whatever it does not know. Without a handler, or with a handler and neither a domain nor the
// enforcing option, libzmq may let everybody in: zsock_serve sets all three, and the aggregator
// tests itself at start.
#ifndef QD_LIB_NET_ZAP_H
#define QD_LIB_NET_ZAP_H

#include "lib/base/err.h"

#include <stdint.h>

struct zap;

enum { ZAP_USER_ID_BYTES = 32 };

// The domain that a server socket must name to be asked about.
#define ZAP_DOMAIN "quarterday"

// Who holds the 32-byte public key: fills `user_id` (a NUL-terminated text that libzmq then
// attaches to each message as "User-Id") and returns 1; returns 0 to refuse.
typedef int zap_lookup(void *context, const uint8_t public_key[32],
                       char user_id[ZAP_USER_ID_BYTES]);

// Binds inproc://zeromq.zap.01 in the ZeroMQ context; do it before the first server socket is
// bound. One a context. ERR_BUSY when there is one already.
enum err zap_open(struct zap **zap, void *zmq_context, zap_lookup *lookup, void *lookup_context,
                  struct err_text *text);

// The REP socket, to poll for ZMQ_POLLIN.
void *zap_socket(const struct zap *zap);

// Answers every request that waits; never blocks. A malformed request is answered 400 or 500.
void zap_answer(struct zap *zap);

// Requests let in and refused since zap_open.
uint64_t zap_accepted(const struct zap *zap);
uint64_t zap_refused(const struct zap *zap);

// NULL is fine.
void zap_close(struct zap *zap);

#endif
