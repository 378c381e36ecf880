// A return as a folder of CSV files, written and read back: simulate_write and simulate_read of
// simulate.h. libcsv quotes the cells and takes them apart again.
#include "simulate/simulate.h"

#include "lib/base/file.h"

#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 4096, COLUMNS_MAX = 128 };

static enum err path_of(char path[PATH_BYTES], const char *folder, enum form_part part,
                        struct err_text *text)
{
    const int length = snprintf(path, PATH_BYTES, "%s/%s", folder, form_part(part)->file);

    return length < PATH_BYTES ? ERR_OK
                               : err_say(text, ERR_COMMAND, "%s is too long a path", folder);
}

// --- writing

// Quoted only where it must be, as a spreadsheet does.
static int put_cell(FILE *out, const char *text, int last)
{
    int result = 0;

    if (strpbrk(text, "\",\r\n") != NULL)
        result = csv_fwrite(out, text, strlen(text));
    else
        result = fputs(text, out);
    return result == EOF || fputs(last ? "\r\n" : ",", out) == EOF ? -1 : 0;
}

static int put_headings(FILE *out, const ProtobufCMessageDescriptor *row)
{
    int error = 0;

    for (unsigned i = 0; i < form_columns(row) && error == 0; i++)
        error = put_cell(out, row->fields[i].name, i + 1 == form_columns(row));
    return error;
}

static int put_row(FILE *out, struct arena *arena, const ProtobufCMessage *row)
{
    const unsigned columns = form_columns(row->descriptor);
    int error = 0;

    for (unsigned i = 0; i < columns && error == 0; i++) {
        const char *cell = form_write_cell(arena, row, &row->descriptor->fields[i]);

        error = cell == NULL ? -1 : put_cell(out, cell, i + 1 == columns);
    }
    return error;
}

static enum err write_part(const Qd__Return *returned, enum form_part part, const char *folder,
                           struct arena *arena, struct err_text *text)
{
    char path[PATH_BYTES];
    enum err error = path_of(path, folder, part, text);
    FILE *out;
    int failed;

    if (error != ERR_OK)
        return error;
    out = fopen(path, "wb");
    if (out == NULL)
        return err_say_errno(text, errno, "%s cannot be written", path);
    failed = put_headings(out, form_part(part)->row);
    for (size_t i = 0; i < form_rows(returned, part) && failed == 0; i++) {
        failed = put_row(out, arena, form_row(returned, part, i));
        arena_reset(arena);
    }
    if (fclose(out) != 0 || failed != 0)
        return err_say_errno(text, errno, "%s cannot be written", path);
    return ERR_OK;
}

enum err simulate_write(const Qd__Return *returned, const char *folder, struct err_text *text)
{
    enum { CELLS_BYTES = 1024 * 1024 };  // of one row
    struct arena arena;
    enum err error = ERR_OK;

    if (mkdir(folder, 0777) != 0)
        return err_say_errno(text, errno, "%s cannot be made", folder);
    arena_init(&arena, CELLS_BYTES);
    for (int part = 0; part < FORM_PARTS && error == ERR_OK; part++)
        if (form_rows(returned, (enum form_part)part) > 0)
            error = write_part(returned, (enum form_part)part, folder, &arena, text);
    arena_free(&arena);
    return error;
}

// --- reading

struct reader {
    struct arena *arena;
    Qd__Return *returned;
    enum form_part part;
    const ProtobufCFieldDescriptor *columns[COLUMNS_MAX];
    size_t count;  // of columns
    size_t cell;   // of the row that is being read
    size_t row;    // 0: the headings
    ProtobufCMessage *message;
    int failed;
};

static int take_heading(struct reader *reader, const char *text)
{
    if (reader->count == COLUMNS_MAX)
        return -1;
    reader->columns[reader->count] =
        protobuf_c_message_descriptor_get_field_by_name(form_part(reader->part)->row, text);
    return reader->columns[reader->count++] == NULL ? -1 : 0;
}

static int take_figure(struct reader *reader, const char *text)
{
    if (reader->cell == 0)
        reader->message = form_new_row(reader->arena, reader->part);
    if (reader->message == NULL || reader->cell >= reader->count)
        return -1;
    return simulate_cell(reader->arena, reader->message, reader->columns[reader->cell++], text);
}

static void on_cell(void *cell, size_t length, void *context)
{
    struct reader *reader = context;
    const char *text = cell == NULL ? "" : arena_strndup(reader->arena, cell, length);

    if (reader->failed)
        return;
    reader->failed = text == NULL || (reader->row == 0 ? take_heading(reader, text)
                                                       : take_figure(reader, text)) != 0;
}

static void on_row(int ended_by, void *context)
{
    struct reader *reader = context;

    (void)ended_by;
    if (!reader->failed && reader->row > 0)
        reader->failed =
            reader->cell != reader->count ||
            form_set_rows(reader->arena, reader->returned, reader->part, &reader->message, 1) != 0;
    reader->row += reader->failed ? 0 : 1;
    reader->cell = 0;
}

static int parse(struct reader *reader, FILE *in)
{
    char bytes[8192];
    struct csv_parser parser;
    size_t size;

    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0)
        return -1;
    while (!reader->failed && (size = fread(bytes, 1, sizeof bytes, in)) > 0)
        reader->failed |= csv_parse(&parser, bytes, size, on_cell, on_row, reader) != size;
    if (!reader->failed)
        reader->failed |= csv_fini(&parser, on_cell, on_row, reader) != 0 || ferror(in);
    csv_free(&parser);
    return reader->failed ? -1 : 0;
}

// A part without a file was not returned.
static enum err read_part(struct arena *arena, const char *folder, enum form_part part,
                          Qd__Return *returned, struct err_text *text)
{
    struct reader reader = {.arena = arena, .returned = returned, .part = part};
    char path[PATH_BYTES];
    enum err error = path_of(path, folder, part, text);
    int descriptor;
    FILE *in;

    if (error == ERR_OK)
        error = file_open(&descriptor, path, FILE_KEPT_BY_ANYBODY, text);
    if (error != ERR_OK)
        return error == ERR_NOT_FOUND && !form_part(part)->required ? ERR_OK : error;
    in = fdopen(descriptor, "rb");
    if (in == NULL) {
        close(descriptor);
        return err_say_errno(text, errno, "%s cannot be read", path);
    }
    if (parse(&reader, in) != 0)
        error = err_say(text, ERR_MALFORMED,
                        "%s, row %zu, cell %zu is not as a return's folder is written", path,
                        reader.row + 1, reader.row == 0 ? reader.count : reader.cell);
    fclose(in);
    return error;
}

enum err simulate_read(struct arena *arena, const char *folder, Qd__Return **returned,
                       struct err_text *text)
{
    Qd__Return *made = arena_alloc(arena, sizeof *made);
    enum err error = ERR_OK;

    if (made == NULL)
        return err_say(text, ERR_NO_MEMORY, "no memory is left to read %s", folder);
    qd__return__init(made);
    made->schema_version = FORM_SCHEMA_VERSION;
    for (int part = 0; part < FORM_PARTS && error == ERR_OK; part++)
        error = read_part(arena, folder, (enum form_part)part, made, text);
    if (error == ERR_OK && made->header == NULL)
        error = err_say(text, ERR_MALFORMED, "%s/return.csv has no row", folder);
    *returned = error == ERR_OK ? made : NULL;
    return error;
}
