// The columns of a table as tidy CSV, in their order: what output_csv writes, and what its metadata says of
// it. columns.def has their words.
#ifndef QD_REPORTER_OUTPUTS_OUTPUT_COLUMNS_H
#define QD_REPORTER_OUTPUTS_OUTPUT_COLUMNS_H

#include "reporter/table/table.h"

enum { OUTPUT_COLUMNS_MAX = 64 };

// Their names: how many.
size_t output_columns(const struct table *table, const char *names[OUTPUT_COLUMNS_MAX]);

#endif
