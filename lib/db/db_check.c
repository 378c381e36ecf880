#include "lib/db/db_check.h"

#include "lib/db/db_check_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Reads where a meta page should be: 1 when there is a whole one's worth of bytes.
static int read_place(int file, unsigned number, size_t page_bytes, struct db_page_header *header,
                      struct db_page_meta *meta)
{
    const off_t at = (off_t)(number * page_bytes);

    return pread(file, header, sizeof *header, at) == (ssize_t)sizeof *header &&
           pread(file, meta, sizeof *meta, at + PAGE_HEADER_BYTES) == (ssize_t)sizeof *meta;
}

static int is_meta(const struct db_page_header *header, const struct db_page_meta *meta,
                   unsigned number)
{
    return header->number == number && (header->flags & PAGE_META) != 0 &&
           meta->magic == (uint32_t)META_MAGIC && meta->version == META_VERSION;
}

// A meta page: 1 when it is there and is one.
static int read_meta(int file, unsigned number, size_t page_bytes, struct db_page_meta *meta)
{
    struct db_page_header header;

    return read_place(file, number, page_bytes, &header, meta) && is_meta(&header, meta, number);
}

static int is_page_size(uint32_t bytes)
{
    return bytes >= PAGE_MIN_BYTES && bytes <= PAGE_MAX_BYTES && (bytes & (bytes - 1)) == 0;
}

// What begins as a data file of this version must be one in both its meta pages.
static int check_metas(int file)
{
    struct db_page_header header;
    struct db_page_meta first, second;

    if (!read_place(file, 0, 0, &header, &first) || first.magic != (uint32_t)META_MAGIC ||
        first.version != META_VERSION)
        return 0;
    if (!is_meta(&header, &first, 0) || !is_page_size(first.free.page_bytes))
        return MDB_CORRUPTED;
    if (!read_place(file, 1, first.free.page_bytes, &header, &second))
        return 0;
    return is_meta(&header, &second, 1) && second.free.page_bytes == first.free.page_bytes
               ? 0
               : MDB_CORRUPTED;
}

int db_check_metas(const char *path)
{
    const int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    const int code = file < 0 ? 0 : check_metas(file);

    if (file >= 0)
        (void)close(file);
    return code;
}

// The meta page of the transaction: its number, or META_PAGES.
static unsigned find_meta(int file, uint64_t transaction, size_t page_bytes,
                          struct db_page_meta *meta)
{
    unsigned number = 0;

    while (number < META_PAGES &&
           !(read_meta(file, number, page_bytes, meta) && meta->transaction == transaction))
        number++;
    return number;
}

// Commits write the two meta pages in turn: even transactions the first, odd ones the second. So they are
// of two transactions that follow one another, and a number that has changed is told from one that has not.
static int check_turn(struct db_check *check, unsigned number, const struct db_page_meta *meta)
{
    struct db_page_meta other;
    uint64_t apart;

    if (!read_meta(check->file, 1 - number, check->page_bytes, &other))
        return db_check_fails(check, 1 - number, "is not what its place says");
    apart = meta->transaction > other.transaction ? meta->transaction - other.transaction
                                                  : other.transaction - meta->transaction;
    if (meta->transaction == 0 && other.transaction == 0)
        return 1;
    return apart == 1 && meta->transaction % META_PAGES == number
               ? 1
               : db_check_fails(check, number,
                                "is not of the transaction that follows the other's");
}

static int check_all_used(struct db_check *check)
{
    for (uint64_t page = META_PAGES; page <= check->last_page; page++)
        if ((check->used[page / 8] & 1U << page % 8) == 0)
            return db_check_fails(check, page, "is neither used nor free");
    return 1;
}

static void check_file(struct db_check *check, const struct db_page_meta *meta, uint64_t page)
{
    if (meta->names.flags != 0 || meta->free.flags != MDB_INTEGERKEY)
        (void)db_check_fails(check, page, "has a table of another kind than ours");
    else if (check->options->only != NULL)
        (void)db_check_table(check, &meta->names, DB_CHECK_NAMES, page);
    else if (db_check_table(check, &meta->free, DB_CHECK_FREE, page) &&
             db_check_table(check, &meta->names, DB_CHECK_NAMES, page) &&
             !check->options->skips_values)
        (void)check_all_used(check);
}

int db_check_pages(MDB_txn *txn, int file, const struct db_check_options *options,
                   struct err_text *text)
{
    struct db_check check = {.options = options, .text = text, .file = file};
    const uint64_t transaction = mdb_txn_id(txn);
    struct db_page_meta meta, after;
    MDB_stat stat;
    unsigned number;
    int code = mdb_env_stat(mdb_txn_env(txn), &stat);

    if (code != MDB_SUCCESS)
        return code;
    number = find_meta(file, transaction, stat.ms_psize, &meta);
    if (number == META_PAGES)
        return EAGAIN;
    check.page_bytes = stat.ms_psize;
    check.last_page = meta.last_page;
    check.used = calloc(meta.last_page / 8 + 1, 1);
    if (check.used == NULL)
        return ENOMEM;
    if (check_turn(&check, number, &meta))
        check_file(&check, &meta, number);
    free(check.used);
    // A meta page that was written while it was read looks like damage, too.
    if (check.code != 0 && (find_meta(file, transaction, stat.ms_psize, &after) != number ||
                            memcmp(&meta, &after, sizeof meta) != 0))
        return EAGAIN;
    return check.code;
}
