// How the lines of one CSV differ in two editions: each cell that does, as lines of changes.csv.
#ifndef QD_REPORTER_EDITIONS_CHANGES_COMPARE_H
#define QD_REPORTER_EDITIONS_CHANGES_COMPARE_H

#include "reporter/editions/changes_cells.h"

// `view` is what one of the two was written of; `arena` is for the time of the call.
void changes_compare(struct changes *changes, const char *stem, const struct view *view,
                     const struct records *before, const struct records *now, struct arena *arena);

#endif
