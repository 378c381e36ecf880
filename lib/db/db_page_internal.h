// LMDB's data file, as far as it is looked at page by page: version 1 of its format, which LMDB 0.9
// writes, on a little-endian machine of 64 bits.
#ifndef QD_LIB_DB_DB_PAGE_INTERNAL_H
#define QD_LIB_DB_DB_PAGE_INTERNAL_H

#include <stdint.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ && sizeof(void *) == 8,
               "a page of LMDB is in the order of the machine's bytes");

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

#define DB_NO_PAGE UINT64_MAX  // the root of an empty table

struct db_page_header {
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
_Static_assert(sizeof(struct db_page_header) == PAGE_HEADER_BYTES, "a page's header");

struct db_page_node {
    uint16_t low, high;  // of a leaf: the value's size; of a branch: the page, with flags above it
    uint16_t flags;
    uint16_t key_bytes;
};
_Static_assert(sizeof(struct db_page_node) == NODE_HEADER_BYTES, "a node's header");

struct db_page_table {
    uint32_t page_bytes;  // in the first of the two tables of a meta page
    uint16_t flags;
    uint16_t depth;
    uint64_t branch_pages, leaf_pages, overflow_pages;
    uint64_t entries;
    uint64_t root;
};
_Static_assert(sizeof(struct db_page_table) == 48, "a table's record");

struct db_page_meta {
    uint32_t magic;
    uint32_t version;
    uint64_t address;
    uint64_t map_bytes;
    struct db_page_table free, names;
    uint64_t last_page;
    uint64_t transaction;
};

#endif
