// Where the aggregator listens: the ROUTER that boroughs connect to, the handler that libzmq asks who they
// are, and the monitor that counts who came and went. One ZeroMQ context, one thread.
#ifndef QD_AGGREGATOR_ACCESS_LISTENER_H
#define QD_AGGREGATOR_ACCESS_LISTENER_H

#include "aggregator/access/connections.h"

#include "lib/base/err.h"
#include "lib/net/keys.h"
#include "lib/net/monitor.h"
#include "lib/net/zap.h"

#include <stddef.h>

enum {
    LISTENER_ENDPOINT_BYTES = 256,
    // Answers that were given to ZeroMQ right before the listener is closed go out within this time.
    LISTENER_LINGER_MS = 2000,
    // ZeroMQ gives an address and the descriptors of connections back some moments after its socket
    // was closed.
    LISTENER_REOPEN_MS = 5000,
    // What may wait in ZeroMQ's queues while a batch is committed, all keys together, when each has one
    // connection; a key has CONNECTIONS_OF_A_KEY of them at most. libzmq counts messages for each
    // connection, so they are shared out, each for one of the largest. Returns of an ordinary size take a
    // fortieth of it.
    LISTENER_QUEUED_BYTES = 170 * 1024 * 1024,
};

struct listener {
    void *context;
    struct zap *zap;
    void *router;
    void *monitor;
    int queue;                               // messages that ZeroMQ keeps for one peer
    struct connections connections;          // of each key
    struct monitor_events events;            // since it was opened; `undecided` means nothing here
    char endpoint[LISTENER_ENDPOINT_BYTES];  // as bound: "tcp://127.0.0.1:40213"
    const struct keys_pair *key;             // the caller's
};

// Binds at `listen`, with queues for so many keys. On an error nothing is left open.
enum err listener_open(struct listener *listener, const char *listen, size_t keys,
                       const struct keys_pair *key, zap_lookup *lookup, void *lookup_context,
                       struct err_text *text);

// Closes the ROUTER, and with it every connection, and binds another at the same address: whoever
// connects again is asked for the key again. On an error nobody can connect.
enum err listener_reopen(struct listener *listener, size_t keys, struct err_text *text);

// Messages that are kept for one connection when so many keys are on the list: at least one, because
// ZeroMQ takes zero for no bound.
int listener_queue(size_t keys);

// Answers who may come in and counts what happened; never blocks.
void listener_attend(struct listener *listener);

// Lets the last answers out. A listener of zeros is fine.
void listener_close(struct listener *listener);

#endif
