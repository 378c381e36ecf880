// The aggregator's door: the ROUTER that boroughs connect to, the handler that libzmq asks who they
// are, and the monitor that counts who came and went. One ZeroMQ context, one thread.
#ifndef QD_AGGREGATOR_DOOR_H
#define QD_AGGREGATOR_DOOR_H

#include "lib/err.h"
#include "lib/keys.h"
#include "lib/zap.h"
#include "lib/zsock.h"

enum {
    DOOR_ENDPOINT_BYTES = 256,
    // Answers that were given to ZeroMQ right before the door is closed go out within this time.
    DOOR_LINGER_MS = 2000,
    // ZeroMQ gives an address back some moments after its socket was closed.
    DOOR_REOPEN_MS = 5000,
    // What may wait in ZeroMQ's queues while a batch is committed, all peers together, when each
    // message is a large return of DOOR_RETURN_BYTES. libzmq counts messages for each peer, so this
    // is shared out; a peer that may queue less than the least would wait for every commit.
    DOOR_QUEUED_BYTES = 6 * 1024 * 1024,
    DOOR_RETURN_BYTES = 24 * 1024,
    DOOR_QUEUE_MIN = 4,
};

struct door {
    void *context;
    struct zap *zap;
    void *router;
    void *monitor;
    int queue;                           // messages that ZeroMQ keeps for one peer
    struct zsock_events events;          // since it was opened; `undecided` means nothing here
    char endpoint[DOOR_ENDPOINT_BYTES];  // as bound: "tcp://127.0.0.1:40213"
    const struct keys_pair *key;         // the caller's
};

// Binds at `listen`. On an error nothing is left open.
enum err door_open(struct door *door, const char *listen, const struct keys_pair *key,
                   zap_lookup *lookup, void *lookup_context, struct err_text *text);

// Closes the ROUTER, and with it every connection, and binds another at the same address: whoever
// connects again is asked for the key again. On an error the door is shut.
enum err door_reopen(struct door *door, struct err_text *text);

// Shares the queues out among so many peers. A limit is only ever lowered: raised, libzmq 4.3.4 can
// forget to wake a peer that has just reached the old one. door_reopen begins anew.
void door_expect(struct door *door, size_t peers);

// Answers who may come in and counts what happened; never blocks.
void door_attend(struct door *door);

// Lets the last answers out. A door of noughts is fine.
void door_close(struct door *door);

#endif
