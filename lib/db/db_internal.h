// What the files behind lib/db/db.h share, and nobody else sees.
#ifndef QD_LIB_DB_DB_INTERNAL_H
#define QD_LIB_DB_DB_INTERNAL_H

#include "lib/db/db.h"

#include <limits.h>

enum {
    DB_FILE_MODE = 0660,            // the folder decides who gets in; the reporter's group reads
    DB_TABLE_NAME_MAX_BYTES = 511,  // what LMDB takes
};

struct db {
    MDB_env *env;
    int read_only;
    unsigned open_transactions;  // in this process
    size_t known_tables;         // named tables that this environment holds a handle for
    char path[PATH_MAX];         // of data.mdb, for messages
};

// What db_open_table gives when there is no such table to read, or the transaction has failed.
#define DB_NO_TABLE ((db_table)UINT_MAX)

// Notes LMDB's code in the transaction: the first failure sticks. MDB_SUCCESS is no failure.
void db_fail(struct db_txn *txn, int code);

#endif
