// Beginning and ending a transaction.
#include "lib/db/db_internal.h"

#include <assert.h>

static struct db_txn begin(struct db *db, unsigned flags)
{
    struct db_txn txn = {.db = db};
    int code = DB_CALL(db, mdb_txn_begin(db->env, NULL, flags, &txn.txn));

    if (code == MDB_MAP_RESIZED && db->open_transactions == 0) {
        // Another process has opened the file with a larger size: take that.
        code = mdb_env_set_mapsize(db->env, 0);
        if (code == MDB_SUCCESS)
            code = DB_CALL(db, mdb_txn_begin(db->env, NULL, flags, &txn.txn));
    }
    if (code == MDB_SUCCESS) {
        db->open_transactions++;
    } else {
        txn.txn = NULL;
        db_fail(&txn, code);
    }
    return txn;
}

struct db_txn db_begin_read(struct db *db)
{
    return begin(db, MDB_RDONLY);
}

struct db_txn db_begin_write(struct db *db)
{
    return begin(db, 0);
}

uint64_t db_transaction(const struct db_txn *txn)
{
    return txn->error == ERR_OK ? mdb_txn_id(txn->txn) : 0;
}

enum err db_commit(struct db_txn *txn, struct err_text *text)
{
    int code;

    if (txn->error != ERR_OK) {
        db_abort(txn);
        return db_error(txn, text);
    }
    assert(txn->txn != NULL);
    code = DB_CALL(txn->db, mdb_txn_commit(txn->txn));
    txn->txn = NULL;
    txn->db->open_transactions--;
    if (code == MDB_SUCCESS)
        return ERR_OK;
    db_fail(txn, code);
    // LMDB finds its map full before it writes; any other lack of room came up in the middle.
    if (txn->error == ERR_FULL && code != MDB_MAP_FULL)
        txn->error = ERR_IO;
    return db_error(txn, text);
}

void db_abort(struct db_txn *txn)
{
    if (txn->txn == NULL)
        return;
    mdb_txn_abort(txn->txn);
    txn->txn = NULL;
    txn->db->open_transactions--;
}
