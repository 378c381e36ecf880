// The comparison for people: two strips for each measure, how a figure stands among the boroughs, and
// against what it differs.
#include "reporter/outputs/compare_sheet.h"

#include "lib/base/list.h"
#include "proto/form/period.h"
#include "reporter/outputs/figure_cells.h"
#include "reporter/outputs/output_standing.h"
#include "reporter/outputs/paragraph.h"

#include <string.h>

enum wide_cell {
    AREA,
    VALUE,
    COUNT,
    OVER,
    INTERVAL,
    RANK,
    BY_CHANCE,
    QUARTILE,
    FIFTH,
    STANDS_OUT,
    OWN_CELLS
};

static const struct sheet_column own_columns[OWN_CELLS] = {
    [AREA] = {NULL, "", 0},
    [VALUE] = {NULL, "value", 1},
    [COUNT] = {NULL, "count", 1},
    [OVER] = {NULL, "of", 1},
    [INTERVAL] = {NULL, "95 % interval", 1},
    [RANK] = {NULL, "rank", 1},
    [BY_CHANCE] = {NULL, "ranks by chance", 1},
    [QUARTILE] = {NULL, "quartile", 0},
    [FIFTH] = {NULL, "fifth", 0},
    [STANDS_OUT] = {NULL, "stands out", 0},
};

// Columns behind them, in which comparisons stand: one for each area of the default set, one for each
// other set, then the rest by their kinds.
struct wide {
    struct sheet_column *columns;
    size_t count;
    size_t *of_area;  // by the places of the table's areas
    size_t of_kind[AGAINST_ENGLAND + 1];
};

static size_t add_column(struct arena *arena, struct wide *wide, const char *heading)
{
    struct sheet_column *place = LIST_ADD(arena, wide->columns, wide->count);

    if (place == NULL)
        return 0;
    *place = (struct sheet_column){NULL, heading, 0};
    return wide->count - 1;
}

static void add_areas(struct arena *arena, struct wide *wide, const struct table *table)
{
    const struct areas *areas = &table->areas;

    for (size_t i = 0; i < areas->count; i++) {
        const struct area *area = &areas->list[i];
        const int is_default = strcmp(area->set, AREAS_DEFAULT_SET) == 0;

        if (!is_default && i > 0 && strcmp(area->set, areas->list[i - 1].set) == 0)
            wide->of_area[i] = wide->of_area[i - 1];
        else
            wide->of_area[i] = add_column(arena, wide, is_default ? area->name : area->level);
    }
}

// 0, or -1 when the arena is exhausted.
static int make_columns(struct arena *arena, struct wide *wide, const struct table *table)
{
    *wide = (struct wide){
        .of_area = arena_zalloc(arena, (table->areas.count + 1) * sizeof *wide->of_area)};
    for (size_t i = 0; i < OWN_CELLS; i++)
        (void)add_column(arena, wide, own_columns[i].heading);
    if (wide->of_area == NULL || wide->count < OWN_CELLS)
        return -1;
    memcpy(wide->columns, own_columns, sizeof own_columns);
    add_areas(arena, wide, table);
    wide->of_kind[AGAINST_NEIGHBOURS] = add_column(arena, wide, "neighbours");
    wide->of_kind[AGAINST_TARGET] = add_column(arena, wide, "the law");
    wide->of_kind[AGAINST_DFE] = add_column(arena, wide, "DfE, the same area");
    wide->of_kind[AGAINST_ENGLAND] = add_column(arena, wide, "DfE, England");
    return arena->exhausted ? -1 : 0;
}

// --- one row

static const char *in_words(struct arena *arena, const struct standings *standings,
                            const struct indicator *indicator, const struct table_cell *cell,
                            int row, enum output_standing_field field)
{
    char text[OUTPUT_VALUE_BYTES];

    output_standing(standings, indicator, cell, row, field, text);
    return strcmp(text, output_status(FIGURE_NOT_APPLICABLE)) == 0
               ? output_sign(FIGURE_NOT_APPLICABLE)
               : arena_strdup(arena, text);
}

static void fill_standing(struct arena *arena, const struct standings *standings,
                          const struct indicator *indicator, const struct table_cell *cell, int row,
                          const char **cells)
{
    const struct standing *standing = &standings->list[row];

    if (standing->has_interval)
        cells[INTERVAL] = figure_cells_interval(arena, indicator, standing->interval.low,
                                                standing->interval.high);
    else
        cells[INTERVAL] = in_words(arena, standings, indicator, cell, row, OUTPUT_INTERVAL);
    if (standing->ranked == 0)
        return;
    cells[RANK] = arena_printf(arena, "%u of %u", cell->rank, standing->ranked);
    cells[BY_CHANCE] =
        standing->chance.best == 0
            ? output_sign(FIGURE_NOT_APPLICABLE)
            : arena_printf(arena, "%zu to %zu", standing->chance.best, standing->chance.worst);
    cells[QUARTILE] = in_words(arena, standings, indicator, cell, row, OUTPUT_QUARTILE);
    cells[FIFTH] = in_words(arena, standings, indicator, cell, row, OUTPUT_FIFTH);
    if (standing->stands_out != 0 || !standing->has_limits)
        cells[STANDS_OUT] = in_words(arena, standings, indicator, cell, row, OUTPUT_STANDS_OUT);
}

// `is_there`: the figure itself is. Where it is not, its own sign says why.
static const char *verdict_of(struct arena *arena, const struct against *against,
                              const struct indicator *indicator, int is_there)
{
    const char *word = compare_sheet_verdict(against->verdict, indicator->direction);

    if (against->verdict == AGAINST_NO_FIGURE)
        return is_there ? output_sign(against->cell.value.state) : "";
    if (against->verdict == AGAINST_NOT_APPLICABLE)
        return output_sign(FIGURE_NOT_APPLICABLE);
    if (against->verdict == AGAINST_NO_DIFFERENT)
        word = "=";
    return against->kind == AGAINST_NEIGHBOURS
               ? arena_printf(arena, "%s %u/%u", word, against->cell.n, against->cell.of)
               : word;
}

