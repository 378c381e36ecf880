#include "reporter/outputs/output.h"

#include "lib/base/clock.h"
#include "proto/form/period.h"

static const struct {
    const char *sign, *words;
} states[FIGURE_STATES] = {
    [FIGURE_NOT_RETURNED] = {"nr", "not returned"},
    [FIGURE_NOT_AVAILABLE] = {"x", "not available"},
    [FIGURE_NOT_COLLECTED] = {"nc", "not collected"},
    [FIGURE_NOT_YET_KNOWN] = {"nyk", "not yet known"},
    [FIGURE_NOT_APPLICABLE] = {"z", "not applicable"},
    [FIGURE_NOTHING_TO_DIVIDE_BY] = {"0/0", "nothing to divide by"},
    [FIGURE_CONFIDENTIAL] = {"c", "confidential"},
    [FIGURE_ROUNDS_TO_0] = {"low", "rounds to 0"},
    [FIGURE_BLANK] = {"x", "not available"},
    [FIGURE_KNOWN] = {"", ""},
};

const char *output_status(enum figure_state state)
{
    return states[state].words;
}

const char *output_sign(enum figure_state state)
{
    return states[state].sign;
}

const char *output_sign_meaning(enum figure_state state)
{
    switch (state) {
    case FIGURE_NOT_RETURNED:
        return "not returned: there is no return with this figure";
    case FIGURE_NOT_AVAILABLE:
        return "not available: the borough cannot give the figure, or its rows do not tell it. It "
               "is not 0.";
    case FIGURE_NOT_COLLECTED:
        return "not collected: the borough does not record it, or the form did not ask for it yet";
    case FIGURE_NOT_YET_KNOWN:
        return "not yet known: it will be given in a later revision";
    case FIGURE_NOT_APPLICABLE:
        return "not applicable: there can be no such figure";
    case FIGURE_NOTHING_TO_DIVIDE_BY:
        return "nothing to divide by: the denominator is 0";
    case FIGURE_CONFIDENTIAL:
        return "confidential";
    case FIGURE_ROUNDS_TO_0:
        return "rounds to 0, and is not 0";
    default:
        return NULL;
    }
}

// --- figures

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

void output_value(const struct indicator *indicator, const struct table_cell *cell,
                  char text[OUTPUT_VALUE_BYTES])
{
    text[0] = '\0';
    if (figure_known(cell->value))
        put_decimals(text, cell->value.value, indicator->decimals);
}

enum { PENCE_DIGITS = 2 };

void output_numerator(const struct indicator *indicator, struct figure numerator,
                      char text[OUTPUT_VALUE_BYTES])
{
    text[0] = '\0';
    if (figure_known(numerator))
        put_decimals(text, numerator.value, indicators_is_money(indicator) ? PENCE_DIGITS : 0);
}

void output_denominator(const struct indicator *indicator, struct figure denominator,
                        char text[OUTPUT_VALUE_BYTES])
{
    text[0] = '\0';
    if (figure_known(denominator))
        put_decimals(text, denominator.value,
                     indicators_is_over_money(indicator) ? PENCE_DIGITS : 0);
}

void output_count(int64_t count, char text[OUTPUT_VALUE_BYTES])
{
    put_decimals(text, count, 0);
}

void output_rank(const struct table_cell *cell, char text[OUTPUT_VALUE_BYTES])
{
    text[0] = '\0';
    if (cell->rank > 0)
        put_decimals(text, cell->rank, 0);
}

const char *output_digits_or_sign(struct arena *arena, const char *digits, struct figure figure)
{
    return figure_known(figure) ? arena_strdup(arena, digits)
                                : arena_printf(arena, "[%s]", output_sign(figure.state));
}

const char *output_value_or_sign(struct arena *arena, const struct indicator *indicator,
                                 const struct table_cell *cell)
{
    enum { MS = 1000 };
    char text[OUTPUT_VALUE_BYTES];

    output_value(indicator, cell, text);
    if (indicator->unit == INDICATOR_TIME && figure_known(cell->value))
        clock_format((uint64_t)cell->value.value * MS, text);
    return output_digits_or_sign(arena, text, cell->value);
}

const char *output_code_label(const struct breakdown_slice *slice, unsigned dimension)
{
    return slice->labels[dimension][0] == '\0' ? "Total" : slice->labels[dimension];
}

// --- rows

const char *output_level(const struct table *table, int row)
{
    const struct area *area = table_area(table, row);

    return area == NULL ? "Local authority" : area->level;
}

void output_old_code(int row, char text[OUTPUT_VALUE_BYTES])
{
    if (row < BOROUGHS_COUNT)
        put_decimals(text, (int64_t)boroughs[row].authority, 0);
    else
        put(text, "");
}

const char *output_made_from(struct table_source source)
{
    static const char *const words[] = {[TABLE_FROM_NOTHING] = "",
                                        [TABLE_FROM_RETURN] = "return",
                                        [TABLE_FROM_QUARTERS] = "quarters",
                                        [TABLE_FROM_BOTH] = "both"};

    return words[source.made_from];
}

const char *output_note(struct table_source source)
{
    static const char *const words[2][2] = {{"", "withdrawn"}, {"redacted", "redacted; withdrawn"}};

    return words[source.redacted != 0][source.withdrawn != 0];
}

// --- the table

static const char *to_quarter(const struct table *table)
{
    return table->rolling ? "the four quarters to " : "";
}

void output_periods_of(const struct table *table, const struct periods *periods,
                       char text[OUTPUT_PERIODS_BYTES])
{
    char words[PERIODS_TEXT_BYTES];

    periods_format(periods, words);
    snprintf(text, OUTPUT_PERIODS_BYTES, "%s%s", to_quarter(table), words);
}

void output_periods(const struct table *table, char text[OUTPUT_PERIODS_BYTES])
{
    output_periods_of(table, &table->periods, text);
}

void output_period(const struct table *table, size_t period, char text[OUTPUT_PERIODS_BYTES])
{
    char one[PERIOD_TEXT_BYTES];

    period_format(&table->periods.list[period], one);
    snprintf(text, OUTPUT_PERIODS_BYTES, "%s%s", to_quarter(table), one);
}

void output_title(const struct table *table, char text[OUTPUT_TITLE_BYTES])
{
    char periods[OUTPUT_PERIODS_BYTES];

    output_periods(table, periods);
    snprintf(text, OUTPUT_TITLE_BYTES, "%s, %s", table->about.title, periods);
}

int output_is_simulated(const struct table *table)
{
    for (size_t i = 0; i < table->periods.count * BOROUGHS_COUNT; i++)
        if (table->sources[i].simulated)
            return 1;
    return 0;
}
