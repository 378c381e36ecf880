// Reading and writing within a transaction.
#include "lib/db/db_internal.h"

#include <assert.h>
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

static MDB_dbi handle(const struct db_txn *txn, db_table table)
{
    assert(table < txn->db->tables_count);
    return txn->db->tables[table];
}

// Whether there is something to work on. An empty key is for prefixes only.
static int usable(struct db_txn *txn, const struct db_key *key, size_t key_min_bytes)
{
    if (key->size < key_min_bytes || key->size > DB_KEY_MAX_BYTES)
        db_fail(txn, MDB_BAD_VALSIZE);
    return txn->error == ERR_OK;
}

// Reads a byte of each page that the bytes lie in.
static void touch(const MDB_val *bytes)
{
    enum { STRIDE_BYTES = 4096 };  // no page is smaller
    const volatile uint8_t *at = bytes->mv_data;

    for (size_t i = 0; i < bytes->mv_size; i += STRIDE_BYTES)
        (void)at[i];
    if (bytes->mv_size > 0)
        (void)at[bytes->mv_size - 1];
}

// What a page says of an entry is held to the bounds of what is ever written; and within the guard it is
// seen to be there, so that nobody meets a hole in it later.
static int check_entry(const MDB_val *key, const MDB_val *value)
{
    if (key->mv_size < 1 || key->mv_size > DB_KEY_MAX_BYTES || value->mv_size > DB_VALUE_MAX_BYTES)
        return MDB_CORRUPTED;
    touch(key);
    touch(value);
    return MDB_SUCCESS;
}

static int get(struct db_txn *txn, db_table table, MDB_val *key, MDB_val *value)
{
    int code;

    guard_enter(txn->db->fault);
    code = mdb_get(txn->txn, handle(txn, table), key, value);
    if (code == MDB_SUCCESS)
        code = check_entry(key, value);
    guard_leave();
    return code;
}

static int cursor_get(const struct db_txn *txn, MDB_cursor *cursor, MDB_val *key, MDB_val *value,
                      MDB_cursor_op how)
{
    int code;

    guard_enter(txn->db->fault);
    code = mdb_cursor_get(cursor, key, value, how);
    if (code == MDB_SUCCESS)
        code = check_entry(key, value);
    guard_leave();
    return code;
}

static int compare(const MDB_val *key, const void *bytes, size_t size)
{
    const size_t shorter = key->mv_size < size ? key->mv_size : size;
    const int order = memcmp(key->mv_data, bytes, shorter);

    return order != 0 ? order : (key->mv_size > size) - (key->mv_size < size);
}

static int has_prefix(const MDB_val *key, const struct db_key *prefix)
{
    return key->mv_size >= prefix->size && memcmp(key->mv_data, prefix->bytes, prefix->size) == 0;
}

// --- looking for one

// Ends a look-up: gives the entry that it came to, or none.
static enum err give(struct db_txn *txn, int code, const MDB_val *found_key,
                     const MDB_val *found_value, struct db_key *key, struct db_value *value)
{
    if (key != NULL)
        key->size = 0;
    *value = (struct db_value){.bytes = NULL};
    if (txn->error == ERR_OK && code == MDB_NOTFOUND)
        return ERR_NOT_FOUND;
    db_fail(txn, code);
    if (txn->error != ERR_OK)
        return txn->error;
    if (key != NULL)
        db_key_bytes(key, found_key->mv_data, found_key->mv_size);
    *value = as_value(found_value);
    return ERR_OK;
}

enum err db_find(struct db_txn *txn, db_table table, const struct db_key *key,
                 struct db_value *value)
{
    MDB_val wanted = as_lmdb(key->bytes, key->size);
    MDB_val found = as_lmdb(NULL, 0);
    int code = MDB_SUCCESS;

    if (usable(txn, key, 1))
        code = get(txn, table, &wanted, &found);
    return give(txn, code, &wanted, &found, NULL, value);
}

// The first key that is behind all that begin with `prefix`; empty when there can be none.
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

static int last_before(const struct db_txn *txn, MDB_cursor *cursor, const struct db_key *next,
                       MDB_val *key, MDB_val *value)
{
    int code = MDB_NOTFOUND;

    *key = as_lmdb(next->bytes, next->size);
    if (next->size > 0)
        code = cursor_get(txn, cursor, key, value, MDB_SET_RANGE);
    if (code == MDB_SUCCESS)
        return cursor_get(txn, cursor, key, value, MDB_PREV);
    return code == MDB_NOTFOUND ? cursor_get(txn, cursor, key, value, MDB_LAST) : code;
}

static int open_cursor(struct db_txn *txn, db_table table, MDB_cursor **cursor)
{
    return DB_CALL(txn->db, mdb_cursor_open(txn->txn, handle(txn, table), cursor));
}

enum err db_find_last(struct db_txn *txn, db_table table, const struct db_key *prefix,
                      struct db_key *key, struct db_value *value)
{
    const struct db_key next = behind(prefix);
    MDB_val found_key = as_lmdb(NULL, 0), found_value = as_lmdb(NULL, 0);
    MDB_cursor *cursor;
    int code = MDB_SUCCESS;

