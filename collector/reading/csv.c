#include "collector/reading/csv.h"

#include "lib/base/utf8.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

// What libcsv must be able to hold of one cell: the longest allowed, the quotation mark that ends
// it, and one byte more to see what comes next.
enum { CELL_BUFFER_BYTES = CSV_CELL_MAX_BYTES + 2 };

struct reader {
    struct csv_parser parser;
    struct csv_faults *faults;
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

// --- what libcsv calls

// libcsv would grow its buffer for as long as a quotation mark stays open.
static void *capped_realloc(void *old, size_t size)
{
    return size > CELL_BUFFER_BYTES ? NULL : realloc(old, size);
}

// libcsv would cut spaces, and take a quotation mark behind them for one that begins the cell:
// a spreadsheet does neither, and would put the commas that follow elsewhere.
static int never_space(unsigned char byte)
{
    (void)byte;
    return 0;
}

static int make_room(struct reader *reader, size_t bytes)
{
    enum { FIRST_BYTES = 4096 };
    size_t size = reader->text_size == 0 ? FIRST_BYTES : reader->text_size;
    char *grown;

    while (size - reader->text_used < bytes)
        size *= 2;
    if (size == reader->text_size)
        return 1;
    grown = realloc(reader->text, size);
    if (grown == NULL)
        return 0;
    reader->text = grown;
    reader->text_size = size;
    return 1;
}

static void take_cell(void *cell, size_t length, void *context)
{
    struct reader *reader = context;

    if (reader->cell_fault != CSV_FAULT_NONE || reader->no_memory)
        return;
    if (reader->row.count == CSV_COLUMNS_MAX) {
        reader->cell_fault = CSV_FAULT_TOO_MANY_COLUMNS;
    } else if (length > CSV_CELL_MAX_BYTES) {
        reader->cell_fault = CSV_FAULT_CELL_TOO_LONG;
    } else if (!make_room(reader, length + 1)) {
        reader->no_memory = 1;
    } else {
        memcpy(reader->text + reader->text_used, cell, length);
        reader->text[reader->text_used + length] = '\0';
        reader->text_used += length + 1;
        reader->cells[reader->row.count++].length = length;
        reader->cell_line = reader->line;
    }
}

// libcsv's name for it is not in its header: no field of a row has been met since the last one
// ended.
static int between_rows(const struct reader *reader)
{
    return reader->parser.pstate == 0;
}

// --- faults

static uint32_t current_column(const struct reader *reader)
{
    return (uint32_t)reader->row.count + 1;
}

// Where it is met first, for a fault that the reading goes on after.
static struct csv_fault_place *note(struct reader *reader, enum csv_fault fault, uint32_t column)
{
    struct csv_fault_place *first = &reader->faults->first[fault];

    if (reader->faults->count[fault]++ > 0)
        return NULL;
    *first = (struct csv_fault_place){.sheet_row = reader->row.sheet_row,
                                      .line = reader->cell_line,
                                      .column = column,
                                      .quoted = reader->parser.quoted};
    return first;
}

static enum err stop(struct reader *reader, enum csv_fault fault, uint32_t column)
{
    (void)note(reader, fault, column);
    reader->faults->stopped_by = fault;
    return ERR_MALFORMED;
}

static enum err fault_of_parser(struct reader *reader)
{
    if (csv_error(&reader->parser) == CSV_EPARSE)
        return stop(reader, CSV_FAULT_QUOTE, current_column(reader));
    if (csv_get_buffer_size(&reader->parser) == CELL_BUFFER_BYTES)
        return stop(reader, CSV_FAULT_CELL_TOO_LONG, current_column(reader));
    return ERR_NO_MEMORY;
}

static enum err fault_of_cell(struct reader *reader)
{
    if (reader->no_memory)
        return ERR_NO_MEMORY;
    return reader->cell_fault == CSV_FAULT_NONE
               ? ERR_OK
               : stop(reader, reader->cell_fault, current_column(reader));
}

// --- text into cells

static enum err feed(struct reader *reader, const char *text, size_t length)
{
    if (csv_parse(&reader->parser, text, length, take_cell, NULL, reader) != length)
        return fault_of_parser(reader);
    return fault_of_cell(reader);
}

// A byte that is not UTF-8, as what it is in Windows-1252; '?' if it is nothing there.
static enum err feed_western(struct reader *reader, unsigned char byte)
{
    struct csv_fault_place *first = note(reader, CSV_FAULT_NOT_UTF8, current_column(reader));
    const char *character;

    if (first != NULL)
        encoding_western_make(&reader->western);
    character = reader->western.characters[byte - ENCODING_HIGH_BYTES];
    if (first != NULL) {
        first->byte = byte;
        memcpy(first->character, character, sizeof first->character);
    }
    return *character == '\0' ? feed(reader, "?", 1) : feed(reader, character, strlen(character));
}

static enum err feed_any(struct reader *reader, const char *text, size_t length)
{
    size_t valid = utf8_valid_bytes(text, length);
    enum err error = feed(reader, text, valid);

