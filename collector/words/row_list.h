// The numbers of rows, for a sentence: "5, 6, 8-40".
#ifndef QD_COLLECTOR_WORDS_ROW_LIST_H
#define QD_COLLECTOR_WORDS_ROW_LIST_H

#include "lib/base/arena.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { ROW_LIST_RANGES_MAX = 20 };  // what comes after them is only counted

struct row_list {
    struct row_range {
        uint32_t from, to;
    } ranges[ROW_LIST_RANGES_MAX];
    size_t count;  // of ranges
    size_t rows, rows_not_named;
};

// Rows are added in their order. A list of zeroes is empty.
void row_list_add(struct row_list *list, uint32_t row);

void row_list_put(FILE *out, const struct row_list *list);

// The same in the arena; "several" when that is exhausted.
const char *row_list_text(struct arena *arena, const struct row_list *list);

#endif
