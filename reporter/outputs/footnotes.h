// What stands below a table of text: what the signs mean, which boroughs are missing, where the
// figures come from and how to get more.
#ifndef QD_REPORTER_OUTPUTS_FOOTNOTES_H
#define QD_REPORTER_OUTPUTS_FOOTNOTES_H

#include "reporter/outputs/paragraph.h"
#include "reporter/outputs/text_cell.h"

// `columns` are those that are shown.
void footnotes_write(const struct table *table, const struct text_column *columns, size_t count,
                     FILE *out);

// What boroughs say of the figures that are shown (footnotes_notes.c). `about` is room for a byte for
// each column.
void footnotes_notes(const struct text_column *columns, size_t count, unsigned char *about,
                     FILE *out);

// Adds which columns it is about, those that `about` says, unless it is all of them: "EHC plans; and 2
// more: ".
void footnotes_labels(struct paragraph *paragraph, const struct text_column *columns, size_t count,
                      const unsigned char *about);

// The notes that say which returns the figures come from (footnotes_source.c).
void footnotes_source(const struct table *table, FILE *out);

#endif
