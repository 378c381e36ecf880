// A small door to LMDB for the two programs that keep something: the collector's outbox and the
// aggregator's store. A transaction carries a sticky error: after the first failure every later
// call does nothing and says the same, so callers write straight lines and look once, at db_commit.
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

// LMDB takes 511. No key here has more than 26, and one is made on the stack for each look-up.
enum { DB_KEY_MAX_BYTES = 64 };

// Tells how much of a file has been written while it is made.
typedef void db_progress_fn(void *context, uint64_t done_bytes, uint64_t total_bytes);

struct db_options {
    size_t size_bytes;         // of the map and of the file; 0 when read_only: as the file says
    unsigned tables_max;       // named tables at most
    int read_only;             // never writes the data file; lock.mdb is written all the same
    db_progress_fn *progress;  // may be NULL
    void *progress_context;
};

// Opens the environment in the folder `directory`, which must exist. Clears dead readers. Once in a
// process, and not over a fork: LMDB notices neither, and its locks are lost.
// ERR_FULL when the disk cannot hold size_bytes, ERR_NOT_FOUND when read_only and nothing is there,
// ERR_CORRUPT when the file is no LMDB file. An existing file that is larger keeps its size.
enum err db_open(struct db **db, const char *directory, const struct db_options *options,
                 struct err_text *text);

// NULL is fine. No transaction may be open.
void db_close(struct db *db);

// Clears the slots of readers that died; they pin pages. Once a minute is enough.
void db_clear_dead_readers(struct db *db);

// Pages in use, in per cent of the map: 0 to 100. Counts every page up to the last one ever used:
// those that a deletion has freed since are counted too, so it is never too low. Takes no
// transaction; cheap enough for every turn.
unsigned db_percent_used(struct db *db);

struct db_txn {
    struct db *db;
    MDB_txn *txn;
    enum err error;  // sticky: the first failure
    int lmdb_error;  // LMDB's own code for it, for the message
};

// A named table ("returns"); made on first use by a writing transaction. A reading one that finds
// no such table gets an empty one.
typedef MDB_dbi db_table;

// One writer at a time, over all processes: db_begin_write waits for it. A process may have several
// reading ones open, and one writing one beside them. ERR_BUSY, which sticks: another process made
// a table while this one kept a transaction open; end that and begin again.
struct db_txn db_begin_read(struct db *db);
struct db_txn db_begin_write(struct db *db);

db_table db_open_table(struct db_txn *txn, const char *name);

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

// 1 and the value, or 0: not there, or the transaction has failed.
int db_get(struct db_txn *txn, db_table table, const struct db_key *key, struct db_value *value);

// Inserts or replaces.
void db_put(struct db_txn *txn, db_table table, const struct db_key *key, const void *bytes,
            size_t size);

// Adds an entry whose key is behind all that are in the table; ERR_EXISTS, which sticks, when it is
// not. Pages are filled to the end, where db_put would leave half of each.
void db_append(struct db_txn *txn, db_table table, const struct db_key *key, const void *bytes,
               size_t size);

// Room of `size` bytes to write the value into, at once; NULL when the transaction has failed.
uint8_t *db_reserve(struct db_txn *txn, db_table table, const struct db_key *key, size_t size);

void db_delete(struct db_txn *txn, db_table table, const struct db_key *key);

// The last entry whose key begins with `prefix`: 1 and its key and value, or 0. `key` may be the
// prefix itself, here and in db_after.
int db_last(struct db_txn *txn, db_table table, const struct db_key *prefix, struct db_key *key,
            struct db_value *value);

// The first entry behind all whose keys begin with `prefix` (an empty prefix: the first of all): 1
// and its key and value, or 0. For going from one group of keys to the next without walking it.
int db_after(struct db_txn *txn, db_table table, const struct db_key *prefix, struct db_key *key,
             struct db_value *value);

// Every entry whose key begins with `prefix`, in order (an empty prefix: all), until `each` returns
// something else than ERR_OK, which is then the result. `each` must not write to the table.
typedef enum err db_each_fn(void *context, const struct db_value *key,
                            const struct db_value *value);
enum err db_each(struct db_txn *txn, db_table table, const struct db_key *prefix, db_each_fn *each,
                 void *context);

// Entries in the table.
uint64_t db_count(struct db_txn *txn, db_table table);

// Ends the transaction. On ERR_OK it is on disk. ERR_FULL: it is surely not. On anything else the
// outcome is unknown: it may be on disk or not, so nobody must be told either.
enum err db_commit(struct db_txn *txn, struct err_text *text);

// Ends it without a trace; the way to end a reading one. Fine after db_commit.
void db_abort(struct db_txn *txn);

#endif
