#include "reporter/outputs/compare_sheet.h"

#include "proto/form/period.h"
#include "reporter/outputs/figure_cells.h"
#include "reporter/outputs/output_standing.h"

#include <string.h>

// --- the verdict

static const char *direction_word(enum indicator_direction direction, int higher)
{
    if (direction == INDICATOR_HIGH)
        return higher ? "better" : "worse";
    if (direction == INDICATOR_LOW)
        return higher ? "worse" : "better";
    return higher ? "higher" : "lower";
}

const char *compare_sheet_verdict(enum against_verdict verdict, enum indicator_direction direction)
{
    switch (verdict) {
    case AGAINST_HIGHER:
    case AGAINST_LOWER:
        return direction_word(direction, verdict == AGAINST_HIGHER);
    case AGAINST_NO_DIFFERENT:
        return "no different";
    case AGAINST_NOT_APPLICABLE:
        return output_status(FIGURE_NOT_APPLICABLE);
    default:
        return "";
    }
}

// --- for programs

enum long_cell {
    VALUE,
    STATUS,
    NUMERATOR,
    DENOMINATOR,
    LOW,
    HIGH,
    AGAINST,
    AGAINST_CODE,
    AGAINST_NAME,
    AGAINST_PERIOD,
    AGAINST_VALUE,
    AGAINST_STATUS,
    AGAINST_NUMERATOR,
    AGAINST_DENOMINATOR,
    AGAINST_N,
    AGAINST_OF,
    DIFFERENCE,
    VERDICT,
    DIRECTION,
    LONG_CELLS
};

static const struct sheet_column long_columns[LONG_CELLS] = {
    [VALUE] = {"value", NULL, 1},
    [STATUS] = {"status", NULL, 0},
    [NUMERATOR] = {"numerator", NULL, 1},
    [DENOMINATOR] = {"denominator", NULL, 1},
    [LOW] = {"low", NULL, 1},
    [HIGH] = {"high", NULL, 1},
    [AGAINST] = {"against", NULL, 0},
    [AGAINST_CODE] = {"against_code", NULL, 0},
    [AGAINST_NAME] = {"against_name", NULL, 0},
    [AGAINST_PERIOD] = {"against_period", NULL, 0},
    [AGAINST_VALUE] = {"against_value", NULL, 1},
    [AGAINST_STATUS] = {"against_status", NULL, 0},
    [AGAINST_NUMERATOR] = {"against_numerator", NULL, 1},
    [AGAINST_DENOMINATOR] = {"against_denominator", NULL, 1},
    [AGAINST_N] = {"against_n", NULL, 1},
    [AGAINST_OF] = {"against_of", NULL, 1},
    [DIFFERENCE] = {"difference", NULL, 1},
    [VERDICT] = {"verdict", NULL, 0},
    [DIRECTION] = {"direction", NULL, 0},
};

static const char *kind_name(const struct against *against)
{
    static const char *const names[] = {[AGAINST_AREA] = "area",
                                        [AGAINST_NEIGHBOURS] = "neighbours",
                                        [AGAINST_TARGET] = "target",
                                        [AGAINST_DFE] = "dfe",
                                        [AGAINST_ENGLAND] = "dfe_england"};

    return names[against->kind];
}

static void fill_own(struct arena *arena, const struct indicator *indicator,
                     const struct table_cell *cell, const char **cells)
{
    struct interval interval;

    cells[VALUE] = figure_cells_value(arena, indicator, cell);
    cells[STATUS] = output_status(cell->value.state);
    cells[NUMERATOR] = figure_cells_numerator(arena, indicator, cell->numerator);
    cells[DENOMINATOR] = figure_cells_denominator(arena, indicator, cell->denominator);
    if (standing_interval(indicator, cell, &interval)) {
        cells[LOW] = figure_cells_real(arena, output_in_unit(indicator, interval.low));
        cells[HIGH] = figure_cells_real(arena, output_in_unit(indicator, interval.high));
    }
    cells[DIRECTION] = indicators_direction_name(indicator->direction);
}

