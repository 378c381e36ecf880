// What is wrong with a cell that is not plain, and what to write instead: the rows of advice.def, in
// order, the first that fits.
#ifndef QD_COLLECTOR_CELLS_ADVICE_H
#define QD_COLLECTOR_CELLS_ADVICE_H

#include "collector/cells/cell.h"

// Fills the cell's fault by the first row that fits, as cell_fault does. ERR_OK without a fault when
// none fits, which only happens to a text. ERR_NO_MEMORY when memory is exhausted.
enum err advice_give(const struct cell *cell);

#endif
