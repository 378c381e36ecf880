// The code that was probably meant where a cell holds none of the column's codes.
#ifndef QD_COLLECTOR_CELLS_CODE_H
#define QD_COLLECTOR_CELLS_CODE_H

#include "collector/cells/cell.h"

// The nearest code, as it is written, in the arena: the same letters and digits with other signs
// between them, the label instead of the code, a code with a slip or two, or the only code that
// holds the text. Of a figure it is the reason why the figure is not there. NULL if nothing comes
// near.
const char *code_meant(const struct cell *cell);

// That code's label: "Special - independent".
const char *code_label_meant(const struct cell *cell);

#endif
