#include "collector/cells/cell.h"

enum cell_error cell_fault(const struct cell *cell, enum cell_error error, const char *fix)
{
    *cell->fix = fix;
    return fix == NULL ? CELL_NO_MEMORY : error;
}
