#include "lib/db/db.h"

#include "lib/db/db_check.h"
#include "lib/db/db_file.h"
#include "lib/db/db_internal.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

// --- the tables

// LMDB's handles for the tables that `txn` sees. They are opened here once, in a transaction that
// has the environment to itself, because LMDB gives two transactions that open a table at the same
// time the same slot. A table that LMDB could keep in another way (sorted duplicates) is damaged.
static int open_tables(struct db *db, MDB_txn *txn, const char *const *names, unsigned flags)
{
    int code = MDB_SUCCESS;

    for (unsigned i = 0; i < db->tables_count && code == MDB_SUCCESS; i++) {
        unsigned kept_as = 0;

        code = DB_CALL(db, mdb_dbi_open(txn, names[i], flags, &db->tables[i]));
        if (code == MDB_SUCCESS)
            code = mdb_dbi_flags(txn, db->tables[i], &kept_as);
        if (code == MDB_SUCCESS && kept_as != 0)
            code = MDB_INCOMPATIBLE;
    }
    return code;
}

// All in one transaction: so a file has no tables and no committed transaction, or it has all.
static int make_tables(struct db *db, const char *const *names)
{
    MDB_txn *txn;
    int code = DB_CALL(db, mdb_txn_begin(db->env, NULL, 0, &txn));

    if (code != MDB_SUCCESS)
        return code;
    code = open_tables(db, txn, names, MDB_CREATE);
    if (code == MDB_SUCCESS)
        return DB_CALL(db, mdb_txn_commit(txn));
    mdb_txn_abort(txn);
    return code;
}

// The names in the file, which are entries of LMDB's unnamed table, are as many as ours.
static int check_count(const struct db *db, MDB_txn *txn)
{
    MDB_dbi names;
    MDB_stat stat;
    int code = DB_CALL(db, mdb_dbi_open(txn, NULL, 0, &names));

    if (code == MDB_SUCCESS)
        code = DB_CALL(db, mdb_stat(txn, names, &stat));
    if (code != MDB_SUCCESS)
        return code;
    if (stat.ms_entries > db->tables_count)
        return MDB_DBS_FULL;
    return stat.ms_entries < db->tables_count ? MDB_NOTFOUND : MDB_SUCCESS;
}

// ENOENT when nothing was ever committed. That is asked of the transaction, because whoever makes the
// file shows its first commit in the meta page a moment before transactions see it.
static int learn_tables(struct db *db, const char *const *names)
{
    MDB_txn *txn;
    int code = DB_CALL(db, mdb_txn_begin(db->env, NULL, MDB_RDONLY, &txn));

    if (code != MDB_SUCCESS)
        return code;
    code = mdb_txn_id(txn) == 0 ? ENOENT : check_count(db, txn);
    if (code == MDB_SUCCESS)
        code = open_tables(db, txn, names, 0);
    if (code == MDB_SUCCESS)
        return DB_CALL(db, mdb_txn_commit(txn));  // keeps the handles
    mdb_txn_abort(txn);
    return code;
}

static int find_or_make_tables(struct db *db, const struct db_options *options)
{
    int code = learn_tables(db, options->tables);

    if (code != ENOENT || options->read_only)
        return code;
    code = make_tables(db, options->tables);
    return code == MDB_SUCCESS ? learn_tables(db, options->tables) : code;
}

// --- the environment

// Every page, before anything is looked up. Where others write meanwhile, the snapshot that is to be
// looked at may be two commits old already: then another is taken.
static int check_pages(const struct db *db, const struct db_options *opening, struct err_text *text)
{
    enum { TRIES = 1000 };
    const struct db_check_options options = {
        .path = db->path, .only = opening->salvage, .skips_values = opening->skips_values};
    int code = EAGAIN;
    int file;

    for (int i = 0; i < TRIES && code == EAGAIN; i++) {
        MDB_txn *txn;

        code = mdb_env_get_fd(db->env, &file);
        if (code == MDB_SUCCESS)
            code = DB_CALL(db, mdb_txn_begin(db->env, NULL, MDB_RDONLY, &txn));
        if (code != MDB_SUCCESS)
            return code;
        code = db_check_pages(txn, file, &options, text);
        mdb_txn_abort(txn);
    }
    return code;
}

// An assertion of LMDB's own.
static void end_in_words(MDB_env *env, const char *words)
{
    (void)env;
    (void)words;
    guard_give_up();
}

