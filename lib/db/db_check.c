#include "lib/db/db_check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ && sizeof(size_t) == 8,
               "a page of LMDB is in the order of the machine's bytes");

// --- the format

enum {
    META_MAGIC = (int)0xbeefc0de,
    META_VERSION = 1,
    META_PAGES = 2,
    PAGE_HEADER_BYTES = 16,
    NODE_HEADER_BYTES = 8,
    PAGE_BRANCH = 0x01,
    PAGE_LEAF = 0x02,
    PAGE_OVERFLOW = 0x04,
    PAGE_META = 0x08,
    NODE_BIG = 0x01,    // the value is the number of the first page that holds it
    NODE_TABLE = 0x02,  // the value is a table
    KEY_MAX_BYTES = 511,
    DEPTH_MAX = 32,  // of LMDB's cursors
    PAGE_MIN_BYTES = 512,
    PAGE_MAX_BYTES = 64 * 1024,
};

static const uint64_t no_page = UINT64_MAX;  // the root of an empty table

struct page_header {
    uint64_t number;
    uint16_t unused;
    uint16_t flags;
    union {
        struct {
            uint16_t lower;  // behind the last node's offset
            uint16_t upper;  // the first byte of the nodes
        } nodes;
        uint32_t pages;  // of a value that has pages of its own
    } u;
};
_Static_assert(sizeof(struct page_header) == PAGE_HEADER_BYTES, "a page's header");

struct node_header {
    uint16_t low, high;  // of a leaf: the value's size; of a branch: the page, with flags above it
    uint16_t flags;
    uint16_t key_bytes;
};
_Static_assert(sizeof(struct node_header) == NODE_HEADER_BYTES, "a node's header");

struct table {
    uint32_t page_bytes;  // in the first of the two tables of a meta page
    uint16_t flags;
    uint16_t depth;
    uint64_t branch_pages, leaf_pages, overflow_pages;
    uint64_t entries;
    uint64_t root;
};
_Static_assert(sizeof(struct table) == 48, "a table's record");

struct meta {
    uint32_t magic;
    uint32_t version;
    uint64_t address;
    uint64_t map_bytes;
    struct table free, names;
    uint64_t last_page;
    uint64_t transaction;
};

// --- a check

struct key {
    uint8_t bytes[KEY_MAX_BYTES];
    size_t size;
};

struct check {
    int file;
    const char *path;
    struct err_text *text;
    size_t page_bytes;
    uint64_t last_page;
    uint8_t *used;  // a bit a page
    int code;       // the first failure
};

// What is seen of the table that is being walked.
struct walk {
    int is_free;   // the list of free pages: keys are numbers, values lists of pages
    int is_names;  // the table of tables
    struct table seen;
    struct key last;     // the key before this place
    int has_last;        // 0: at the beginning
    int may_equal_last;  // `last` is a branch's key, with which its first entry may begin
};

static int fails(struct check *check, uint64_t page, const char *what)
{
    if (check->code != 0)
        return 0;
    check->code = MDB_CORRUPTED;
    (void)err_say(check->text, ERR_CORRUPT, "%s: page %llu %s: restore it from a backup",
                  check->path, (unsigned long long)page, what);
    return 0;
}

static int fails_errno(struct check *check, int error_number)
{
    if (check->code == 0)
        check->code = error_number;
    return 0;
}

static int read_at(struct check *check, void *bytes, size_t size, uint64_t page)
{
    const ssize_t got = pread(check->file, bytes, size, (off_t)(page * check->page_bytes));

    if (got < 0)
        return fails_errno(check, errno);
    return (size_t)got == size ? 1 : fails(check, page, "is behind the end of the file");
}

// Takes `count` pages from `page` on for used: 1, or 0 when one of them does not exist or is used
// already.
static int take(struct check *check, uint64_t page, uint64_t count)
{
    if (page < META_PAGES || page > check->last_page || count > check->last_page - page + 1)
        return fails(check, page, "is led to, and does not exist");
    for (uint64_t i = page; i < page + count; i++) {
        if ((check->used[i / 8] & 1U << i % 8) != 0)
            return fails(check, i, "is used twice");
        check->used[i / 8] |= (uint8_t)(1U << i % 8);
    }
    return 1;
}

// --- keys and values

static int compare(const struct walk *walk, const struct key *a, const struct key *b)
{
    const size_t shorter = a->size < b->size ? a->size : b->size;
    uint64_t number_a, number_b;
    int order;

    if (walk->is_free) {
        memcpy(&number_a, a->bytes, sizeof number_a);
        memcpy(&number_b, b->bytes, sizeof number_b);
        return number_a < number_b ? -1 : number_a > number_b;
    }
    order = memcmp(a->bytes, b->bytes, shorter);
    return order != 0 ? order : (a->size > b->size) - (a->size < b->size);
}

