// What the two halves of a check share: db_check_table.c walks a table, db_check.c the file.
#ifndef QD_LIB_DB_DB_CHECK_INTERNAL_H
#define QD_LIB_DB_DB_CHECK_INTERNAL_H

#include "lib/db/db_check.h"
#include "lib/db/db_page_internal.h"

#include <stddef.h>

struct db_check {
    const struct db_check_options *options;
    struct err_text *text;
    int file;
    size_t page_bytes;
    uint64_t last_page;
    uint8_t *used;  // a bit a page
    int code;       // the first failure: MDB_CORRUPTED or an errno
};

// Notes the first failure, with words; 0, the result of the step that failed.
int db_check_fails(struct db_check *check, uint64_t page, const char *what);

enum db_check_kind {
    DB_CHECK_FREE,   // the list of free pages: keys are numbers, values lists of pages
    DB_CHECK_NAMES,  // the table of tables, which are checked with it
    DB_CHECK_OURS,
};

// Walks a table, whose record stands in `page`: 1, or 0 when something does not hold.
int db_check_table(struct db_check *check, const struct db_page_table *table,
                   enum db_check_kind kind, uint64_t page);

#endif
