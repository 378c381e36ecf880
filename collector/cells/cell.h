// One cell while it is read, and what is wrong with it. The readers of the kinds of cell share this;
// read_cell.h is the way in.
#ifndef QD_COLLECTOR_CELLS_CELL_H
#define QD_COLLECTOR_CELLS_CELL_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "proto/form/form.h"
#include "proto/rules/findings.h"

// What is wrong with a cell. `what` and `fix` live in the arena or for ever.
struct cell_fault {
    enum rule_id rule;  // one of the QD-C rules
    const char *what;   // follows the cell's text in a sentence: "has a thousands separator"
    const char *fix;    // how to fix this very value; NULL: there is nothing to fix
};

// A cell without surrounding spaces, not blank, NUL-terminated.
struct cell {
    struct arena *arena;
    const ProtobufCFieldDescriptor *field;
    const char *text;
    struct cell_fault *fault;
};

// Fills the cell's fault and returns ERR_MALFORMED. `fix` was made with arena_printf: when it is
// NULL, memory is exhausted, and ERR_NO_MEMORY is returned.
enum err cell_fault(const struct cell *cell, enum rule_id rule, const char *fix);

#endif
