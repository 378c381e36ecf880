// A small wrapper around LMDB for the two programs that keep something: the collector's outbox and
// the aggregator's store. A transaction carries a sticky error: after the first failure every later
// call does nothing and gives the same error, so callers write straight lines and look once, at
// db_commit.
//
// What is read is found, not found, or an error, and these three are never mixed: ERR_NOT_FOUND
// says that the table surely holds no such entry. LMDB has no checksums, so whatever a page says is
// held to its bounds before it is used, and what contradicts itself is ERR_CORRUPT.
//
// LMDB's default flags only (docs/DESIGN.md: everything faster loses acknowledged data on a power
// cut). The data file is written in full at the start, because a full disk then shows there, and
// later as a clean ERR_FULL instead of an I/O error in a commit; and because a commit into blocks
// that were written before is faster.
#ifndef QD_LIB_DB_DB_H
#define QD_LIB_DB_DB_H

#include "lib/base/err.h"

#include <lmdb.h>
#include <stddef.h>
#include <stdint.h>

struct db;

enum {
    // LMDB takes 511. No key here has more than 26, and one is made on the stack for each look-up.
    DB_KEY_MAX_BYTES = 64,
    // A record holds a return of at most 1 MB, and its receipt.
    DB_VALUE_MAX_BYTES = 2 * 1024 * 1024,
    DB_TABLES_MAX = 8,
};

// Tells how much of a file has been written while it is made.
typedef void db_progress_fn(void *context, uint64_t done_bytes, uint64_t total_bytes);

struct db_options {
    // The names of the tables, NULL at the end. A file holds just these: they are made together with
    // it, in one transaction.
    const char *const *tables;
    size_t size_bytes;         // of the map and of the file; 0 when read_only: as the file says
    int read_only;             // never writes the data file; lock.mdb is written all the same
    db_progress_fn *progress;  // may be NULL
    void *progress_context;
    // Pages that hold one value and nothing else are not looked at; read_only. For a reader that holds each
    // value that it uses to a hash: it takes half the time where values are large.
    int skips_values;
    // The name of the one table that will be read, where others may be damaged; read_only. NULL: every
    // page of the file is looked at, and damage to any is ERR_CORRUPT.
    const char *salvage;
};

// Opens the environment in the folder `directory`, which must exist. Clears dead readers. Once in a
// process, and not over a fork: LMDB notices neither, and its locks are lost.
//
//   the file does not exist, or its making was interrupted   read_only: ERR_NOT_FOUND; else made
//   it is larger than size_bytes                             it keeps its size
//   the disk cannot hold size_bytes                          ERR_FULL; the file is as it was
//   it is not LMDB's, or a table is missing                  ERR_CORRUPT
//   it holds a table that is not in the list                 ERR_UNKNOWN_VERSION
enum err db_open(struct db **db, const char *directory, const struct db_options *options,
                 struct err_text *text);

// NULL is fine. No transaction may be open.
void db_close(struct db *db);

// Clears the slots of readers that died; they pin pages. Once a minute is enough.
void db_clear_dead_readers(struct db *db);

// Pages that cannot be written to, in per cent of the map: 0 to 100. They are in use, or were freed since
// the oldest state that somebody still reads. Cheap enough for every turn.
unsigned db_percent_used(struct db *db);

// --- transactions

struct db_txn {
    struct db *db;
    MDB_txn *txn;
    enum err error;  // sticky: the first failure; never ERR_NOT_FOUND
    int lmdb_error;  // LMDB's own code for it, for the message
};

// One writer at a time, over all processes: db_begin_write waits for it. A process may have several
// reading ones open, and one writing one beside them.
struct db_txn db_begin_read(struct db *db);
struct db_txn db_begin_write(struct db *db);

// The number of the last transaction that was committed, as a reading one sees it: it only grows. 0 when
// the transaction has failed.
uint64_t db_transaction(const struct db_txn *txn);

