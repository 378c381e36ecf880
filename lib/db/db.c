#include "lib/db/db.h"

#include "lib/db/db_check.h"
#include "lib/db/db_file.h"
#include "lib/db/db_internal.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// --- errors

static enum err err_from_lmdb(int code)
{
    switch (code) {
    case MDB_SUCCESS:
        return ERR_OK;
    case MDB_MAP_FULL:
        return ERR_FULL;
    case MDB_TXN_FULL:
        return ERR_TOO_LARGE;
    case MDB_NOTFOUND:
        return ERR_NOT_FOUND;
    case MDB_KEYEXIST:
        return ERR_EXISTS;
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
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
        return code > 0 ? err_errno(code) : ERR_IO;
    }
}

static enum err say_lmdb(struct err_text *text, enum err error, int code, const struct db *db)
{
    switch (error) {
    case ERR_FULL:
        return err_say(text, error, "%s: the file is full; give it a larger size", db->path);
    case ERR_CORRUPT:
        return err_say(text, error,
                       "%s: damaged, or not one of this program's files (%s); restore it from a "
                       "backup",
                       db->path, mdb_strerror(code));
    case ERR_UNKNOWN_VERSION:
        return err_say(text, error, "%s: made by a newer version of this program; update this one",
                       db->path);
    case ERR_NOT_FOUND:
        return err_say(text, error, "%s: there is no such file", db->path);
    default:
        if (code == MDB_PANIC)
            return err_say(text, error,
                           "%s: an earlier write failed, and nothing more can be written until the "
                           "program is started again",
                           db->path);
        return err_say(text, error, "%s: %s", db->path, mdb_strerror(code));
    }
}

void db_fail(struct db_txn *txn, int code)
{
    if (code == MDB_SUCCESS || txn->error != ERR_OK)
        return;
    txn->error = err_from_lmdb(code);
    txn->lmdb_error = code;
}

// --- the environment

// Opens a handle for each named table that `txn` sees. Handles are opened here, in a transaction
// that has the environment to itself, because LMDB gives two transactions that open a table at the
// same time the same slot.
static int open_known_tables(MDB_txn *txn)
{
    MDB_dbi names;
    MDB_cursor *cursor;
    MDB_val key;
    int code = mdb_dbi_open(txn, NULL, 0, &names);

    if (code == MDB_SUCCESS)
        code = mdb_cursor_open(txn, names, &cursor);
    if (code != MDB_SUCCESS)
        return code;
    while ((code = mdb_cursor_get(cursor, &key, NULL, MDB_NEXT)) == MDB_SUCCESS) {
        char name[DB_TABLE_NAME_MAX_BYTES + 1];
        MDB_dbi table;

        memcpy(name, key.mv_data, key.mv_size);
        name[key.mv_size] = '\0';
        code = mdb_dbi_open(txn, name, 0, &table);
        if (code != MDB_SUCCESS)
            break;
    }
    mdb_cursor_close(cursor);
    return code == MDB_NOTFOUND ? MDB_SUCCESS : code;
}

static int count_tables(MDB_txn *txn, size_t *tables)
{
    MDB_dbi names;
    MDB_stat stat;
    int code = mdb_dbi_open(txn, NULL, 0, &names);

    if (code == MDB_SUCCESS)
        code = mdb_stat(txn, names, &stat);
    if (code == MDB_SUCCESS)
        *tables = stat.ms_entries;
    return code;
}

static int learn_tables(struct db *db)
{
    MDB_txn *txn;
    size_t tables = 0;
    int code = mdb_txn_begin(db->env, NULL, MDB_RDONLY, &txn);

    if (code != MDB_SUCCESS)
        return code;
    code = count_tables(txn, &tables);
    if (code == MDB_SUCCESS)
        code = open_known_tables(txn);
    if (code != MDB_SUCCESS) {
        mdb_txn_abort(txn);
        return code;
    }
    code = mdb_txn_commit(txn);  // keeps the handles
    if (code == MDB_SUCCESS)
        db->known_tables = tables;
    return code;
}

