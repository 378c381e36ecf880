#include "reporter/outputs/figure_cells.h"

#include "lib/base/thousands.h"
#include "proto/form/period.h"
#include "reporter/outputs/output_standing.h"
#include "reporter/outputs/text_cell.h"

#include <string.h>

enum figure_cell { TABLE, PERIOD, AREA, CODE, OLD_CODE, LEVEL, MEASURE, LABEL, UNIT, OWN_CELLS };

static const struct sheet_column own[OWN_CELLS] = {
    [TABLE] = {"table", NULL, 0},
    [PERIOD] = {"period", NULL, 0},
    [AREA] = {"area_name", "", 0},
    [CODE] = {"area_code", NULL, 0},
    [OLD_CODE] = {"old_la_code", NULL, 0},
    [LEVEL] = {"geographic_level", NULL, 0},
    [MEASURE] = {"measure", NULL, 0},
    [LABEL] = {"label", NULL, 0},
    [UNIT] = {"unit", NULL, 0},
};

struct sheet_about figure_cells_about(const struct table *table, const char *kind,
                                      const char *about)
{
    return (struct sheet_about){.kind = kind,
                                .name = table->about.name,
                                .about = about,
                                .simulated = output_is_simulated(table),
                                .sequence = table->sequence,
                                .received_at_unix_ms = table->received_at_unix_ms};
}

size_t figure_cells_columns(const struct table *table, struct sheet_column *columns)
{
    const struct dimensions *dimensions = &table->breakdown.dimensions;

    for (size_t i = 0; i < OWN_CELLS; i++)
        columns[i] = own[i];
    for (size_t i = 0; i < dimensions->count; i++)
        columns[OWN_CELLS + i] = (struct sheet_column){dimensions->list[i].name, NULL, 0};
    return OWN_CELLS + dimensions->count;
}

void figure_cells_fill(struct arena *arena, const struct table *table, size_t period, size_t column,
                       int row, const char **cells)
{
    const struct table_column *about = &table->columns[column];
    char period_text[PERIOD_TEXT_BYTES], old_code[OUTPUT_VALUE_BYTES];

    period_format(&table->periods.list[period], period_text);
    output_old_code(row, old_code);
    cells[TABLE] = table->about.name;
    cells[PERIOD] = arena_strdup(arena, period_text);
    cells[AREA] = table_row_name(table, row);
    cells[CODE] = table_row_code(table, row);
    cells[OLD_CODE] = arena_strdup(arena, old_code);
    cells[LEVEL] = output_level(table, row);
    cells[MEASURE] = about->indicator->name;
    cells[LABEL] = about->measure_label;
    cells[UNIT] = indicators_unit_name(about->indicator->unit);
    for (size_t i = 0; i < table->breakdown.dimensions.count; i++)
        cells[OWN_CELLS + i] = about->slice->names[i];
}

const char *figure_cells_section(struct arena *arena, const struct table *table, size_t period,
                                 size_t column)
{
    static const char *const units[] = {[INDICATOR_COUNT] = "",
                                        [INDICATOR_PERCENT] = " (%)",
                                        [INDICATOR_PER_100] = " (per 100)",
                                        [INDICATOR_POUNDS] = " (£)",
                                        [INDICATOR_WEEKS] = " (weeks)",
                                        [INDICATOR_NUMBER] = "",
                                        [INDICATOR_TIME] = ""};
    const struct table_column *about = &table->columns[column];
    char period_text[OUTPUT_PERIODS_BYTES];
    const char *section;

    output_period(table, period, period_text);
    section = arena_printf(arena, "%s%s%s%s, %s", table->breakdown.label,
                           table->breakdown.label[0] == '\0' ? "" : ": ", about->label,
                           units[about->indicator->unit], period_text);
    return section == NULL ? "" : section;
}

// --- figures

const char *figure_cells_value(struct arena *arena, const struct indicator *indicator,
                               const struct table_cell *cell)
{
    char text[OUTPUT_VALUE_BYTES];

    output_value(indicator, cell, text);
    return arena_strdup(arena, text);
}

const char *figure_cells_numerator(struct arena *arena, const struct indicator *indicator,
                                   struct figure numerator)
{
    char text[OUTPUT_VALUE_BYTES];

    output_numerator(indicator, numerator, text);
    return arena_strdup(arena, text);
}

const char *figure_cells_denominator(struct arena *arena, const struct indicator *indicator,
                                     struct figure denominator)
{
    char text[OUTPUT_VALUE_BYTES] = "";

    if (indicators_has_denominator(indicator))
        output_denominator(indicator, denominator, text);
    return arena_strdup(arena, text);
}

const char *figure_cells_count(struct arena *arena, int64_t count)
{
    char text[OUTPUT_VALUE_BYTES];

    output_count(count, text);
    return arena_strdup(arena, text);
}

const char *figure_cells_real(struct arena *arena, double number)
{
    char text[OUTPUT_VALUE_BYTES];

    output_real(number, text);
    return arena_strdup(arena, text);
}

// --- for people

const char *figure_cells_shown(struct arena *arena, const struct indicator *indicator,
                               const struct table_cell *cell)
{
    char text[OUTPUT_VALUE_BYTES];

    if (!figure_known(cell->value))
        return output_sign(cell->value.state);
    output_value(indicator, cell, text);
    thousands_group(text, sizeof text);
    return arena_strdup(arena, text);
}

void figure_cells_shown_parts(struct arena *arena, const struct indicator *indicator,
                              const struct table_cell *cell, const char **cells)
{
    char text[OUTPUT_VALUE_BYTES];

    cells[0] = figure_cells_shown(arena, indicator, cell);
    if (!indicators_has_denominator(indicator))
        return;
    text_cell_numerator(indicator, cell->numerator, text);
    cells[1] = arena_strdup(arena, text);
    text_cell_denominator(indicator, cell->denominator, text);
    cells[2] = arena_strdup(arena, text);
}

const char *figure_cells_rounded(struct arena *arena, const struct indicator *indicator,
                                 double figure)
{
    char text[OUTPUT_VALUE_BYTES];

    snprintf(text, sizeof text, "%.*f", indicator->decimals, output_in_unit(indicator, figure));
    thousands_group(text, sizeof text);
    return arena_strdup(arena, strpbrk(text, "123456789") == NULL ? text + (text[0] == '-') : text);
}

const char *figure_cells_interval(struct arena *arena, const struct indicator *indicator,
                                  double low, double high)
{
    const char *from = figure_cells_rounded(arena, indicator, low);
    const char *to = figure_cells_rounded(arena, indicator, high);

    return from == NULL || to == NULL ? NULL : arena_printf(arena, "%s to %s", from, to);
}
