// What the sources of a workbook share: its pages, its formats, and the first error.
#ifndef QD_REPORTER_BOOK_BOOK_INTERNAL_H
#define QD_REPORTER_BOOK_BOOK_INTERNAL_H

#include "reporter/workbook/book.h"

#include "lib/base/arena.h"

#include <xlsxwriter.h>

enum {
    BOOK_DECIMALS = 4,   // formats of numbers: with none to so many less one
    BOOK_WIDTH_MAX = 60  // of a column, in characters: a longer text has several lines
};

struct book_formats {
    lxw_format *title, *line, *heading, *number_heading, *text, *sign, *link;
    lxw_format *numbers[BOOK_DECIMALS];
};

struct book_entry {
    const char *lead, *words;  // of a note; of the contents the sheet's name and title
};

struct book {
    const struct book_about *about;
    lxw_workbook *file;
    lxw_worksheet *cover, *contents, *notes;
    struct book_formats formats;
    int descriptor;  // of the memory that it is written into
    enum err error;  // the first one
    struct arena arena;
    struct book_entry *notes_list, *contents_list;
    size_t notes_count, contents_count;
    // The sheet that is begun.
    const struct book_sheet *sheet;
    const struct book_column *columns;
    size_t columns_count;
    lxw_worksheet *page;
    lxw_row_t first, next;  // the row of the headings, and that of the next row
    size_t widths[BOOK_COLUMNS_MAX];
    int lines;  // of the row that is being written
    int parts;  // sheets that the table has taken
};

// Keeps the first error.
void book_keep(struct book *book, lxw_error error);

void book_formats_make(struct book *book);

// A line of text, or a cell of a table.
void book_put(struct book *book, lxw_worksheet *page, lxw_row_t row, lxw_col_t column,
              const char *text, lxw_format *format);

// How many lines a text takes in so many characters; the height of a row of so many lines.
int book_lines(const char *text, int width);
void book_height(struct book *book, lxw_worksheet *page, lxw_row_t row, int lines);

// A link in column A to the first cell of a sheet.
void book_link(struct book *book, lxw_worksheet *page, lxw_row_t row, const char *sheet,
               const char *words);

// The title in A1, and lines below it: the row behind them.
lxw_row_t book_head(struct book *book, lxw_worksheet *page, const char *title,
                    const char *const *lines);

// Marks the rows from `first` (the headings) to `last` up as a table, with its widths.
void book_mark_up(struct book *book, lxw_worksheet *page, const char *name,
                  const struct book_column *columns, size_t count, lxw_row_t first, lxw_row_t last,
                  const size_t *widths);

// The sheets in front of the tables, when all tables are known.
void book_front(struct book *book);

#endif
