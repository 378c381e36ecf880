#include "lib/db.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum {
    DB_FILE_MODE = 0660,  // the folder decides who gets in; the reporter's group reads
    DB_TABLE_NAME_MAX_BYTES = DB_KEY_MAX_BYTES,
    DB_LOCK_BYTES = 8192,  // of lock.mdb, with LMDB's 126 readers
};

// What db_open_table gives when there is no such table to read, or the transaction has failed.
static const db_table db_no_table = UINT_MAX;

struct db {
    MDB_env *env;
    int read_only;
    unsigned open_transactions;  // in this process
    size_t known_tables;         // named tables that this environment holds a handle for
    char path[PATH_MAX];         // of data.mdb, for messages
};

// --- errors -------------------------------------------------------------------------------------

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
        // LMDB's other own codes are below nought: MDB_PANIC, and what only a bug of ours brings.
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

// The first failure sticks.
static void fail(struct db_txn *txn, int code)
{
    if (code == MDB_SUCCESS || txn->error != ERR_OK)
        return;
    txn->error = err_from_lmdb(code);
    txn->lmdb_error = code;
}

// --- the file -----------------------------------------------------------------------------------

static size_t round_up_to_page(size_t bytes)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);

    return (bytes + page - 1) / page * page;
}

// Nothing has been made yet when this refuses, and a disk is not filled to the brim only to find
// out.
static enum err check_disk_has_room(const char *directory, const struct stat *file,
                                    size_t size_bytes, struct err_text *text)
{
    const size_t held_bytes = (size_t)file->st_blocks * 512;
    struct statvfs disk;
    size_t free_bytes;

    if (statvfs(directory, &disk) != 0)
        return err_say_errno(text, errno, "%s: the disk cannot be asked for its room", directory);
    free_bytes = (size_t)disk.f_bavail * disk.f_frsize;
    if (size_bytes > held_bytes && size_bytes - held_bytes > free_bytes)
        return err_say(
            text, ERR_FULL,
            "%s: the disk has %zu MiB left and %zu MiB are needed; make room, or ask for "
            "a smaller size",
            directory, free_bytes >> 20, (size_bytes - held_bytes + (1 << 20) - 1) >> 20);
    return ERR_OK;
}

// Gives the whole file its blocks. LMDB has written its first pages: a new file of nothing but
// noughts is MDB_INVALID to it, so they are synced before the file grows.
static int allocate(MDB_env *env, size_t size_bytes)
{
    struct stat file;
    int fd;
    int code = mdb_env_get_fd(env, &fd);

    if (code == MDB_SUCCESS)
        code = mdb_env_sync(env, 1);
    if (code != MDB_SUCCESS)
        return code;
    // Over the whole file, not only its end: a copy of it may have holes. The kernel leaves what is
    // written alone, whoever else is writing.
    if (fallocate(fd, 0, 0, (off_t)size_bytes) == 0)
        return fsync(fd) == 0 ? 0 : errno;
    if (errno != EOPNOTSUPP)
        return errno;
    // A file system that cannot: glibc then writes a byte in each block, which is only safe beyond
    // the end that another process may be writing to.
    if (fstat(fd, &file) != 0)
        return errno;
    if ((size_t)file.st_size >= size_bytes)
        return 0;
    code = posix_fallocate(fd, file.st_size, (off_t)size_bytes - file.st_size);
    if (code == 0 && fsync(fd) != 0)
        code = errno;
    return code;
}

// LMDB writes its lock file through a map of its own, where a full disk is a SIGBUS: it gets its
// blocks beforehand. Whatever else is wrong with it, LMDB says.
static int allocate_lock(const char *directory)
{
    char path[PATH_MAX];
    int code = 0;
    int fd;

    if (snprintf(path, sizeof path, "%s/lock.mdb", directory) >= (int)sizeof path)
        return ENAMETOOLONG;
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, DB_FILE_MODE);
    if (fd < 0)
        return errno == ENOSPC ? ENOSPC : 0;
    if (fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, DB_LOCK_BYTES) != 0 && errno == ENOSPC)
        code = ENOSPC;
    close(fd);
    return code;
}

// A new file's name must survive a power cut as well as its contents.
static int sync_directory(const char *directory)
{
    const int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int code = 0;

    if (fd < 0)
        return errno;
    if (fsync(fd) != 0)
        code = errno;
    close(fd);
    return code;
}

// --- the environment ----------------------------------------------------------------------------

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

// A copy that was cut short: LMDB does not look, and would die of SIGBUS on the first missing page.
static int check_length(MDB_env *env)
{
    MDB_envinfo info;
    MDB_stat stat;
    struct stat file;
    int fd;
    int code = mdb_env_info(env, &info);

    if (code == MDB_SUCCESS)
        code = mdb_env_stat(env, &stat);
    if (code == MDB_SUCCESS)
        code = mdb_env_get_fd(env, &fd);
    if (code == MDB_SUCCESS && fstat(fd, &file) != 0)
        code = errno;
    if (code == MDB_SUCCESS && (size_t)file.st_size / stat.ms_psize < info.me_last_pgno + 1)
        code = MDB_CORRUPTED;
    return code;
}

