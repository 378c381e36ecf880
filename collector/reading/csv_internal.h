// What csv.c, which knows rows, and csv_feed.c, which gives their text to libcsv, share.
#ifndef QD_COLLECTOR_READING_CSV_INTERNAL_H
#define QD_COLLECTOR_READING_CSV_INTERNAL_H

#include "collector/reading/csv.h"

#include <csv.h>

// What libcsv must be able to hold of one cell: the longest allowed, the quotation mark that ends
// it, and one byte more to see what comes next.
enum { CELL_BUFFER_BYTES = CSV_CELL_MAX_BYTES + 2 };

struct reader {
    struct csv_parser parser;
    struct csv_faults *faults;
    const char *bytes;                // the file
    struct encoding_western western;  // made when the first byte is not UTF-8
    uint32_t line;                    // the physical line that is being read
    uint32_t cell_line;               // the one on which the current cell began

    // The row so far. Cells lie one after the other in `text`, each with a NUL behind it; where
    // they are is known when the row is complete, because `text` moves as it grows.
    struct csv_row row;
    struct csv_cell cells[CSV_COLUMNS_MAX];
    char *text;
    size_t text_used, text_size;
    enum csv_fault cell_fault;  // found by the callback, which cannot stop libcsv
    int no_memory;

    csv_row_fn *on_row;
    void *context;
};

// libcsv's states, whose names are not in its header.
enum { CSV_STATE_BETWEEN_ROWS = 0, CSV_STATE_BEFORE_CELL = 1, CSV_STATE_BEHIND_QUOTE = 3 };

static inline int csv_between_rows(const struct reader *reader)
{
    return reader->parser.pstate == CSV_STATE_BETWEEN_ROWS;
}

// Notes a fault that the reading goes on after: its place, when it is met first; else NULL.
struct csv_fault_place *csv_note(struct reader *reader, enum csv_fault fault, uint32_t column);
enum err csv_stop(struct reader *reader, enum csv_fault fault, uint32_t column);

// Gives a piece of the file to libcsv, as UTF-8.
enum err csv_feed(struct reader *reader, const char *text, size_t length);
enum err csv_feed_end(struct reader *reader);

#endif
