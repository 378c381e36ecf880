// Reading and writing within a transaction.
#include "lib/db/db_internal.h"

#include <errno.h>
#include <string.h>

// LMDB takes keys and values as void * and only reads them.
static MDB_val as_lmdb(const void *bytes, size_t size)
{
    return (MDB_val){.mv_size = size, .mv_data = (void *)(uintptr_t)bytes};
}

static struct db_value as_value(const MDB_val *value)
{
    return (struct db_value){.bytes = value->mv_data, .size = value->mv_size};
}

// 1 when there is something to work on. An empty key is for prefixes only.
static int usable(struct db_txn *txn, db_table table, const struct db_key *key,
                  size_t key_min_bytes)
{
    if (txn->error != ERR_OK)
        return 0;
    if (key->size < key_min_bytes || key->size > DB_KEY_MAX_BYTES) {
        db_fail(txn, MDB_BAD_VALSIZE);
        return 0;
    }
    return table != DB_NO_TABLE;
}

int db_get(struct db_txn *txn, db_table table, const struct db_key *key, struct db_value *value)
{
    MDB_val lmdb_key;
    MDB_val lmdb_value;
    int code;

    *value = (struct db_value){0};
    if (!usable(txn, table, key, 1))
        return 0;
    lmdb_key = as_lmdb(key->bytes, key->size);
    code = mdb_get(txn->txn, table, &lmdb_key, &lmdb_value);
    if (code == MDB_SUCCESS)
        *value = as_value(&lmdb_value);
    else if (code != MDB_NOTFOUND)
        db_fail(txn, code);
    return code == MDB_SUCCESS;
}

static uint8_t *put(struct db_txn *txn, db_table table, const struct db_key *key, MDB_val value,
                    unsigned flags)
{
    MDB_val lmdb_key;

    if (!usable(txn, table, key, 1)) {
        db_fail(txn, EACCES);  // no table: a reading transaction
        return NULL;
    }
    lmdb_key = as_lmdb(key->bytes, key->size);
    db_fail(txn, mdb_put(txn->txn, table, &lmdb_key, &value, flags));
    return txn->error == ERR_OK ? value.mv_data : NULL;
}

void db_put(struct db_txn *txn, db_table table, const struct db_key *key, const void *bytes,
            size_t size)
{
    (void)put(txn, table, key, as_lmdb(bytes, size), 0);
}

void db_append(struct db_txn *txn, db_table table, const struct db_key *key, const void *bytes,
               size_t size)
{
    (void)put(txn, table, key, as_lmdb(bytes, size), MDB_APPEND);
}

uint8_t *db_reserve(struct db_txn *txn, db_table table, const struct db_key *key, size_t size)
{
    return put(txn, table, key, as_lmdb(NULL, size), MDB_RESERVE);
}

void db_delete(struct db_txn *txn, db_table table, const struct db_key *key)
{
    MDB_val lmdb_key;
    int code;

    if (!usable(txn, table, key, 1))
        return;
    lmdb_key = as_lmdb(key->bytes, key->size);
    code = mdb_del(txn->txn, table, &lmdb_key, NULL);
    if (code != MDB_NOTFOUND)
        db_fail(txn, code);
}

static int has_prefix(const MDB_val *key, const struct db_key *prefix)
{
    return key->mv_size >= prefix->size && memcmp(key->mv_data, prefix->bytes, prefix->size) == 0;
}

// The first key that is behind all that begin with `prefix`; empty when nothing can be.
static struct db_key behind(const struct db_key *prefix)
{
    struct db_key next = *prefix;

    if (next.size > DB_KEY_MAX_BYTES)
        next.size = 0;
    while (next.size > 0 && next.bytes[next.size - 1] == UINT8_MAX)
        next.size--;
    if (next.size > 0)
        next.bytes[next.size - 1]++;
    return next;
}

// Ends a search: gives the entry that it came to, or nothing.
static int give(struct db_txn *txn, int code, const MDB_val *found_key, const MDB_val *found_value,
                struct db_key *key, struct db_value *value)
{
    key->size = 0;
    *value = (struct db_value){0};
    if (code == MDB_SUCCESS) {
        db_key_bytes(key, found_key->mv_data, found_key->mv_size);
        *value = as_value(found_value);
        return 1;
    }
    if (code != MDB_NOTFOUND)
        db_fail(txn, code);
    return 0;
}

