#include "reporter/standing/change.h"

#include "proto/form/period.h"
#include "reporter/standing/standing.h"
#include "reporter/statistics/normal.h"
#include "reporter/table/definitions.h"
#include "reporter/table/table_make.h"

// --- the periods

const char *change_since_words(const struct table *table, enum change_since since)
{
    if (since == CHANGE_SINCE_QUARTER)
        return "last quarter";
    return table->kind == QD__PERIOD_KIND__FINANCIAL_QUARTER ? "the same quarter last year"
                                                             : "last year";
}

int change_period(Qd__Period *earlier, const Qd__Period *period, enum change_since since)
{
    const int quarter = period->kind == QD__PERIOD_KIND__FINANCIAL_QUARTER;

    if (since == CHANGE_SINCE_QUARTER && !quarter)
        return 0;
    *earlier = *period;
    for (int back = since == CHANGE_SINCE_YEAR && quarter ? YEAR_QUARTERS : 1; back > 0; back--)
        if (!period_before(earlier, earlier))
            return 0;
    return 1;
}

enum err change_add_periods(struct periods *periods, struct arena *arena, struct err_text *text)
{
    const struct periods asked = *periods;
    enum err error = ERR_OK;

    *periods = (struct periods){.count = 0};
    for (size_t i = 0; i < asked.count && error == ERR_OK; i++) {
        error = periods_add(periods, arena, &asked.list[i], text);
        for (int since = 0; since < CHANGE_SINCES && error == ERR_OK; since++) {
            Qd__Period earlier;

            if (change_period(&earlier, &asked.list[i], (enum change_since)since))
                error = periods_add(periods, arena, &earlier, text);
        }
    }
    return error;
}

// --- like for like

// The boroughs of the row that have the figure in both periods.
static uint64_t with_both(const struct table *table, size_t period, size_t earlier, size_t column,
                          uint64_t boroughs_in)
{
    uint64_t both = 0;

    for (int row = 0; row < BOROUGHS_COUNT; row++)
        if ((boroughs_in >> row & 1) != 0 && table_cell(table, period, column, row)->n &&
            table_cell(table, earlier, column, row)->n)
            both |= (uint64_t)1 << row;
    return both;
}

static void set_cells(struct change *change, const struct table *table, size_t period,
                      size_t earlier, size_t column, int row)
{
    const struct area *area = table_area(table, row);
    uint64_t boroughs_in, both;

    if (area == NULL) {
        change->now = *table_cell(table, period, column, row);
        change->before = *table_cell(table, earlier, column, row);
        return;
    }
    boroughs_in = areas_boroughs(area, period_last_day(&table->periods.list[period]));
    both = with_both(table, period, earlier, column, boroughs_in);
    change->now = *table_cell(table, period, column, row);
    change->before = *table_cell(table, earlier, column, row);
    // Where one of the two is missing it says why; else both are what boroughs have in common.
    if (both != 0 || (figure_known(change->now.value) && figure_known(change->before.value))) {
        change->now = table_sum(table, period, column, both);
        change->before = table_sum(table, earlier, column, both);
    }
    change->now.n = (uint16_t)__builtin_popcountll(both);
    change->now.of = (uint16_t)__builtin_popcountll(boroughs_in);
}

// --- the interval

// Whether two figures of the column in those periods are two samples, and not mostly the same.
static int are_independent(const struct table *table, const struct indicator *indicator,
                           enum change_since since)
{
    return indicators_flow(indicator) == INDICATOR_FLOW &&
           !(table->rolling && since == CHANGE_SINCE_QUARTER);
}

static int set_interval(struct change *change, const struct indicator *indicator)
{
    struct proportion now, before;

    if (indicator->kind == INDICATOR_PROPORTION)
        return standing_proportion(indicator, &change->now, &now) &&
               standing_proportion(indicator, &change->before, &before) &&
               interval_difference(now, before, NORMAL_Z_95, &change->interval);
    if (indicator->kind != INDICATOR_A_COUNT ||
        !interval_events_ratio(change->now.numerator.value, change->before.numerator.value,
                               NORMAL_Z_95, &change->interval))
        return 0;
    change->interval.low -= 1;
    change->interval.high -= 1;
    return 1;
}

static void judge(struct change *change)
{
    if (!change->has_interval)
        return;
    change->verdict = change->interval.low > 0    ? CHANGE_HIGHER
                      : change->interval.high < 0 ? CHANGE_LOWER
                                                  : CHANGE_NO_DIFFERENT;
}

// --- the whole

static enum change_state state_of(const struct table *table, const struct change *change,
                                  size_t period, size_t earlier, size_t column, double before)
{
    const struct table_column *about = &table->columns[column];

    if (!indicators_sums(about->indicator) || about->indicator->part == RECEIPT_PART ||
        about->indicator->is_mixed)
        return CHANGE_NOT_APPLICABLE;
    if (!figure_known(change->now.value) || !figure_known(change->before.value))
        return CHANGE_MISSING;
    if (definitions_change(table, column, earlier, period) != NULL)
        return CHANGE_DEFINED_ANEW;
    return change->in_percent && before <= 0 ? CHANGE_FROM_ZERO : CHANGE_KNOWN;
}

void change_of(struct change *change, const struct table *table, size_t period, size_t earlier,
               enum change_since since, size_t column, int row)
{
    const struct indicator *indicator = table->columns[column].indicator;
    double now = 0, before = 0;

    *change = (struct change){.in_percent = indicator->unit != INDICATOR_PERCENT &&
                                            indicator->kind != INDICATOR_RATE};
    set_cells(change, table, period, earlier, column, row);
    (void)standing_figure(indicator, &change->now, &now);
    (void)standing_figure(indicator, &change->before, &before);
    change->state = state_of(table, change, period, earlier, column, before);
    if (change->state != CHANGE_KNOWN)
        return;
    change->change = change->in_percent ? now / before - 1 : now - before;
    change->has_interval =
        are_independent(table, indicator, since) && set_interval(change, indicator);
    judge(change);
}
