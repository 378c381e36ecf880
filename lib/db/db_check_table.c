// One table of a data file, page by page.
#include "lib/db/db_check_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct key {
    uint8_t bytes[KEY_MAX_BYTES];
    size_t size;
};

// What is seen of the table that is being walked.
struct walk {
    enum db_check_kind kind;
    struct db_page_table seen;
    struct key last;     // the key before this place
    int has_last;        // 0: at the beginning
    int may_equal_last;  // `last` is a branch's key, with which its first entry may begin
};

int db_check_fails(struct db_check *check, uint64_t page, const char *what)
{
    if (check->code != 0)
        return 0;
    check->code = MDB_CORRUPTED;
    (void)err_say(check->text, ERR_CORRUPT, "%s: page %llu %s: restore it from a backup",
                  check->options->path, (unsigned long long)page, what);
    return 0;
}

static int fails_errno(struct db_check *check, int error_number)
{
    if (check->code == 0)
        check->code = error_number;
    return 0;
}

static int read_at(struct db_check *check, void *bytes, size_t size, uint64_t page)
{
    const ssize_t got = pread(check->file, bytes, size, (off_t)(page * check->page_bytes));

    if (got < 0)
        return fails_errno(check, errno);
    return (size_t)got == size ? 1 : db_check_fails(check, page, "is behind the end of the file");
}

// Takes `count` pages from `page` on for used: 1, or 0 when one of them does not exist or is used
// already.
static int take(struct db_check *check, uint64_t page, uint64_t count)
{
    if (page < META_PAGES || page > check->last_page || count > check->last_page - page + 1)
        return db_check_fails(check, page, "is led to, and does not exist");
    for (uint64_t i = page; i < page + count; i++) {
        if ((check->used[i / 8] & 1U << i % 8) != 0)
            return db_check_fails(check, i, "is used twice");
        check->used[i / 8] |= (uint8_t)(1U << i % 8);
    }
    return 1;
}

// Overwrites bytes that no entry uses, when that was asked for; `page` may be one of several in a row.
static int wipe(struct db_check *check, uint64_t page, size_t from, size_t to)
{
    uint8_t *zeros;
    ssize_t put;

    if (check->options->wipe_before == 0 || from >= to)
        return 1;
    zeros = calloc(1, to - from);
    if (zeros == NULL)
        return fails_errno(check, ENOMEM);
    put = pwrite(check->file, zeros, to - from, (off_t)(page * check->page_bytes + from));
    free(zeros);
    return put < 0 ? fails_errno(check, errno) : 1;
}

// --- keys and values

static int compare(const struct walk *walk, const struct key *a, const struct key *b)
{
    const size_t shorter = a->size < b->size ? a->size : b->size;
    uint64_t number_a, number_b;
    int order;

    if (walk->kind == DB_CHECK_FREE) {
        memcpy(&number_a, a->bytes, sizeof number_a);
        memcpy(&number_b, b->bytes, sizeof number_b);
        return number_a < number_b ? -1 : number_a > number_b;
    }
    order = memcmp(a->bytes, b->bytes, shorter);
    return order != 0 ? order : (a->size > b->size) - (a->size < b->size);
}

// A key in its place: behind the one before it.
static int step(struct db_check *check, struct walk *walk, uint64_t page, const uint8_t *bytes,
                size_t size, int is_branch)
{
    struct key key = {.size = size};
    int order;

    if (size == 0 || size > KEY_MAX_BYTES ||
        (walk->kind == DB_CHECK_FREE && size != sizeof(uint64_t)))
        return db_check_fails(check, page, "has a key of a wrong length");
    memcpy(key.bytes, bytes, size);
    order = walk->has_last ? compare(walk, &walk->last, &key) : -1;
    if (order > 0 || (order == 0 && !walk->may_equal_last))
        return db_check_fails(check, page, "has a key in a wrong place");
    walk->last = key;
    walk->has_last = 1;
    walk->may_equal_last = is_branch;
    return 1;
}