// Every page, before anything is looked up. Where others write meanwhile, the snapshot that is to be
// looked at may be two commits old already: then another is taken.
static int check_pages(const struct db *db, struct err_text *text)
{
    enum { TRIES = 1000 };
    int code = EAGAIN;
    int file;

    for (int i = 0; i < TRIES && code == EAGAIN; i++) {
        MDB_txn *txn;

        code = mdb_env_get_fd(db->env, &file);
        if (code == MDB_SUCCESS)
            code = mdb_txn_begin(db->env, NULL, MDB_RDONLY, &txn);
        if (code != MDB_SUCCESS)
            return code;
        code = db_check_pages(txn, file, db->path, text);
        mdb_txn_abort(txn);
    }
    return code;
}

static int start(struct db *db, const char *directory, const struct db_options *options,
                 size_t size_bytes, struct err_text *text)
{
    const unsigned flags = MDB_NOTLS | (options->read_only ? MDB_RDONLY : 0);
    int code = mdb_env_create(&db->env);
    int dead;

    if (code == MDB_SUCCESS)
        code = mdb_env_set_mapsize(db->env, size_bytes);
    if (code == MDB_SUCCESS)
        code = mdb_env_set_maxdbs(db->env, options->tables_max);
    if (code == MDB_SUCCESS)
        code = db_file_allocate_lock(directory);
    if (code == MDB_SUCCESS)
        code = db_check_metas(db->path);
    if (code == MDB_SUCCESS)
        code = mdb_env_open(db->env, directory, flags, DB_FILE_MODE);
    if (code == MDB_SUCCESS)
        code = db_file_check_length(db->env);
    if (code == MDB_SUCCESS)
        code = check_pages(db, text);
    if (code == MDB_SUCCESS && !options->read_only)
        code = db_file_allocate(db->env, size_bytes, options->progress, options->progress_context);
    if (code == MDB_SUCCESS && !options->read_only)
        code = db_file_sync_directory(directory);
    if (code == MDB_SUCCESS)
        code = mdb_reader_check(db->env, &dead);
    if (code == MDB_SUCCESS)
        code = learn_tables(db);
    return code;
}

static void remove_file(const char *directory, const char *name)
{
    char path[PATH_MAX];

    if (snprintf(path, sizeof path, "%s/%s", directory, name) < (int)sizeof path)
        (void)unlink(path);
}

enum err db_open(struct db **result, const char *directory, const struct db_options *options,
                 struct err_text *text)
{
    struct err_text why = {""};
    struct stat file = {0};
    struct db *db = calloc(1, sizeof *db);
    size_t size_bytes;
    int is_new;
    int code;
    enum err error;

    *result = NULL;
    if (db == NULL)
        return err_say(text, ERR_NO_MEMORY, "%s: out of memory", directory);
    db->read_only = options->read_only;
    if (snprintf(db->path, sizeof db->path, "%s/data.mdb", directory) >= (int)sizeof db->path) {
        error = err_say(text, ERR_COMMAND, "%s: the folder's name is too long", directory);
        goto err0;
    }
    // LMDB takes an empty file for a new one, and so do we.
    if (stat(db->path, &file) != 0 && errno != ENOENT) {
        error = err_say_errno(text, errno, "%s: it cannot be opened", db->path);
        goto err0;
    }
    is_new = file.st_size == 0;
    size_bytes = db_file_round_up(options->size_bytes);
    if ((size_t)file.st_size > size_bytes)
        size_bytes = db_file_round_up((size_t)file.st_size);
    if (options->read_only) {
        if (is_new) {
            error = err_say(text, ERR_NOT_FOUND, "%s: there is no such file", db->path);
            goto err0;
        }
    } else {
        error = db_file_check_room(directory, &file, size_bytes, text);
        if (error != ERR_OK)
            goto err0;
    }
    code = start(db, directory, options, size_bytes, &why);
    error = err_from_lmdb(code);
    if (error == ERR_FULL) {
        (void)err_say(
            text, error,
            "%s: the disk has no room for its %zu MiB; make room, or ask for a smaller size",
            db->path, size_bytes >> 20);
        goto err1;
    }
    if (error == ERR_CORRUPT && why.text[0] != '\0') {
        (void)err_say(text, error, "%s", why.text);
        goto err1;
    }
    if (error != ERR_OK) {
        (void)say_lmdb(text, error, code, db);
        goto err1;
    }
    *result = db;
    return ERR_OK;

err1:
    mdb_env_close(db->env);
    // Only without room: whatever else went wrong, another process may be making the same file.
    if (is_new && error == ERR_FULL) {
        remove_file(directory, "data.mdb");
        remove_file(directory, "lock.mdb");
    }
err0:
    free(db);
    return error;
}

