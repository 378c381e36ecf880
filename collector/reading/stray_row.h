// Rows below the headings that are no rows of the part: totals, notes, the headings once more.
#ifndef QD_COLLECTOR_READING_STRAY_ROW_H
#define QD_COLLECTOR_READING_STRAY_ROW_H

#include "collector/reading/heading.h"

// Whether the row is one of those; a finding says which.
int stray_row_found(const struct heading *heading, const struct csv_row *row,
                    struct findings *findings);

#endif
