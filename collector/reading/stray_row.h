// Rows below the headings that are not rows of the part: totals, notes, units, rows of formulas that are
// not used, the headings once more. Each is one finding, whatever its cells hold.
#ifndef QD_COLLECTOR_READING_STRAY_ROW_H
#define QD_COLLECTOR_READING_STRAY_ROW_H

#include "collector/reading/heading.h"
#include "collector/words/row_list.h"

// Rows that are told together, when all were seen. Zeroes are a good beginning.
struct stray_rows {
    struct row_list unused, errors, words, without_codes, without_figures, separated;
    size_t in_doubt;  // rows of totals that may be told by other codes
};

// Whether the row is one of those; a finding says which.
int stray_row_found(struct stray_rows *strays, const struct heading *heading,
                    const struct csv_row *row, struct findings *findings);

void stray_row_end(const struct stray_rows *strays, enum form_part part, struct findings *findings);

#endif
