#include "reporter/standing/standing.h"

#include "reporter/statistics/normal.h"
#include "reporter/statistics/quantile.h"

#include <string.h>

int standing_make(struct standings *standings, struct arena *arena, const struct table *table)
{
    *standings = (struct standings){
        .list = arena_zalloc(arena, table_places(table) * sizeof *standings->list)};
    return standings->list == NULL ? -1 : 0;
}

// --- one cell

int standing_figure(const struct indicator *indicator, const struct table_cell *cell,
                    double *figure)
{
    if (!figure_known(cell->value))
        return 0;
    if (indicator->kind == INDICATOR_MEDIAN) {
        *figure = median_value(cell->median);
        return 1;
    }
    *figure = (double)cell->numerator.value;
    if (indicators_has_denominator(indicator))
        *figure /= (double)cell->denominator.value;
    return 1;
}

int standing_proportion(const struct indicator *indicator, const struct table_cell *cell,
                        struct proportion *share)
{
    *share = (struct proportion){0, 0};
    if (indicator->kind != INDICATOR_PROPORTION || !figure_known(cell->value) ||
        cell->numerator.value < 0 || cell->numerator.value > cell->denominator.value)
        return 0;
    *share = (struct proportion){cell->numerator.value, cell->denominator.value};
    return 1;
}

int standing_interval(const struct indicator *indicator, const struct table_cell *cell,
                      struct interval *interval)
{
    struct proportion share;

    if (indicator->kind == INDICATOR_RATE && figure_known(cell->value)) {
        const double over = (double)cell->denominator.value;

        if (!interval_events(cell->numerator.value, NORMAL_Z_95, interval))
            return 0;
        interval->low /= over;
        interval->high /= over;
        return 1;
    }
    if (indicator->kind == INDICATOR_MEDIAN) {
        if (!figure_known(cell->value) || !cell->median->has_interval)
            return 0;
        *interval = cell->median->interval;
        return 1;
    }
    return standing_proportion(indicator, cell, &share) &&
           interval_proportion(share, NORMAL_Z_95, interval);
}

// --- all boroughs

// Of the boroughs that have one: how many, in ascending order.
static size_t sorted_figures(const struct table *table, size_t period, size_t column,
                             double figures[BOROUGHS_COUNT])
{
    size_t count = 0;

    for (int row = 0; row < BOROUGHS_COUNT; row++)
        count += (size_t)standing_figure(table->columns[column].indicator,
                                         table_cell(table, period, column, row), &figures[count]);
    quantile_sort(figures, count);
    return count;
}

static void stand_among(struct standing *standing, const struct indicator *indicator,
                        const struct table_cell *cell, const double *sorted, size_t count)
{
    double figure;

    if (cell->rank == 0 || !standing_figure(indicator, cell, &figure))
        return;
    standing->ranked = (unsigned)count;
    standing->quarter =
        (unsigned)quantile_quarter(sorted, count, figure, indicator->direction != INDICATOR_LOW);
    standing->fifth = quantile_fifth(sorted, count, figure);
}

static void stand_in_funnel(struct standing *standing, const struct funnel *funnel,
                            struct proportion share)
{
    int outside;

    standing->has_limits = 1;
    standing->limits = funnel_limits(funnel, share.of, NORMAL_Z_95);
    outside = funnel_outside(standing->limits, share);
    if (share.of >= STANDING_OUT_DENOMINATOR && outside == standing->fifth)
        standing->stands_out = outside;
}

void standing_fill(struct standings *standings, const struct table *table, size_t period,
                   size_t column)
{
    const struct indicator *indicator = table->columns[column].indicator;
    struct proportion shares[BOROUGHS_COUNT] = {{0, 0}};
    struct chance_rank chance[BOROUGHS_COUNT];
    double sorted[BOROUGHS_COUNT], room[BOROUGHS_COUNT];
    const size_t count = sorted_figures(table, period, column, sorted);

    memset(standings->list, 0, table_places(table) * sizeof *standings->list);
    for (size_t row = 0; row < table_places(table); row++) {
        struct standing *standing = &standings->list[row];
        const struct table_cell *cell = table_cell(table, period, column, (int)row);

        standing->has_interval = standing_interval(indicator, cell, &standing->interval);
        if (row < BOROUGHS_COUNT) {
            (void)standing_proportion(indicator, cell, &shares[row]);  // {0, 0}: none
            stand_among(standing, indicator, cell, sorted, count);
        }
    }
    standings->has_funnel = indicator->direction != INDICATOR_UNRANKED &&
                            funnel_make(&standings->funnel, shares, BOROUGHS_COUNT, room);
    if (!standings->has_funnel)
        return;
    chance_rank(shares, BOROUGHS_COUNT, indicator->direction != INDICATOR_LOW, chance);
    for (int row = 0; row < BOROUGHS_COUNT; row++)
        if (shares[row].of > 0) {
            standings->list[row].chance = chance[row];
            stand_in_funnel(&standings->list[row], &standings->funnel, shares[row]);
        }
}
