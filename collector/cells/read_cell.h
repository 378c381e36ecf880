// One cell of a CSV file into a field of its row: by the type of the field (form.h).
#ifndef QD_COLLECTOR_CELLS_READ_CELL_H
#define QD_COLLECTOR_CELLS_READ_CELL_H

#include "collector/cells/cell.h"

// Reads a cell into `row`, a message of the field's part that lives, as all it points to, in the
// arena. Leading and trailing spaces do not count.
//
//   ERR_OK         it was read. `fault->fix` is NULL, or a rule asks about what was read.
//   ERR_MALFORMED  `row` is as it was, and `fault` says what is wrong and how to fix it.
//   ERR_NO_MEMORY  `row` is as it was.
enum err read_cell(struct arena *arena, ProtobufCMessage *row,
                   const ProtobufCFieldDescriptor *field, const char *cell, size_t length,
                   struct cell_fault *fault);

#endif
