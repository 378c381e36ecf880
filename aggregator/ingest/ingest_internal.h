// What ingest.c (the batch) and ingest_message.c (one message of it) share.
#ifndef QD_AGGREGATOR_INGEST_INGEST_INTERNAL_H
#define QD_AGGREGATOR_INGEST_INGEST_INTERNAL_H

#include "aggregator/ingest/answer.h"
#include "aggregator/ingest/ingest.h"
#include "proto/wire/codec.h"

#include <zmq.h>

// A message that was taken and will be answered after the commit.
struct exchange {
    zmq_msg_t peer;  // the routing id: where the answer goes
    struct answer answer;
    struct ingest_event event;
    // The answer says something of the store, and is wrong when the batch is not committed. The
    // submission can then be looked for again.
    int is_from_store;
    uint8_t submission_id[CODEC_SUBMISSION_ID_BYTES];
    uint8_t return_hash[CODEC_HASH_BYTES];
};

struct ingest {
    struct store *store;
    struct allow_list *allowed;
    struct connections *connections;
    struct arena message;  // what is decoded from one message
    struct arena answers;  // of one batch
    struct store_batch batch;
    int has_batch;    // begun with the first submission that needs it
    int is_full;      // the store takes nothing new
    enum err broken;  // a turn cannot go on; nothing of its batch is answered
    struct err_text why;
    struct ingest_counters counters;
    size_t count;
    struct exchange exchanges[INGEST_BATCH_MESSAGES];
};

// Makes the answer to a message, and adds what it submits to the batch. The answer must not leave
// before the commit.
void ingest_message(struct ingest *ingest, struct exchange *exchange, const char *user_id,
                    const void *bytes, size_t size);

// The batch could not be stored: makes the answer to a submission again, from what was stored
// before.
void ingest_find_again(struct ingest *ingest, struct exchange *exchange);

// The turn cannot go on, and nothing of its batch may be answered. The first reason counts.
void ingest_break_off(struct ingest *ingest, enum err error, const char *words);

#endif
