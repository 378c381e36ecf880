// What the aggregator keeps, in LMDB. The journal is the store (journal.h); two more tables are
// indexes of it, which `verify --rebuild` can make again. Keys are big-endian:
//
//   journal      [sequence u64]                                head, link and body of an entry
//   returns      [period u32][old_la_code u16][revision u32]   sequence u64; of a withdrawal, whose key
//                                                              ends with its kind u8 behind its return's
//   submissions  [old_la_code u16][submission id 16]           sequence u64
//
// Nothing is replaced or deleted, but for a body that the operator had to redact.
//
// A fault is never a figure: whoever reads walks the chain of heads from the first entry to the last,
// once, when the reading begins. What comes after that are look-ups in what was found sound, and only
// a borough that no entry names has not returned. A body is checked against its hash when it is used.
#ifndef QD_AGGREGATOR_STORE_STORE_H
#define QD_AGGREGATOR_STORE_STORE_H

#include "aggregator/store/journal.h"
#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "lib/db/db.h"
#include "proto/form/boroughs.h"
#include "return.pb-c.h"

#include <stddef.h>
#include <stdint.h>

struct store;

enum {
    STORE_SIZE_DEFAULT_MIB = 1024,
    STORE_SIZE_MIN_MIB = 1,
    STORE_FULL_PERCENT = 90,  // no returns are taken above it: head-room to go on answering resends
};

// --- making and opening

struct store_making {
    size_t size_bytes;
    int simulated;             // it takes returns whose figures are made up
    db_progress_fn *progress;  // of writing its file; may be NULL
};

// Makes a store in the folder `directory` (made too, mode 0770): data.mdb with the journal's first
// entry, and the witness. What an earlier call left half made is finished. ERR_EXISTS when there is a
// store already.
enum err store_make(const char *directory, const struct store_making *making,
                    struct err_text *text);

// Enters into the journal that a backup was put in place of the store, and makes a new witness; the
// store can be served then. `entry` is what was entered. The next entry's number is one that was given
// to no receipt: it follows what the witness saw or, when there is none, is a whole million.
// ERR_COMMAND when the store is the one that its witness saw.
enum err store_restored(const char *directory, struct journal_entry *entry, struct err_text *text);

struct store_options {
    size_t size_bytes;  // at least; a store that is larger keeps its size
    int read_only;      // the reporter's and the status command's way in
    int verifies;       // read_only: all pages are looked at, also those that hold a body alone
    db_progress_fn *progress;  // of making the file larger; may be NULL
};

// Opens the store in the folder. One writer at a time: ERR_BUSY when an aggregator is serving from it
// already. ERR_NOT_FOUND when there is no store; ERR_CORRUPT when there was one. A writer needs the
// witness: a copy of data.mdb alone can be read and not served.
enum err store_open(struct store **store, const char *directory,
                    const struct store_options *options, struct err_text *text);
void store_close(struct store *store);

unsigned store_percent_used(struct store *store);
void store_clear_dead_readers(struct store *store);

// Whether it was made to take simulated returns. Known once it was verified or read.
int store_takes_simulated(const struct store *store);

// Writes down how far the journal has come; does nothing when that is written already. For a writer,
// after store_verify: at the start, each minute and at the end.
enum err store_witness(struct store *store, struct err_text *text);

// --- checking

struct store_report {
    uint64_t entries, returns, redacted, restored, withdrawn;
};

// Tells now and then how many of all entries were walked.
typedef void store_progress_fn(void *context, uint64_t done, uint64_t total);

// Checks everything: each page and table of the file, the journal's chain, each body against its hash,
// both indexes against the journal, and the witness. ERR_CORRUPT names the first thing that does not
// hold. `progress` and `report` may be NULL.
enum err store_verify(struct store *store, struct store_report *report, store_progress_fn *progress,
                      void *context, struct err_text *text);

// --- reading

enum store_standing {
    STORE_RETURNED,
    STORE_REDACTED,  // its body was removed: its figures are x, and no earlier revision steps in
    STORE_WITHDRAWN,  // it was taken back: the borough has not returned, and no earlier revision steps in
};

// The latest return of a borough for a period.
struct store_return {
    struct journal_entry entry;
    enum store_standing standing;
    uint64_t withdrawn_sequence, withdrawn_at_unix_ms;  // of STORE_WITHDRAWN
};

// What a borough sent last for a period.
struct store_newest {
    uint32_t revision;  // 0: nothing
    uint8_t submission_id[CODEC_SUBMISSION_ID_BYTES];
    int is_withdrawn;
};

struct store_period {
    uint32_t key;                                  // period_from_key
    struct store_return *returns[BOROUGHS_COUNT];  // as in `boroughs`; NULL: nothing was sent
    struct store_newest newest[BOROUGHS_COUNT];    // whatever `as_of` says
    unsigned returned;                             // of BOROUGHS_COUNT: store_counts
    unsigned withdrawn;
};

// Whether a borough has returned: something was sent and not taken back. NULL: nothing was.
int store_counts(const struct store_return *latest);

// How the store stood: entries up to this number, and not entered after this time.
struct store_as_of {
    uint64_t sequence;
    uint64_t unix_ms;
};
#define STORE_NOW ((struct store_as_of){UINT64_MAX, UINT64_MAX})

