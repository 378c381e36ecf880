// Reads cells that hold a day or a period, and says which ones may be meant: people and
// spreadsheets write them in many ways.
#ifndef QD_COLLECTOR_CELLS_WHEN_H
#define QD_COLLECTOR_CELLS_WHEN_H

#include "collector/cells/cell.h"

// 1 and the day, if the cell can be read in one way only:
//
//   2025-12-31, 2025/12/31, 20251231   year, month, day
//   31/12/2025, 12.31.2025             there is no 31st month
//   05/05/2025                         the same either way
//   31 December 2025, 31-Dec-2025      the month has its name
//
// A year of two digits (31/12/25) and a time of day are not taken.
int when_read_date(const struct cell *cell, Qd__Date *date);

// The days that may be meant, "2025-02-01 or 2025-01-02": also years of two digits, and a
// spreadsheet's own number for a day (counted from 1900 or 1904). Where the row says its period,
// only days within it. NULL if there are none.
const char *when_dates_meant(const struct cell *cell);

// The period that a text like "Q4 2024-25", "2024-2025" or "202425" names; NULL if it names none.
// That it is such a text is for advice.def to say.
const char *when_period_meant(const struct cell *cell);

#endif
