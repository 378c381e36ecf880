// One cell while it is read, and what is wrong with it. The readers of the kinds of cell share this;
// read_cell.h is the way in.
#ifndef QD_COLLECTOR_CELLS_CELL_H
#define QD_COLLECTOR_CELLS_CELL_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "proto/form/form.h"
#include "proto/rules/findings.h"

// How a cell is read, by the type of its field (form.h). Bits, because advice goes to several.
enum cell_kind {
    CELL_COUNT = 1 << 0,
    CELL_MONEY = 1 << 1,
    CELL_NUMBER = 1 << 2,  // any other whole number
    CELL_TEXT = 1 << 3,
    CELL_CODE = 1 << 4,
    CELL_BOROUGH = 1 << 5,
    CELL_DATE = 1 << 6,
    CELL_PERIOD = 1 << 7
};

enum cell_kind cell_kind(const ProtobufCFieldDescriptor *field);

// What is wrong with a cell. The texts live in the arena or for ever.
struct cell_fault {
    enum rule_id rule;    // one of the QD-C rules
    const char *what;     // the rule's title, which follows the cell: "has a thousands separator"
    const char *fix;      // how to fix this very value; NULL: there is nothing to fix
    const char *instead;  // what to write, where the cell plainly says it: "1234"; else NULL
};

struct cell {
    struct arena *arena;
    const ProtobufCFieldDescriptor *field;
    const ProtobufCMessage *row;  // its cells that were read before this one
    enum cell_kind kind;
    const char *written;  // as it stands, without surrounding spaces
    const char *text;     // the same, made plain (plain.h); of CELL_TEXT as it is written
    struct cell_fault *fault;
};

// Fills the cell's fault: ERR_MALFORMED, or ERR_OK when the rule only asks. `fix` was made with
// arena_printf: when it is NULL, memory is exhausted, and ERR_NO_MEMORY is returned.
enum err cell_fault(const struct cell *cell, enum rule_id rule, const char *fix,
                    const char *instead);

// All ways to write a cell of this field, for a fix or a template: "one of: in_borough, out_of_borough,
// not_known". In the arena; NULL when that is exhausted.
const char *cell_allowed(struct arena *arena, const ProtobufCFieldDescriptor *field);

#endif
