// Where a line is broken: figures from before a day on which their definition changed are not to be set
// beside those since. indicators.def and sums.def say which day (`since`).
#ifndef QD_REPORTER_TABLE_DEFINITIONS_H
#define QD_REPORTER_TABLE_DEFINITIONS_H

#include "reporter/table/table.h"

// The day, "2024-01-01", on which the definition of a column changed between two periods of the table;
// NULL: it did not.
const char *definitions_change(const struct table *table, size_t column, size_t earlier,
                               size_t later);

#endif