// Free pages: how many, then their numbers, descending. The key says since which transaction.
static int take_free_pages(struct db_check *check, const struct key *since, uint64_t page,
                           const uint8_t *value, size_t size)
{
    uint64_t transaction, count, before = UINT64_MAX;

    if (size < sizeof count || size % sizeof count != 0)
        return db_check_fails(check, page, "has a list of free pages that is cut off");
    memcpy(&transaction, since->bytes, sizeof transaction);
    memcpy(&count, value, sizeof count);
    if (count > size / sizeof count - 1)
        return db_check_fails(check, page, "has a list of free pages that is cut off");
    for (uint64_t i = 1; i <= count; i++) {
        uint64_t number;

        memcpy(&number, value + i * sizeof number, sizeof number);
        if (number >= before)
            return db_check_fails(check, page, "has a list of free pages that is not in order");
        if (!take(check, number, 1) || (transaction < check->options->wipe_before &&
                                        !wipe(check, number, 0, check->page_bytes)))
            return 0;
        before = number;
    }
    return 1;
}

static int check_named_table(struct db_check *check, uint64_t page, const uint8_t *value,
                             size_t size)
{
    struct db_page_table table;

    if (size != sizeof table)
        return db_check_fails(check, page, "has a table of a wrong length");
    memcpy(&table, value, sizeof table);
    if (table.flags != 0)
        return db_check_fails(check, page, "has a table of another kind than ours");
    return db_check_table(check, &table, DB_CHECK_OURS, page);
}

static int is_skipped(const struct db_check *check, enum db_check_kind kind)
{
    return check->options->skips_values && kind == DB_CHECK_OURS;
}

// A value in pages of its own, which may be more than it needs: one that was replaced by a shorter one
// keeps them. A list of free pages is read as a whole.
static int check_big_value(struct db_check *check, struct walk *walk, const uint8_t *node_value,
                           size_t size)
{
    const uint64_t needed = (PAGE_HEADER_BYTES - 1 + size) / check->page_bytes + 1;
    struct db_page_header header;
    uint64_t first;
    uint8_t *bytes;
    int fine;

    memcpy(&first, node_value, sizeof first);
    if (first > check->last_page)
        return db_check_fails(check, first, "is led to, and does not exist");
    if (is_skipped(check, walk->kind))
        return take(check, first, needed);
    if (!read_at(check, &header, sizeof header, first))
        return 0;
    if (header.number != first || header.flags != PAGE_OVERFLOW || header.u.pages < needed)
        return db_check_fails(check, first, "is not the value's that it is said to be");
    if (!take(check, first, header.u.pages))
        return 0;
    walk->seen.overflow_pages += header.u.pages;
    if (!wipe(check, first, PAGE_HEADER_BYTES + size, header.u.pages * check->page_bytes))
        return 0;
    if (walk->kind != DB_CHECK_FREE)
        return 1;
    bytes = malloc(needed * check->page_bytes);
    if (bytes == NULL)
        return fails_errno(check, ENOMEM);
    fine = read_at(check, bytes, needed * check->page_bytes, first) &&
           take_free_pages(check, &walk->last, first, bytes + PAGE_HEADER_BYTES, size);
    free(bytes);
    return fine;
}

static int is_wanted(const struct db_check *check, const struct key *name)
{
    return check->options->only == NULL ||
           (strlen(check->options->only) == name->size &&
            memcmp(check->options->only, name->bytes, name->size) == 0);
}

static int check_value(struct db_check *check, struct walk *walk, uint64_t page, uint16_t flags,
                       const uint8_t *value, size_t size)
{
    walk->seen.entries++;
    if (flags == NODE_BIG && walk->kind != DB_CHECK_NAMES)
        return check_big_value(check, walk, value, size);
    if (flags == NODE_TABLE && walk->kind == DB_CHECK_NAMES)
        return is_wanted(check, &walk->last) ? check_named_table(check, page, value, size) : 1;
    if (flags != 0 || walk->kind == DB_CHECK_NAMES)
        return db_check_fails(check, page, "has an entry of a wrong kind");
    return walk->kind == DB_CHECK_FREE ? take_free_pages(check, &walk->last, page, value, size) : 1;
}

// --- pages

static int check_page(struct db_check *check, struct walk *walk, uint64_t number,
                      unsigned depth_left);

