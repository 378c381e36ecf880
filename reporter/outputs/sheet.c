#include "reporter/outputs/sheet.h"

#include "lib/base/list.h"
#include "reporter/outputs/csv_piece.h"
#include "reporter/outputs/json_stream.h"

void sheet_init(struct sheet *sheet, struct arena *arena, const struct sheet_about *about,
                const struct sheet_column *columns, size_t count)
{
    *sheet =
        (struct sheet){.arena = arena, .about = *about, .columns = columns, .columns_count = count};
}

const char **sheet_row(struct sheet *sheet, const char *section)
{
    struct sheet_row *row = LIST_ADD(sheet->arena, sheet->rows, sheet->rows_count);

    if (row == NULL)
        return NULL;
    *row = (struct sheet_row){
        .section = section,
        .cells = arena_zalloc(sheet->arena, sheet->columns_count * sizeof *row->cells)};
    if (row->cells == NULL)
        sheet->rows_count--;
    return row->cells;
}

void sheet_rule(struct sheet *sheet)
{
    if (sheet->rows_count > 0)
        sheet->rows[sheet->rows_count - 1].ruled = 1;
}

void sheet_note(struct sheet *sheet, const char *lead, const char *text)
{
    struct sheet_note *note = text == NULL || text[0] == '\0'
                                  ? NULL
                                  : LIST_ADD(sheet->arena, sheet->notes, sheet->notes_count);

    if (note != NULL)
        *note = (struct sheet_note){lead, text};
}

// --- for programs

static enum err written(const struct sheet *sheet, FILE *out)
{
    if (sheet->arena->exhausted)
        return ERR_NO_MEMORY;
    return fflush(out) == 0 && !ferror(out) ? ERR_OK : ERR_IO;
}

// The columns' names (NULL), or the cells of a row.
static void write_csv_line(const struct sheet *sheet, const char *const *cells, FILE *out)
{
    const char *separator = "";

    for (size_t i = 0; i < sheet->columns_count; i++) {
        const char *name = sheet->columns[i].name;

        if (name == NULL)
            continue;
        fputs(separator, out);
        separator = ",";
        if (cells == NULL)
            fputs(name, out);
        else if (cells[i] != NULL)
            csv_piece_write_cell(cells[i], out);
    }
    putc('\n', out);
}

enum err sheet_csv(const struct sheet *sheet, FILE *out)
{
    write_csv_line(sheet, NULL, out);
    for (size_t i = 0; i < sheet->rows_count; i++)
        write_csv_line(sheet, sheet->rows[i].cells, out);
    return written(sheet, out);
}

static void write_json_row(const struct sheet *sheet, const struct sheet_row *row,
                           struct json_stream *json)
{
    json_stream_open(json, '{');
    for (size_t i = 0; i < sheet->columns_count; i++) {
        const struct sheet_column *column = &sheet->columns[i];
        const char *cell = row->cells[i] == NULL ? "" : row->cells[i];

        if (column->name == NULL)
            continue;
        if (column->is_number)
            json_stream_figure(json, column->name, cell);
        else
            json_stream_member(json, column->name, cell[0] == '\0' ? NULL : cell);
    }
    json_stream_close(json, '}');
}

static void write_json_notes(const struct sheet *sheet, struct json_stream *json)
{
    json_stream_key(json, "notes");
    json_stream_open(json, '[');
    for (size_t i = 0; i < sheet->notes_count; i++) {
        json_stream_open(json, '{');
        json_stream_member(json, "about", sheet->notes[i].lead);
        json_stream_member(json, "note", sheet->notes[i].text);
        json_stream_close(json, '}');
    }
    json_stream_close(json, ']');
}

enum err sheet_json(const struct sheet *sheet, FILE *out)
{
    struct json_stream json = {.out = out};

    json_stream_open(&json, '{');
    json_stream_member(&json, "table", sheet->about.name);
    json_stream_member(&json, "title", sheet->about.title);
    json_stream_figure(&json, "simulated", sheet->about.simulated ? "true" : "false");
    json_stream_key(&json, "rows");
    json_stream_open(&json, '[');
    for (size_t i = 0; i < sheet->rows_count; i++)
        write_json_row(sheet, &sheet->rows[i], &json);
    json_stream_close(&json, ']');
    write_json_notes(sheet, &json);
    json_stream_close(&json, '}');
    putc('\n', out);
    return written(sheet, out);
}
