#include "reporter/outputs/quality_sheet.h"

#include "lib/base/thousands.h"
#include "proto/form/period.h"
#include "reporter/outputs/figure_cells.h"
#include "reporter/table/table_make.h"

#include <string.h>

// The three that are compared, in the order of their columns.
enum origin { RETURNED, QUARTERS, DFE, ORIGINS };
enum { OF_ORIGIN = 4 };  // value, status, numerator and denominator

enum quality_cell {
    LESS_QUARTERS = ORIGINS * OF_ORIGIN,
    LESS_DFE,
    QUARTERS_LESS_DFE,
    SHOWN,  // one for each of the three
    AGREES = SHOWN + ORIGINS,
    QUALITY_CELLS
};

static const struct sheet_column own_columns[QUALITY_CELLS] = {
    {"returned_value", NULL, 1},
    {"returned_status", NULL, 0},
    {"returned_numerator", NULL, 1},
    {"returned_denominator", NULL, 1},
    {"quarters_value", NULL, 1},
    {"quarters_status", NULL, 0},
    {"quarters_numerator", NULL, 1},
    {"quarters_denominator", NULL, 1},
    {"dfe_value", NULL, 1},
    {"dfe_status", NULL, 0},
    {"dfe_numerator", NULL, 1},
    {"dfe_denominator", NULL, 1},
    [LESS_QUARTERS] = {"returned_less_quarters", NULL, 1},
    [LESS_DFE] = {"returned_less_dfe", NULL, 1},
    [QUARTERS_LESS_DFE] = {"quarters_less_dfe", NULL, 1},
    [SHOWN + RETURNED] = {NULL, "returned for the period", 1},
    [SHOWN + QUARTERS] = {NULL, "its four quarters", 1},
    [SHOWN + DFE] = {NULL, "DfE published", 1},
    [AGREES] = {"agrees", "agree", 0},
};

// --- the three

static struct table_cell nothing(enum figure_state why)
{
    const struct figure none = figure_missing(why);

    return (struct table_cell){.numerator = none, .denominator = none, .value = none};
}

// A borough's return for the period. A year that is made from quarters has none.
static struct table_cell returned_cell(const struct table *table, size_t period, size_t column,
                                       int row)
{
    if (table_source_of(table, period, row).made_from == TABLE_FROM_QUARTERS)
        return nothing(FIGURE_NOT_RETURNED);
    return *table_cell(table, period, column, row);
}

// What four quarters make; a quarter is made of none.
static struct table_cell quarters_cell(const struct quality_tables *tables, size_t period,
                                       size_t column, int row)
{
    if (tables->quarters != NULL)
        return *table_cell(tables->quarters, period, column, row);
    return nothing(tables->returned->kind == QD__PERIOD_KIND__FINANCIAL_QUARTER
                       ? FIGURE_NOT_APPLICABLE
                       : FIGURE_NOT_RETURNED);
}

static const struct published_return *published_of(const struct quality_tables *tables, int part,
                                                   const char *code, const Qd__Period *period)
{
    const struct published_return *found = published_find(&tables->published, part, code, period);
    Qd__Period stock;

    if (found != NULL)
        return found;
    period_of_stock(&stock, period);
    return published_find(&tables->published, part, code, &stock);
}

// A cell for each column, in `cells`; 0 where DfE published nothing of the area for the period.
static int dfe_cells(const struct quality_tables *tables, size_t period, int row,
                     struct table_cell *cells)
{
    const struct table *table = tables->returned;
    const Qd__Period *own = &table->periods.list[period];
    const char *code = table_row_code(table, row);
    const struct published_return *found = published_of(tables, table->about.part, code, own);
    const Qd__Return *stock = NULL;

    if (found == NULL)
        return 0;
    for (int part = 0; part < FORM_PARTS && stock == NULL; part++) {
        const struct published_return *other =
            part == table->about.part ? NULL : published_of(tables, part, code, own);

        stock = other == NULL ? NULL : other->returned;
    }
    table_outside(table, found->returned, stock, cells);
    return 1;
}

// --- one line

static int differ(const struct table_cell *a, const struct table_cell *b)
{
    return a->numerator.value != b->numerator.value || a->denominator.value != b->denominator.value;
}

static void fill_origin(struct arena *arena, const struct indicator *indicator,
                        const struct table_cell *cell, const char **cells)
{
    cells[0] = figure_cells_value(arena, indicator, cell);
    cells[1] = output_status(cell->value.state);
    cells[2] = figure_cells_numerator(arena, indicator, cell->numerator);
    cells[3] = figure_cells_denominator(arena, indicator, cell->denominator);
}

static const char *less(struct arena *arena, const struct indicator *indicator,
                        const struct table_cell *a, const struct table_cell *b)
{
    if (!figure_known(a->numerator) || !figure_known(b->numerator))
        return "";
    return figure_cells_numerator(arena, indicator,
                                  figure_of(a->numerator.value - b->numerator.value));
}

// For people: "65.0 (8,859 of 13,697)".
static const char *shown(struct arena *arena, const struct indicator *indicator,
                         const struct table_cell *cell)
{
    const char *value = figure_cells_shown(arena, indicator, cell);
    char numerator[OUTPUT_VALUE_BYTES], denominator[OUTPUT_VALUE_BYTES];

    if (value == NULL || !figure_known(cell->value) || !indicators_has_denominator(indicator))
        return value;
    output_numerator(indicator, cell->numerator, numerator);
    output_denominator(indicator, cell->denominator, denominator);
    thousands_group(numerator, sizeof numerator);
    thousands_group(denominator, sizeof denominator);
    return arena_printf(arena, "%s (%s of %s)", value, numerator, denominator);
}

