// A file of one row that stands on its side: the headings in one column, mostly A, one below the other, and what
// belongs to them beside them. People fill in 36 columns so, with a title above and a note below.
#ifndef QD_COLLECTOR_READING_HEADING_DOWN_H
#define QD_COLLECTOR_READING_HEADING_DOWN_H

#include "collector/reading/heading_name.h"

enum { HEADING_DOWN_ROWS_MAX = HEADING_FIELDS_MAX + 16 };  // and titles, notes, blank headings

// The rows of a file that may stand on its side, kept until that is known.
struct heading_down {
    int is_not;     // known not to: the rows are as they are
    int is_begun;   // a heading was seen
    size_t column;  // in which it stands, from 0
    struct csv_row rows[HEADING_DOWN_ROWS_MAX];
    size_t count;
};

// Keeps a row, and returns 1; 0 when the file does not stand on its side; -1 when the arena is
// exhausted.
int heading_down_take(struct heading_down *down, enum form_part part, const struct csv_row *row,
                      struct arena *arena);

// The same turned: a row of headings and the row below it, numbered 1 and 2, and of each of their
// columns where it was in the file.
struct heading_turned {
    struct csv_row headings, values;
    uint32_t *sheet_rows;
    uint32_t *sheet_columns;  // of the values
    // Of each column, why there is no value although there is one; blank: nothing says why.
    const struct csv_cell *whys;
    int is_filled;     // a value is there
    int is_ambiguous;  // more than one cell stands beside a heading
};

// Semicolon, tab or bar, if the headings stand one a line with that behind each; else 0. `*line` is the first.
char heading_down_separator(enum form_part part, const char *bytes, size_t size, uint32_t *line);

// 0 when the rows are not a file on its side after all, or the arena is exhausted.
int heading_down_turn(const struct heading_down *down, enum form_part part,
                      struct heading_turned *turned, struct arena *arena);

#endif
