#include "lib/db/db_internal.h"

enum err db_error_code(int lmdb_error)
{
    switch (lmdb_error) {
    case MDB_SUCCESS:
        return ERR_OK;
    case MDB_MAP_FULL:
        return ERR_FULL;
    case MDB_TXN_FULL:
        return ERR_TOO_LARGE;
    case MDB_KEYEXIST:
        return ERR_EXISTS;
    case MDB_NOTFOUND:
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_CURSOR_FULL:  // a tree deeper than LMDB makes one
    case MDB_INVALID:
    case MDB_VERSION_MISMATCH:
    case MDB_INCOMPATIBLE:
        return ERR_CORRUPT;
    case MDB_DBS_FULL:
        return ERR_UNKNOWN_VERSION;
    case MDB_READERS_FULL:
    case MDB_MAP_RESIZED:
        return ERR_BUSY;
    default:
        // LMDB's other own codes are below zero: MDB_PANIC, and what only a bug of ours brings.
        return lmdb_error > 0 ? err_errno(lmdb_error) : ERR_IO;
    }
}

static const char *words(enum err error, int lmdb_error)
{
    return lmdb_error == MDB_SUCCESS ? err_words(error) : mdb_strerror(lmdb_error);
}

enum err db_error_say(struct err_text *text, enum err error, int lmdb_error, const struct db *db)
{
    switch (error) {
    case ERR_FULL:
        return err_say(text, error, "%s: the file is full; give it a larger size", db->path);
    case ERR_CORRUPT:
        return err_say(text, error,
                       "%s: damaged, or not one of this program's files (%s); restore it from a "
                       "backup",
                       db->path, words(error, lmdb_error));
    case ERR_UNKNOWN_VERSION:
        return err_say(text, error, "%s: a newer version of Quarterday made it: upgrade %s",
                       db->path, err_program());
    case ERR_NOT_FOUND:
        return err_say(text, error, "%s: this file does not exist", db->path);
    default:
        if (lmdb_error == MDB_PANIC)
            return err_say(text, error,
                           "%s: an earlier write failed, and nothing more can be written until the "
                           "program is started again",
                           db->path);
        return err_say(text, error, "%s: %s", db->path, words(error, lmdb_error));
    }
}

void db_fail(struct db_txn *txn, int lmdb_error)
{
    if (lmdb_error == MDB_SUCCESS || txn->error != ERR_OK)
        return;
    txn->error = db_error_code(lmdb_error);
    if (txn->error == ERR_NOT_FOUND)  // an errno: ENOENT does not answer a look-up
        txn->error = ERR_IO;
    txn->lmdb_error = lmdb_error;
}

void db_break(struct db_txn *txn, enum err error)
{
    if (txn->error == ERR_OK)
        txn->error = error;
}

enum err db_error(const struct db_txn *txn, struct err_text *text)
{
    return txn->error == ERR_OK ? ERR_OK : db_error_say(text, txn->error, txn->lmdb_error, txn->db);
}
