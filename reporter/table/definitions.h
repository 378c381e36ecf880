// Where a line is broken: figures from before a day on which their definition changed are not to be set
// beside those since. indicators.def and sums.def say which day (`since`), marks.def of all counts of a
// part.
#ifndef QD_REPORTER_TABLE_DEFINITIONS_H
#define QD_REPORTER_TABLE_DEFINITIONS_H

#include "reporter/table/table.h"

// What changed in the definition of a column between two periods of the table: the day, "2024-01-01", or
// words. NULL: nothing.
const char *definitions_change(const struct table *table, size_t column, size_t earlier,
                               size_t later);

#endif
