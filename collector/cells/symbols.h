// What stands in a cell instead of a value: a symbol that means different things in different
// places, a range, or what a spreadsheet left there (spreadsheet.h).
#ifndef QD_COLLECTOR_CELLS_SYMBOLS_H
#define QD_COLLECTOR_CELLS_SYMBOLS_H

#include "collector/cells/cell.h"

// RULE_CELL_LEGACY_SYMBOL, what spreadsheet_check finds, or ERR_OK. Not for texts.
enum err symbols_check(const struct cell *cell);

// What to write when there is nothing: 0, or a reason, or nothing at all. In the arena.
const char *symbols_fix_blank(const struct cell *cell);

#endif
