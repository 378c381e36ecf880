// `qd-reporter change`: how each figure has changed since the quarter before, the same quarter of last year
// and last year (reporter/standing/change.h).
//
//   <which figure>, value, status, numerator, denominator,
//   since, since_period, since_value, since_status, since_numerator, since_denominator, n, of,
//   change, change_unit, change_status, interval, low, high, verdict, direction
//
// All of a row is like for like: of an area over the n boroughs that have both figures. `change_unit` is
// percentage points, per cent (of the earlier figure) or per 100. `interval` is the method of low and
// high: Newcombe, binomial or not applicable. `verdict` says whether the interval leaves out no change.
#ifndef QD_REPORTER_OUTPUTS_CHANGE_SHEET_H
#define QD_REPORTER_OUTPUTS_CHANGE_SHEET_H

#include "reporter/outputs/sheet.h"
#include "reporter/table/table.h"

// Changes of the asked periods; the table has the earlier ones too (change_add_periods).
void change_sheet(struct sheet *sheet, const struct table *table, const struct periods *asked);

#endif
