// Reads a number: digits alone, of money also with one or two decimals after a point.
#ifndef QD_COLLECTOR_CELLS_NUMBER_H
#define QD_COLLECTOR_CELLS_NUMBER_H

#include "collector/cells/cell.h"

#include <stdint.h>

// The largest whole number that is taken: of people, of pounds, or of anything else.
uint64_t number_most(enum cell_kind kind);

// 1 and the number, of money in pence; 0 if the text is not one, or is more than number_most.
int number_read(const char *text, enum cell_kind kind, uint64_t *number);

// The cell's digits and point without all else, if that is a number; else NULL. Whether the cell
// plainly holds it is for advice.def to say.
const char *number_left_over(const struct cell *cell);

#endif