// How many of the three are there, and whether all of these say the same.
static int count_known(const struct table_cell three[ORIGINS], int *agree)
{
    const struct table_cell *first = NULL;
    int known = 0;

    *agree = 1;
    for (int i = 0; i < ORIGINS; i++) {
        if (!figure_known(three[i].value))
            continue;
        known++;
        if (first == NULL)
            first = &three[i];
        else if (differ(first, &three[i]))
            *agree = 0;
    }
    return known;
}

static void fill_line(struct sheet *sheet, const struct table *table, const char *section,
                      size_t period, size_t column, int row, const struct table_cell three[ORIGINS],
                      const char *agrees)
{
    const struct indicator *indicator = table->columns[column].indicator;
    const char **cells = sheet_row(sheet, section), **own;
    struct arena *arena = sheet->arena;

    if (cells == NULL)
        return;
    figure_cells_fill(arena, table, period, column, row, cells);
    own = cells + sheet->columns_count - QUALITY_CELLS;
    for (int i = 0; i < ORIGINS; i++) {
        fill_origin(arena, indicator, &three[i], own + (ptrdiff_t)i * OF_ORIGIN);
        own[SHOWN + i] = shown(arena, indicator, &three[i]);
    }
    own[LESS_QUARTERS] = less(arena, indicator, &three[RETURNED], &three[QUARTERS]);
    own[LESS_DFE] = less(arena, indicator, &three[RETURNED], &three[DFE]);
    own[QUARTERS_LESS_DFE] = less(arena, indicator, &three[QUARTERS], &three[DFE]);
    own[AGREES] = agrees;
}

// --- the whole

struct quality {
    struct sheet *sheet;
    const struct quality_tables *tables;
    struct table_cell *dfe;  // [row of the table][column]
    int *has_dfe;
    int only_differences;
    size_t lines, agreeing;
};

static void add_line(struct quality *quality, const char *section, size_t period, size_t column,
                     size_t place)
{
    const struct table *table = quality->tables->returned;
    const int row = table->rows[place];
    const struct table_cell three[ORIGINS] = {
        [RETURNED] = returned_cell(table, period, column, row),
        [QUARTERS] = quarters_cell(quality->tables, period, column, row),
        [DFE] = quality->has_dfe[place] ? quality->dfe[place * table->count + column]
                                        : nothing(FIGURE_NOT_AVAILABLE),
    };
    int agree;
    const int known = count_known(three, &agree);

    quality->lines += known > 1;
    quality->agreeing += known > 1 && agree;
    if (quality->only_differences && (known < 2 || agree))
        return;
    fill_line(quality->sheet, table, section, period, column, row, three,
              known < 2 ? ""
              : agree   ? "yes"
                        : "no");
}

static void add_period(struct quality *quality, size_t period)
{
    const struct table *table = quality->tables->returned;

    for (size_t place = 0; place < table->rows_count; place++)
        quality->has_dfe[place] = dfe_cells(quality->tables, period, table->rows[place],
                                            quality->dfe + place * table->count);
    for (size_t column = 0; column < table->count; column++) {
        const char *section = figure_cells_section(table->arena, table, period, column);

        for (size_t place = 0; place < table->rows_count; place++)
            add_line(quality, section, period, column, place);
    }
}

static void begin(struct sheet *sheet, const struct table *table)
{
    struct sheet_column *columns =
        arena_zalloc(table->arena, (FIGURE_CELLS_MAX + QUALITY_CELLS) * sizeof *columns);
    char periods[OUTPUT_PERIODS_BYTES];
    struct sheet_about about =
        figure_cells_about(table, "quality",
                           "What was returned for the period, what its four quarters "
                           "make, and what DfE published.");
    size_t count = 0;

    output_periods(table, periods);
    about.title =
        arena_printf(table->arena, "Quality of the data: %s, %s", table->about.title, periods);
    if (columns != NULL) {
        count = figure_cells_columns(table, columns);
        memcpy(columns + count, own_columns, sizeof own_columns);
        count += QUALITY_CELLS;
    }
    sheet_init(sheet, table->arena, &about, columns, count);
}

void quality_sheet(struct sheet *sheet, const struct quality_tables *tables, int only_differences)
{
    const struct table *table = tables->returned;
    struct quality quality = {
        .sheet = sheet,
        .tables = tables,
        .dfe = arena_alloc(table->arena, table->rows_count * table->count * sizeof *quality.dfe),
        .has_dfe = arena_zalloc(table->arena, table->rows_count * sizeof *quality.has_dfe),
        .only_differences = only_differences};
    const char *text;

    begin(sheet, table);
    for (size_t period = 0; period < table->periods.count && quality.dfe != NULL &&
                            quality.has_dfe != NULL && sheet->columns_count > 0;
         period++)
        add_period(&quality, period);
    text = arena_printf(
        sheet->arena,
        "%zu figures are there in two ways at least, and %zu of these say the same; the "
        "others are shown. --areas shows all of those that it names",
        quality.lines, quality.agreeing);
    if (text != NULL && only_differences)
        sheet_note(sheet, "agree", text);
    sheet_note(
        sheet, "quarters",
        "what happened, added up over four quarters that are all there; what there is on a day, "
        "the last quarter's");
}
