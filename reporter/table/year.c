#include "reporter/table/year.h"

#include "proto/form/period.h"

#include <assert.h>

int year_quarter(const Qd__Period *year, unsigned index, Qd__Period *quarter)
{
    const int calendar = year->kind == QD__PERIOD_KIND__CALENDAR_YEAR;

    assert(index < YEAR_QUARTERS);
    if (year->kind == QD__PERIOD_KIND__FINANCIAL_QUARTER)
        return 0;
    qd__period__init(quarter);
    quarter->kind = QD__PERIOD_KIND__FINANCIAL_QUARTER;
    quarter->has_quarter = 1;
    // January to March is the fourth quarter of the financial year that began the year before.
    quarter->year = calendar && index == 0 ? year->year - 1 : year->year;
    quarter->quarter = calendar ? (index + 3) % YEAR_QUARTERS + 1 : index + 1;
    return period_valid(quarter);
}

int year_rolling_quarter(const Qd__Period *last, unsigned index, Qd__Period *quarter)
{
    assert(index < YEAR_QUARTERS);
    *quarter = *last;
    for (unsigned back = YEAR_QUARTERS - 1; back > index; back--)
        if (!period_before(quarter, quarter))
            return 0;
    return 1;
}

void year_last_quarter(const Qd__Period *year, Qd__Period *quarter)
{
    if (!year_quarter(year, YEAR_QUARTERS - 1, quarter))
        *quarter = *year;  // it is one
}

struct figure year_figure(const Qd__Period *year, int is_stock,
                          const struct figure quarters[YEAR_QUARTERS])
{
    struct figure sum = figure_of(0);

    if (is_stock)
        return year->kind == QD__PERIOD_KIND__CALENDAR_YEAR ? figure_missing(FIGURE_NOT_APPLICABLE)
                                                            : quarters[YEAR_QUARTERS - 1];
    for (unsigned i = 0; i < YEAR_QUARTERS; i++)
        figure_add(&sum, quarters[i]);
    return sum;
}
