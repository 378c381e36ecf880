#include "collector/reading/csv_internal.h"

#include "lib/base/utf8.h"

#include <stdlib.h>
#include <string.h>

// --- what libcsv calls

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

// --- faults

static uint32_t current_column(const struct reader *reader)
{
    return (uint32_t)reader->row.count + 1;
}

struct csv_fault_place *csv_note(struct reader *reader, enum csv_fault fault, uint32_t column)
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

enum err csv_stop(struct reader *reader, enum csv_fault fault, uint32_t column)
{
    (void)csv_note(reader, fault, column);
    reader->faults->stopped_by = fault;
    return ERR_MALFORMED;
}

static enum err fault_of_parser(struct reader *reader)
{
    if (csv_error(&reader->parser) == CSV_EPARSE)
        return csv_stop(reader, CSV_FAULT_QUOTE, current_column(reader));
    if (csv_get_buffer_size(&reader->parser) == CELL_BUFFER_BYTES)
        return csv_stop(reader, CSV_FAULT_CELL_TOO_LONG, current_column(reader));
    return ERR_NO_MEMORY;
}

static enum err fault_of_cell(struct reader *reader)
{
    if (reader->no_memory)
        return ERR_NO_MEMORY;
    return reader->cell_fault == CSV_FAULT_NONE
               ? ERR_OK
               : csv_stop(reader, reader->cell_fault, current_column(reader));
}

// --- text into cells

static enum err feed_plain(struct reader *reader, const char *text, size_t length)
{
    if (csv_parse(&reader->parser, text, length, take_cell, NULL, reader) != length)
        return fault_of_parser(reader);
    return fault_of_cell(reader);
}

static int is_before_cell(const struct reader *reader)
{
    return reader->parser.pstate == CSV_STATE_BETWEEN_ROWS ||
           reader->parser.pstate == CSV_STATE_BEFORE_CELL;
}

static int ends_cell(const char *at, const char *end)
{
    return at == end || *at == ',' || *at == '\r' || *at == '\n';
}

// Spaces around the quotation marks of a cell are left out; a spreadsheet would take the marks for text.
static enum err feed_quoted(struct reader *reader, const char *text, size_t length)
{
    const char *end = text + length, *mark = text;
    enum err error = ERR_OK;

    while (error == ERR_OK && (mark = memchr(mark, '"', (size_t)(end - mark))) != NULL) {
        const char *spaces = mark, *behind = mark + 1;

        while (spaces > text && spaces[-1] == ' ')
            spaces--;
        error = feed_plain(reader, text, (size_t)(spaces - text));
        if (error == ERR_OK && spaces < mark && is_before_cell(reader))
            (void)csv_note(reader, CSV_FAULT_SPACED_QUOTE, current_column(reader));
        else if (error == ERR_OK)
            error = feed_plain(reader, spaces, (size_t)(mark - spaces));
        if (error == ERR_OK)
            error = feed_plain(reader, mark, 1);
        while (behind < end && *behind == ' ')
            behind++;
        if (error == ERR_OK && behind > mark + 1 && ends_cell(behind, end) &&
            reader->parser.pstate == CSV_STATE_BEHIND_QUOTE)
            (void)csv_note(reader, CSV_FAULT_SPACED_QUOTE, current_column(reader));
        else
            behind = mark + 1;
        text = mark = behind;
    }
    return error == ERR_OK ? feed_plain(reader, text, (size_t)(end - text)) : error;
}

// NULs are left out: they are no text, but what a damaged copy has in its place.
static enum err feed(struct reader *reader, const char *text, size_t length)
{
    const char *end = text + length;
    enum err error = ERR_OK;

    while (error == ERR_OK && text < end) {
        const char *nul = memchr(text, '\0', (size_t)(end - text));
        size_t piece = (size_t)((nul == NULL ? end : nul) - text);

        error = memchr(text, '"', piece) == NULL ? feed_plain(reader, text, piece)
                                                 : feed_quoted(reader, text, piece);
        if (error == ERR_OK && nul != NULL) {
            struct csv_fault_place *first = csv_note(reader, CSV_FAULT_NUL, current_column(reader));

            if (first != NULL)
                first->offset = (size_t)(nul - reader->bytes);
            reader->row.damaged = 1;
            piece++;
        }
        text += piece;
    }
    return error;
}

// A byte that is not UTF-8, as what it is in Windows-1252; '?' if it is nothing there.
static enum err feed_western(struct reader *reader, unsigned char byte)
{
    struct csv_fault_place *first = csv_note(reader, CSV_FAULT_NOT_UTF8, current_column(reader));
    const char *character;

    if (first != NULL)
        encoding_western_make(&reader->western);
    character = reader->western.characters[byte - ENCODING_HIGH_BYTES];
    if (first != NULL) {
        first->byte = byte;
        memcpy(first->character, character, sizeof first->character);
    }
    return *character == '\0' ? feed_plain(reader, "?", 1)
                              : feed_plain(reader, character, strlen(character));
}

enum err csv_feed(struct reader *reader, const char *text, size_t length)
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

enum err csv_feed_end(struct reader *reader)
{
    if (csv_fini(&reader->parser, take_cell, NULL, reader) != 0)
        return csv_stop(reader, CSV_FAULT_QUOTE_UNCLOSED, current_column(reader));
    return fault_of_cell(reader);
}
