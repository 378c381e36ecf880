// What the files behind lib/db/db.h share, and nobody else sees.
#ifndef QD_LIB_DB_DB_INTERNAL_H
#define QD_LIB_DB_DB_INTERNAL_H

#include "lib/base/guard.h"
#include "lib/db/db.h"

#include <limits.h>

enum {
    DB_FILE_MODE = 0660,  // the folder decides who gets in; the reporter's group reads
    DB_FAULT_BYTES = PATH_MAX + 128,
};

struct db {
    MDB_env *env;
    unsigned open_transactions;  // in this process
    unsigned tables_count;
    MDB_dbi tables[DB_TABLES_MAX];  // LMDB's handles, by db_table
    char path[PATH_MAX];            // of data.mdb, for messages
    char fault[DB_FAULT_BYTES];     // what it means when LMDB dies of the file
};

// The oldest state that anybody reads, by the number of its transaction, and whose process that is.
struct db_readers {
    size_t oldest;  // SIZE_MAX: nobody reads
    long process;
};
struct db_readers db_readers(struct db *db);

// A call into LMDB that reads or writes pages of `db`: should LMDB die of it, the program ends in words.
#define DB_CALL(db, call)                                                                          \
    ({                                                                                             \
        guard_enter((db)->fault);                                                                  \
        const __typeof__(call) code_ = (call);                                                     \
        guard_leave();                                                                             \
        code_;                                                                                     \
    })

// The project's code for one of LMDB's, and the sentence for it. Within a transaction MDB_NOTFOUND
// is a result and no failure, so as a failure it is damage.
enum err db_error_code(int lmdb_error);
enum err db_error_say(struct err_text *text, enum err error, int lmdb_error, const struct db *db);

// Notes LMDB's code in the transaction: the first failure sticks. MDB_SUCCESS is not one.
void db_fail(struct db_txn *txn, int lmdb_error);

#endif
