// A line of changes.csv in the making: which line of a table it is about, why it differs, and the cell.
#ifndef QD_REPORTER_EDITIONS_CHANGES_CELLS_H
#define QD_REPORTER_EDITIONS_CHANGES_CELLS_H

#include "reporter/editions/changes_reach.h"
#include "reporter/editions/told.h"

enum {
    CHANGES_WHAT = TOLD_NAMES,
    CHANGES_BEFORE,  // the cells of a figure
    CHANGES_NOW = CHANGES_BEFORE + TOLD_FIGURE,
    CHANGES_OTHER_CELLS = CHANGES_NOW + TOLD_FIGURE,
    CHANGES_REASON,
    CHANGES_SEQUENCES,
    CHANGES_BOROUGH,
    CHANGES_RETURN_PERIOD,
    CHANGES_REVISION,
    CHANGES_AT,
    CHANGES_WORDS,
    CHANGES_CELLS
};

extern const struct sheet_column changes_cells_columns[CHANGES_CELLS];

// Which line of which CSV and why are filled in one after the other, and kept for the next line.
struct changes_cells {
    struct changes *changes;
    const char *cells[CHANGES_CELLS];
};

// Which line of which CSV. Texts are copied.
void changes_cells_name(struct changes_cells *cells, const char *stem,
                        const struct records_line *line);

// Why: the causes that were found last; where nothing was found, "day" for cells that a day can
// change, else "not known".
void changes_cells_because(struct changes_cells *cells, const struct changes_reach *reach,
                           int is_of_a_day);

// The line. `figures` are the cells of CHANGES_BEFORE and CHANGES_NOW, or NULL; `others` is an object of JSON, or "".
// Texts are copied; an arena that is exhausted is looked at in the end.
void changes_cells_add(struct changes_cells *cells, const char *what, const char *const *figures,
                       const char *others);

#endif
