// What the readers of the kinds of cell share: number.c reads numbers, when.c dates and periods,
// symbols.c and spreadsheet.c know what stands there instead; cell.c (read_cell) decides which
// of them reads, and what holds for every cell.
#ifndef QD_COLLECTOR_CELLS_CELL_H
#define QD_COLLECTOR_CELLS_CELL_H

#include "lib/base/arena.h"
#include "proto/form/form.h"

// What can be wrong with one cell. Each is a rule of its own in rules.def.
enum cell_error {
    CELL_OK,
    CELL_BLANK,  // required, and nothing there
    CELL_NOT_A_NUMBER,
    CELL_THOUSANDS,          // 1,234
    CELL_PERCENT,            // 45%
    CELL_SCIENTIFIC,         // 1.11E+08: a spreadsheet has lost digits
    CELL_SPREADSHEET_ERROR,  // #REF!
    CELL_NEGATIVE,
    CELL_FRACTION,  // a fraction in a count, or of a penny
    CELL_TOO_LARGE,
    CELL_CURRENCY,       // £ in front
    CELL_LEGACY_SYMBOL,  // N/A, -, .., *, :, c, <5, NULL
    CELL_NOT_A_CODE,
    CELL_LOOK_ALIKE,  // letters of another alphabet, no-break spaces, full-width digits
    CELL_NOT_A_DATE,
    CELL_NO_SUCH_DAY,
    CELL_NOT_A_PERIOD,
    CELL_NOT_A_BOROUGH,
    CELL_TOO_LONG,
    CELL_CONTROL_CHARACTER,
    CELL_FORMULA,      // =SUM(A1:A3), saved as text
    CELL_MADE_A_DATE,  // 05-Jan where a figure or a code belongs
    CELL_NO_MEMORY
};

// A cell without surrounding spaces, not blank, NUL-terminated.
struct cell {
    struct arena *arena;
    const ProtobufCFieldDescriptor *field;
    const char *text;
    const char **fix;
};

// Leaves the sentence (made with arena_printf) and returns the error; when memory was exhausted in
// making the sentence, CELL_NO_MEMORY.
enum cell_error cell_fault(const struct cell *cell, enum cell_error error, const char *fix);

#endif
