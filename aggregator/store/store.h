// What the aggregator keeps, in LMDB. Three tables, big-endian keys:
//
//   returns      [period u32][old_la_code u16][revision u32]   record (store.c says how it is laid)
//   submissions  [old_la_code u16][submission id 16]           key of the record in returns
//   journal      [sequence u64]                                what happened, chained by hash
//
// The latest revision is the last key under [period][borough]. Nothing is ever replaced or deleted.
#ifndef QD_AGGREGATOR_STORE_STORE_H
#define QD_AGGREGATOR_STORE_STORE_H

#include "lib/base/err.h"
#include "lib/db/db.h"
#include "proto/wire/codec.h"
#include "return.pb-c.h"

#include <stdint.h>

struct store;

enum store_table { STORE_RETURNS, STORE_SUBMISSIONS, STORE_JOURNAL };

enum {
    STORE_SIZE_DEFAULT_MIB = 1024,
    STORE_SIZE_MIN_MIB = 1,
    STORE_FULL_PERCENT = 90,  // no returns are taken above it: head-room to go on answering resends
};

struct store_options {
    size_t size_bytes;         // of a new store; an older one keeps its size if that is larger
    int read_only;             // the reporter's and the status command's way in
    db_progress_fn *progress;  // of writing a new store's file; may be NULL
};

// Opens or makes the store in the folder `directory` (made too, mode 0770, unless read_only).
// One writer at a time: ERR_BUSY when an aggregator is serving from it already.
enum err store_open(struct store **store, const char *directory,
                    const struct store_options *options, struct err_text *text);
void store_close(struct store *store);

// Walks everything: each return against its hash, each receipt against its return, the journal's
// chain from its first entry, every submission against its record. ERR_CORRUPT names the first
// entry that does not hold. `returns` counts what was walked (may be NULL).
enum err store_verify(struct store *store, uint64_t *returns, struct err_text *text);

// The same, telling now and then how many of all returns were walked.
typedef void store_progress_fn(void *context, uint64_t done, uint64_t total);
enum err store_verify_told(struct store *store, uint64_t *returns, store_progress_fn *progress,
                           void *context, struct err_text *text);

unsigned store_percent_used(struct store *store);
void store_clear_dead_readers(struct store *store);

// One stored return. Pointers are LMDB's: gone with the reading.
struct store_record {
    Qd__LocalAuthority authority;
    uint32_t period_key;  // period_from_key
    uint32_t revision;
    uint64_t received_at_unix_ms;
    uint64_t sequence;
    uint32_t queries;
    const uint8_t *return_hash;    // CODEC_HASH_BYTES
    const uint8_t *submission_id;  // CODEC_SUBMISSION_ID_BYTES
    const uint8_t *receipt;        // the serialized Envelope that was sent
    size_t receipt_size;
    const uint8_t *return_bytes;
    size_t return_size;
};

// Reading: a snapshot. Keep it short: it pins pages.
struct store_reading {
    struct db_txn txn;
};
enum err store_read_begin(struct store *store, struct store_reading *reading,
                          struct err_text *text);
void store_read_end(struct store_reading *reading);

// The latest revision: 1, or 0 when the borough has not returned for the period.
int store_latest(struct store_reading *reading, const Qd__Period *period,
                 Qd__LocalAuthority authority, struct store_record *record);

// One revision of it: 1 or 0.
int store_revision(struct store_reading *reading, const Qd__Period *period,
                   Qd__LocalAuthority authority, uint32_t revision, struct store_record *record);

// The latest revision of every period and borough, in the order of the keys, until `each` returns
// something else than ERR_OK. Boroughs and periods are found by seeking, not by walking revisions.
typedef enum err store_each_fn(void *context, const struct store_record *record);
enum err store_each_latest(struct store_reading *reading, store_each_fn *each, void *context);

// The same for one borough: the latest revision of each of its periods.
enum err store_each_held(struct store_reading *reading, Qd__LocalAuthority authority,
                         store_each_fn *each, void *context);

// Writing: one transaction for many returns.
struct store_batch {
    struct store *store;
    struct db_txn txn;
    uint64_t sequence;               // of the last journal entry
    uint8_t link[CODEC_HASH_BYTES];  // its chained hash
};

// A return that has been checked, to be added to a batch.
struct store_submission {
    Qd__LocalAuthority authority;
    const Qd__Period *period;
    const uint8_t *submission_id;
    const uint8_t *return_hash;
    const uint8_t *return_bytes;
    size_t return_size;
    uint32_t queries;
    uint64_t received_at_unix_ms;
};

enum store_outcome {
    STORE_ADDED,     // a new revision, and a new receipt
    STORE_REPEATED,  // this submission is here already: the receipt is the very one that was given
    STORE_ID_TAKEN,  // its id was used for a return with another hash: nothing is added
    STORE_UNKNOWN    // from store_find: not here
};

void store_begin(struct store *store, struct store_batch *batch);

// What is stored of a submission.
struct store_receipt {
    const uint8_t *bytes;  // a serialized Envelope, in the caller's arena
    size_t size;
    uint32_t revision;
    uint64_t sequence;
};

// Looks for a submission without adding it: STORE_REPEATED with its receipt, STORE_ID_TAKEN or
// STORE_UNKNOWN. For a store that is too full to take anything, but still answers resends.
enum store_outcome store_find(struct store_batch *batch, const struct store_submission *submission,
                              struct arena *arena, struct store_receipt *receipt);

// Adds one return, or finds it. The receipt must not leave before store_commit has returned ERR_OK.
// Errors stick to the batch.
enum store_outcome store_add(struct store_batch *batch, const struct store_submission *submission,
                             struct arena *arena, struct store_receipt *receipt);

// Puts the batch on disk. See db_commit for what an error means.
enum err store_commit(struct store_batch *batch, struct err_text *text);
void store_abort(struct store_batch *batch);

#endif