static int start(struct db *db, const char *directory, const struct db_options *options,
                 size_t size_bytes, struct err_text *text)
{
    const unsigned flags = MDB_NOTLS | (options->read_only ? MDB_RDONLY : 0);
    int code = mdb_env_create(&db->env);
    int dead;

    if (code == MDB_SUCCESS)
        code = mdb_env_set_assert(db->env, end_in_words);
    if (code == MDB_SUCCESS)
        code = mdb_env_set_mapsize(db->env, size_bytes);
    if (code == MDB_SUCCESS)
        code = mdb_env_set_maxdbs(db->env, db->tables_count);
    if (code == MDB_SUCCESS)
        code = db_file_allocate_lock(directory);
    if (code == MDB_SUCCESS)
        code = db_check_metas(db->path);
    if (code == MDB_SUCCESS)
        code = DB_CALL(db, mdb_env_open(db->env, directory, flags, DB_FILE_MODE));
    if (code == MDB_SUCCESS)
        code = db_file_check_length(db->env);
    if (code == MDB_SUCCESS)
        code = check_pages(db, options, text);
    if (code == MDB_SUCCESS && !options->read_only)
        code = db_file_allocate(db->env, size_bytes, options->progress, options->progress_context);
    if (code == MDB_SUCCESS && !options->read_only)
        code = db_file_sync_directory(directory);
    if (code == MDB_SUCCESS)
        code = mdb_reader_check(db->env, &dead);
    if (code == MDB_SUCCESS)
        code = find_or_make_tables(db, options);
    return code;
}

// How large map and file are to be.
static enum err choose_size(const struct db *db, const char *directory,
                            const struct db_options *options, size_t *size_bytes,
                            struct err_text *text)
{
    struct stat file = {.st_mode = S_IFREG};

    if (stat(db->path, &file) != 0 && errno != ENOENT)
        return err_say_errno(text, errno, "%s: it cannot be opened", db->path);
    if (!S_ISREG(file.st_mode))
        return err_say(text, ERR_COMMAND, "%s: this is not a file", db->path);
    *size_bytes = db_file_round_up(options->size_bytes);
    if ((size_t)file.st_size > *size_bytes)
        *size_bytes = db_file_round_up((size_t)file.st_size);
    if (!options->read_only)
        return db_file_check_room(directory, &file, *size_bytes, text);
    // LMDB takes an empty file for a new one, and so do we.
    return file.st_size > 0 ? ERR_OK : db_error_say(text, ERR_NOT_FOUND, 0, db);
}

static enum err open_in(struct db *db, const char *directory, const struct db_options *options,
                        struct err_text *text)
{
    struct err_text damage = {""};
    size_t size_bytes = 0;
    enum err error = choose_size(db, directory, options, &size_bytes, text);
    int code;

    if (error != ERR_OK)
        return error;
    code = start(db, directory, options, size_bytes, &damage);
    error = db_error_code(code);
    if (error == ERR_OK)
        return ERR_OK;
    if (error == ERR_FULL)
        return err_say(text, error,
                       "%s: the disk has no room for its %zu MiB; make room, or ask for a smaller "
                       "size",
                       db->path, size_bytes >> 20);
    if (error == ERR_CORRUPT && damage.text[0] != '\0')
        return err_say(text, error, "%s", damage.text);
    return db_error_say(text, error, code, db);
}

enum err db_open(struct db **result, const char *directory, const struct db_options *options,
                 struct err_text *text)
{
    struct db *db = calloc(1, sizeof *db);
    enum err error;

    *result = NULL;
    if (db == NULL)
        return err_say(text, ERR_NO_MEMORY, "%s: out of memory", directory);
    while (options->tables[db->tables_count] != NULL)
        db->tables_count++;
    assert(db->tables_count <= DB_TABLES_MAX);
    (void)snprintf(
        db->fault, sizeof db->fault,
        "%s/data.mdb: it is damaged, or its disk is failing: reading it broke off. Restore "
        "it from a backup",
        directory);
    if (snprintf(db->path, sizeof db->path, "%s/data.mdb", directory) < (int)sizeof db->path)
        error = open_in(db, directory, options, text);
    else
        error = err_say(text, ERR_COMMAND, "%s: the folder's name is too long", directory);
    if (error == ERR_OK)
        *result = db;
    else
        db_close(db);
    return error;
}

void db_close(struct db *db)
{
    if (db == NULL)
        return;
    assert(db->open_transactions == 0);
    if (db->env != NULL)
        mdb_env_close(db->env);
    free(db);
}

void db_clear_dead_readers(struct db *db)
{
    int dead;

    // What it cannot clear now it will clear the next time.
    (void)mdb_reader_check(db->env, &dead);
}
