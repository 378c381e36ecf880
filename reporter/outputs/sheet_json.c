// A sheet as JSON, with what its columns hold.
#include "reporter/outputs/column_words.h"
#include "reporter/outputs/document.h"
#include "reporter/outputs/sheet.h"

enum { SHEET_JSON_VERSION = 1 };  // of data/schemas/sheet-1.json

static void write_row(const struct sheet *sheet, const struct sheet_row *row,
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

void sheet_json_notes(const struct sheet *sheet, struct json_stream *json)
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

static void write_columns(const struct sheet *sheet, struct json_stream *json)
{
    static const char *const types[] = {
        [COLUMN_TEXT] = "text",       [COLUMN_PERIOD] = "period",   [COLUMN_TRUTH] = "yes or no",
        [COLUMN_INTEGER] = "integer", [COLUMN_DECIMAL] = "decimal", [COLUMN_SYMBOLS] = "decimal"};

    json_stream_key(json, "columns");
    json_stream_open(json, '[');
    for (size_t i = 0; i < sheet->columns_count; i++) {
        struct column_words words;

        if (sheet->columns[i].name == NULL)
            continue;
        words = column_words_of(sheet->columns[i].name);
        json_stream_open(json, '{');
        json_stream_member(json, "name", words.name);
        json_stream_member(json, "title", words.title);
        json_stream_member(json, "type", types[words.type]);
        json_stream_member(json, "description", words.description);
        json_stream_close(json, '}');
    }
    json_stream_close(json, ']');
}

enum err sheet_json(const struct sheet *sheet, FILE *out)
{
    const struct sheet_about *about = &sheet->about;
    struct json_stream json = {.out = out};

    json_stream_open(&json, '{');
    document_schema(&json, "sheet", SHEET_JSON_VERSION);
    json_stream_member(&json, "kind", about->kind);
    json_stream_member(&json, "table", about->name);
    json_stream_member(&json, "title", about->title);
    json_stream_member(&json, "about", about->about);
    document_as_at(&json, about->sequence, about->received_at_unix_ms);
    json_stream_truth(&json, "simulated", about->simulated);
    write_columns(sheet, &json);
    json_stream_key(&json, "rows");
    json_stream_open(&json, '[');
    for (size_t i = 0; i < sheet->rows_count; i++)
        write_row(sheet, &sheet->rows[i], &json);
    json_stream_close(&json, ']');
    sheet_json_notes(sheet, &json);
    json_stream_close(&json, '}');
    putc('\n', out);
    if (sheet->arena->exhausted)
        return ERR_NO_MEMORY;
    return fflush(out) == 0 && !ferror(out) ? ERR_OK : ERR_IO;
}
