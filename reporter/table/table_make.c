// Laying a table out: its rows and, with table_columns.c, its columns.
#include "reporter/table/table_make.h"

#include "lib/base/commas.h"
#include "lib/base/list.h"
#include "proto/form/period.h"
#include "reporter/table/table_internal.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

// --- the rows

static enum err add_row(struct table *table, int row, struct err_text *text)
{
    int *place;

    for (size_t i = 0; i < table->rows_count; i++)
        if (table->rows[i] == row)
            return ERR_OK;
    place = LIST_ADD(table->arena, table->rows, table->rows_count);
    if (place == NULL)
        return table_no_memory(text);
    *place = row;
    return ERR_OK;
}

static enum err add_boroughs(struct table *table, struct err_text *text)
{
    enum err error = ERR_OK;

    for (int row = 0; row < BOROUGHS_COUNT && error == ERR_OK; row++)
        error = add_row(table, row, text);
    return error;
}

static enum err no_area(const struct table *table, const char *word, struct err_text *text)
{
    const char *sets = "boroughs";

    for (size_t i = 0; i < table->areas.count && sets != NULL; i++)
        if (i == 0 || strcmp(table->areas.list[i].set, table->areas.list[i - 1].set) != 0)
            sets = arena_printf(table->arena, "%s, %s", sets, table->areas.list[i].set);
    return err_say(text, ERR_COMMAND,
                   "there is no area \"%.60s\": write a borough's or an area's name or code, or a "
                   "set of areas (%s)",
                   word, sets == NULL ? "" : sets);
}

// A set of areas, an area or a borough.
static enum err add_area(struct table *table, const char *word, struct err_text *text)
{
    const struct borough *borough = boroughs_find(word);
    const int area = areas_find(&table->areas, word);
    enum err error = ERR_OK;
    int found = 0;

    if (strcasecmp(word, "boroughs") == 0)
        return add_boroughs(table, text);
    for (size_t i = 0; i < table->areas.count && error == ERR_OK; i++)
        if (strcmp(table->areas.list[i].set, word) == 0) {
            error = add_row(table, BOROUGHS_COUNT + (int)i, text);
            found = 1;
        }
    if (found)
        return error;
    if (area >= 0)
        return add_row(table, BOROUGHS_COUNT + area, text);
    if (borough != NULL)
        return add_row(table, (int)(borough - boroughs), text);
    return no_area(table, word, text);
}

static enum err add_rows(struct table *table, const char *areas, struct err_text *text)
{
    enum err error = ERR_OK;
    const char *word;

    if (areas == NULL) {
        error = add_boroughs(table, text);
        return error == ERR_OK ? add_area(table, AREAS_DEFAULT_SET, text) : error;
    }
    while (error == ERR_OK && (word = commas_next(table->arena, &areas)) != NULL)
        error = add_area(table, word, text);
    if (error == ERR_OK && table->rows_count == 0)
        error = err_say(text, ERR_COMMAND,
                        "--areas names none: name boroughs or areas, or leave it out");
    return error;
}

// --- the whole

enum err table_begin(struct table *table, struct arena *arena, const struct areas *areas,
                     const struct table_request *request, struct err_text *text)
{
    char names[TABLES_NAMES_BYTES];
    enum err error;

    *table = (struct table){.kind = request->kind,
                            .rolling = request->rolling,
                            .for_borough = request->for_borough,
                            .words_of = request->words_of,
                            .areas = *areas,
                            .calendar = request->calendar,
                            .as_of = AS_OF_NOW,
                            .arena = arena};
    tables_names(names);
    if (!tables_find(&table->about, request->name))
        return err_say(text, ERR_COMMAND, "there is no table \"%.40s\": they are %s", request->name,
                       names);
    if (table->rolling &&
        (table->kind != QD__PERIOD_KIND__FINANCIAL_QUARTER || table->about.part == RECEIPT_PART))
        return err_say(text, ERR_COMMAND,
                       "--rolling adds up four quarters: ask for quarters, and not for the table "
                       "of submissions");
    asked_init(&table->asked, arena);
    error = table_add_columns(table, request, text);
    if (error == ERR_OK)
        error = add_rows(table, request->areas, text);
    if (error == ERR_OK)
        error = table_ask_marks(table, text);
    if (error == ERR_OK)
        error = asked_plan(&table->asked, text);
    return error;
}

enum err table_lay(struct table *table, const struct periods *periods, struct err_text *text)
{
    const size_t cells = periods->count * table->count * table_places(table);

    assert(periods->count > 0 && periods->list[0].kind == table->kind);
    if (cells > TABLE_CELLS_MAX)
        return err_say(text, ERR_COMMAND,
                       "the table has %zu cells, and %d at most can be made at once: ask for fewer "
                       "measures, periods or combinations",
                       cells, TABLE_CELLS_MAX);
    table->periods = *periods;
    table->cells = arena_zalloc(table->arena, cells * sizeof *table->cells);
    table->sources =
        arena_zalloc(table->arena, periods->count * BOROUGHS_COUNT * sizeof *table->sources);
    table->work = table_work_make(table);
    if (table->cells == NULL || table->sources == NULL || table->work == NULL ||
        table_medians_lay(table) != 0)
        return table_no_memory(text);
    return ERR_OK;
}
