// Reads a number as people and spreadsheets write it, to say what is wrong with it and what it
// should be; takes it only when it is digits alone.
#ifndef QD_COLLECTOR_CELLS_NUMBER_H
#define QD_COLLECTOR_CELLS_NUMBER_H

#include "collector/cells/cell.h"

#include <stdint.h>

// What may stand in the cell.
struct number_form {
    unsigned decimals;   // 2 for pounds, which are read as pence; else 0
    uint64_t max_whole;  // before the decimals
};

enum err number_read(const struct cell *cell, const struct number_form *form, uint64_t *number);

#endif
