#include "reporter/outputs/text_cell.h"

#include "reporter/indicators/stats.h"

#include <string.h>

// 1234567.89 becomes 1,234,567.89.
static void group_thousands(char text[OUTPUT_VALUE_BYTES])
{
    const char *digits = text + (text[0] == '-');
    const size_t whole = strcspn(digits, ".");
    char grouped[OUTPUT_VALUE_BYTES];  // 19 digits and 6 commas fit
    size_t used = 0;

    if (strspn(digits, "0123456789.") != strlen(digits))
        return;
    for (const char *at = text; *at != '\0' && used + 2 < sizeof grouped; at++) {
        const size_t left = at < digits + whole ? (size_t)(digits + whole - at) : 0;

        if (at > digits && left > 0 && left % 3 == 0)
            grouped[used++] = ',';
        grouped[used++] = *at;
    }
    grouped[used] = '\0';
    memcpy(text, grouped, used + 1);
}

// Amounts are shown to the pound; the other formats have the pence.
static void drop_pence(char text[OUTPUT_VALUE_BYTES], const struct figure *pence)
{
    int64_t pounds;

    if (figure_known(*pence) && stats_round(pence->value, 1, 100, &pounds))
        snprintf(text, OUTPUT_VALUE_BYTES, "%lld", (long long)pounds);
}

// 2026-11-23T10:00:00Z becomes 2026-11-23 10:00.
static void shorten_time(char text[OUTPUT_VALUE_BYTES])
{
    enum { DATE = sizeof "2026-11-23" - 1, TO_THE_MINUTE = sizeof "2026-11-23 10:00" - 1 };

    if (strlen(text) <= TO_THE_MINUTE)
        return;
    text[DATE] = ' ';
    text[TO_THE_MINUTE] = '\0';
}

void text_cell_write(const struct table_column *column, enum text_cell_part part, int row,
                     char text[OUTPUT_VALUE_BYTES])
{
    const struct table_cell *cell = &column->cells[row];
    const enum indicator_unit unit = column->indicator->unit;

    switch (part) {
    case TEXT_CELL_VALUE:
        output_value(column, row, text);
        if (unit == INDICATOR_POUNDS)
            drop_pence(text, &cell->numerator);
        break;
    case TEXT_CELL_NUMERATOR:
        output_numerator(column, row, text);
        if (unit == INDICATOR_POUNDS_EACH)
            drop_pence(text, &cell->numerator);
        break;
    case TEXT_CELL_DENOMINATOR:
        output_denominator(column, row, text);
        break;
    default:
        if (row >= BOROUGHS_COUNT)
            snprintf(text, OUTPUT_VALUE_BYTES, "%d/%d", cell->covered, cell->of);
        else if (indicators_ranked_from(column->indicator->polarity) == NULL)
            text[0] = '\0';
        else
            output_rank(column, row, text);
        return;
    }
    if (unit == INDICATOR_TIME)
        shorten_time(text);
    else
        group_thousands(text);
}

const char *text_cell_heading(const struct indicator *indicator, enum text_cell_part part)
{
    static const char *const values[] = {
        [INDICATOR_COUNT] = "count",        [INDICATOR_PERCENT] = "%", [INDICATOR_POUNDS] = "£",
        [INDICATOR_POUNDS_EACH] = "£ each", [INDICATOR_NUMBER] = "",   [INDICATOR_TIME] = ""};
    const int percent = indicator->unit == INDICATOR_PERCENT;
    const int ranked = indicators_ranked_from(indicator->polarity) != NULL;

    switch (part) {
    case TEXT_CELL_VALUE:
        return ranked ? values[indicator->unit] : "";  // a value alone needs its label only
    case TEXT_CELL_NUMERATOR:
        return percent ? "count" : "£";
    case TEXT_CELL_DENOMINATOR:
        return percent ? "of" : "over";
    default:
        return ranked ? "rank" : "";
    }
}

int text_cell_has(const struct indicator *indicator, enum text_cell_part part)
{
    switch (part) {
    case TEXT_CELL_NUMERATOR:
    case TEXT_CELL_DENOMINATOR:
        return indicator->denominator != INDICATOR_NO_FIGURE;
    case TEXT_CELL_RANK:
        return indicators_unit_sums(indicator->unit);
    default:
        return 1;
    }
}
