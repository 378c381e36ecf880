#include "proto/reference/reference_file.h"

#include "proto/form/period.h"

#include "lib/base/file.h"
#include "lib/base/utf8.h"

#include <csv.h>
#include <stdio.h>
#include <string.h>

// A whole file, and what an arena needs beside it.
enum { FILE_ARENA_BYTES = REFERENCE_FILE_MAX_BYTES + 64 * 1024 };

struct reading {
    struct arena *arena;
    const char *const *headings;
    size_t count;
    size_t places[REFERENCE_COLUMNS_MAX];  // of the headings asked for, in a row
    size_t columns;                        // in the file's first line
    const char *cells[REFERENCE_COLUMNS_MAX];
    size_t cells_count, line;
    reference_row_fn *row;
    void *context;
    enum err error;
    struct err_text why;
};

// A row counts from its first cell on, so that what is wrong within it is told of it.
static void begin_row(struct reading *reading)
{
    reading->line += reading->cells_count == 0;
}

static void take_cell(void *bytes, size_t length, void *context)
{
    struct reading *reading = context;

    if (reading->error != ERR_OK)
        return;
    begin_row(reading);
    if (reading->cells_count == REFERENCE_COLUMNS_MAX) {
        reading->error = err_say(&reading->why, ERR_MALFORMED,
                                 "there are more than %d columns: take out what is not asked for",
                                 REFERENCE_COLUMNS_MAX);
        return;
    }
    if (utf8_check(bytes, length, NULL) != UTF8_FINE) {
        reading->error = err_say(&reading->why, ERR_MALFORMED,
                                 "a cell is not UTF-8, or has a control character in it: save the "
                                 "file as \"CSV UTF-8 (comma delimited)\"");
        return;
    }
    reading->cells[reading->cells_count] = arena_strndup(reading->arena, bytes, length);
    if (reading->cells[reading->cells_count++] == NULL)
        reading->error =
            err_say(&reading->why, ERR_NO_MEMORY, "it needs more memory than there is");
}

static void find_headings(struct reading *reading)
{
    reading->columns = reading->cells_count;
    for (size_t i = 0; i < reading->count; i++) {
        const int optional = reading->headings[i][0] == '?';
        const char *heading = reading->headings[i] + optional;
        size_t place = 0;

        while (place < reading->columns && strcmp(reading->cells[place], heading) != 0)
            place++;
        if (place == reading->columns && !optional) {
            reading->error = err_say(&reading->why, ERR_MALFORMED,
                                     "there is no column %s: add one with that heading", heading);
            return;
        }
        reading->places[i] = place;
    }
}

static void end_row(int end, void *context)
{
    struct reading *reading = context;
    const char *fields[REFERENCE_COLUMNS_MAX];

    (void)end;
    if (reading->error != ERR_OK)
        return;
    if (reading->line == 1) {
        find_headings(reading);
    } else if (reading->cells_count != reading->columns) {
        reading->error =
            err_say(&reading->why, ERR_MALFORMED,
                    "there are %zu cells, and %zu headings above them: give each row a cell for "
                    "each heading, and put a cell that has a comma in it into quotation marks",
                    reading->cells_count, reading->columns);
    } else {
        for (size_t i = 0; i < reading->count; i++)
            fields[i] =
                reading->places[i] == reading->columns ? NULL : reading->cells[reading->places[i]];
        reading->error = reading->row(reading->context, fields, &reading->why);
    }
    reading->cells_count = 0;
}

static void parse(struct reading *reading, const char *bytes, size_t size)
{
    static const char byte_order_mark[] = "\xef\xbb\xbf";
    const size_t mark = size >= 3 && memcmp(bytes, byte_order_mark, 3) == 0 ? 3 : 0;
    struct csv_parser parser;

    csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
    if (csv_parse(&parser, bytes + mark, size - mark, take_cell, end_row, reading) < size - mark ||
        csv_fini(&parser, take_cell, end_row, reading) != 0) {
        if (reading->error == ERR_OK) {
            begin_row(reading);
            reading->error = err_say(&reading->why, ERR_MALFORMED,
                                     "a quotation mark stands inside a cell, or is not closed: put "
                                     "the whole cell in quotation marks, and double those in it");
        }
    }
    csv_free(&parser);
    if (reading->error == ERR_OK && reading->line == 0)
        reading->error =
            err_say(&reading->why, ERR_MALFORMED,
                    "the file is empty: its first row has the headings, beginning with %s",
                    reading->headings[0]);
}

enum err reference_file_parse(const char *name, const char *bytes, size_t size, struct arena *arena,
                              const char *const *headings, size_t count, reference_row_fn *row,
                              void *context, struct err_text *text)
{
    struct reading reading = {
        .arena = arena, .headings = headings, .count = count, .row = row, .context = context};

    parse(&reading, bytes, size);
    if (reading.error == ERR_OK)
        return ERR_OK;
    return err_say(text, reading.error, "%s, row %zu: %s", name,
                   reading.line == 0 ? (size_t)1 : reading.line, reading.why.text);
}

enum err reference_file_read(const char *path, struct arena *arena, const char *const *headings,
                             size_t count, reference_row_fn *row, void *context,
                             struct err_text *text)
{
    struct arena file;
    char *bytes;
    size_t size;
    enum err error;

    arena_init(&file, FILE_ARENA_BYTES);
    error = file_read(&bytes, &size, REFERENCE_FILE_MAX_BYTES, &file, path, text);
    if (error == ERR_OK)
        error = reference_file_parse(path, bytes, size, arena, headings, count, row, context, text);
    arena_free(&file);
    return error;
}

enum err reference_file_hash(uint8_t hash[SHA256_BYTES], const char *path, struct err_text *text)
{
    struct arena file;
    char *bytes;
    size_t size;
    enum err error;

    arena_init(&file, FILE_ARENA_BYTES);
    error = file_read(&bytes, &size, REFERENCE_FILE_MAX_BYTES, &file, path, text);
    if (error == ERR_OK)
        sha256(hash, bytes, size);
    arena_free(&file);
    return error;
}

enum err reference_file_day(const char *text, int32_t open, int32_t *day, struct err_text *why)
{
    Qd__Date date = QD__DATE__INIT;
    int length = 0;

    *day = open;
    if (text[0] == '\0')
        return ERR_OK;
    if (sscanf(text, "%4u-%2u-%2u%n", &date.year, &date.month, &date.day, &length) != 3 ||
        text[length] != '\0' || !period_date_valid(&date))
        return err_say(why, ERR_MALFORMED, "\"%.40s\" is not a day: write it as 2022-07-01", text);
    *day = period_date_days(&date);
    return ERR_OK;
}
