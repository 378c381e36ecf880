#include "reporter/editions/told.h"

#include <string.h>

static int has_place(const struct sheet_column *columns, const char *name)
{
    for (int place = TOLD_TABLE; place < TOLD_ROW; place++)
        if (strcmp(columns[place].name, name) == 0)
            return 1;
    return 0;
}

// Columns that tell it apart and have no place of their own.
static const char *rest_of(const struct records_line *line, const struct sheet_column *columns,
                           struct arena *arena)
{
    const char *rest = "";

    for (size_t i = 0; i < line->of->columns_count && rest != NULL; i++) {
        const char *name = line->of->headings[i];

        if (line->of->columns[i].is_key && line->cells[i][0] != '\0' && !has_place(columns, name))
            rest = arena_printf(arena, "%s%s%s=%s", rest, rest[0] == '\0' ? "" : "; ", name,
                                line->cells[i]);
    }
    return rest == NULL ? "" : rest;
}

void told_line(const char **cells, const struct sheet_column *columns, struct arena *arena,
               const char *stem, const char *period, const struct records_line *line)
{
    cells[TOLD_TABLE] = arena_strdup(arena, stem);
    for (int place = TOLD_PERIOD; place < TOLD_ROW; place++)
        cells[place] = arena_strdup(arena, records_cell(line, columns[place].name));
    if (records_column(line->of, columns[TOLD_PERIOD].name) < 0)
        cells[TOLD_PERIOD] = period;
    cells[TOLD_ROW] = rest_of(line, columns, arena);
}

int told_figure(const char *column)
{
    static const char *const names[TOLD_FIGURE] = {"value", "status", "numerator", "denominator",
                                                   "n"};

    for (int place = 0; place < TOLD_FIGURE; place++)
        if (strcmp(names[place], column) == 0)
            return place;
    return -1;
}

void told_other(struct json_stream *json, const char *column, const char *first, const char *second)
{
    json_stream_key(json, column);
    json_stream_open(json, '[');
    json_stream_string(json, first);
    json_stream_string(json, second);
    json_stream_close(json, ']');
}
