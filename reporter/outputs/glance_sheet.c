#include "reporter/outputs/glance_sheet.h"

#include "proto/form/period.h"
#include "reporter/outputs/output.h"

enum glance_cell { PERIOD, LABEL, UNIT, OWN_CELLS };

static const struct sheet_column own_columns[OWN_CELLS] = {
    [PERIOD] = {"period", NULL, 0}, [LABEL] = {"label", NULL, 0}, [UNIT] = {"unit", NULL, 0}};

static size_t areas_begin(const struct table *table)
{
    return OWN_CELLS + table->breakdown.dimensions.count;
}

static void fill_columns(struct sheet_column *columns, const struct table *table)
{
    struct sheet_column *next = columns;

    for (size_t i = 0; i < OWN_CELLS; i++)
        *next++ = own_columns[i];
    for (unsigned i = 0; i < table->breakdown.dimensions.count; i++)
        *next++ = (struct sheet_column){table->breakdown.dimensions.list[i].name, NULL, 0};
    for (size_t i = 0; i < table->rows_count; i++)
        *next++ = (struct sheet_column){table_row_code(table, table->rows[i]),
                                        table_row_name(table, table->rows[i]), 1};
}

static void fill_row(struct sheet *sheet, const struct table *table, size_t period, size_t column)
{
    const struct table_column *about = &table->columns[column];
    const char **cells = sheet_row(sheet, "");
    char period_text[PERIOD_TEXT_BYTES];

    if (cells == NULL)
        return;
    period_format(&table->periods.list[period], period_text);
    cells[PERIOD] = arena_strdup(sheet->arena, period_text);
    cells[LABEL] = about->measure_label;
    cells[UNIT] = indicators_unit_name(about->indicator->unit);
    for (unsigned i = 0; i < table->breakdown.dimensions.count; i++)
        cells[OWN_CELLS + i] = output_code_label(about->slice, i);
    for (size_t i = 0; i < table->rows_count; i++)
        cells[areas_begin(table) + i] = output_value_or_sign(
            sheet->arena, about->indicator, table_cell(table, period, column, table->rows[i]));
}

size_t glance_sheet(struct sheet *sheet, struct arena *arena, const struct table *table)
{
    const struct sheet_about about = {.kind = "glance", .name = table->about.name};
    const size_t count = areas_begin(table) + table->rows_count;
    struct sheet_column *columns = arena_alloc(arena, count * sizeof *columns);

    sheet_init(sheet, arena, &about, columns, columns == NULL ? 0 : count);
    if (columns == NULL)
        return 0;
    fill_columns(columns, table);
    for (size_t period = 0; period < table->periods.count; period++)
        for (size_t column = 0; column < table->count; column++)
            if (table->columns[column].indicator->unit != INDICATOR_TIME)
                fill_row(sheet, table, period, column);
    return sheet->rows_count;
}
