// How many connections each key has: what waits in ZeroMQ's queues is bounded for a connection, and so
// one key must not have any number of them.
//
// libzmq says whom it is asked about before it lets a connection in, which descriptors begin and end, and
// with a message its user and its descriptor. It does not say whose a descriptor is that has sent
// nothing. So:
//
//   let in             counts for its key, under a user id of its own
//   its first message  ties it to the descriptor that it came from
//   a descriptor ends  and with it the connection that is tied to it
//   more have sent     then some of these have ended: the oldest are taken for them
//     nothing than
//     there are free
//     descriptors
#ifndef QD_AGGREGATOR_ACCESS_CONNECTIONS_H
#define QD_AGGREGATOR_ACCESS_CONNECTIONS_H

#include "lib/base/arena.h"
#include "lib/net/zap.h"

#include <zmq.h>

enum {
    CONNECTIONS_OF_A_KEY =
        8,  // at once: an officer's, a script's and some that are on their way out
    CONNECTIONS_MEMORY_MAX_BYTES = 16 * 1024 * 1024,
};

struct connection;

// Begin with zeros.
struct connections {
    struct arena arena;
    struct connection *list;
    size_t count;  // of the list; some may be free
    size_t silent, speaking;
    uint32_t next_number;
    char *is_open;  // by descriptor
    size_t descriptors, open;
};

// Counts one more connection of the user, as allow_list_lookup names it, and makes `user_id` its own.
// 0 when the key has all that it may have, or there is no memory for one more.
int connections_admit(struct connections *connections, char user_id[ZAP_USER_ID_BYTES]);

// A message of the user came.
void connections_spoke(struct connections *connections, const char *user_id,
                       const zmq_msg_t *message);

// A monitor_told_fn: a descriptor was opened, or it ended.
void connections_changed(void *connections, int descriptor, int is_open);

// All that the monitor had to tell has been told: looks which of the silent ones have ended.
void connections_settle(struct connections *connections);

// All of them ended.
void connections_clear(struct connections *connections);

#endif
