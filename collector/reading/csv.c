#include "collector/reading/csv.h"

#include "lib/base/utf8.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

// What libcsv must be able to hold of one cell: the longest allowed, the quotation mark that ends
// it, and one byte more to see what comes next.
enum { CELL_BUFFER_BYTES = CSV_CELL_MAX_BYTES + 2 };

struct reader {
    struct csv_parser parser;
    struct csv_fault_place *place;
    const unsigned char *bytes;
    size_t size;
    uint32_t line;       // the physical line that is being read
    uint32_t cell_line;  // the one on which the current cell began

    // The row so far. Cells lie one after the other in `text`, each with a NUL behind it; where
    // they are is known when the row is complete, because `text` moves as it grows.
    struct csv_row row;
    struct csv_cell cells[CSV_COLUMNS_MAX];
    char *text;
    size_t text_used, text_size;
    enum csv_fault cell_fault;  // found by the callback, which cannot stop libcsv
    int no_memory;

    csv_row_fn *on_row;
    csv_blank_fn *on_blank;
    void *context;
};

// --- bytes that are no CSV at all

static int begins_with(const unsigned char *bytes, size_t size, const char *signature,
                       size_t length)
{
    return size >= length && strncasecmp((const char *)bytes, signature, length) == 0;
}

static int is_another_format(const unsigned char *bytes, size_t size)
{
    static const struct {
        const char *signature;
        size_t length;
    } formats[] = {
        {"PK\x03\x04", 4},                        // zip: xlsx, ods
        {"PK\x05\x06", 4},                        // an empty one
        {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8},  // OLE: xls
        {"%PDF", 4},
        {"{\\rtf", 5},
        {"\x1f\x8b", 2},  // gzip
        {"<html", 5},     // a page that asks for a password, as a rule
        {"<!doctype", 9},
        {"<?xml", 5},
    };

    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (begins_with(bytes, size, formats[i].signature, formats[i].length))
            return 1;
    return 0;
}

// UTF-16 without its mark shows itself by a NUL in every other byte. NULs everywhere are no text;
// a single one is left to whoever reads the cell.
static enum csv_fault fault_of_nuls(const unsigned char *bytes, size_t size)
{
    enum { SAMPLE_BYTES = 512, FEW = 8 };  // one of FEW bytes, in all
    size_t sample = size < SAMPLE_BYTES ? size : SAMPLE_BYTES, nuls[2] = {0, 0};

    for (size_t i = 0; i < sample; i++)
        nuls[i % 2] += bytes[i] == 0;
    if (nuls[0] * FEW > sample && nuls[1] * FEW > sample)
        return CSV_FAULT_NOT_CSV;
    return nuls[0] * FEW > sample || nuls[1] * FEW > sample ? CSV_FAULT_UTF16 : CSV_FAULT_NONE;
}

static enum csv_fault fault_of_file(const unsigned char *bytes, size_t size)
{
    if (begins_with(bytes, size, "\xff\xfe", 2) || begins_with(bytes, size, "\xfe\xff", 2))
        return CSV_FAULT_UTF16;
    if (is_another_format(bytes, size))
        return CSV_FAULT_NOT_CSV;
    return fault_of_nuls(bytes, size);
}

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

// --- rows

// libcsv's name for it is not in its header: no field of a row has been met since the last one
// ended.
static int between_rows(const struct reader *reader)
{
    return reader->parser.pstate == 0;
}

static enum err stop(struct reader *reader, enum csv_fault fault, uint32_t column)
{
    *reader->place = (struct csv_fault_place){.fault = fault,
                                              .sheet_row = reader->row.sheet_row,
                                              .line = reader->cell_line,
                                              .column = column,
                                              .quoted = reader->parser.quoted};
    return ERR_MALFORMED;
}

static uint32_t current_column(const struct reader *reader)
{
    return (uint32_t)reader->row.count + 1;
}

static int is_blank(const struct reader *reader)
{
    for (size_t i = 0; i < reader->text_used; i++)
        if (strchr(" \t\r\n", reader->text[i]) == NULL)  // finds the NULs between cells, too
            return 0;
    return 1;
}

static enum err deliver(struct reader *reader)
{
    char *text = reader->text;

    if (is_blank(reader)) {
        if (reader->on_blank != NULL)
            reader->on_blank(reader->context, reader->row.sheet_row);
        return ERR_OK;
    }
    for (size_t i = 0; i < reader->row.count; i++) {
        reader->cells[i].text = text;
        text += reader->cells[i].length + 1;
    }
    reader->row.cells = reader->cells;
    if (reader->on_row(reader->context, &reader->row) != 0)
        return stop(reader, CSV_FAULT_STOPPED, 0);
    return ERR_OK;
}