void db_close(struct db *db)
{
    if (db == NULL)
        return;
    assert(db->open_transactions == 0);
    mdb_env_close(db->env);
    free(db);
}

void db_clear_dead_readers(struct db *db)
{
    int dead;

    // What it cannot clear now it will clear the next time.
    (void)mdb_reader_check(db->env, &dead);
}

unsigned db_percent_used(struct db *db)
{
    MDB_envinfo info;
    MDB_stat stat;
    size_t map_pages;

    if (mdb_env_info(db->env, &info) != MDB_SUCCESS || mdb_env_stat(db->env, &stat) != MDB_SUCCESS)
        return 100;
    map_pages = info.me_mapsize / stat.ms_psize;
    return (unsigned)((info.me_last_pgno + 1) * 100 / map_pages);
}

// --- transactions

static struct db_txn begin(struct db *db, unsigned flags)
{
    struct db_txn txn = {.db = db};
    size_t tables = 0;
    int code;

    for (;;) {
        code = mdb_txn_begin(db->env, NULL, flags, &txn.txn);
        if (code == MDB_MAP_RESIZED && db->open_transactions == 0) {
            // Another process has opened the file with a larger size: take that.
            code = mdb_env_set_mapsize(db->env, 0);
            if (code == MDB_SUCCESS)
                code = mdb_txn_begin(db->env, NULL, flags, &txn.txn);
        }
        if (code != MDB_SUCCESS)
            break;
        code = count_tables(txn.txn, &tables);
        if (code == MDB_SUCCESS && tables <= db->known_tables) {
            db->open_transactions++;
            return txn;
        }
        // Another process has made a table since.
        mdb_txn_abort(txn.txn);
        if (code == MDB_SUCCESS)
            code = db->open_transactions == 0 ? learn_tables(db) : EBUSY;
        if (code != MDB_SUCCESS)
            break;
    }
    txn.txn = NULL;
    db_fail(&txn, code);
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

db_table db_open_table(struct db_txn *txn, const char *name)
{
    db_table table;
    int code;

    if (txn->error != ERR_OK)
        return DB_NO_TABLE;
    code = mdb_dbi_open(txn->txn, name, 0, &table);
    if (code == MDB_NOTFOUND)
        code = mdb_dbi_open(txn->txn, name, MDB_CREATE, &table);
    if (code == MDB_SUCCESS)
        return table;
    if (code != EACCES)  // EACCES: a reading transaction, which makes none
        db_fail(txn, code);
    return DB_NO_TABLE;
}

enum err db_commit(struct db_txn *txn, struct err_text *text)
{
    size_t tables = 0;
    int code;

    if (txn->error != ERR_OK) {
        db_abort(txn);
        return say_lmdb(text, txn->error, txn->lmdb_error, txn->db);
    }
    assert(txn->txn != NULL);
    code = count_tables(txn->txn, &tables);
    if (code == MDB_SUCCESS)
        code = mdb_txn_commit(txn->txn);
    else
        mdb_txn_abort(txn->txn);
    txn->txn = NULL;
    txn->db->open_transactions--;
    if (code == MDB_SUCCESS) {
        if (tables > txn->db->known_tables)
            txn->db->known_tables = tables;
        return ERR_OK;
    }
    db_fail(txn, code);
    // LMDB finds its map full before it writes; any other lack of room came up in the middle.
    if (txn->error == ERR_FULL && code != MDB_MAP_FULL)
        txn->error = ERR_IO;
    return say_lmdb(text, txn->error, code, txn->db);
}

void db_abort(struct db_txn *txn)
{
    if (txn->txn == NULL)
        return;
    mdb_txn_abort(txn->txn);
    txn->txn = NULL;
    txn->db->open_transactions--;
}
