// The figures of the packs' lines as a sheet, exact, for downloads.
#include "proto/form/period.h"
#include "reporter/outputs/figure_cells.h"
#include "reporter/pages/pack.h"

enum cell {
    TABLE,
    PERIOD,
    AREA,
    CODE,
    MEASURE,
    LABEL,
    UNIT,
    VALUE,
    STATUS,
    NUMERATOR,
    DENOMINATOR,
    N,
    OF,
    RANK,
    RANKED_FROM,
    SIMULATED,
    CELLS
};

static const struct sheet_column columns[CELLS] = {
    [TABLE] = {"table", NULL, 0},
    [PERIOD] = {"period", NULL, 0},
    [AREA] = {"area_name", "", 0},
    [CODE] = {"area_code", NULL, 0},
    [MEASURE] = {"measure", NULL, 0},
    [LABEL] = {"label", NULL, 0},
    [UNIT] = {"unit", NULL, 0},
    [VALUE] = {"value", NULL, 1},
    [STATUS] = {"status", NULL, 0},
    [NUMERATOR] = {"numerator", NULL, 1},
    [DENOMINATOR] = {"denominator", NULL, 1},
    [N] = {"n", NULL, 1},
    [OF] = {"of", NULL, 1},
    [RANK] = {"rank", NULL, 1},
    [RANKED_FROM] = {"ranked_from", NULL, 0},
    [SIMULATED] = {"simulated", NULL, 0},
};

static void add_row(struct sheet *sheet, const struct subject *subject, size_t period, int row)
{
    const struct table_cell *cell = table_cell(subject->table, period, subject->column, row);
    const char **cells = sheet_row(sheet, ""), *ranked_from;
    char period_text[PERIOD_TEXT_BYTES];

    if (cells == NULL)
        return;
    period_format(&subject->table->periods.list[period], period_text);
    ranked_from = cell->rank == 0 ? NULL : indicators_ranked_from(subject->indicator->direction);
    cells[TABLE] = subject->table->about.name;
    cells[PERIOD] = arena_strdup(sheet->arena, period_text);
    cells[AREA] = table_row_name(subject->table, row);
    cells[CODE] = table_row_code(subject->table, row);
    cells[MEASURE] = subject->indicator->name;
    cells[LABEL] = subject->label;
    cells[UNIT] = indicators_unit_name(subject->indicator->unit);
    cells[VALUE] = figure_cells_value(sheet->arena, subject->indicator, cell);
    cells[STATUS] = output_status(cell->value.state);
    cells[NUMERATOR] = figure_cells_numerator(sheet->arena, subject->indicator, cell->numerator);
    cells[DENOMINATOR] =
        figure_cells_denominator(sheet->arena, subject->indicator, cell->denominator);
    cells[N] = figure_cells_count(sheet->arena, cell->n);
    cells[OF] = figure_cells_count(sheet->arena, cell->of);
    cells[RANK] = cell->rank == 0 ? NULL : figure_cells_count(sheet->arena, cell->rank);
    cells[RANKED_FROM] = ranked_from;
    cells[SIMULATED] = table_source_of(subject->table, period, row).simulated ? "yes" : "no";
}

enum err pack_sheet(const struct pack *pack, struct page *page, const char *title,
                    struct err_text *text)
{
    const struct sheet_about about = {
        .kind = "pack",
        .name = "pack",
        .title = title,
        .about = "Every figure of the lines: each borough's and each area's, in each period.",
        .sequence = page->sequence,
        .received_at_unix_ms = pack->received_at_unix_ms};
    struct sheet *sheet = arena_alloc(page->arena, sizeof *sheet);

    if (sheet == NULL)
        return err_say(text, ERR_NO_MEMORY, "there is no memory for the figures of the page");
    sheet_init(sheet, page->arena, &about, columns, CELLS);
    for (size_t i = 0; i < pack->count; i++) {
        const struct subject *subject = &pack->lines[i].subject;

        for (size_t j = 0; j < subject->line_count; j++)
            for (int row = 0; row < (int)table_places(subject->table); row++)
                add_row(sheet, subject, subject->line[j], row);
        sheet->about.simulated |= subject_is_simulated(subject->table, subject->period);
    }
    page->figures.sheet = sheet;
    return ERR_OK;
}