// Makes the transaction fail with this error: ERR_CORRUPT when what was read is not what was written.
void db_break(struct db_txn *txn, enum err error);

// The transaction's error, with words for it; ERR_OK when nothing has failed.
enum err db_error(const struct db_txn *txn, struct err_text *text);

// Ends the transaction. On ERR_OK it is on disk. ERR_FULL: it is surely not. On anything else the
// outcome is unknown: it may be on disk or not, so nobody must be told either.
enum err db_commit(struct db_txn *txn, struct err_text *text);

// Overwrites with zeros what is left in the file of entries that were deleted or replaced. Their pages
// must have been written again before: by two commits, each of a newly opened file, whose memory holds
// nothing of them. ERR_BUSY when somebody still reads an older state.
enum err db_wipe_free(struct db *db, struct err_text *text);

// Ends it without a trace; the way to end a reading one. Fine after db_commit.
void db_abort(struct db_txn *txn);

// --- keys and values

// A table is its place in db_options.tables.
typedef unsigned db_table;

// A key made from parts, so that the order of the bytes is the order of the parts.
struct db_key {
    uint8_t bytes[DB_KEY_MAX_BYTES];
    size_t size;
};
void db_key_u8(struct db_key *key, uint8_t value);
void db_key_u16(struct db_key *key, uint16_t value);  // big-endian, as all below
void db_key_u32(struct db_key *key, uint32_t value);
void db_key_u64(struct db_key *key, uint64_t value);
void db_key_bytes(struct db_key *key, const void *bytes, size_t size);

struct db_value {
    const uint8_t *bytes;  // LMDB's own memory: gone with the transaction, or the next write in it
    size_t size;
};

// --- reading: ERR_OK, ERR_NOT_FOUND, or the transaction's error (then, and when nothing is found,
//     value and found key are empty)

enum err db_find(struct db_txn *txn, db_table table, const struct db_key *key,
                 struct db_value *value);

// The last entry whose key begins with `prefix`. `key` may be the prefix itself, here and below.
enum err db_find_last(struct db_txn *txn, db_table table, const struct db_key *prefix,
                      struct db_key *key, struct db_value *value);

// The first entry behind all whose keys begin with `prefix` (an empty prefix: the first of all).
// For going from one group of keys to the next without walking it.
enum err db_find_after(struct db_txn *txn, db_table table, const struct db_key *prefix,
                       struct db_key *key, struct db_value *value);

// Every entry whose key begins with `prefix`, in order (an empty prefix: all), until `each` returns
// something else than ERR_OK, which is then the result. `each` must not write to the table.
typedef enum err db_each_fn(void *context, const struct db_value *key,
                            const struct db_value *value);
enum err db_each(struct db_txn *txn, db_table table, const struct db_key *prefix, db_each_fn *each,
                 void *context);

// Entries in the table; 0 when the transaction has failed.
uint64_t db_count(struct db_txn *txn, db_table table);

// --- writing

// Inserts or replaces.
void db_put(struct db_txn *txn, db_table table, const struct db_key *key, const void *bytes,
            size_t size);

// Adds an entry whose key is behind all that are in the table; ERR_EXISTS, which sticks, when it is
// not. Pages are filled to the end, where db_put would leave half of each.
void db_append(struct db_txn *txn, db_table table, const struct db_key *key, const void *bytes,
               size_t size);

// Both at once: room of `size` bytes for the value of a key behind all others.
uint8_t *db_append_reserve(struct db_txn *txn, db_table table, const struct db_key *key,
                           size_t size);

// Room of `size` bytes to write the value into, at once; NULL when the transaction has failed.
uint8_t *db_reserve(struct db_txn *txn, db_table table, const struct db_key *key, size_t size);

// Deletes the entry, if it is there.
void db_delete(struct db_txn *txn, db_table table, const struct db_key *key);

// Deletes every entry.
void db_clear(struct db_txn *txn, db_table table);

#endif
