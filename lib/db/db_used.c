// How full a file is, and who keeps it so.
#include "lib/db/db_internal.h"

#include <stdio.h>
#include <string.h>

// LMDB's list of readers is a text: "     12345 7f00aa 17" for each that reads, "-" in the last place
// for one that does not.
static int see_reader(const char *line, void *context)
{
    struct db_readers *readers = context;
    long process;
    size_t transaction;

    if (sscanf(line, "%ld %*s %zu", &process, &transaction) == 2 && transaction < readers->oldest)
        *readers = (struct db_readers){.oldest = transaction, .process = process};
    return 0;
}

struct db_readers db_readers(struct db *db)
{
    struct db_readers readers = {.oldest = SIZE_MAX};

    (void)mdb_reader_list(db->env, see_reader, &readers);
    return readers;
}

// A record of the list of free pages: since which transaction they are, how many, and which.
static int count_record(const MDB_val *key, const MDB_val *value, size_t oldest, uint64_t *count)
{
    size_t since, pages;

    if (key->mv_size != sizeof since || value->mv_size < sizeof pages)
        return MDB_CORRUPTED;
    memcpy(&since, key->mv_data, sizeof since);
    memcpy(&pages, value->mv_data, sizeof pages);
    if (pages > value->mv_size / sizeof pages - 1)
        return MDB_CORRUPTED;
    if (since < oldest)
        *count += pages;
    return MDB_SUCCESS;
}

static int count_records(MDB_txn *txn, size_t oldest, uint64_t *count)
{
    enum { LIST_OF_FREE_PAGES = 0 };  // its handle, in every file
    MDB_val key, value;
    MDB_cursor *cursor;
    int code = mdb_cursor_open(txn, LIST_OF_FREE_PAGES, &cursor);

    if (code != MDB_SUCCESS)
        return code;
    do {
        code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT);
        if (code == MDB_SUCCESS)
            code = count_record(&key, &value, oldest, count);
    } while (code == MDB_SUCCESS);
    mdb_cursor_close(cursor);
    return code == MDB_NOTFOUND ? MDB_SUCCESS : code;
}

// Pages that the next commit can have again: those that became free before the oldest state that anybody
// reads. 0 when that cannot be seen.
static uint64_t free_pages(struct db *db)
{
    struct db_txn txn = db_begin_read(db);
    uint64_t count = 0;

    if (txn.error == ERR_OK &&
        DB_CALL(db, count_records(txn.txn, db_readers(db).oldest, &count)) != MDB_SUCCESS)
        count = 0;
    db_abort(&txn);
    return count;
}

unsigned db_percent_used(struct db *db)
{
    MDB_envinfo info;
    MDB_stat stat;
    size_t map_pages, used_pages;
    uint64_t free;

    if (DB_CALL(db, mdb_env_info(db->env, &info)) != MDB_SUCCESS ||
        DB_CALL(db, mdb_env_stat(db->env, &stat)) != MDB_SUCCESS)
        return 100;
    map_pages = info.me_mapsize / stat.ms_psize;
    used_pages = info.me_last_pgno + 1;
    free = free_pages(db);
    return (unsigned)((used_pages - (free < used_pages ? free : used_pages)) * 100 / map_pages);
}