// One node of a page: 1 and the bytes that it takes.
static int check_node(struct db_check *check, struct walk *walk, uint64_t number,
                      const uint8_t *page, unsigned index, unsigned depth_left, size_t *taken)
{
    const int is_branch = depth_left > 1;
    struct db_page_header header;
    struct db_page_node node;
    uint16_t offset;
    size_t size;
    const uint8_t *key;

    memcpy(&header, page, sizeof header);
    memcpy(&offset, page + PAGE_HEADER_BYTES + index * sizeof offset, sizeof offset);
    if (offset < header.u.nodes.upper || offset > check->page_bytes - NODE_HEADER_BYTES)
        return db_check_fails(check, number, "has an entry outside of it");
    memcpy(&node, page + offset, sizeof node);
    key = page + offset + NODE_HEADER_BYTES;
    size = (size_t)node.low | (size_t)node.high << 16;
    *taken = (size_t)NODE_HEADER_BYTES + node.key_bytes;
    if (!is_branch)
        *taken += node.flags == NODE_BIG ? sizeof(uint64_t) : size;
    *taken += *taken & 1;
    if (*taken > check->page_bytes - offset)
        return db_check_fails(check, number, "has an entry that is larger than it");
    // The first key of a branch stands for whatever is below the second.
    if (!(is_branch && index == 0) && !step(check, walk, number, key, node.key_bytes, is_branch))
        return 0;
    if (is_branch)
        return check_page(check, walk, size | (uint64_t)node.flags << 32, depth_left - 1);
    return check_value(check, walk, number, node.flags, key + node.key_bytes, size);
}

static int check_nodes(struct db_check *check, struct walk *walk, uint64_t number,
                       const uint8_t *page, unsigned depth_left)
{
    struct db_page_header header;
    size_t sum = 0;
    unsigned count;

    memcpy(&header, page, sizeof header);
    if (header.number != number)
        return db_check_fails(check, number, "says that it is another one");
    if (header.flags != (depth_left > 1 ? PAGE_BRANCH : PAGE_LEAF))
        return db_check_fails(check, number, "is of another kind than its place says");
    if (header.u.nodes.lower <= PAGE_HEADER_BYTES || header.u.nodes.lower % 2 != 0 ||
        header.u.nodes.lower > header.u.nodes.upper || header.u.nodes.upper > check->page_bytes)
        return db_check_fails(check, number, "does not say how full it is");
    count = (header.u.nodes.lower - PAGE_HEADER_BYTES) / 2U;
    for (unsigned i = 0; i < count; i++) {
        size_t taken = 0;

        if (!check_node(check, walk, number, page, i, depth_left, &taken))
            return 0;
        sum += taken;
    }
    if (sum != check->page_bytes - header.u.nodes.upper)
        return db_check_fails(check, number, "has entries that do not fill it");
    return wipe(check, number, header.u.nodes.lower, header.u.nodes.upper);
}

// As deep as the table says, which is DEPTH_MAX at most.
static int check_page(struct db_check *check, struct walk *walk, uint64_t number,
                      unsigned depth_left)
{
    uint8_t *page;
    int fine;

    if (!take(check, number, 1))
        return 0;
    page = malloc(check->page_bytes);
    if (page == NULL)
        return fails_errno(check, ENOMEM);
    fine = read_at(check, page, check->page_bytes, number) &&
           check_nodes(check, walk, number, page, depth_left);
    free(page);
    if (depth_left > 1)
        walk->seen.branch_pages++;
    else
        walk->seen.leaf_pages++;
    return fine;
}

int db_check_table(struct db_check *check, const struct db_page_table *table,
                   enum db_check_kind kind, uint64_t page)
{
    struct walk walk = {.kind = kind};
    const struct db_page_table *seen = &walk.seen;

    if (table->depth > DEPTH_MAX || (table->depth == 0) != (table->root == DB_NO_PAGE))
        return db_check_fails(check, page, "has a table that is deeper than can be");
    if (table->depth > 0 && !check_page(check, &walk, table->root, table->depth))
        return 0;
    if (seen->entries != table->entries || seen->branch_pages != table->branch_pages ||
        seen->leaf_pages != table->leaf_pages ||
        (seen->overflow_pages != table->overflow_pages && !is_skipped(check, kind)))
        return db_check_fails(check, page,
                              "counts more or fewer entries or pages than a table has");
    return 1;
}