static void fill_row(struct sheet *sheet, const struct wide *wide, const struct table *table,
                     size_t period, size_t column, int row, const char *section,
                     const struct standings *standings, const struct against *list, size_t count)
{
    const struct indicator *indicator = table->columns[column].indicator;
    const struct table_cell *cell = table_cell(table, period, column, row);
    const char **cells = sheet_row(sheet, section);

    if (cells == NULL)
        return;
    cells[AREA] = table_row_name(table, row);
    figure_cells_shown_parts(sheet->arena, indicator, cell, &cells[VALUE]);
    fill_standing(sheet->arena, standings, indicator, cell, row, cells);
    for (size_t i = 0; i < count; i++) {
        const size_t place = list[i].area == NULL ? wide->of_kind[list[i].kind]
                                                  : wide->of_area[list[i].area - table->areas.list];

        cells[place] = verdict_of(sheet->arena, &list[i], indicator, figure_known(cell->value));
    }
}

// --- the notes

static void add_common(struct arena *arena, struct paragraph *paragraph,
                       const struct indicator *indicator, const struct against *against)
{
    const char *value = figure_cells_shown(arena, indicator, &against->cell);
    char period[PERIOD_TEXT_BYTES] = "";

    if (value == NULL)
        return;
    if (against->period != NULL)
        period_format(against->period, period);
    paragraph_addf(paragraph, "%s%s%s%s %s", paragraph->used == 0 ? "" : "; ", against->name,
                   period[0] == '\0' ? "" : ", DfE ", period, value);
}

// What all rows are compared with: England, and what the law asks.
static void note_common(struct sheet *sheet, const struct table *table, size_t period,
                        size_t column, const struct against_sources *sources, struct against *list)
{
    const size_t count = against_list(sources, table, period, column, BOROUGHS_COUNT, list);
    struct paragraph paragraph = {.used = 0};
    const char *text;

    for (size_t i = 0; i < count; i++)
        if (list[i].kind == AGAINST_TARGET || list[i].kind == AGAINST_ENGLAND)
            add_common(sheet->arena, &paragraph, table->columns[column].indicator, &list[i]);
    text = arena_printf(sheet->arena, "%s: %s", table->columns[column].label, paragraph.text);
    if (text != NULL && paragraph.used > 0)
        sheet_note(sheet, "beside", text);
}

static void note_funnel(struct sheet *sheet, const struct table *table, size_t column,
                        const struct standings *standings)
{
    const char *text = NULL;

    if (standings->has_funnel && standings->funnel.over_dispersed)
        text = arena_printf(sheet->arena,
                            "%s: the boroughs differ by more than chance everywhere (tau %.4f), so "
                            "the limits that a borough must leave to stand out allow for that "
                            "spread as well",
                            table->columns[column].label, standings->funnel.spread);
    if (text != NULL)
        sheet_note(sheet, "funnel", text);
}

static void note_words(struct sheet *sheet)
{
    sheet_note(sheet, "better,",
               "worse, higher, lower: the figure's 95 % interval leaves out the other figure. "
               "= it does not: no different beyond chance. z: there is no interval, and so no "
               "verdict.");
    sheet_note(
        sheet, "stands",
        "out: in the highest or lowest fifth, and outside the funnel's 95 % limits, of 10 at "
        "least. Better and worse are never judged by the funnel.");
    sheet_note(sheet, "ranks",
               "by chance: between which ranks the borough may stand, were only chance at work");
    sheet_note(
        sheet, "neigh-",
        "bours: those statistical neighbours (DfE, LAIT) that are in London, added up; 4/10 says "
        "how many of ten have the figure");
    sheet_note(sheet, "more",
               "--format csv or json gives every comparison with its figures; docs/METHODS.md has "
               "the formulas");
}

// --- the whole

static void fill_column(struct sheet *sheet, const struct wide *wide, const struct table *table,
                        size_t period, size_t column, const struct against_sources *sources,
                        struct standings *standings, struct against *list)
{
    const char *section = figure_cells_section(table->arena, table, period, column);
    int was_borough = 0;

    standing_fill(standings, table, period, column);
    for (size_t i = 0; i < table->rows_count; i++) {
        const int row = table->rows[i];
        const size_t count = against_list(sources, table, period, column, row, list);

        fill_row(sheet, wide, table, period, column, row, section, standings, list, count);
        if (row >= BOROUGHS_COUNT && was_borough)
            sheet_rule(sheet);
        was_borough = row < BOROUGHS_COUNT;
    }
    note_common(sheet, table, period, column, sources, list);
    note_funnel(sheet, table, column, standings);
}

void compare_sheet_wide(struct sheet *sheet, const struct table *table,
                        const struct against_sources *sources)
{
    struct against *list = arena_alloc(table->arena, against_most(table) * sizeof *list);
    struct standings standings;
    struct wide wide;
    const int failed = list == NULL || standing_make(&standings, table->arena, table) != 0 ||
                       make_columns(table->arena, &wide, table) != 0;

    compare_sheet_begin(sheet, table, failed ? NULL : wide.columns, failed ? 0 : wide.count);
    for (size_t period = 0; period < table->periods.count && !failed; period++)
        for (size_t column = 0; column < table->count; column++)
            fill_column(sheet, &wide, table, period, column, sources, &standings, list);
    note_words(sheet);
}