static int start(struct db *db, const char *directory, const struct db_options *options,
                 size_t size_bytes)
{
    const unsigned flags = MDB_NOTLS | (options->read_only ? MDB_RDONLY : 0);
    int code = mdb_env_create(&db->env);
    int dead;

    if (code == MDB_SUCCESS)
        code = mdb_env_set_mapsize(db->env, size_bytes);
    if (code == MDB_SUCCESS)
        code = mdb_env_set_maxdbs(db->env, options->tables_max);
    if (code == MDB_SUCCESS)
        code = allocate_lock(directory);
    if (code == MDB_SUCCESS)
        code = mdb_env_open(db->env, directory, flags, DB_FILE_MODE);
    if (code == MDB_SUCCESS)
        code = check_length(db->env);
    if (code == MDB_SUCCESS && !options->read_only)
        code = allocate(db->env, size_bytes);
    if (code == MDB_SUCCESS && !options->read_only)
        code = sync_directory(directory);
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
    size_bytes = round_up_to_page(options->size_bytes);
    if ((size_t)file.st_size > size_bytes)
        size_bytes = round_up_to_page((size_t)file.st_size);
    if (options->read_only) {
        if (is_new) {
            error = err_say(text, ERR_NOT_FOUND, "%s: there is no such file", db->path);
            goto err0;
        }
    } else {
        error = check_disk_has_room(directory, &file, size_bytes, text);
        if (error != ERR_OK)
            goto err0;
    }
    code = start(db, directory, options, size_bytes);
    error = err_from_lmdb(code);
    if (error == ERR_FULL) {
        (void)err_say(
            text, error,
            "%s: the disk has no room for its %zu MiB; make room, or ask for a smaller size",
            db->path, size_bytes >> 20);
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

// --- transactions -------------------------------------------------------------------------------

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
    fail(&txn, code);
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
        return db_no_table;
    code = mdb_dbi_open(txn->txn, name, 0, &table);
    if (code == MDB_NOTFOUND)
        code = mdb_dbi_open(txn->txn, name, MDB_CREATE, &table);
    if (code == MDB_SUCCESS)
        return table;
    if (code != EACCES)  // EACCES: a reading transaction, which makes none
        fail(txn, code);
    return db_no_table;
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
    fail(txn, code);
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

// --- keys ---------------------------------------------------------------------------------------

void db_key_bytes(struct db_key *key, const void *bytes, size_t size)
{
    // A key that does not fit stays too long, and whatever it is used for fails.
    if (size > DB_KEY_MAX_BYTES || key->size > DB_KEY_MAX_BYTES - size) {
        key->size = DB_KEY_MAX_BYTES + 1;
        return;
    }
    memcpy(key->bytes + key->size, bytes, size);
    key->size += size;
}

static void add_big_endian(struct db_key *key, uint64_t value, unsigned size)
{
    uint8_t bytes[sizeof value];

    for (unsigned i = 0; i < size; i++)
        bytes[i] = (uint8_t)(value >> (8 * (size - 1 - i)));
    db_key_bytes(key, bytes, size);
}

void db_key_u8(struct db_key *key, uint8_t value)
{
    add_big_endian(key, value, sizeof value);
}

void db_key_u16(struct db_key *key, uint16_t value)
{
    add_big_endian(key, value, sizeof value);
}

void db_key_u32(struct db_key *key, uint32_t value)
{
    add_big_endian(key, value, sizeof value);
}

void db_key_u64(struct db_key *key, uint64_t value)
{
    add_big_endian(key, value, sizeof value);
}

// --- entries ------------------------------------------------------------------------------------

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
        fail(txn, MDB_BAD_VALSIZE);
        return 0;
    }
    return table != db_no_table;
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
        fail(txn, code);
    return code == MDB_SUCCESS;
}

static uint8_t *put(struct db_txn *txn, db_table table, const struct db_key *key, MDB_val value,
                    unsigned flags)
{
    MDB_val lmdb_key;

    if (!usable(txn, table, key, 1)) {
        fail(txn, EACCES);  // no table: a reading transaction
        return NULL;
    }
    lmdb_key = as_lmdb(key->bytes, key->size);
    fail(txn, mdb_put(txn->txn, table, &lmdb_key, &value, flags));
    return txn->error == ERR_OK ? value.mv_data : NULL;
}

void db_put(struct db_txn *txn, db_table table, const struct db_key *key, const void *bytes,
            size_t size)
{
    (void)put(txn, table, key, as_lmdb(bytes, size), 0);
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
        fail(txn, code);
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
        fail(txn, code);
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
        fail(txn, code);
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
        fail(txn, code);
    return error != ERR_OK ? error : txn->error;
}

uint64_t db_count(struct db_txn *txn, db_table table)
{
    MDB_stat stat;
    int code;

    if (txn->error != ERR_OK || table == db_no_table)
        return 0;
    code = mdb_stat(txn->txn, table, &stat);
    fail(txn, code);
    return code == MDB_SUCCESS ? stat.ms_entries : 0;
}
