// A row from which a cell was left out, or into which one was put, so that all behind it stand under the wrong
// headings.
#ifndef QD_COLLECTOR_READING_ROW_SHIFT_H
#define QD_COLLECTOR_READING_ROW_SHIFT_H

#include "collector/reading/heading.h"

enum { ROW_SHIFT_FAULTS_MIN = 2 };  // one cell that is wrong is just that

enum row_shift { ROW_SHIFT_NONE, ROW_SHIFT_LEFT, ROW_SHIFT_RIGHT };

// Whether every cell from the first faulty one on is right for the column behind its own (LEFT: a cell is
// missing), or for the one before it (RIGHT: there is one too many). NONE as well when the arena is exhausted.
enum row_shift row_shift_of(const struct heading *heading, const struct csv_row *row,
                            size_t first_fault, struct arena *arena);

#endif
