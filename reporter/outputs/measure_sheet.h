// The figures of one measure as a sheet, for people who read on: the columns that tidy CSV has, but for those
// that are the same in every row; and the sign of its state ("[x]") in place of a figure that is missing.
#ifndef QD_REPORTER_OUTPUTS_MEASURE_SHEET_H
#define QD_REPORTER_OUTPUTS_MEASURE_SHEET_H

#include "reporter/outputs/sheet.h"
#include "reporter/standing/standing.h"
#include "reporter/table/table.h"

// `first` is the first of the table's columns of the measure; the sheet is in the arena. The column behind its last
// one.
size_t measure_sheet(struct sheet *sheet, struct arena *arena, const struct table *table,
                     size_t first, struct standings *standings);

#endif
