#include "reporter/outputs/text_cell.h"

#include "lib/base/clock.h"
#include "lib/base/thousands.h"
#include "reporter/indicators/stats.h"
#include "reporter/table/table_notes.h"

#include <string.h>

const struct indicator *text_cell_indicator(const struct text_column *column)
{
    return column->table->columns[column->column].indicator;
}

// 2026-11-23T10:00:00Z becomes 2026-11-23 10:00.
static void put_time(char text[OUTPUT_VALUE_BYTES], int64_t seconds)
{
    enum { MS = 1000, DATE = sizeof "2026-11-23" - 1 };
    char full[CLOCK_TEXT_BYTES];

    clock_format((uint64_t)seconds * MS, full);
    full[DATE] = ' ';
    snprintf(text, OUTPUT_VALUE_BYTES, "%.*s", (int)sizeof "2026-11-23 10:00" - 1, full);
}

// Amounts are shown to the pound; the other formats have the pence.
static void put_pounds(char text[OUTPUT_VALUE_BYTES], int64_t pence)
{
    enum { PENCE = 100 };
    int64_t pounds = 0;

    (void)stats_round(pence, 1, PENCE, &pounds);  // nothing is divided by zero here
    output_count(pounds, text);
    thousands_group(text, OUTPUT_VALUE_BYTES);
}

static void put_sign(char text[OUTPUT_VALUE_BYTES], struct figure figure)
{
    snprintf(text, OUTPUT_VALUE_BYTES, "%s", output_sign(figure.state));
}

static void write_value(const struct indicator *indicator, const struct table_cell *cell,
                        char text[OUTPUT_VALUE_BYTES])
{
    if (!figure_known(cell->value)) {
        put_sign(text, cell->value);
    } else if (indicator->unit == INDICATOR_TIME) {
        put_time(text, cell->value.value);
    } else if (indicator->kind == INDICATOR_MONEY) {
        put_pounds(text, cell->numerator.value);
    } else {
        output_value(indicator, cell, text);
        thousands_group(text, OUTPUT_VALUE_BYTES);
    }
}

void text_cell_numerator(const struct indicator *indicator, struct figure numerator,
                         char text[OUTPUT_VALUE_BYTES])
{
    if (!figure_known(numerator)) {
        put_sign(text, numerator);
    } else if (indicators_is_money(indicator)) {
        put_pounds(text, numerator.value);
    } else {
        output_count(numerator.value, text);
        thousands_group(text, OUTPUT_VALUE_BYTES);
    }
}

void text_cell_denominator(const struct indicator *indicator, struct figure denominator,
                           char text[OUTPUT_VALUE_BYTES])
{
    if (!figure_known(denominator)) {
        put_sign(text, denominator);
    } else if (indicators_is_over_money(indicator)) {
        put_pounds(text, denominator.value);
    } else {
        output_denominator(indicator, denominator, text);
        thousands_group(text, OUTPUT_VALUE_BYTES);
    }
}

static int is_marked(const struct text_column *column, int row)
{
    return table_notes_next(column->table, column->period, column->column, row, NULL) != NULL;
}

void text_cell_write(const struct text_column *column, enum text_cell_part part, int row,
                     char text[OUTPUT_VALUE_BYTES])
{
    const struct indicator *indicator = text_cell_indicator(column);
    const struct table_cell *cell = table_cell(column->table, column->period, column->column, row);

    switch (part) {
    case TEXT_CELL_VALUE:
        write_value(indicator, cell, text);
        return;
    case TEXT_CELL_NUMERATOR:
        text_cell_numerator(indicator, cell->numerator, text);
        return;
    case TEXT_CELL_DENOMINATOR:
        text_cell_denominator(indicator, cell->denominator, text);
        return;
    case TEXT_CELL_MARK:
        snprintf(text, OUTPUT_VALUE_BYTES, "%s", is_marked(column, row) ? "*" : "");
        marks_letters(cell->marks, text + strlen(text));
        return;
    default:
        if (table_area(column->table, row) != NULL)
            snprintf(text, OUTPUT_VALUE_BYTES, "%u/%u", cell->n, cell->of);
        else
            output_rank(cell, text);
        return;
    }
}

const char *text_cell_heading(const struct indicator *indicator, enum text_cell_part part)
{
    static const char *const values[] = {
        [INDICATOR_COUNT] = "count", [INDICATOR_PERCENT] = "%",   [INDICATOR_PER_100] = "per 100",
        [INDICATOR_POUNDS] = "£",    [INDICATOR_WEEKS] = "weeks", [INDICATOR_NUMBER] = "",
        [INDICATOR_TIME] = ""};
    const int pounds = indicator->unit == INDICATOR_POUNDS;
    const int ranked = indicators_ranked_from(indicator->direction) != NULL;

    switch (part) {
    case TEXT_CELL_VALUE:
        if (indicator->kind == INDICATOR_MEAN && pounds)
            return "£ each";
        return ranked ? values[indicator->unit] : "";  // a value alone needs its label only
    case TEXT_CELL_NUMERATOR:
        return indicators_is_money(indicator)       ? "£"
               : indicator->unit == INDICATOR_WEEKS ? "days"
                                                    : "count";
    case TEXT_CELL_DENOMINATOR:
        return indicator->kind == INDICATOR_PROPORTION || indicator->kind == INDICATOR_MONEY_SHARE
                   ? "of"
                   : "over";
    case TEXT_CELL_MARK:
        return "";
    default:
        return ranked ? "rank" : "";
    }
}

int text_cell_has(const struct text_column *column, enum text_cell_part part)
{
    switch (part) {
    case TEXT_CELL_NUMERATOR:
    case TEXT_CELL_DENOMINATOR:
        return indicators_has_denominator(text_cell_indicator(column));
    case TEXT_CELL_RANK:
        return indicators_sums(text_cell_indicator(column));
    default:
        return 1;
    }
}
