// What is wrong with the cells of one row: told cell by cell, or, where many of them have the same fault,
// together. A row that was left half blank, or a word that fills a row, is one mistake.
#ifndef QD_COLLECTOR_READING_ROW_FAULTS_H
#define QD_COLLECTOR_READING_ROW_FAULTS_H

#include "collector/cells/cell.h"
#include "collector/reading/csv.h"
#include "collector/reading/heading_name.h"

enum { ROW_FAULTS_ALIKE_MAX = 3 };  // more of one rule and one value are told together

struct row_fault {
    size_t column;  // of the row, from 0
    const ProtobufCFieldDescriptor *field;
    const struct csv_cell *cell;
    struct cell_fault fault;
};

// A list of zeros is empty; so is one whose count is set to 0.
struct row_faults {
    struct row_fault list[HEADING_FIELDS_MAX];
    size_t count;
};

// Adds a fault of the next column.
void row_faults_add(struct row_faults *faults, const struct row_fault *fault);

// Whether the fault at `index` is to be told: the first of those that are alike, or one of few. `words`
// becomes what is wrong, and `*fix` how to fix it; both in the arena.
int row_faults_tell(const struct row_faults *faults, size_t index, struct arena *arena,
                    const char **words, const char **fix);

#endif