// A key in its place: behind the one before it.
static int step(struct check *check, struct walk *walk, uint64_t page, const uint8_t *bytes,
                size_t size, int is_branch)
{
    struct key key = {.size = size};
    int order;

    if (size == 0 || size > KEY_MAX_BYTES || (walk->is_free && size != sizeof(uint64_t)))
        return fails(check, page, "has a key of a wrong length");
    memcpy(key.bytes, bytes, size);
    order = walk->has_last ? compare(walk, &walk->last, &key) : -1;
    if (order > 0 || (order == 0 && !walk->may_equal_last))
        return fails(check, page, "has a key in a wrong place");
    walk->last = key;
    walk->has_last = 1;
    walk->may_equal_last = is_branch;
    return 1;
}

// Free pages: how many, then their numbers, descending.
static int take_free_pages(struct check *check, uint64_t page, const uint8_t *value, size_t size)
{
    uint64_t count, before = UINT64_MAX;

    if (size < sizeof count || size % sizeof count != 0)
        return fails(check, page, "has a list of free pages that is cut off");
    memcpy(&count, value, sizeof count);
    if (count > size / sizeof count - 1)
        return fails(check, page, "has a list of free pages that is cut off");
    for (uint64_t i = 1; i <= count; i++) {
        uint64_t number;

        memcpy(&number, value + i * sizeof number, sizeof number);
        if (number >= before)
            return fails(check, page, "has a list of free pages that is not in order");
        if (!take(check, number, 1))
            return 0;
        before = number;
    }
    return 1;
}

static int check_table(struct check *check, const struct table *table, struct walk *walk,
                       uint64_t page);

static int check_named_table(struct check *check, uint64_t page, const uint8_t *value, size_t size)
{
    struct walk walk = {.is_free = 0};
    struct table table;

    if (size != sizeof table)
        return fails(check, page, "has a table of a wrong length");
    memcpy(&table, value, sizeof table);
    if (table.flags != 0)
        return fails(check, page, "has a table of another kind than ours");
    return check_table(check, &table, &walk, page);
}

// A value in pages of its own, which may be more than it needs: one that was replaced by a shorter one
// keeps them. A list of free pages is read as a whole.
static int check_big_value(struct check *check, struct walk *walk, const uint8_t *node_value,
                           size_t size)
{
    const uint64_t needed = (PAGE_HEADER_BYTES - 1 + size) / check->page_bytes + 1;
    struct page_header header;
    uint64_t first;
    uint8_t *bytes;
    int fine;

    memcpy(&first, node_value, sizeof first);
    if (first > check->last_page)
        return fails(check, first, "is led to, and does not exist");
    if (!read_at(check, &header, sizeof header, first))
        return 0;
    if (header.number != first || header.flags != PAGE_OVERFLOW || header.u.pages < needed)
        return fails(check, first, "is not the value's that it is said to be");
    if (!take(check, first, header.u.pages))
        return 0;
    walk->seen.overflow_pages += header.u.pages;
    if (!walk->is_free)
        return 1;
    bytes = malloc(needed * check->page_bytes);
    if (bytes == NULL)
        return fails_errno(check, ENOMEM);
    fine = read_at(check, bytes, needed * check->page_bytes, first) &&
           take_free_pages(check, first, bytes + PAGE_HEADER_BYTES, size);
    free(bytes);
    return fine;
}

static int check_value(struct check *check, struct walk *walk, uint64_t page, uint16_t flags,
                       const uint8_t *value, size_t size)
{
    walk->seen.entries++;
    if (flags == NODE_BIG && !walk->is_names)
        return check_big_value(check, walk, value, size);
    if (flags == NODE_TABLE && walk->is_names)
        return check_named_table(check, page, value, size);
    if (flags != 0 || walk->is_names)
        return fails(check, page, "has an entry of a wrong kind");
    return walk->is_free ? take_free_pages(check, page, value, size) : 1;
}

// --- pages

static int check_page(struct check *check, struct walk *walk, uint64_t number, unsigned depth_left);

// One node of a page: 1 and the bytes that it takes.
static int check_node(struct check *check, struct walk *walk, uint64_t number, const uint8_t *page,
                      unsigned index, unsigned depth_left, size_t *taken)
{
    const int is_branch = depth_left > 1;
    struct page_header header;
    struct node_header node;
    uint16_t offset;
    size_t size;
    const uint8_t *key;

    memcpy(&header, page, sizeof header);
    memcpy(&offset, page + PAGE_HEADER_BYTES + index * sizeof offset, sizeof offset);
    if (offset < header.u.nodes.upper || offset > check->page_bytes - NODE_HEADER_BYTES)
        return fails(check, number, "has an entry outside of it");
    memcpy(&node, page + offset, sizeof node);
    key = page + offset + NODE_HEADER_BYTES;
    size = (size_t)node.low | (size_t)node.high << 16;
    *taken = (size_t)NODE_HEADER_BYTES + node.key_bytes;
    if (!is_branch)
        *taken += node.flags == NODE_BIG ? sizeof(uint64_t) : size;
    *taken += *taken & 1;
    if (*taken > check->page_bytes - offset)
        return fails(check, number, "has an entry that is larger than it");
    // The first key of a branch stands for whatever is below the second.
    if (!(is_branch && index == 0) && !step(check, walk, number, key, node.key_bytes, is_branch))
        return 0;
    if (is_branch)
        return check_page(check, walk, size | (uint64_t)node.flags << 32, depth_left - 1);
    return check_value(check, walk, number, node.flags, key + node.key_bytes, size);
}