    while (error == ERR_OK && valid < length) {
        text += valid;
        length -= valid;
        error = feed_western(reader, (unsigned char)*text++);
        valid = utf8_valid_bytes(text, --length);
        if (error == ERR_OK)
            error = feed(reader, text, valid);
    }
    return error;
}

// --- rows

static void begin_row(struct reader *reader)
{
    reader->row.sheet_row++;
    reader->row.line = reader->cell_line = reader->line;
    reader->row.count = reader->text_used = 0;
}

int csv_is_filled(const struct csv_cell *cell)
{
    return !utf8_is_blank(cell->text, cell->length);
}

int csv_row_keep(struct arena *arena, struct csv_row *kept, const struct csv_row *row)
{
    struct csv_cell *cells = arena_alloc(arena, row->count * sizeof *cells);

    for (size_t i = 0; cells != NULL && i < row->count; i++) {
        cells[i] = row->cells[i];
        cells[i].text = arena_strndup(arena, row->cells[i].text, row->cells[i].length);
        if (cells[i].text == NULL)
            return -1;
    }
    *kept = *row;
    kept->cells = cells;
    return cells == NULL ? -1 : 0;
}

static enum err deliver(struct reader *reader)
{
    char *text = reader->text;
    int is_blank = 1;

    for (size_t i = 0; i < reader->row.count; i++) {
        reader->cells[i].text = text;
        text += reader->cells[i].length + 1;
        is_blank = is_blank && !csv_is_filled(&reader->cells[i]);
    }
    if (is_blank)
        reader->row.count = 0;
    reader->row.cells = reader->cells;
    return reader->on_row(reader->context, &reader->row) == 0 ? ERR_OK
                                                              : stop(reader, CSV_FAULT_STOPPED, 0);
}

// How far the text goes to the first CR that no LF follows and that does not end it, with that CR;
// all of it if there is none.
static size_t to_lone_return(const char *text, size_t length)
{
    const char *at = text, *end = text + length;

    while ((at = memchr(at, '\r', (size_t)(end - at))) != NULL) {
        at++;
        if (at == end)
            break;
        if (*at != '\n')
            return (size_t)(at - text);
    }
    return length;
}

// A physical line. A CR that stands alone is part of the cell within quotation marks; elsewhere
// libcsv takes it for the end of the row.
static enum err read_line(struct reader *reader, const char *text, size_t length)
{
    enum err error = ERR_OK;

    while (error == ERR_OK && length > 0) {
        size_t piece = to_lone_return(text, length);

        reader->line++;
        if (between_rows(reader))
            begin_row(reader);
        error = feed_any(reader, text, piece);
        if (error == ERR_OK && between_rows(reader)) {
            if (piece < length)
                (void)note(reader, CSV_FAULT_CARRIAGE_RETURN, 0);
            error = deliver(reader);
        }
        text += piece;
        length -= piece;
    }
    return error;
}

static enum err read_end(struct reader *reader)
{
    enum err error;

    if (between_rows(reader))
        return ERR_OK;
    if (csv_fini(&reader->parser, take_cell, NULL, reader) != 0)
        return stop(reader, CSV_FAULT_QUOTE_UNCLOSED, current_column(reader));
    error = fault_of_cell(reader);
    return error == ERR_OK ? deliver(reader) : error;
}

// --- the file

static enum err read_lines(struct reader *reader, const char *bytes, size_t size)
{
    static const char mark[] = "\xef\xbb\xbf";
    const char *at = bytes, *end = bytes + size;
    enum err error = ERR_OK;

    if (size >= strlen(mark) && memcmp(bytes, mark, strlen(mark)) == 0)
        at += strlen(mark);
    while (error == ERR_OK && at < end) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        const char *next = line_end == NULL ? end : line_end + 1;

        error = read_line(reader, at, (size_t)(next - at));
        at = next;
    }
    return error == ERR_OK ? read_end(reader) : error;
}

static enum csv_fault fault_of_file(const void *bytes, size_t size)
{
    switch (encoding_of(bytes, size)) {
    case ENCODING_UTF16:
        return CSV_FAULT_UTF16;
    case ENCODING_OTHER:
        return CSV_FAULT_NOT_CSV;
    case ENCODING_TEXT:
        break;
    }
    return CSV_FAULT_NONE;
}

enum err csv_read(const void *bytes, size_t size, csv_row_fn *row, void *context,
                  struct csv_faults *faults)
{
    struct reader *reader;
    enum err error;

    *faults = (struct csv_faults){.stopped_by = CSV_FAULT_NONE};
    if (size > CSV_FILE_MAX_BYTES)
        return ERR_TOO_LARGE;
    reader = calloc(1, sizeof *reader);
    if (reader == NULL)
        return ERR_NO_MEMORY;
    reader->faults = faults;
    reader->on_row = row;
    reader->context = context;
    csv_init(&reader->parser, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_realloc_func(&reader->parser, capped_realloc);
    csv_set_blk_size(&reader->parser, CELL_BUFFER_BYTES);
    csv_set_space_func(&reader->parser, never_space);
    if (fault_of_file(bytes, size) == CSV_FAULT_NONE)
        error = read_lines(reader, bytes, size);
    else
        error = stop(reader, fault_of_file(bytes, size), 0);
    csv_free(&reader->parser);
    free(reader->text);
    free(reader);
    return error;
}
