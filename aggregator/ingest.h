// The aggregator's turn: drain what waits, judge each message, one transaction, one commit, and only
// then the receipts (promises A and B). Knows no sockets' setup and no signals: those are serve's.
#ifndef QD_AGGREGATOR_INGEST_H
#define QD_AGGREGATOR_INGEST_H

#include "aggregator/allow_list.h"
#include "aggregator/store.h"
#include "lib/err.h"

#include <stdint.h>

struct ingest;

enum {
    INGEST_BATCH_MESSAGES = 512,         // in one transaction at most
    INGEST_BATCH_BYTES = 2 * 1024 * 1024,  // bounds the memory of a turn
};

// Counted since the start; the operator's figures.
struct ingest_counters {
    uint64_t messages, bytes, batches;
    uint64_t stored, repeated, hellos;
    uint64_t refused;         // answered with a Refusal
    uint64_t dropped;         // no user id, more than one frame: nobody to answer
    uint64_t unacknowledged;  // a commit failed: no answer, the collectors ask again
    uint64_t unsent;          // the peer was gone when its answer was ready
};

enum err ingest_open(struct ingest **ingest, struct store *store, struct allow_list *allowed,
                     struct err_text *text);
void ingest_close(struct ingest *ingest);

// One turn over the ROUTER socket. ERR_OK when there is nothing more to do now; `*more` becomes 1
// when the batch was full and messages may wait. ERR_IO or ERR_CORRUPT when a commit failed in a way
// that only a restart mends: nothing of that batch was acknowledged.
enum err ingest_turn(struct ingest *ingest, void *router, int *more, struct err_text *text);

const struct ingest_counters *ingest_counters(const struct ingest *ingest);

#endif