static int check_nodes(struct check *check, struct walk *walk, uint64_t number, const uint8_t *page,
                       unsigned depth_left)
{
    struct page_header header;
    size_t sum = 0;
    unsigned count;

    memcpy(&header, page, sizeof header);
    if (header.number != number)
        return fails(check, number, "says that it is another one");
    if (header.flags != (depth_left > 1 ? PAGE_BRANCH : PAGE_LEAF))
        return fails(check, number, "is of another kind than its place says");
    if (header.u.nodes.lower <= PAGE_HEADER_BYTES || header.u.nodes.lower % 2 != 0 ||
        header.u.nodes.lower > header.u.nodes.upper || header.u.nodes.upper > check->page_bytes)
        return fails(check, number, "does not say how full it is");
    count = (header.u.nodes.lower - PAGE_HEADER_BYTES) / 2U;
    for (unsigned i = 0; i < count; i++) {
        size_t taken;

        if (!check_node(check, walk, number, page, i, depth_left, &taken))
            return 0;
        sum += taken;
    }
    return sum == check->page_bytes - header.u.nodes.upper
               ? 1
               : fails(check, number, "has entries that do not fill it");
}

// As deep as the table says, which is DEPTH_MAX at most.
static int check_page(struct check *check, struct walk *walk, uint64_t number, unsigned depth_left)
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

// `page` is where the table's record stands.
static int check_table(struct check *check, const struct table *table, struct walk *walk,
                       uint64_t page)
{
    const struct table *seen = &walk->seen;

    if (table->depth > DEPTH_MAX || (table->depth == 0) != (table->root == no_page))
        return fails(check, page, "has a table that is deeper than can be");
    if (table->depth > 0 && !check_page(check, walk, table->root, table->depth))
        return 0;
    if (seen->entries != table->entries || seen->branch_pages != table->branch_pages ||
        seen->leaf_pages != table->leaf_pages || seen->overflow_pages != table->overflow_pages)
        return fails(check, page, "counts more or fewer entries or pages than a table has");
    return 1;
}

// --- the file

// A meta page: 1 when it is there and is one.
static int read_meta(int file, unsigned number, size_t page_bytes, struct meta *meta)
{
    struct page_header header;
    const off_t at = (off_t)(number * page_bytes);

    return pread(file, &header, sizeof header, at) == (ssize_t)sizeof header &&
           pread(file, meta, sizeof *meta, at + PAGE_HEADER_BYTES) == (ssize_t)sizeof *meta &&
           header.number == number && (header.flags & PAGE_META) != 0 &&
           meta->magic == (uint32_t)META_MAGIC && meta->version == META_VERSION;
}

static int is_page_size(uint32_t bytes)
{
    return bytes >= PAGE_MIN_BYTES && bytes <= PAGE_MAX_BYTES && (bytes & (bytes - 1)) == 0;
}

int db_check_metas(const char *path)
{
    const int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    struct meta first, second;
    int code = 0;

    if (file < 0)
        return 0;
    if (read_meta(file, 0, 0, &first) && (!is_page_size(first.free.page_bytes) ||
                                          (read_meta(file, 1, first.free.page_bytes, &second) &&
                                           second.free.page_bytes != first.free.page_bytes)))
        code = MDB_CORRUPTED;
    (void)close(file);
    return code;
}

// The meta page of the transaction: its number, or META_PAGES.
static unsigned find_meta(int file, uint64_t transaction, size_t page_bytes, struct meta *meta)
{
    unsigned number = 0;

    while (number < META_PAGES &&
           !(read_meta(file, number, page_bytes, meta) && meta->transaction == transaction))
        number++;
    return number;
}

static int check_all_used(struct check *check)
{
    for (uint64_t page = META_PAGES; page <= check->last_page; page++)
        if ((check->used[page / 8] & 1U << page % 8) == 0)
            return fails(check, page, "is neither used nor free");
    return 1;
}

static void check_file(struct check *check, const struct meta *meta, uint64_t page)
{
    struct walk free_pages = {.is_free = 1};
    struct walk names = {.is_names = 1};

    if (meta->names.flags != 0)
        (void)fails(check, page, "has a table of another kind than ours");
    else if (check_table(check, &meta->free, &free_pages, page) &&
             check_table(check, &meta->names, &names, page))
        (void)check_all_used(check);
}

int db_check_pages(MDB_txn *txn, int file, const char *path, struct err_text *text)
{
    struct check check = {.file = file, .path = path, .text = text};
    const uint64_t transaction = mdb_txn_id(txn);
    struct meta meta, after;
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
    check_file(&check, &meta, number);
    free(check.used);
    // A meta page that was written while it was read looks like damage, too.
    if (check.code != 0 && (find_meta(file, transaction, stat.ms_psize, &after) != number ||
                            memcmp(&meta, &after, sizeof meta) != 0))
        return EAGAIN;
    return check.code;
}