static void fill_other(struct arena *arena, const struct indicator *indicator,
                       const struct table_cell *cell, const struct against *against,
                       const char **cells)
{
    const int is_sum = against->kind == AGAINST_AREA || against->kind == AGAINST_NEIGHBOURS;
    char period[PERIOD_TEXT_BYTES] = "";
    double own, other;

    if (against->period != NULL)
        period_format(against->period, period);
    cells[AGAINST] = kind_name(against);
    cells[AGAINST_CODE] = against->code;
    cells[AGAINST_NAME] = against->name;
    cells[AGAINST_PERIOD] = arena_strdup(arena, period);
    cells[AGAINST_VALUE] = figure_cells_value(arena, indicator, &against->cell);
    cells[AGAINST_STATUS] = output_status(against->cell.value.state);
    if (!against->is_percentage) {
        cells[AGAINST_NUMERATOR] =
            figure_cells_numerator(arena, indicator, against->cell.numerator);
        cells[AGAINST_DENOMINATOR] =
            figure_cells_denominator(arena, indicator, against->cell.denominator);
    }
    if (is_sum) {
        cells[AGAINST_N] = figure_cells_count(arena, against->cell.n);
        cells[AGAINST_OF] = figure_cells_count(arena, against->cell.of);
    }
    if (standing_figure(indicator, cell, &own) &&
        standing_figure(indicator, &against->cell, &other))
        cells[DIFFERENCE] = figure_cells_real(arena, output_in_unit(indicator, own - other));
    cells[VERDICT] = compare_sheet_verdict(against->verdict, indicator->direction);
}

void compare_sheet_begin(struct sheet *sheet, const struct table *table,
                         const struct sheet_column *columns, size_t count)
{
    char periods[OUTPUT_PERIODS_BYTES];
    struct sheet_about about =
        figure_cells_about(table, "compare",
                           "How each figure stands among the boroughs, and against what "
                           "it differs beyond chance.");

    output_periods(table, periods);
    about.title = arena_printf(table->arena, "%s, %s", table->about.title, periods);
    sheet_init(sheet, table->arena, &about, columns, count);
}

static void fill_long(struct sheet *sheet, const struct table *table, size_t period, size_t column,
                      int row, const struct against_sources *sources, struct against *list)
{
    const struct indicator *indicator = table->columns[column].indicator;
    const struct table_cell *cell = table_cell(table, period, column, row);
    const size_t count = against_list(sources, table, period, column, row, list);
    const size_t own = sheet->columns_count - LONG_CELLS;

    for (size_t i = 0; i < count; i++) {
        const char **cells = sheet_row(sheet, "");

        if (cells == NULL)
            return;
        figure_cells_fill(table->arena, table, period, column, row, cells);
        fill_own(table->arena, indicator, cell, cells + own);
        fill_other(table->arena, indicator, cell, &list[i], cells + own);
    }
}

void compare_sheet_long(struct sheet *sheet, const struct table *table,
                        const struct against_sources *sources)
{
    struct sheet_column *columns =
        arena_zalloc(table->arena, (FIGURE_CELLS_MAX + LONG_CELLS) * sizeof *columns);
    struct against *list = arena_alloc(table->arena, against_most(table) * sizeof *list);
    size_t count;

    if (columns == NULL || list == NULL) {
        compare_sheet_begin(sheet, table, NULL, 0);
        return;  // the arena is exhausted, which the writer says
    }
    count = figure_cells_columns(table, columns);
    memcpy(columns + count, long_columns, sizeof long_columns);
    compare_sheet_begin(sheet, table, columns, count + LONG_CELLS);
    for (size_t period = 0; period < table->periods.count; period++)
        for (size_t column = 0; column < table->count; column++)
            for (size_t i = 0; i < table->rows_count; i++)
                fill_long(sheet, table, period, column, table->rows[i], sources, list);
}
