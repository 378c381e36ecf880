// Which row of a file is the row of headings.
#ifndef QD_COLLECTOR_READING_HEADING_ROW_H
#define QD_COLLECTOR_READING_HEADING_ROW_H

#include "collector/reading/heading_name.h"
#include "proto/rules/findings.h"

enum { HEADING_ROW_LOOKED_AT = 10 };  // the headings are looked for in so many rows

// The rows from the first one that is not blank on, kept until it is known which one has the
// headings: the first, unless a later one names more columns of the part, and at least half of them.
struct heading_row {
    struct csv_row rows[HEADING_ROW_LOOKED_AT];
    size_t count;
    size_t best;                 // of `rows`
    struct heading_names names;  // what the best one names
};

// Takes the next row of the file. 1 when the headings are known, 0 when there must be more rows, or
// none; -1 when the arena is exhausted.
int heading_row_take(struct heading_row *search, enum form_part part, const struct csv_row *row,
                     struct arena *arena);

// Whether the headings stand in column A instead, one a row, in a part of many rows.
int heading_row_stands_down(const struct heading_row *search, enum form_part part);

// Semicolon, tab, bar or space, if one of the first lines holds the headings with that between them; else
// 0. `*line` is where.
char heading_row_separator(enum form_part part, const char *bytes, size_t size, uint32_t *line);

// Whether the row that has most of them, `matches`, is no row of headings all the same; then a
// finding says why.
int heading_row_is_none(enum form_part part, const struct csv_row *row, unsigned matches,
                        struct findings *findings);

#endif
