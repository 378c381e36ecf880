#include "reporter/outputs/csvw.h"

#include "lib/base/clock.h"
#include "reporter/outputs/json_stream.h"
#include "reporter/outputs/output_columns.h"

// --- how it is written

static void write_dialect(struct json_stream *json)
{
    json_stream_key(json, "dialect");
    json_stream_open(json, '{');
    json_stream_member(json, "encoding", "utf-8");
    json_stream_member(json, "delimiter", ",");
    json_stream_member(json, "quoteChar", "\"");
    json_stream_truth(json, "doubleQuote", 1);
    json_stream_member(json, "lineTerminators", "\n");
    json_stream_truth(json, "header", 1);
    json_stream_figure(json, "headerRowCount", "1");
    json_stream_close(json, '}');
}

// --- its columns

// A base type, and the pattern that the cells have.
static void write_datatype(struct json_stream *json, enum column_type type)
{
    static const struct {
        const char *base, *format;
    } types[] = {
        [COLUMN_TEXT] = {"string", NULL},
        [COLUMN_PERIOD] = {"string", "[0-9]{4}(-[0-9]{2}( Q[1-4])?)?"},
        [COLUMN_TRUTH] = {"boolean", "yes|no"},
        [COLUMN_INTEGER] = {"integer", NULL},
        [COLUMN_DECIMAL] = {"decimal", NULL},
        [COLUMN_SYMBOLS] = {"decimal", NULL},
    };

    if (types[type].format == NULL) {
        json_stream_member(json, "datatype", types[type].base);
        return;
    }
    json_stream_key(json, "datatype");
    json_stream_open(json, '{');
    json_stream_member(json, "base", types[type].base);
    json_stream_member(json, "format", types[type].format);
    json_stream_close(json, '}');
}

// What stands in a cell that has no value.
static void write_null(struct json_stream *json, enum column_type type)
{
    static const char *const symbols[] = {"x", "z", "c", "low"};

    if (type != COLUMN_SYMBOLS) {
        json_stream_member(json, "null", "");
        return;
    }
    json_stream_key(json, "null");
    json_stream_open(json, '[');
    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++)
        json_stream_string(json, symbols[i]);
    json_stream_close(json, ']');
}

// The first title is the heading that the file has; the other one is for people.
static void write_column(struct json_stream *json, const struct column_words *words)
{
    json_stream_open(json, '{');
    json_stream_member(json, "name", words->name);
    json_stream_key(json, "titles");
    json_stream_open(json, '[');
    json_stream_string(json, words->name);
    json_stream_string(json, words->title);
    json_stream_close(json, ']');
    json_stream_member(json, "dc:description", words->description);
    write_datatype(json, words->type);
    write_null(json, words->type);
    json_stream_close(json, '}');
}

static void write_schema(struct json_stream *json, const struct csvw_file *file)
{
    json_stream_key(json, "tableSchema");
    json_stream_open(json, '{');
    json_stream_key(json, "columns");
    json_stream_open(json, '[');
    for (size_t i = 0; i < file->count; i++)
        write_column(json, &file->columns[i]);
    json_stream_close(json, ']');
    json_stream_key(json, "primaryKey");
    json_stream_open(json, '[');
    for (size_t i = 0; i < file->count; i++)
        if (file->columns[i].is_key)
            json_stream_string(json, file->columns[i].name);
    json_stream_close(json, ']');
    json_stream_close(json, '}');
}

// --- where it comes from

static void write_provenance(struct json_stream *json, const struct csvw_file *file)
{
    char received_at[CLOCK_TEXT_BYTES] = "", words[CLOCK_TEXT_BYTES + 160];
    const int is_known = file->received_at_unix_ms > 0;

    if (is_known)
        clock_format(file->received_at_unix_ms, received_at);
    snprintf(words, sizeof words,
             "The returns of the London boroughs, the latest revision of each: the newest has "
             "number %llu of the journal%s%s.",
             (unsigned long long)file->sequence, is_known ? " and was received " : "", received_at);
    json_stream_member(json, "dc:provenance", words);
    if (is_known)
        json_stream_member(json, "dc:modified", received_at);
}

enum err csvw_write(const struct csvw_file *file, FILE *out)
{
    struct json_stream json = {.out = out};

    json_stream_open(&json, '{');
    json_stream_key(&json, "@context");
    json_stream_open(&json, '[');
    json_stream_string(&json, "http://www.w3.org/ns/csvw");
    json_stream_open(&json, '{');
    json_stream_member(&json, "@language", "en");
    json_stream_close(&json, '}');
    json_stream_close(&json, ']');
    json_stream_member(&json, "url", file->url);
    json_stream_member(&json, "dc:title", file->title);
    json_stream_member(&json, "dc:description", file->about);
    if (file->simulated)
        json_stream_member(&json, "rdfs:comment", "Simulated: some of the figures are made up.");
    write_provenance(&json, file);
    write_dialect(&json);
    write_schema(&json, file);
    if (file->sheet != NULL)
        sheet_json_notes(file->sheet, &json);
    json_stream_close(&json, '}');
    putc('\n', out);
    return fflush(out) == 0 && !ferror(out) ? ERR_OK : ERR_IO;
}

// --- of a table, and of a sheet

struct csvw_file csvw_file_of(const struct table *table, const char *url,
                              char title[OUTPUT_TITLE_BYTES])
{
    output_title(table, title);
    return (struct csvw_file){.url = url,
                              .title = title,
                              .about = table->about.about,
                              .sequence = table->sequence,
                              .received_at_unix_ms = table->received_at_unix_ms,
                              .simulated = output_is_simulated(table)};
}

enum err csvw_table(const struct table *table, const char *url, FILE *out)
{
    const char *names[OUTPUT_COLUMNS_MAX];
    struct column_words columns[OUTPUT_COLUMNS_MAX];
    char title[OUTPUT_TITLE_BYTES];
    struct csvw_file file = csvw_file_of(table, url, title);

    file.columns = columns;
    file.count = output_columns(table, names);
    for (size_t i = 0; i < file.count; i++)
        columns[i] = column_words_of(names[i]);
    return csvw_write(&file, out);
}

enum err csvw_sheet(const struct sheet *sheet, const char *url, FILE *out)
{
    struct column_words *columns =
        arena_alloc(sheet->arena, sheet->columns_count * sizeof *columns);
    struct csvw_file file = {.url = url,
                             .title = sheet->about.title,
                             .about = sheet->about.about,
                             .sequence = sheet->about.sequence,
                             .received_at_unix_ms = sheet->about.received_at_unix_ms,
                             .simulated = sheet->about.simulated,
                             .columns = columns,
                             .sheet = sheet};

    if (columns == NULL)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < sheet->columns_count; i++)
        if (sheet->columns[i].name != NULL)
            columns[file.count++] = column_words_of(sheet->columns[i].name);
    return csvw_write(&file, out);
}
