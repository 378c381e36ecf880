// What is made of the boroughs of a table: areas, and ranks.
#include "reporter/table/table_internal.h"

#include "proto/form/period.h"
#include "reporter/indicators/stats.h"

// --- areas

static struct table_cell missing_cell(struct figure why, uint16_t of)
{
    return (struct table_cell){.numerator = why, .denominator = why, .value = why, .of = of};
}

// What most of the boroughs have in place of a value; of as many, the first of the states.
static enum figure_state common_state(const struct table *table, size_t period, size_t column,
                                      uint64_t boroughs_in)
{
    unsigned boroughs_with[FIGURE_STATES] = {0};
    enum figure_state common = FIGURE_NOT_APPLICABLE;  // of an area without boroughs
    unsigned most = 0;

    for (int row = 0; row < BOROUGHS_COUNT; row++)
        if ((boroughs_in >> row & 1) != 0)
            boroughs_with[table_cell(table, period, column, row)->value.state]++;
    for (int state = 0; state < FIGURE_STATES; state++)
        if (boroughs_with[state] > most) {
            most = boroughs_with[state];
            common = (enum figure_state)state;
        }
    return common;
}

// Promise F: a borough that has the one figure and not the other is in neither sum.
struct table_cell table_sum(const struct table *table, size_t period, size_t column,
                            uint64_t boroughs_in)
{
    const struct indicator *indicator = table->columns[column].indicator;
    struct table_cell sum = {.numerator = figure_of(0), .denominator = figure_of(0)};
    const uint16_t of = (uint16_t)__builtin_popcountll(boroughs_in);
    struct table_cell none;

    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        const struct table_cell *cell = table_cell(table, period, column, row);

        if ((boroughs_in >> row & 1) == 0 || !cell->n)
            continue;
        sum.n++;
        sum.marks |= cell->marks;
        figure_add(&sum.numerator, cell->numerator);
        if (indicators_has_denominator(indicator))
            figure_add(&sum.denominator, cell->denominator);
    }
    sum.of = of;
    if (sum.n > 0 && 2 * sum.n < of)
        sum.marks |= marks_one(MARK_FEW);
    if (sum.n > 0 && indicators_sums(indicator)) {
        table_value(indicator, &sum);
        table_set_median(table, period, column, boroughs_in, &sum);
        return sum;
    }
    none =
        missing_cell(figure_missing(sum.n > 0 ? FIGURE_NOT_APPLICABLE
                                              : common_state(table, period, column, boroughs_in)),
                     of);
    none.n = sum.n;
    return none;
}

// --- ranks

static void rank(const struct table *table, size_t period, size_t column)
{
    const struct indicator *indicator = table->columns[column].indicator;
    struct stats_ratio ratios[BOROUGHS_COUNT];
    int ranks[BOROUGHS_COUNT];

    for (int row = 0; row < BOROUGHS_COUNT; row++)
        ratios[row] = table_ratio(indicator, table_cell(table, period, column, row));
    stats_rank(ratios, BOROUGHS_COUNT, indicator->direction != INDICATOR_LOW, ranks);
    for (int row = 0; row < BOROUGHS_COUNT; row++)
        table_cell(table, period, column, row)->rank = (uint16_t)ranks[row];
}

void table_finish(struct table *table)
{
    table_mark_others(table);
    for (size_t period = 0; period < table->periods.count; period++) {
        const int32_t day = period_last_day(&table->periods.list[period]);

        for (size_t column = 0; column < table->count; column++) {
            for (size_t i = 0; i < table->areas.count; i++)
                *table_cell(table, period, column, BOROUGHS_COUNT + (int)i) =
                    table_sum(table, period, column, areas_boroughs(&table->areas.list[i], day));
            if (indicators_ranked_from(table->columns[column].indicator->direction) != NULL)
                rank(table, period, column);
        }
    }
}
