// A row of headings that shows another kind of table than a part of a return.
#ifndef QD_COLLECTOR_READING_HEADING_OTHER_H
#define QD_COLLECTOR_READING_HEADING_OTHER_H

#include "collector/reading/csv.h"
#include "proto/rules/findings.h"

// Whether a heading is of a column about a single person: "UPN", "Surname". A return holds counts alone.
int heading_other_is_of_a_person(const char *text);

// How to fix a column that is; one of comments, notes or reasons; NULL for any other.
const char *heading_other_fix(const char *text);

// 1 when the row, which has too few of the part's headings, is of a list of children, of a pivot table, or of a
// file with other quotation marks than CSV has, and one finding says so.
int heading_other_found(enum form_part part, const struct csv_row *row, struct findings *findings);

#endif
