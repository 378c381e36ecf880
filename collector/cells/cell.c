#include "collector/cells/cell.h"

enum cell_error cell_fault(const struct cell *cell, enum cell_error error, const char *mend)
{
    *cell->mend = mend;
    return mend == NULL ? CELL_NO_MEMORY : error;
}
