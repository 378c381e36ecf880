// `qd-reporter compare`: each figure of a table beside what it is compared with, and whether it differs
// beyond chance (reporter/standing/against.h).
#ifndef QD_REPORTER_OUTPUTS_COMPARE_SHEET_H
#define QD_REPORTER_OUTPUTS_COMPARE_SHEET_H

#include "reporter/outputs/sheet.h"
#include "reporter/standing/against.h"

// A sheet with the table's title and without rows.
void compare_sheet_begin(struct sheet *sheet, const struct table *table,
                         const struct sheet_column *columns, size_t count);

// A row for each figure and comparison: for programs. Of a figure and of what it is compared with there
// are the value, numerator, denominator and coverage; `verdict` is better, worse, higher, lower, no
// different, or not applicable.
void compare_sheet_long(struct sheet *sheet, const struct table *table,
                        const struct against_sources *sources);

// "better", "no different"; "" where one of the figures is missing.
const char *compare_sheet_verdict(enum against_verdict verdict, enum indicator_direction direction);

// A row for each figure, the comparisons in columns, and how it stands among the boroughs: for people.
void compare_sheet_wide(struct sheet *sheet, const struct table *table,
                        const struct against_sources *sources);

// Of a table's first row a line for each comparison, with the figure that it is compared with: for people who ask
// for one borough or area.
void compare_sheet_one(struct sheet *sheet, const struct table *table,
                       const struct against_sources *sources);

#endif
