// The aggregator's turn: drain what waits, judge each message, one transaction, one commit, and
// only then the receipts (promises A and B). Knows no sockets' setup and no signals: those are
// serve's.
#ifndef QD_AGGREGATOR_INGEST_INGEST_H
#define QD_AGGREGATOR_INGEST_INGEST_H

#include "aggregator/access/allow_list.h"
#include "aggregator/access/connections.h"
#include "aggregator/store/store.h"
#include "lib/base/err.h"

#include <stddef.h>
#include <stdint.h>

struct ingest;

enum {
    INGEST_BATCH_MESSAGES = 512,                // in one transaction at most
    INGEST_BATCH_BYTES = 2 * 1024 * 1024,       // received; bounds the memory of a turn
    INGEST_ANSWER_BYTES = 1024 * 1024,          // a batch with more to answer is full, too
    INGEST_ANSWER_CAP_BYTES = 4 * 1024 * 1024,  // with room for the last message's answer, and for
                                                // refusals in place of receipts
    // What is answered to a peer in one turn goes in messages of so many bytes, or in one of its own
    // where an answer is longer. ZeroMQ counts messages: for a peer that never reads it keeps at most
    // ZSOCK_SEND_HIGH_WATER_MARK of ANSWER_MAX_BYTES. That is enough for all of a turn.
    INGEST_MESSAGE_BYTES = 16 * 1024,
};

// Counted since the start; the operator's figures.
struct ingest_counters {
    uint64_t messages, bytes, batches;
    uint64_t stored, repeated, hellos;
    uint64_t withdrawn;       // returns that were taken back
    uint64_t fetched;         // pieces of returns that were asked for
    uint64_t refused;         // answered with a Refusal
    uint64_t dropped;         // no user id, more than one frame: nobody to answer
    uint64_t unacknowledged;  // no answer could be given, the collectors ask again
    uint64_t unsent;          // the peer was gone when its answer was ready
};

// `connections` are told who spoke, and are the caller's.
enum err ingest_open(struct ingest **ingest, struct store *store, struct allow_list *allowed,
                     struct connections *connections, struct err_text *text);
void ingest_close(struct ingest *ingest);

// One turn over the ROUTER socket. ERR_OK when there is nothing more to do now; `*more` becomes 1
// when the batch was full and messages may wait. Any other error, when a commit failed in a way
// that only a restart fixes: nothing of that batch was acknowledged.
enum err ingest_turn(struct ingest *ingest, void *router, int *more, struct err_text *text);

const struct ingest_counters *ingest_counters(const struct ingest *ingest);

// What became of the messages of the last turn, for a log: good until the next turn.
enum ingest_outcome {
    INGEST_WELCOMED,
    INGEST_STORED,
    INGEST_WITHDRAWN,
    INGEST_REPEATED,
    INGEST_FETCHED,
    INGEST_REFUSED,
    INGEST_UNANSWERED  // a Hello or a Fetch, while too many others read from the store: it will come again
};
struct ingest_event {
    enum ingest_outcome outcome;
    Qd__LocalAuthority authority;  // whose key it is, or was until it was taken off the list
    uint32_t period_key;  // these four when it was stored or withdrawn, as the receipt says
    uint32_t revision;
    uint64_t sequence;
    uint32_t queries;
    Qd__RefusalCode code;  // these two when it was refused
    const char *why;
};
size_t ingest_events(const struct ingest *ingest);
const struct ingest_event *ingest_event(const struct ingest *ingest, size_t index);

#endif
