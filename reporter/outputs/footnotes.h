// What stands below a table of text: what the signs mean, which boroughs are missing, where the
// figures come from and how to get more.
#ifndef QD_REPORTER_OUTPUTS_FOOTNOTES_H
#define QD_REPORTER_OUTPUTS_FOOTNOTES_H

#include "lib/base/err.h"
#include "reporter/table/table.h"

#include <stdio.h>

// `columns` are those that are shown, `single` when they were asked for by --measure.
void footnotes_write(const struct table *table, const struct table_column *const *columns,
                     size_t count, int single, FILE *out);

#endif
