// Rows of a file as a spreadsheet shows them, for whoever shows a piece of it: the headings, those rows that are
// asked for, and how many there are. It judges nothing: part.h reads a file for that.
#ifndef QD_COLLECTOR_PAGE_FILE_ROWS_H
#define QD_COLLECTOR_PAGE_FILE_ROWS_H

#include "collector/reading/heading_row.h"

struct file_rows {
    struct csv_row headings;  // without cells where no row names enough columns of the part
    struct heading_names names;
    size_t below;          // rows below the headings in which something stands
    int is_whole;          // it was read to its end
    struct csv_row *rows;  // in their order: those that were asked for and are there
    size_t count;
};

// `wanted` are numbers of rows, as a spreadsheet shows them, in any order. Everything is in the arena.
// ERR_OK even of a file that cannot be read as CSV: it ends where that is met. As file_read; ERR_NO_MEMORY.
enum err file_rows_read(struct file_rows *read, struct arena *arena, const char *path,
                        enum form_part part, const uint32_t *wanted, size_t wanted_count,
                        struct err_text *text);

// The row of that number; NULL where it is not there or was not asked for.
const struct csv_row *file_rows_find(const struct file_rows *read, uint32_t sheet_row);

#endif
