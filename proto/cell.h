// What the readers of the kinds of cell share: number.c reads numbers, when.c dates and periods,
// symbols.c and spreadsheet.c know what stands there instead; cell.c (form_read_cell) decides which
// of them reads, and what holds for every cell.
#ifndef QD_PROTO_CELL_H
#define QD_PROTO_CELL_H

#include "lib/arena.h"
#include "proto/form.h"

// A cell without surrounding spaces, not blank, NUL-terminated.
struct cell {
    struct arena *arena;
    const ProtobufCFieldDescriptor *field;
    const char *text;
    const char **mend;
};

// Leaves the sentence (made with arena_printf) and returns the error; when memory was exhausted in
// making the sentence, FORM_CELL_NO_MEMORY.
enum form_cell_error cell_fault(const struct cell *cell, enum form_cell_error error,
                                const char *mend);

#endif
