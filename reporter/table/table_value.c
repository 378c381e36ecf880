// A cell that has its numerator and denominator: its value, and what it is put in order by.
#include "reporter/table/table_internal.h"

#include <math.h>

#define MOST 9e18  // what an int64_t holds

static int round_median(const struct indicator *indicator, const struct median *median,
                        int64_t *value)
{
    int64_t scale, each;

    indicators_scale(indicator, &scale, &each);
    return median != NULL && median_round(median, scale, each, value);
}

void table_value(const struct indicator *indicator, struct table_cell *cell)
{
    const int ratio = indicators_has_denominator(indicator);
    int64_t value;

    if (ratio && !figure_known(cell->denominator))
        cell->value = figure_missing(cell->denominator.state);
    else if (!figure_known(cell->numerator))
        cell->value = figure_missing(cell->numerator.state);
    else if (ratio && cell->denominator.value == 0)
        cell->value = figure_missing(FIGURE_NOTHING_TO_DIVIDE_BY);
    else if (indicator->kind == INDICATOR_MEDIAN
                 ? round_median(indicator, cell->median, &value)
                 : indicators_value(indicator, cell->numerator.value,
                                    ratio ? cell->denominator.value : 1, &value))
        cell->value = figure_of(value);
    else
        cell->value = figure_missing(FIGURE_NOT_AVAILABLE);
}

struct stats_ratio table_ratio(const struct indicator *indicator, const struct table_cell *cell)
{
    enum { MILLION = 1000000 };
    struct stats_ratio ratio = {figure_known(cell->value), cell->numerator.value, 1};

    if (indicators_has_denominator(indicator))
        ratio.denominator = cell->denominator.value;
    if (indicator->kind != INDICATOR_MEDIAN || !ratio.known)
        return ratio;
    if (!median_fraction(cell->median, &ratio.numerator, &ratio.denominator)) {
        ratio.numerator = (int64_t)fmin(median_value(cell->median) * MILLION, MOST);
        ratio.denominator = MILLION;
    }
    return ratio;
}
