// The lines of tests/data/cells.tsv, which says what may stand in a cell and what is made of it. What is
// not such a line fails the test.
#ifndef QD_TESTS_SUPPORT_CELLS_CELL_CASES_H
#define QD_TESTS_SUPPORT_CELLS_CELL_CASES_H

#include "collector/cells/read_cell.h"

struct cell_case {
    unsigned line;
    const char *written;  // the input as it stands in the file
    const char *input;    // its bytes
    size_t length;
    enum form_part part;
    const ProtobufCFieldDescriptor *field;
    const char *period;  // of the return; NULL: nothing is known of it
    const char *rule;    // "ok", or the rule's id
    const char *value;
};

enum { CELL_CASES_MAX = 2000, CELL_CASES_ARENA_BYTES = 64 * 1000 * 1000 };

struct cell_cases {
    struct arena *arena;
    struct cell_case list[CELL_CASES_MAX];
    size_t count;
};

void cell_cases_read(struct cell_cases *cases, struct arena *arena);

// An empty row in which the case's cell belongs, of a return for the case's period.
ProtobufCMessage *cell_cases_row(struct arena *arena, const struct cell_case *one);

const ProtobufCFieldDescriptor *cell_cases_field(enum form_part part, const char *column);

#endif