int db_last(struct db_txn *txn, db_table table, const struct db_key *prefix, struct db_key *key,
            struct db_value *value)
{
    const struct db_key next = behind(prefix);
    MDB_val found_key = as_lmdb(next.bytes, next.size);
    MDB_val found_value;
    MDB_cursor *cursor;
    int code = MDB_NOTFOUND;

    if (!usable(txn, table, prefix, 0))
        return give(txn, MDB_NOTFOUND, NULL, NULL, key, value);
    code = mdb_cursor_open(txn->txn, table, &cursor);
    if (code != MDB_SUCCESS)
        return give(txn, code, NULL, NULL, key, value);
    code = next.size == 0 ? MDB_NOTFOUND
                          : mdb_cursor_get(cursor, &found_key, &found_value, MDB_SET_RANGE);
    if (code == MDB_SUCCESS)
        code = mdb_cursor_get(cursor, &found_key, &found_value, MDB_PREV);
    else if (code == MDB_NOTFOUND)
        code = mdb_cursor_get(cursor, &found_key, &found_value, MDB_LAST);
    mdb_cursor_close(cursor);
    if (code == MDB_SUCCESS && !has_prefix(&found_key, prefix))
        code = MDB_NOTFOUND;
    return give(txn, code, &found_key, &found_value, key, value);
}

int db_after(struct db_txn *txn, db_table table, const struct db_key *prefix, struct db_key *key,
             struct db_value *value)
{
    const struct db_key next = behind(prefix);
    MDB_val found_key = as_lmdb(next.bytes, next.size);
    MDB_val found_value;
    MDB_cursor *cursor;
    int code;

    if (!usable(txn, table, prefix, 0) || (prefix->size > 0 && next.size == 0))
        return give(txn, MDB_NOTFOUND, NULL, NULL, key, value);
    code = mdb_cursor_open(txn->txn, table, &cursor);
    if (code != MDB_SUCCESS)
        return give(txn, code, NULL, NULL, key, value);
    code = mdb_cursor_get(cursor, &found_key, &found_value,
                          next.size == 0 ? MDB_FIRST : MDB_SET_RANGE);
    mdb_cursor_close(cursor);
    return give(txn, code, &found_key, &found_value, key, value);
}

enum err db_each(struct db_txn *txn, db_table table, const struct db_key *prefix, db_each_fn *each,
                 void *context)
{
    MDB_cursor *cursor;
    MDB_val lmdb_key;
    MDB_val lmdb_value;
    enum err error = ERR_OK;
    int code;

    if (!usable(txn, table, prefix, 0))
        return txn->error;
    code = mdb_cursor_open(txn->txn, table, &cursor);
    if (code != MDB_SUCCESS) {
        db_fail(txn, code);
        return txn->error;
    }
    lmdb_key = as_lmdb(prefix->bytes, prefix->size);
    code = mdb_cursor_get(cursor, &lmdb_key, &lmdb_value,
                          prefix->size == 0 ? MDB_FIRST : MDB_SET_RANGE);
    while (code == MDB_SUCCESS && has_prefix(&lmdb_key, prefix)) {
        const struct db_value key = as_value(&lmdb_key);
        const struct db_value value = as_value(&lmdb_value);

        error = each(context, &key, &value);
        if (error != ERR_OK)
            break;
        code = mdb_cursor_get(cursor, &lmdb_key, &lmdb_value, MDB_NEXT);
    }
    mdb_cursor_close(cursor);
    if (code != MDB_NOTFOUND)
        db_fail(txn, code);
    return error != ERR_OK ? error : txn->error;
}

uint64_t db_count(struct db_txn *txn, db_table table)
{
    MDB_stat stat;
    int code;

    if (txn->error != ERR_OK || table == DB_NO_TABLE)
        return 0;
    code = mdb_stat(txn->txn, table, &stat);
    db_fail(txn, code);
    return code == MDB_SUCCESS ? stat.ms_entries : 0;
}
