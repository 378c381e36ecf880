// One CSV file as rows of cells, through libcsv. Knows what a spreadsheet shows: the row number
// that counts blank rows, and takes a quoted cell over several lines as one row. Knows nothing of
// SEND.
#ifndef QD_COLLECTOR_READING_CSV_H
#define QD_COLLECTOR_READING_CSV_H

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
    const char *text;  // NUL-terminated; may hold further NULs within length
    size_t length;
};

struct csv_row {
    uint32_t sheet_row;  // as a spreadsheet shows it: the first row is 1
    uint32_t line;       // the physical line on which it begins
    size_t count;
    const struct csv_cell *cells;  // gone when the callback returns
};

// What can be wrong with the file as such; the reader stops there.
enum csv_fault {
    CSV_FAULT_NONE,
    CSV_FAULT_UTF16,  // its byte order mark, or a NUL for every other byte
    CSV_FAULT_NOT_UTF8,
    CSV_FAULT_NOT_CSV,         // begins as a workbook, a PDF, a web page, ...
    CSV_FAULT_QUOTE,           // a quotation mark where RFC 4180 allows none
    CSV_FAULT_QUOTE_UNCLOSED,  // the file ends within quotation marks
    CSV_FAULT_CELL_TOO_LONG,
    CSV_FAULT_TOO_MANY_COLUMNS,
    CSV_FAULT_CARRIAGE_RETURN,  // a line that ends in CR alone
    CSV_FAULT_STOPPED           // the callback said so
};

struct csv_fault_place {
    enum csv_fault fault;
    uint32_t sheet_row;  // of the row with the fault; 0: the file as a whole
    uint32_t line;       // the physical line on which the faulty cell begins
    uint32_t column;     // 1 is A; 0 unknown
    int quoted;          // the faulty cell begins with a quotation mark
    size_t offset;       // of the first byte that is not UTF-8
    unsigned char byte;  // and that byte
};

// Called for each row that is not blank; anything but 0 stops the reading.
typedef int csv_row_fn(void *context, const struct csv_row *row);
// Called for a row that is blank (no cells, or nothing but spaces in them). May be NULL.
typedef void csv_blank_fn(void *context, uint32_t sheet_row);

// Reads a whole file that is already in memory. A UTF-8 byte order mark is passed over. Rows before
// a fault have been given to `row`. ERR_OK with place->fault CSV_FAULT_NONE when all was read;
// ERR_MALFORMED with the fault; ERR_TOO_LARGE beyond CSV_FILE_MAX_BYTES; ERR_NO_MEMORY.
enum err csv_read(const void *bytes, size_t size, csv_row_fn *row, csv_blank_fn *blank,
                  void *context, struct csv_fault_place *place);

#endif