// A snapshot. Keep it short: it pins pages. Pointers into it are gone with it.
struct store_reading {
    struct store *store;
    struct db_txn txn;
    struct arena arena;
    struct journal_end end;     // of the whole journal
    struct journal_entry then;  // the last entry that stood as of then, without its body
    struct store_report report;
    struct store_period **periods;  // in the order of keys; as of then, none may have returned
    size_t periods_count;
};

// Walks the heads. Any error, and nothing was begun.
enum err store_read_begin(struct store *store, struct store_as_of as_of,
                          struct store_reading *reading, struct err_text *text);
void store_read_end(struct store_reading *reading);

// Lets go of the pages and keeps what was walked, for whoever takes long to show it. Bodies are gone,
// and store_each_entry must not be called any more.
void store_read_unpin(struct store_reading *reading);

// NULL: nobody has sent anything for the period; the borough has not.
const struct store_period *store_period(const struct store_reading *reading,
                                        const Qd__Period *period);
const struct store_return *store_latest(const struct store_reading *reading,
                                        const Qd__Period *period, Qd__LocalAuthority authority);

// Every entry of the journal, of whatever kind, until `each` returns something else than ERR_OK.
typedef enum err store_each_fn(void *context, const struct journal_entry *entry);
enum err store_each_entry(struct store_reading *reading, store_each_fn *each, void *context);

// For the aggregator, whose store was verified: of each of a borough's periods the newest return, or its
// withdrawal, from the index and without a walk. ERR_BUSY when too many others read from the store.
enum err store_each_held(struct store *store, Qd__LocalAuthority authority, store_each_fn *each,
                         void *context, struct err_text *text);

// The same for one submission of the borough: `each` is called with its entry, whose body is NULL when it
// was redacted. ERR_NOT_FOUND when the borough has sent nothing under that id.
enum err store_held(struct store *store, Qd__LocalAuthority authority, const uint8_t *submission_id,
                    store_each_fn *each, void *context, struct err_text *text);

// --- writing

// One transaction for many returns.
struct store_batch {
    struct store *store;
    struct db_txn txn;
    struct journal_end end;
    struct err_text why;  // when the transaction has failed for a reason that LMDB does not know
};

// A return that has been checked, to be added to a batch; or a withdrawal, whose own bytes then stand in
// place of a return's.
struct store_submission {
    Qd__LocalAuthority authority;
    const Qd__Period *period;
    const uint8_t *submission_id;
    const uint8_t *return_hash;
    const uint8_t *return_bytes;
    size_t return_size;
    unsigned parts;  // bit 1 << enum form_part
    uint32_t queries;
    uint64_t received_at_unix_ms;
    const uint8_t *withdrawn_id;  // of the return that is taken back; NULL: it is a return
    // Of a return: the id of what it was compared with, which must be the newest of the period; zeros: of
    // nothing; NULL: whatever is the newest.
    const uint8_t *replaces;
};

enum store_outcome {
    STORE_ADDED,      // a new revision
    STORE_REPEATED,   // this submission is here already
    STORE_ID_TAKEN,   // its id was used for a return with another hash: nothing is added
    STORE_NOT_HELD,   // what it takes back is not what counts for the period: nothing is added
    STORE_OVERTAKEN,  // the newest is not what it replaces: nothing is added
    STORE_UNKNOWN     // from store_find: not here
};

void store_begin(struct store *store, struct store_batch *batch);

// Looks for a submission without adding it: STORE_REPEATED with its entry, STORE_ID_TAKEN or
// STORE_UNKNOWN. For a store that is too full to take anything, but still answers resends.
enum store_outcome store_find(struct store_batch *batch, const struct store_submission *submission,
                              struct journal_entry *entry);

// Adds one return or withdrawal, or finds it. A receipt is made of `entry` (answer_receipt), always the same; it
// must not leave before store_commit has returned ERR_OK. `entry` has no body. Errors stick to the
// batch.
enum store_outcome store_add(struct store_batch *batch, const struct store_submission *submission,
                             struct journal_entry *entry);

// Puts the batch on disk. See db_commit for what an error means.
enum err store_commit(struct store_batch *batch, struct err_text *text);
void store_abort(struct store_batch *batch);

// --- the operator's repairs, of a store that nobody serves: ERR_BUSY when an aggregator does

// Which return: of whom, for when, and which revision.
struct store_target {
    Qd__LocalAuthority authority;
    Qd__Period period;
    uint32_t revision;
};

// Removes the body of a return that should never have been sent, from every page of the file, and
// enters that into the journal with the operator's reason. Head and hash stay. ERR_NOT_FOUND when there
// is no such return. When it was redacted already, nothing is entered, and what may be left of the body
// in the file is removed: for when that failed, or somebody was reading (ERR_BUSY). ERR_COMMAND while
// there is a file that store_rebuild kept.
enum err store_redact(const char *directory, const struct store_target *target, const char *reason,
                      struct err_text *text);

// Takes back the newest return of a borough and period, with the operator's reason, as the borough itself
// does with a message. `entry` is what was entered. ERR_NOT_FOUND when nothing counts for the period.
enum err store_withdraw(const char *directory, Qd__LocalAuthority authority,
                        const Qd__Period *period, const char *reason, struct journal_entry *entry,
                        struct err_text *text);

// Makes data.mdb again from the journal, which must be whole; the indexes and everything else in the
// file may be damaged. The old file stays beside it, as data.mdb.before-rebuild. The disk must have
// room for both.
enum err store_rebuild(const char *directory, struct store_report *report,
                       store_progress_fn *progress, void *context, struct err_text *text);

#endif
