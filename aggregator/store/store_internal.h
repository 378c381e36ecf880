// What the sources of the store share, and nobody else sees.
#ifndef QD_AGGREGATOR_STORE_STORE_INTERNAL_H
#define QD_AGGREGATOR_STORE_STORE_INTERNAL_H

#include "aggregator/store/store.h"
#include "aggregator/store/witness.h"

enum { STORE_JOURNAL, STORE_RETURNS, STORE_SUBMISSIONS };  // tables

struct store {
    struct db *db;
    int lock;  // -1 when read only
    char *directory;
    int takes_simulated;
    struct journal_end end;        // of the journal as it was verified or last committed
    struct journal_end witnessed;  // what the witness says
};

// What store_rebuild leaves of the file before it.
#define STORE_KEPT_FILE "data.mdb.before-rebuild"

// As store_open, but a writer needs no witness.
enum err store_open_unwitnessed(struct store **store, const char *directory,
                                const struct store_options *options, struct err_text *text);

// Opens it to read the journal, when the rest of the file may be damaged.
enum err store_open_journal(struct store **store, const char *directory, struct err_text *text);

// Takes the lock of the one who writes. ERR_BUSY.
enum err store_take_lock(int *lock, const char *directory, struct err_text *text);

// --- the indexes

struct db_key store_return_prefix(uint32_t period, Qd__LocalAuthority authority);
struct db_key store_return_key(const struct journal_entry *entry);
struct db_key store_submission_key(Qd__LocalAuthority authority, const uint8_t *submission_id);

// Puts an entry that is a submission into both.
void store_index(struct store_batch *batch, const struct journal_entry *entry);

// The submission of this borough that an index leads to. ERR_CORRUPT when there is none, or it is another's:
// what goes to a borough is its own, whatever has become of the indexes (promise D).
enum err store_follow_index(struct db_txn *txn, const struct db_value *value,
                            Qd__LocalAuthority authority, struct journal_entry *entry,
                            struct err_text *text);

// --- walking

struct store_walk_options {
    struct store_as_of as_of;
    int check_bodies;  // of every entry, not only of those that a walk must understand
    int ignore_witness;
    store_progress_fn *progress;  // may be NULL
    void *progress_context;
};

// Begins the reading, walks the journal and fills in what the reading says. On an error nothing was
// begun.
enum err store_walk(struct store *store, struct store_reading *reading,
                    const struct store_walk_options *options, struct err_text *text);

// The period in what was walked; NULL when no entry names it.
struct store_period *store_find_period(const struct store_reading *reading, uint32_t period_key);

// Takes an entry that is a return, or a withdrawal, into what the reading says (store_periods.c). `stands`:
// it was entered by the time that is asked for. ERR_CORRUPT when it does not fit what came before it.
enum err store_see_return(struct store_reading *reading, const struct journal_entry *entry,
                          int stands, struct err_text *text);
enum err store_see_withdrawn(struct store_reading *reading, const struct journal_entry *entry,
                             int stands, struct err_text *text);

// ERR_CORRUPT: "the return of Camden for 2025-26 Q3, revision 2 has lost its body: restore ...".
enum err store_damaged(const struct journal_entry *entry, const char *what, struct err_text *text);

// The body of an entry that is not a return, checked and unpacked; free it with
// protobuf_c_message_free_unpacked.
enum err store_unpack_body(const struct journal_entry *entry,
                           const ProtobufCMessageDescriptor *descriptor, ProtobufCMessage **message,
                           struct err_text *text);

// As store_verify, whatever the witness says.
enum err store_verify_unwitnessed(struct store *store, struct err_text *text);

// --- writing

// Seals the entry behind the batch's end and appends it. `body` stays the caller's.
void store_append(struct store_batch *batch, struct journal_entry *entry, const uint8_t *body,
                  size_t body_size, uint64_t jump);

// The same with a message for a body, which is hashed too.
void store_append_message(struct store_batch *batch, struct journal_entry *entry,
                          const ProtobufCMessage *body, uint64_t jump);

// The batch has failed for a reason of ours; the first one sticks.
void store_fail(struct store_batch *batch, enum err error, const struct err_text *why);

#endif
