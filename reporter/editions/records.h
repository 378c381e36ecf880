// A CSV of an edition, read back as whoever gets it would: lines under headings, told apart by the columns that
// its metadata calls keys (reporter/outputs/column_words.h). What holds for every table of an edition is said of
// records, and asks no table what it is of.
#ifndef QD_REPORTER_EDITIONS_RECORDS_H
#define QD_REPORTER_EDITIONS_RECORDS_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "reporter/outputs/column_words.h"

struct records_line {
    const struct records *of;
    const char **cells;  // one for each column; "" for a blank one
};

struct records {
    struct column_words *columns;
    const char **headings;
    size_t columns_count;
    struct records_line *list;  // by their keys
    size_t count;
};

// No line of no column: a table that does not exist.
void records_none(struct records *records);

// Of the bytes of a CSV, in the arena; `name` is what an error calls it. ERR_MALFORMED, ERR_NO_MEMORY.
enum err records_read(struct records *records, struct arena *arena, const char *name,
                      const char *bytes, size_t size, struct err_text *text);

// Leaves only the columns that `to` has, too, in its order: so two that have other columns are walked through by those
// that both have. ERR_NO_MEMORY.
enum err records_narrow(struct records *records, struct arena *arena, const struct records *to);

// The place of a column; -1: there is no column of that name.
int records_column(const struct records *records, const char *name);

// The cell under a heading; "" where there is no such column.
const char *records_cell(const struct records_line *line, const char *name);

// Whether all their cells are the same; both have the same columns.
int records_is_same(const struct records_line *a, const struct records_line *b);

// Walks through two records of the same columns at once, by their keys: the next line of each, NULL where only the
// other has it. 0 at the end. Lines of one key go together in the order of their cells.
struct records_walk {
    const struct records *a, *b;
    size_t next_a, next_b;
};
int records_next(struct records_walk *walk, const struct records_line **a,
                 const struct records_line **b);

#endif