    if (usable(txn, prefix, 0)) {
        code = open_cursor(txn, table, &cursor);
        if (code == MDB_SUCCESS) {
            code = last_before(txn, cursor, &next, &found_key, &found_value);
            mdb_cursor_close(cursor);
        }
        if (code == MDB_SUCCESS && !has_prefix(&found_key, prefix))
            code = MDB_NOTFOUND;
    }
    return give(txn, code, &found_key, &found_value, key, value);
}

enum err db_find_after(struct db_txn *txn, db_table table, const struct db_key *prefix,
                       struct db_key *key, struct db_value *value)
{
    const struct db_key next = behind(prefix);
    MDB_val found_key = as_lmdb(next.bytes, next.size), found_value = as_lmdb(NULL, 0);
    MDB_cursor *cursor;
    int code = MDB_SUCCESS;

    if (usable(txn, prefix, 0) && prefix->size > 0 && next.size == 0) {
        code = MDB_NOTFOUND;
    } else if (txn->error == ERR_OK) {
        code = open_cursor(txn, table, &cursor);
        if (code == MDB_SUCCESS) {
            code = cursor_get(txn, cursor, &found_key, &found_value,
                              next.size == 0 ? MDB_FIRST : MDB_SET_RANGE);
            mdb_cursor_close(cursor);
        }
        // So that whoever goes from group to group comes to an end.
        if (code == MDB_SUCCESS && compare(&found_key, next.bytes, next.size) < 0)
            code = MDB_CORRUPTED;
    }
    return give(txn, code, &found_key, &found_value, key, value);
}

// --- walking

// To the next entry; MDB_CORRUPTED when it is not behind the one before, so that every walk comes to an
// end.
static int step(const struct db_txn *txn, MDB_cursor *cursor, MDB_val *key, MDB_val *value)
{
    const MDB_val before = *key;
    const int code = cursor_get(txn, cursor, key, value, MDB_NEXT);

    if (code == MDB_SUCCESS && compare(key, before.mv_data, before.mv_size) <= 0)
        return MDB_CORRUPTED;
    return code;
}

static enum err walk(struct db_txn *txn, MDB_cursor *cursor, const struct db_key *prefix,
                     db_each_fn *each, void *context)
{
    MDB_val lmdb_key = as_lmdb(prefix->bytes, prefix->size), lmdb_value;
    int code = cursor_get(txn, cursor, &lmdb_key, &lmdb_value,
                          prefix->size == 0 ? MDB_FIRST : MDB_SET_RANGE);

    while (code == MDB_SUCCESS && has_prefix(&lmdb_key, prefix)) {
        const struct db_value key = as_value(&lmdb_key), value = as_value(&lmdb_value);
        const enum err error = each(context, &key, &value);

        if (error != ERR_OK)
            return error;
        code = step(txn, cursor, &lmdb_key, &lmdb_value);
    }
    if (code != MDB_NOTFOUND)
        db_fail(txn, code);
    return txn->error;
}

enum err db_each(struct db_txn *txn, db_table table, const struct db_key *prefix, db_each_fn *each,
                 void *context)
{
    MDB_cursor *cursor;
    enum err error;
    int code;

    if (!usable(txn, prefix, 0))
        return txn->error;
    code = open_cursor(txn, table, &cursor);
    if (code != MDB_SUCCESS) {
        db_fail(txn, code);
        return txn->error;
    }
    error = walk(txn, cursor, prefix, each, context);
    mdb_cursor_close(cursor);
    return error;
}

uint64_t db_count(struct db_txn *txn, db_table table)
{
    MDB_stat stat = {.ms_entries = 0};

    if (txn->error == ERR_OK)
        db_fail(txn, DB_CALL(txn->db, mdb_stat(txn->txn, handle(txn, table), &stat)));
    return txn->error == ERR_OK ? stat.ms_entries : 0;
}

// --- writing

static uint8_t *put(struct db_txn *txn, db_table table, const struct db_key *key, MDB_val value,
                    unsigned flags)
{
    MDB_val lmdb_key = as_lmdb(key->bytes, key->size);

    if (value.mv_size > DB_VALUE_MAX_BYTES)
        db_fail(txn, MDB_BAD_VALSIZE);
    if (usable(txn, key, 1))
        db_fail(txn,
                DB_CALL(txn->db, mdb_put(txn->txn, handle(txn, table), &lmdb_key, &value, flags)));
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

uint8_t *db_append_reserve(struct db_txn *txn, db_table table, const struct db_key *key,
                           size_t size)
{
    return put(txn, table, key, as_lmdb(NULL, size), MDB_RESERVE | MDB_APPEND);
}

uint8_t *db_reserve(struct db_txn *txn, db_table table, const struct db_key *key, size_t size)
{
    return put(txn, table, key, as_lmdb(NULL, size), MDB_RESERVE);
}

void db_delete(struct db_txn *txn, db_table table, const struct db_key *key)
{
    MDB_val lmdb_key = as_lmdb(key->bytes, key->size);
    int code;

    if (!usable(txn, key, 1))
        return;
    code = DB_CALL(txn->db, mdb_del(txn->txn, handle(txn, table), &lmdb_key, NULL));
    if (code != MDB_NOTFOUND)
        db_fail(txn, code);
}

void db_clear(struct db_txn *txn, db_table table)
{
    if (txn->error == ERR_OK)
        db_fail(txn, DB_CALL(txn->db, mdb_drop(txn->txn, handle(txn, table), 0)));
}