static enum err fault_of_parser(struct reader *reader)
{
    if (csv_error(&reader->parser) == CSV_EPARSE)
        return stop(reader, CSV_FAULT_QUOTE, current_column(reader));
    if (csv_get_buffer_size(&reader->parser) == CELL_BUFFER_BYTES)
        return stop(reader, CSV_FAULT_CELL_TOO_LONG, current_column(reader));
    return ERR_NO_MEMORY;
}

static enum err feed(struct reader *reader, size_t from, size_t to)
{
    if (csv_parse(&reader->parser, reader->bytes + from, to - from, take_cell, NULL, reader) !=
        to - from)
        return fault_of_parser(reader);
    if (reader->no_memory)
        return ERR_NO_MEMORY;
    if (reader->cell_fault != CSV_FAULT_NONE)
        return stop(reader, reader->cell_fault, current_column(reader));
    return ERR_OK;
}

// The next CR that no LF follows and that does not end the file; `to` if there is none.
static size_t lone_return(const struct reader *reader, size_t from, size_t to)
{
    while (from < to) {
        const unsigned char *found = memchr(reader->bytes + from, '\r', to - from);
        size_t next = found == NULL ? to : (size_t)(found - reader->bytes) + 1;

        if (found == NULL || (next < reader->size && reader->bytes[next] != '\n'))
            return found == NULL ? to : next - 1;
        from = next;
    }
    return to;
}

// Feeds the physical line up to `to`, in pieces that end with each CR standing alone: within
// quotation marks it is part of the cell, elsewhere libcsv takes it for the end of the row.
static enum err feed_line(struct reader *reader, size_t from, size_t to)
{
    enum err error = ERR_OK;

    while (error == ERR_OK && from < to) {
        size_t lone = lone_return(reader, from, to);

        error = feed(reader, from, lone < to ? lone + 1 : to);
        if (error == ERR_OK && lone < to && between_rows(reader))
            error = stop(reader, CSV_FAULT_CARRIAGE_RETURN, 0);
        from = lone < to ? lone + 1 : to;
    }
    return error;
}

static enum err read_line(struct reader *reader, size_t *at)
{
    const unsigned char *start = reader->bytes + *at;
    const unsigned char *end = memchr(start, '\n', reader->size - *at);
    size_t length = end == NULL ? reader->size - *at : (size_t)(end - start) + 1;
    size_t text = utf8_valid_bytes((const char *)start, length);
    enum err error;

    reader->line++;
    if (between_rows(reader)) {
        reader->row.sheet_row++;
        reader->row.line = reader->cell_line = reader->line;
        reader->row.count = reader->text_used = 0;
    }
    error = feed_line(reader, *at, *at + text);
    if (error == ERR_OK && text < length) {
        error = stop(reader, CSV_FAULT_NOT_UTF8, current_column(reader));
        reader->place->offset = *at + text;
        reader->place->byte = start[text];
    }
    *at += length;
    return error == ERR_OK && between_rows(reader) ? deliver(reader) : error;
}

static enum err read_end(struct reader *reader)
{
    if (between_rows(reader))
        return ERR_OK;
    if (csv_fini(&reader->parser, take_cell, NULL, reader) != 0)
        return stop(reader, CSV_FAULT_QUOTE_UNCLOSED, current_column(reader));
    if (reader->no_memory)
        return ERR_NO_MEMORY;
    if (reader->cell_fault != CSV_FAULT_NONE)
        return stop(reader, reader->cell_fault, current_column(reader));
    return deliver(reader);
}

enum err csv_read(const void *bytes, size_t size, csv_row_fn *row, csv_blank_fn *blank,
                  void *context, struct csv_fault_place *place)
{
    static const unsigned char mark[] = {0xef, 0xbb, 0xbf};
    struct reader *reader;
    enum err error = ERR_OK;
    size_t at = 0;

    *place = (struct csv_fault_place){.fault = CSV_FAULT_NONE};
    if (size > CSV_FILE_MAX_BYTES)
        return ERR_TOO_LARGE;
    place->fault = fault_of_file(bytes, size);
    if (place->fault != CSV_FAULT_NONE)
        return ERR_MALFORMED;
    if (size >= sizeof mark && memcmp(bytes, mark, sizeof mark) == 0)
        at = sizeof mark;
    reader = calloc(1, sizeof *reader);
    if (reader == NULL)
        return ERR_NO_MEMORY;
    *reader = (struct reader){.place = place,
                              .bytes = bytes,
                              .size = size,
                              .on_row = row,
                              .on_blank = blank,
                              .context = context};
    csv_init(&reader->parser, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_realloc_func(&reader->parser, capped_realloc);
    csv_set_blk_size(&reader->parser, CELL_BUFFER_BYTES);
    csv_set_space_func(&reader->parser, never_space);
    while (error == ERR_OK && at < size)
        error = read_line(reader, &at);
    if (error == ERR_OK)
        error = read_end(reader);
    csv_free(&reader->parser);
    free(reader->text);
    free(reader);
    return error;
}
