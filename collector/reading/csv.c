#include "collector/reading/csv_internal.h"

#include "lib/base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

// --- rows

static void begin_row(struct reader *reader)
{
    reader->row.sheet_row++;
    reader->row.line = reader->cell_line = reader->line;
    reader->row.count = reader->text_used = 0;
    reader->row.damaged = reader->row.is_cut = 0;
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
    return reader->on_row(reader->context, &reader->row) == 0
               ? ERR_OK
               : csv_stop(reader, CSV_FAULT_STOPPED, 0);
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
        if (csv_between_rows(reader))
            begin_row(reader);
        error = csv_feed(reader, text, piece);
        if (error == ERR_OK && csv_between_rows(reader)) {
            if (piece < length)
                (void)csv_note(reader, CSV_FAULT_CARRIAGE_RETURN, 0);
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

    if (csv_between_rows(reader))
        return ERR_OK;
    error = csv_feed_end(reader);
    reader->row.is_cut = 1;
    return error == ERR_OK ? deliver(reader) : error;
}

// --- the file

static const char byte_order_mark[] = "\xef\xbb\xbf";

static int begins_with(const char *bytes, size_t size, const char *mark)
{
    return size >= strlen(mark) && strncasecmp(bytes, mark, strlen(mark)) == 0;
}

// Excel's "sep=," in front of the first row, which no spreadsheet shows.
static size_t sep_line(const char *bytes, size_t size)
{
    const char *end = memchr(bytes, '\n', size);
    size_t quote = size > 0 && *bytes == '"', length = end == NULL ? 0 : (size_t)(end - bytes);

    while (length > 0 && strchr("\r\"", bytes[length - 1]) != NULL)
        length--;
    if (end == NULL || length != quote + strlen("sep=,") ||
        !begins_with(bytes + quote, size - quote, "sep="))
        return 0;
    return (size_t)(end - bytes) + 1;
}

size_t csv_preamble(const char *bytes, size_t size)
{
    size_t mark = begins_with(bytes, size, byte_order_mark) ? strlen(byte_order_mark) : 0;

    return mark + sep_line(bytes + mark, size - mark);
}

// The end mark of old programs (control-Z) behind the last row, with or without a line end.
static size_t without_end_mark(struct reader *reader, size_t size)
{
    size_t length = size;

    while (length > 0 && strchr("\r\n", reader->bytes[length - 1]) != NULL &&
           reader->bytes[length - 1] != '\0')
        length--;
    if (length == 0 || reader->bytes[length - 1] != '\x1a')
        return size;
    (void)csv_note(reader, CSV_FAULT_END_MARK, 0);
    return length - 1;
}

// A byte order mark in front of a row further down.
static size_t mark_inside(struct reader *reader, const char *at, const char *end)
{
    if (!csv_between_rows(reader) || !begins_with(at, (size_t)(end - at), byte_order_mark))
        return 0;
    reader->row.sheet_row++;
    (void)csv_note(reader, CSV_FAULT_MARK_INSIDE, 1);
    reader->row.sheet_row--;
    return strlen(byte_order_mark);
}

static enum err read_lines(struct reader *reader, size_t size)
{
    const char *at = reader->bytes + csv_preamble(reader->bytes, size);
    const char *end = reader->bytes + without_end_mark(reader, size);
    enum err error = ERR_OK;

    reader->line = at > reader->bytes && at[-1] == '\n';
    while (error == ERR_OK && at < end) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        const char *next = line_end == NULL ? end : line_end + 1;

        at += mark_inside(reader, at, end);
        error = read_line(reader, at, (size_t)(next - at));
        at = next;
    }
    return error == ERR_OK ? read_end(reader) : error;
}

static enum err read_bytes(struct reader *reader, size_t size)
{
    struct csv_fault_place *other = &reader->faults->first[CSV_FAULT_NOT_CSV];
    const struct encoding_format *format;

    switch (encoding_of(reader->bytes, size, &format)) {
    case ENCODING_UTF16:
        return csv_stop(reader, CSV_FAULT_UTF16, 0);
    case ENCODING_OTHER:
        (void)csv_stop(reader, CSV_FAULT_NOT_CSV, 0);
        other->format = format;
        return ERR_MALFORMED;
    case ENCODING_TEXT:
        break;
    }
    return read_lines(reader, size);
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
    reader->bytes = bytes;
    reader->on_row = row;
    reader->context = context;
    csv_init(&reader->parser, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_realloc_func(&reader->parser, capped_realloc);
    csv_set_blk_size(&reader->parser, CELL_BUFFER_BYTES);
    csv_set_space_func(&reader->parser, never_space);
    error = read_bytes(reader, size);
    csv_free(&reader->parser);
    free(reader->text);
    free(reader);
    return error;
}
