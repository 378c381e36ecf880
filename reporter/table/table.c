#include "reporter/table/table.h"

#include "reporter/indicators/stats.h"

#include <assert.h>
#include <string.h>

const char *const table_names[] = {"timeliness", "placements", "transport", "submissions", NULL};

static const struct {
    const char *code, *name;
} areas[] = {{"E13000001", "Inner London"}, {"E13000002", "Outer London"}, {"E12000007", "London"}};

const char *table_row_code(int row)
{
    assert(row >= 0 && row < TABLE_ROWS);
    return row < BOROUGHS_COUNT ? boroughs[row].new_la_code : areas[row - BOROUGHS_COUNT].code;
}

const char *table_row_name(int row)
{
    assert(row >= 0 && row < TABLE_ROWS);
    return row < BOROUGHS_COUNT ? boroughs[row].la_name : areas[row - BOROUGHS_COUNT].name;
}

const struct table_column *table_column(const struct table *table, const char *measure)
{
    for (size_t i = 0; i < table->count; i++)
        if (strcmp(table->columns[i].indicator->measure, measure) == 0)
            return &table->columns[i];
    return NULL;
}

enum err table_begin(struct table *table, struct arena *arena, const struct indicator_table *about,
                     const Qd__Period *period, struct err_text *text)
{
    enum err error;

    *table = (struct table){.about = about, .period = *period};
    error = indicators_make(&table->indicators, arena, about, text);
    if (error != ERR_OK)
        return error;
    table->count = table->indicators.count;
    table->columns = arena_zalloc(arena, table->count * sizeof *table->columns);
    table->figures = arena_zalloc(arena, about->figures_count() * sizeof *table->figures);
    if (table->columns == NULL || table->figures == NULL)
        return err_say(text, ERR_NO_MEMORY, "the table needs more memory than there is");
    for (size_t i = 0; i < table->count; i++) {
        table->columns[i].indicator = &table->indicators.list[i];
        for (int row = 0; row < BOROUGHS_COUNT; row++)
            table->columns[i].cells[row].of = 1;
    }
    return ERR_OK;
}

// --- one borough
static int has_denominator(const struct indicator *indicator)
{
    return indicator->denominator != INDICATOR_NO_FIGURE;
}

// The value of a cell that has its figures; a percentage of zero does not exist.
static void work_out(const struct indicator *indicator, struct table_cell *cell)
{
    const int percent = indicator->unit == INDICATOR_PERCENT;

    cell->value = 0;
    cell->known = 0;
    if (!figure_known(cell->numerator))
        return;
    if (has_denominator(indicator)) {
        cell->known = figure_known(cell->denominator) &&
                      stats_round(cell->numerator.value, percent ? STATS_SCALE_MAX : 1,
                                  cell->denominator.value, &cell->value);
        return;
    }
    cell->known = 1;
    cell->value = cell->numerator.value;
}

void table_add(struct table *table, int borough_row, const struct indicator_source *source)
{
    assert(borough_row >= 0 && borough_row < BOROUGHS_COUNT);
    table->added |= (uint64_t)1 << borough_row;
    table->about->figures(source, table->figures);
    for (size_t i = 0; i < table->count; i++) {
        const struct indicator *indicator = table->columns[i].indicator;
        struct table_cell *cell = &table->columns[i].cells[borough_row];

        cell->numerator = table->figures[indicator->numerator];
        cell->denominator = has_denominator(indicator) ? table->figures[indicator->denominator]
                                                       : figure_missing(FIGURE_NOT_RETURNED);
        cell->covered = figure_known(cell->numerator) &&
                        (!has_denominator(indicator) || figure_known(cell->denominator));
        work_out(indicator, cell);
    }
    if (source->period != NULL && source->sequence > table->sequence) {
        table->sequence = source->sequence;
        table->received_at_unix_ms = source->received_at_unix_ms;
    }
}

// --- Inner, Outer and all London
static int in_area(int borough, int area)
{
    return area == TABLE_LONDON || boroughs[borough].inner == (area == TABLE_INNER);
}

// Promise F: a borough that has the one figure and not the other is in neither sum.
static void sum_area(struct table_column *column, int area)
{
    const struct indicator *indicator = column->indicator;
    struct table_cell *sum = &column->cells[area];

    *sum = (struct table_cell){.numerator = figure_of(0), .denominator = figure_of(0)};
    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        const struct table_cell *cell = &column->cells[row];

        if (!in_area(row, area))
            continue;
        sum->of++;
        if (!cell->covered)
            continue;
        sum->covered++;
        figure_add(&sum->numerator, cell->numerator);
        if (has_denominator(indicator))
            figure_add(&sum->denominator, cell->denominator);
    }
    if (sum->covered == 0 || !indicators_unit_sums(indicator->unit))
        sum->numerator = sum->denominator = figure_missing(FIGURE_NOT_RETURNED);
    if (!has_denominator(indicator))
        sum->denominator = figure_missing(FIGURE_NOT_RETURNED);
    work_out(indicator, sum);
}

static void rank(struct table_column *column)
{
    const struct indicator *indicator = column->indicator;
    struct stats_ratio ratios[BOROUGHS_COUNT];
    int ranks[BOROUGHS_COUNT];

    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        const struct table_cell *cell = &column->cells[row];

        ratios[row] =
            (struct stats_ratio){cell->known, cell->numerator.value,
                                 has_denominator(indicator) ? cell->denominator.value : 1};
    }
    stats_rank(ratios, BOROUGHS_COUNT, indicator->polarity != POLARITY_LOW, ranks);
    for (int row = 0; row < BOROUGHS_COUNT; row++)
        column->cells[row].rank = ranks[row];
}

void table_finish(struct table *table)
{
    for (int row = 0; row < BOROUGHS_COUNT; row++)
        if ((table->added >> row & 1) == 0)
            table_add(table, row, &(struct indicator_source){0});
    for (size_t i = 0; i < table->count; i++) {
        struct table_column *column = &table->columns[i];

        for (int area = TABLE_INNER; area <= TABLE_LONDON; area++)
            sum_area(column, area);
        if (indicators_ranked_from(column->indicator->polarity) != NULL)
            rank(column);
    }
}
