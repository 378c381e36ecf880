// Rows below the headings that are no rows of the part: totals, notes, the headings once more.
#ifndef QD_COLLECTOR_ROW_KIND_H
#define QD_COLLECTOR_ROW_KIND_H

#include "collector/heading.h"

// Whether the row is one of those; a finding says which.
int row_kind_found(const struct heading *heading, enum form_part part, const struct csv_row *row,
                   struct findings *findings);

#endif
