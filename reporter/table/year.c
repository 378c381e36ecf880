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

struct figure year_figure(const Qd__Period *year, int is_stock,
                          const struct figure quarters[YEAR_QUARTERS])
{
    struct figure sum = figure_of(0);

    if (is_stock)
        return year->kind == QD__PERIOD_KIND__FINANCIAL_YEAR
                   ? quarters[YEAR_QUARTERS - 1]
                   : figure_missing(FIGURE_NOT_APPLICABLE);
    for (unsigned i = 0; i < YEAR_QUARTERS; i++)
        figure_add(&sum, quarters[i]);
    return sum;
}
