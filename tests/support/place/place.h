// A folder for one test, and a file of two small tables in it (lib/db).
#ifndef QD_TESTS_SUPPORT_PLACE_PLACE_H
#define QD_TESTS_SUPPORT_PLACE_PLACE_H

#include "lib/db/db.h"

#include <lmdb.h>
#include <sys/types.h>

enum { MIB = 1024 * 1024, SMALL_BYTES = 4 * MIB, LARGER_BYTES = 2 * SMALL_BYTES, PATH_BYTES = 128 };

struct place {
    char folder[PATH_BYTES];
    char data[PATH_BYTES + 16];
    char lock[PATH_BYTES + 16];
};

// cmocka's set-up and tear-down: `*state` is the place.
int place_make(void **state);
int place_remove(void **state);

enum { A, B };
extern const char *const place_tables[];

// Opens it with both tables, SMALL_BYTES large or as said; fails the test if that does not succeed.
struct db *place_open(const struct place *place);
struct db *place_open_sized(const struct place *place, size_t size_bytes);

// What opening it with these tables gives; it is closed again.
enum err place_try(const struct place *place, const char *const *names, int read_only);

// The same folder through LMDB alone, with a table that is opened in a writing transaction.
MDB_env *place_open_bare(const struct place *place, const char *name, unsigned flags, MDB_txn **txn,
                         MDB_dbi *table);

struct db_key place_key(uint32_t number);

// Puts an entry, in a transaction of its own; and fails if an entry is not there.
void place_put(struct db *db, db_table table, uint32_t number, const char *words);
void place_holds(struct db *db, db_table table, uint32_t number, const char *words);

off_t place_size_of(const char *path);
void place_write(const char *path, const void *bytes, size_t size);

#endif
