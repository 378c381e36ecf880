#include "reporter/outputs/period_list.h"

#include "proto/form/period.h"
#include "reporter/outputs/json_stream.h"
#include "reporter/outputs/output.h"
#include "reporter/outputs/paragraph.h"

#include <string.h>

enum { COUNT_BYTES = 32, PERIOD_COLUMNS = 12 };

static int count_of(uint64_t boroughs_in)
{
    return __builtin_popcountll(boroughs_in);
}

static enum err written(FILE *out)
{
    return fflush(out) == 0 && !ferror(out) ? ERR_OK : ERR_IO;
}

// --- for a terminal

static int width_of(const char *heading)
{
    const int width = (int)strlen(heading);

    return width < (int)sizeof "33 + 33" ? (int)sizeof "33 + 33" : width;
}

// "33", "30 + 3" or "".
static void put_count(char text[COUNT_BYTES], uint64_t returned, uint64_t made)
{
    text[0] = '\0';
    if (made != 0)
        snprintf(text, COUNT_BYTES, "%d + %d", count_of(returned), count_of(made));
    else if (returned != 0)
        snprintf(text, COUNT_BYTES, "%d", count_of(returned));
}

// The cells of a line, each under its heading; the line ends without spaces.
static void write_line(const struct tables_entry *tables, size_t count, const char *first,
                       const char *const *cells, FILE *out)
{
    int spaces = PERIOD_COLUMNS - (int)strlen(first);

    fputs(first, out);
    for (size_t i = 0; i < count; i++) {
        const int width = width_of(tables[i].name) + 2;

        spaces += width - (int)strlen(cells[i]);
        if (cells[i][0] == '\0')
            continue;
        fprintf(out, "%*s%s", spaces, "", cells[i]);
        spaces = 0;
    }
    fputc('\n', out);
}

static int somebody_has(const struct returned *all, int part)
{
    for (size_t i = 0; i < all->count; i++)
        if (part == RECEIPT_PART || all->list[i].parts[part] != 0 || all->list[i].made[part] != 0)
            return 1;
    return 0;
}

// The tables for which there is something, of receipts last.
static size_t list_tables(const struct returned *all, struct tables_entry tables[FORM_PARTS + 1])
{
    struct tables_entry table;
    size_t count = 0;

    for (size_t i = 0; tables_at(&table, i); i++)
        if (somebody_has(all, table.part))
            tables[count++] = table;
    return count;
}

enum err period_list_text(const struct returned *all, FILE *out)
{
    struct tables_entry tables[FORM_PARTS + 2];
    const size_t count = list_tables(all, tables);
    const char *cells[FORM_PARTS + 1];
    char texts[FORM_PARTS + 1][COUNT_BYTES];
    int made = 0;

    for (size_t i = 0; i < count; i++)
        cells[i] = tables[i].name;
    write_line(tables, count, "period", cells, out);
    for (size_t i = 0; i < all->count; i++) {
        const struct returned_period *period = &all->list[i];
        char text[PERIOD_TEXT_BYTES];

        period_format(&period->period, text);
        for (size_t j = 0; j < count; j++) {
            const int part = tables[j].part;

            put_count(texts[j], part == RECEIPT_PART ? period->boroughs : period->parts[part],
                      part == RECEIPT_PART ? 0 : period->made[part]);
            cells[j] = texts[j];
            made |= strchr(texts[j], '+') != NULL;
        }
        write_line(tables, count, text, cells, out);
    }
    fputc('\n', out);
    paragraph_note(out, "", "of how many boroughs there is something for each table");
    if (made)
        paragraph_note(out, "+", "of so many more the year is made from their quarters");
    return written(out);
}

// --- for programs

enum err period_list_csv(const struct returned *all, FILE *out)
{
    struct tables_entry table;

    fputs("period,kind,table,returned,made_from_quarters\n", out);
    for (size_t i = 0; i < all->count; i++) {
        const struct returned_period *period = &all->list[i];
        char text[PERIOD_TEXT_BYTES];

        period_format(&period->period, text);
        for (size_t j = 0; tables_at(&table, j); j++) {
            const int is_receipt = table.part == RECEIPT_PART;

            fprintf(out, "%s,%s,%s,%d,%d\n", text, periods_kind_name(period->period.kind),
                    table.name, count_of(is_receipt ? period->boroughs : period->parts[table.part]),
                    count_of(is_receipt ? 0 : period->made[table.part]));
        }
    }
    return written(out);
}

enum err period_list_json(const struct returned *all, FILE *out)
{
    struct json_stream json = {.out = out};
    struct tables_entry table;

    json_stream_open(&json, '{');
    json_stream_key(&json, "periods");
    json_stream_open(&json, '[');
    for (size_t i = 0; i < all->count; i++) {
        const struct returned_period *period = &all->list[i];
        char text[PERIOD_TEXT_BYTES];

        period_format(&period->period, text);
        json_stream_open(&json, '{');
        json_stream_member(&json, "period", text);
        json_stream_member(&json, "kind", periods_kind_name(period->period.kind));
        json_stream_count(&json, "returned", count_of(period->boroughs));
        json_stream_key(&json, "tables");
        json_stream_open(&json, '{');
        for (size_t j = 0; tables_at(&table, j); j++) {
            if (table.part == RECEIPT_PART)
                continue;
            json_stream_key(&json, table.name);
            json_stream_open(&json, '{');
            json_stream_count(&json, "returned", count_of(period->parts[table.part]));
            json_stream_count(&json, "made_from_quarters", count_of(period->made[table.part]));
            json_stream_close(&json, '}');
        }
        json_stream_close(&json, '}');
        json_stream_close(&json, '}');
    }
    json_stream_close(&json, ']');
    json_stream_close(&json, '}');
    fputc('\n', out);
    return written(out);
}
