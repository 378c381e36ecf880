// One cell of a CSV file into a field of its row: by the type of the field (form.h).
#ifndef QD_COLLECTOR_CELLS_READ_CELL_H
#define QD_COLLECTOR_CELLS_READ_CELL_H

#include "collector/cells/cell.h"
#include "proto/rules/findings.h"

// Reads a cell into `row`, a message of the field's part that lives, as all it points to, in the
// arena. Leading and trailing spaces do not count. On an error `row` is as it was, and `*fix` is a
// sentence in the arena that says how to fix this very value.
enum cell_error read_cell(struct arena *arena, ProtobufCMessage *row,
                          const ProtobufCFieldDescriptor *field, const char *cell, size_t length,
                          const char **fix);

// The rule that a cell with this error breaks; not for CELL_OK and CELL_NO_MEMORY.
enum rule_id read_cell_rule(enum cell_error error);

#endif
