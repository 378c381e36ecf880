// The comparison of one borough or area for people: a line for each thing that its figure is set beside, with
// that thing's own figure.
#include "reporter/outputs/compare_sheet.h"

#include "proto/form/period.h"
#include "reporter/outputs/figure_cells.h"
#include "reporter/outputs/output_standing.h"
#include "reporter/outputs/paragraph.h"

#include <string.h>

enum cell { NAME, VALUE, COUNT, OVER, BOROUGHS, WHEN, DIFFERENCE, VERDICT, CELLS };

static const struct sheet_column columns[CELLS] = {
    [NAME] = {NULL, "", 0},
    [VALUE] = {NULL, "value", 1},
    [COUNT] = {NULL, "count", 1},
    [OVER] = {NULL, "of", 1},
    [BOROUGHS] = {NULL, "boroughs", 1},
    [WHEN] = {NULL, "year", 0},
    [DIFFERENCE] = {NULL, "difference", 1},
    [VERDICT] = {NULL, "beyond chance", 0},
};

// One figure of the row, under the heading of its section.
struct one {
    struct sheet *sheet;
    const struct table *table;
    const struct table_column *column;
    const struct table_cell *cell;
    int row;
    const char *section;
};

static const char *name_of(struct arena *arena, const struct against *against)
{
    return against->kind == AGAINST_DFE || against->kind == AGAINST_ENGLAND
               ? arena_printf(arena, "%s, DfE", against->name)
               : against->name;
}

static const char *covered(struct arena *arena, const struct table_cell *cell)
{
    return arena_printf(arena, "%u/%u", cell->n, cell->of);
}

static void fill_own(const struct one *one)
{
    const char **cells = sheet_row(one->sheet, one->section);

    if (cells == NULL)
        return;
    cells[NAME] = table_row_name(one->table, one->row);
    figure_cells_shown_parts(one->sheet->arena, one->column->indicator, one->cell, &cells[VALUE]);
    if (table_area(one->table, one->row) != NULL)
        cells[BOROUGHS] = covered(one->sheet->arena, one->cell);
}

static void fill_other(const struct one *one, const struct against *against)
{
    const struct indicator *indicator = one->column->indicator;
    struct arena *arena = one->sheet->arena;
    const char **cells = sheet_row(one->sheet, one->section);
    char period[PERIOD_TEXT_BYTES] = "";
    double own, other;

    if (cells == NULL)
        return;
    if (against->period != NULL)
        period_format(against->period, period);
    cells[NAME] = name_of(arena, against);
    if (against->is_percentage)
        cells[VALUE] = figure_cells_shown(arena, indicator, &against->cell);
    else
        figure_cells_shown_parts(arena, indicator, &against->cell, &cells[VALUE]);
    if (against->kind == AGAINST_AREA || against->kind == AGAINST_NEIGHBOURS)
        cells[BOROUGHS] = covered(arena, &against->cell);
    cells[WHEN] = arena_strdup(arena, period);
    if (standing_figure(indicator, one->cell, &own) &&
        standing_figure(indicator, &against->cell, &other))
        cells[DIFFERENCE] = figure_cells_rounded(arena, indicator, own - other);
    cells[VERDICT] = against->verdict == AGAINST_NOT_APPLICABLE
                         ? output_sign(FIGURE_NOT_APPLICABLE)
                         : compare_sheet_verdict(against->verdict, indicator->direction);
}

// --- the notes

// What does not apply is left out.
static void add_word(struct paragraph *paragraph, const struct standings *standings,
                     const struct one *one, enum output_standing_field field, const char *lead)
{
    char text[OUTPUT_VALUE_BYTES];

    output_standing(standings, one->column->indicator, one->cell, one->row, field, text);
    if (text[0] != '\0' && strcmp(text, output_status(FIGURE_NOT_APPLICABLE)) != 0)
        paragraph_addf(paragraph, "; %s %s", lead, text);
}

// "95 % interval 82.3 to 98.5; rank 9 of 32, by chance 1 to 20; quartile B; stands out no".
static void note_standing(const struct one *one, const struct standings *standings)
{
    const struct standing *standing = &standings->list[one->row];
    struct arena *arena = one->sheet->arena;
    struct paragraph paragraph = {.used = 0};
    const char *text;

    if (!figure_known(one->cell->value))
        return;
    paragraph_addf(&paragraph, "%s: 95 %% interval %s", one->column->label,
                   standing->has_interval
                       ? figure_cells_interval(arena, one->column->indicator,
                                               standing->interval.low, standing->interval.high)
                       : output_status(FIGURE_NOT_APPLICABLE));
    if (standing->ranked > 0)
        paragraph_addf(&paragraph, "; rank %u of %u", one->cell->rank, standing->ranked);
    if (standing->chance.best > 0)
        paragraph_addf(&paragraph, ", by chance %zu to %zu", standing->chance.best,
                       standing->chance.worst);
    add_word(&paragraph, standings, one, OUTPUT_QUARTILE, "quartile");
    add_word(&paragraph, standings, one, OUTPUT_FIFTH, "fifth");
    add_word(&paragraph, standings, one, OUTPUT_STANDS_OUT, "stands out");
    add_word(&paragraph, standings, one, OUTPUT_LIMITS, "by limits that are");
    text = arena_strdup(arena, paragraph.text);
    if (text != NULL)
        sheet_note(one->sheet, "stands", text);
}

static void note_words(struct sheet *sheet)
{
    sheet_note(sheet, "beyond",
               "chance: better, worse, higher or lower where the figure's 95 % interval leaves out "
               "the other figure; z where it has no interval, and so no verdict");
    sheet_note(sheet, "DfE",
               "what it published last of the same area and of England, by the same definition; "
               "where it has a value alone, only a percentage was published");
    sheet_note(sheet, "more",
               "--format csv or json has the same for other tools; docs/METHODS.md has the "
               "formulas");
}

// --- the whole

void compare_sheet_one(struct sheet *sheet, const struct table *table,
                       const struct against_sources *sources)
{
    struct against *list = arena_alloc(table->arena, against_most(table) * sizeof *list);
    struct standings standings;
    const int failed = list == NULL || standing_make(&standings, table->arena, table) != 0;

    compare_sheet_begin(sheet, table, columns, CELLS);
    for (size_t period = 0; period < table->periods.count && !failed; period++)
        for (size_t column = 0; column < table->count; column++) {
            const struct one one = {.sheet = sheet,
                                    .table = table,
                                    .column = &table->columns[column],
                                    .cell = table_cell(table, period, column, table->rows[0]),
                                    .row = table->rows[0],
                                    .section =
                                        figure_cells_section(table->arena, table, period, column)};
            const size_t count = against_list(sources, table, period, column, one.row, list);

            standing_fill(&standings, table, period, column);
            fill_own(&one);
            for (size_t i = 0; i < count; i++)
                fill_other(&one, &list[i]);
            note_standing(&one, &standings);
        }
    note_words(sheet);
}
