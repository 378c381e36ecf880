// A workbook (XLSX) that anybody can read, by the checklist of the government's Analysis Function: a cover, a
// list of contents, notes, and then one table a sheet. libxlsxwriter writes it.
//
//     book = book_new(&about);
//     book_note(book, "[x]", "not available");
//     book_begin(book, &sheet_about, columns, count);
//     book_row(book, cells);                            for each row
//     book_end(book);
//     book_write(book, out);
//     book_free(book);
//
// Each table is marked up as one and begins in column A, below a title in A1. Nothing is merged, frozen,
// filtered, hidden or coloured, and nothing stands below or beside a table. Text wraps; the row of
// headings is printed again on each page. A text is always a text, whatever it looks like ("=1+1", "007"); a cell of
// a column of numbers is a number if it reads as one, with the decimals that it is written with, and else a
// text (a sign, as [x]). The number in the file is the nearest double, which says the same 15 digits.
//
// XML 1.0 has no place for control characters: one is written as Excel writes it (_x0007_), and a text that
// looks like that as _x005F_x0007_, so that a reader gives the text back. Bytes that are not UTF-8 become
// U+FFFD. A text longer than a cell of Excel holds (BOOK_TEXT_MAX characters) is cut and says so. A
// table longer than a sheet is continued on a further one.
//
// The same calls make the same bytes, whatever clock, locale, time zone and folder there is: the file says that it
// was made at `made_at`.
#ifndef QD_REPORTER_BOOK_BOOK_H
#define QD_REPORTER_BOOK_BOOK_H

#include "lib/base/err.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum {
    BOOK_TEXT_MAX = 32767,   // characters of UTF-16 in a cell of Excel
    BOOK_COLUMNS_MAX = 256,  // of one table here
    BOOK_ROWS_MAX = 100000,  // of one sheet: Excel has room for more, and no reader
    BOOK_LINES_MAX = 12,     // of text above a table, and on the cover
    BOOK_NAME_MAX = 31       // bytes of a sheet's name
};

struct book_about {
    const char *title, *subject;
    const char *lines[BOOK_LINES_MAX];  // of the cover; NULL behind the last
    int64_t made_at;                    // seconds since 1970
};

struct book_sheet {
    const char *title;
    const char *table;                  // its name for programs: "plans_count"
    const char *lines[BOOK_LINES_MAX];  // below the title; NULL behind the last
};

struct book_column {
    const char *heading;  // unlike the others of its table
    int is_number;
};

struct book;

// NULL: there is no memory. `about` and what it points to outlive the workbook.
struct book *book_new(const struct book_about *about);

// What a sign, a column or a word means, for the sheet of notes.
void book_note(struct book *book, const char *lead, const char *words);

// A sheet with a table. `sheet` and `columns` outlive its end.
void book_begin(struct book *book, const struct book_sheet *sheet,
                const struct book_column *columns, size_t count);
void book_row(struct book *book, const char *const *cells);  // NULL or "": a blank cell
void book_end(struct book *book);

// Writes it: once. ERR_NO_MEMORY, or ERR_IO when a temporary file or `out` did not take it all. What went wrong
// in the calls before is said here.
enum err book_write(struct book *book, FILE *out);

void book_free(struct book *book);

#endif
