// What stands below a table of text: what the signs mean, which boroughs are missing, where the
// figures come from and how to get more.
#ifndef QD_REPORTER_OUTPUTS_FOOTNOTES_H
#define QD_REPORTER_OUTPUTS_FOOTNOTES_H

#include "reporter/outputs/text_cell.h"

// `columns` are those that are shown.
void footnotes_write(const struct table *table, const struct text_column *columns, size_t count,
                     FILE *out);

// The notes that say which returns the figures come from (footnotes_source.c).
void footnotes_source(const struct table *table, FILE *out);

#endif
