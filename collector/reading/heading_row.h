// Which row of a file is the row of headings, and whether commas part them.
#ifndef QD_COLLECTOR_READING_HEADING_ROW_H
#define QD_COLLECTOR_READING_HEADING_ROW_H

#include "collector/reading/heading.h"

// How many different fields of the part the cells of this row name, and whether that makes it the
// row of headings: half of the part's columns or more.
unsigned heading_row_matches(enum form_part part, const struct csv_row *row);
int heading_row_is_enough(enum form_part part, unsigned matches);

// Whether one cell holds all of the headings, with commas between them: somebody put quotation
// marks around the whole row.
int heading_row_is_quoted(enum form_part part, const struct csv_row *row);

// Semicolon, tab or bar, if one of the first lines holds the headings with that between them; else
// 0. `*line` is where.
char heading_row_separator(enum form_part part, const char *bytes, size_t size, uint32_t *line);

#endif
