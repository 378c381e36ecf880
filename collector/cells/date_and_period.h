// Reads cells that hold a date or a period, and says what they should be when it can be seen what
// is meant: a spreadsheet rewrites dates in many ways.
#ifndef QD_COLLECTOR_CELLS_DATE_AND_PERIOD_H
#define QD_COLLECTOR_CELLS_DATE_AND_PERIOD_H

#include "collector/cells/cell.h"

enum err date_and_period_read_date(const struct cell *cell, Qd__Date *date);

enum err date_and_period_read_period(const struct cell *cell, Qd__Period *period);

#endif
