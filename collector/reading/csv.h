// One CSV file as rows of cells, through libcsv. Knows what a spreadsheet shows: the row number
// that counts blank rows, and takes a quoted cell over several lines as one row. Knows nothing of
// SEND.
#ifndef QD_COLLECTOR_READING_CSV_H
#define QD_COLLECTOR_READING_CSV_H

#include "collector/reading/encoding.h"
#include "lib/base/arena.h"
#include "lib/base/err.h"

#include <stddef.h>
#include <stdint.h>

enum {
    CSV_FILE_MAX_BYTES = 16 * 1024 * 1024,
    CSV_COLUMNS_MAX = 256,
    CSV_CELL_MAX_BYTES = 4096,  // one that is longer is probably an unclosed quotation mark
};

// As it stands in the file, with the spaces around it: a spreadsheet shows them too.
struct csv_cell {
    const char *text;  // UTF-8, NUL-terminated; may hold further NULs within length
    size_t length;
};

struct csv_row {
    uint32_t sheet_row;  // as a spreadsheet shows it: the first row is 1
    uint32_t line;       // the physical line on which it begins
    size_t count;  // 0: the row is blank, without cells or with nothing in them that can be seen
    int damaged;   // NULs were left out of it
    int is_cut;    // the file ends without a line end behind it
    const struct csv_cell *cells;  // gone when the callback returns
};

// Whether something that can be seen stands in the cell: a no-break space is blank, too.
int csv_is_filled(const struct csv_cell *cell);

// Keeps a row beyond its callback, in the arena; -1 when that is exhausted.
int csv_row_keep(struct arena *arena, struct csv_row *kept, const struct csv_row *row);

// What can be wrong with the file as such.
enum csv_fault {
    CSV_FAULT_NONE,
    // Read as what it is meant to be, and the reading goes on.
    CSV_FAULT_NOT_UTF8,         // a byte of Windows-1252
    CSV_FAULT_CARRIAGE_RETURN,  // a line that ends in CR alone
    CSV_FAULT_NUL,              // a NUL, left out
    CSV_FAULT_SPACED_QUOTE,     // spaces around a cell's quotation marks, left out
    CSV_FAULT_MARK_INSIDE,      // a byte order mark in front of a row further down, left out
    CSV_FAULT_END_MARK,         // a control-Z at the end, left out
    CSV_FAULT_GOES_ON = CSV_FAULT_END_MARK,
    // The reading stops.
    CSV_FAULT_UTF16,           // its byte order mark, or a NUL for every other byte
    CSV_FAULT_NOT_CSV,         // begins as a workbook, a PDF, a web page, ...
    CSV_FAULT_QUOTE,           // a quotation mark where RFC 4180 allows none
    CSV_FAULT_QUOTE_UNCLOSED,  // the file ends within quotation marks
    CSV_FAULT_CELL_TOO_LONG,
    CSV_FAULT_TOO_MANY_COLUMNS,
    CSV_FAULT_STOPPED,  // the callback said so
    CSV_FAULTS
};

struct csv_fault_place {
    uint32_t sheet_row;                    // of the row with the fault; 0: the file as a whole
    uint32_t line;                         // the physical line on which the faulty cell begins
    uint32_t column;                       // 1 is A; 0 unknown
    int quoted;                            // the faulty cell begins with a quotation mark
    size_t offset;                         // of the first NUL
    const struct encoding_format *format;  // that the file is of, when it is not CSV; or NULL
    unsigned char byte;                    // that is not UTF-8, and what it is in Windows-1252
    char character[ENCODING_CHARACTER_BYTES];
};

struct csv_faults {
    enum csv_fault stopped_by;  // CSV_FAULT_NONE: all was read
    size_t count[CSV_FAULTS];
    struct csv_fault_place first[CSV_FAULTS];  // where it was met first; zeroes for none
};

// Bytes in front of the first row that are not part of it: a byte order mark, and Excel's "sep=," line.
size_t csv_preamble(const char *bytes, size_t size);

// Called for each row; anything but 0 stops the reading.
typedef int csv_row_fn(void *context, const struct csv_row *row);

// Reads a whole file that is already in memory. Rows before
// a fault that stops the reading have been given to `row`. ERR_OK when all was read; ERR_MALFORMED
// when it stopped; ERR_TOO_LARGE beyond CSV_FILE_MAX_BYTES; ERR_NO_MEMORY.
enum err csv_read(const void *bytes, size_t size, csv_row_fn *row, void *context,
                  struct csv_faults *faults);

#endif
