// Connections that are open, so that none holds its place for ever: libmicrohttpd ends one on which nothing moves, but
// not one that sends or takes a byte now and then. And so that no network (reporter/readers/network.h) has all places:
// libmicrohttpd counts by whole addresses.
//
// Thread-safe.
#ifndef QD_REPORTER_SERVICE_CONNECTIONS_H
#define QD_REPORTER_SERVICE_CONNECTIONS_H

#include <stddef.h>
#include <stdint.h>

enum {
    CONNECTIONS_QUIET_S = 20,  // nothing moves
    // From one answer to the next, with waiting, asking, making and answering: a large page over a slow line takes some
    // seconds.
    CONNECTIONS_ANSWER_MS = 60 * 1000,
};

struct connections;
struct connection;

// NULL: no memory.
struct connections *connections_open(void);
void connections_close(struct connections *connections);

// How many the address's network has, with those that share its place.
size_t connections_of(struct connections *connections, const char *address);

// One was taken; `descriptor` is its socket. NULL: no memory, and it is not watched.
struct connection *connections_add(struct connections *connections, int descriptor,
                                   const char *address);
void connections_remove(struct connections *connections, struct connection *connection);

// It was answered, and its time begins again.
void connections_answered(struct connection *connection);

// Shuts the sockets of those that took too long; how many. `now_ms` is clock_monotonic_ms().
size_t connections_end_overdue(struct connections *connections, uint64_t now_ms);

size_t connections_count(struct connections *connections);

#endif
