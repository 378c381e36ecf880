#include "reporter/outputs/output.h"

#include "lib/base/clock.h"

#include <string.h>

static const char not_available[] = "x", not_applicable[] = "z";

static void put(char text[OUTPUT_VALUE_BYTES], const char *word)
{
    snprintf(text, OUTPUT_VALUE_BYTES, "%s", word);
}

// An integer with its last `decimals` digits behind the point: 647 with one is "64.7". Written
// digit by digit, because a table of every setting by every need has 200,000 of them.
static void put_decimals(char text[OUTPUT_VALUE_BYTES], int64_t value, int decimals)
{
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    char backwards[OUTPUT_VALUE_BYTES];
    size_t count = 0;

    for (int digits = 0; left > 0 || digits <= decimals; digits++) {
        if (decimals > 0 && digits == decimals)
            backwards[count++] = '.';
        backwards[count++] = (char)('0' + left % 10);
        left /= 10;
    }
    if (value < 0)
        backwards[count++] = '-';
    for (size_t i = 0; i < count; i++)
        text[i] = backwards[count - 1 - i];
    text[count] = '\0';
}

static int is_money(enum indicator_unit unit)
{
    return unit == INDICATOR_POUNDS || unit == INDICATOR_POUNDS_EACH;
}

static void put_figure(char text[OUTPUT_VALUE_BYTES], enum indicator_unit unit, int64_t value)
{
    if (unit == INDICATOR_TIME)
        clock_format((uint64_t)value, text);
    else
        put_decimals(text, value, is_money(unit) ? 2 : 0);
}

// What does not exist, whatever is returned: the sum of figures that do not add up.
static int cannot_be(const struct table_column *column, int row)
{
    return row >= BOROUGHS_COUNT && !indicators_unit_sums(column->indicator->unit);
}

void output_value(const struct table_column *column, int row, char text[OUTPUT_VALUE_BYTES])
{
    const struct table_cell *cell = &column->cells[row];

    if (cannot_be(column, row))
        put(text, not_applicable);
    else if (!cell->known)
        put(text, not_available);
    else if (column->indicator->unit == INDICATOR_PERCENT)
        put_decimals(text, cell->value, 1);
    else
        put_figure(text, column->indicator->unit, cell->value);
}

void output_numerator(const struct table_column *column, int row, char text[OUTPUT_VALUE_BYTES])
{
    const struct table_cell *cell = &column->cells[row];

    if (cannot_be(column, row))
        put(text, not_applicable);
    else if (!figure_known(cell->numerator))
        put(text, not_available);
    else
        put_figure(text, column->indicator->unit, cell->numerator.value);
}

void output_denominator(const struct table_column *column, int row, char text[OUTPUT_VALUE_BYTES])
{
    const struct table_cell *cell = &column->cells[row];

    if (column->indicator->denominator == INDICATOR_NO_FIGURE)
        put(text, not_applicable);
    else if (!figure_known(cell->denominator))
        put(text, not_available);
    else
        put_decimals(text, cell->denominator.value, 0);
}

void output_rank(const struct table_column *column, int row, char text[OUTPUT_VALUE_BYTES])
{
    const struct table_cell *cell = &column->cells[row];

    if (row >= BOROUGHS_COUNT || indicators_ranked_from(column->indicator->polarity) == NULL)
        put(text, not_applicable);
    else if (cell->rank == 0)
        put(text, not_available);
    else
        put_decimals(text, cell->rank, 0);
}

const char *output_ranked_from(const struct indicator *indicator)
{
    const char *from = indicators_ranked_from(indicator->polarity);

    return from == NULL ? not_applicable : from;
}

void output_count(int count, char text[OUTPUT_VALUE_BYTES])
{
    put_decimals(text, count, 0);
}

const char *output_level(int row)
{
    return row < BOROUGHS_COUNT ? "Local authority" : "Regional";
}

void output_old_code(int row, char text[OUTPUT_VALUE_BYTES])
{
    if (row < BOROUGHS_COUNT)
        put_decimals(text, (int64_t)boroughs[row].authority, 0);
    else
        put(text, "");
}
