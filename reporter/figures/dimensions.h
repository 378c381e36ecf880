// The dimensions of a part, and the slices that are asked of it.
//
// A dimension is a column whose code every row must give, so that together they say what the row
// counts: setting, primary_need, phase, residence and location of a placement. Each is made from the
// form's descriptors: a new column of this kind is a dimension without a line here. A part of one row
// has none.
//
// A slice is a set of codes for each dimension, and holds the rows whose codes are in all of them.
// The same slice has the same figure however it was asked for.
#ifndef QD_REPORTER_FIGURES_DIMENSIONS_H
#define QD_REPORTER_FIGURES_DIMENSIONS_H

#include "proto/form/form.h"

#include <stdint.h>

enum {
    DIMENSIONS_MAX = 8,       // of one part
    DIMENSION_CODES_MAX = 63  // of one dimension: a set of them is a uint64_t
};

struct dimension {
    const char *name;  // "need" for primary_need: a column of the CSV, and a word of --by
    const ProtobufCFieldDescriptor *column;
    const ProtobufCEnumDescriptor *codes;
    int total;      // the place of the code `total`, whose row counts all others; -1
    int not_known;  // the place of the code `not_known`, of a row that is not broken down; -1
    int apart;      // its codes are never added up: there is no slice of all of them
};

struct dimensions {
    unsigned count;
    struct dimension list[DIMENSIONS_MAX];
};

void dimensions_of(struct dimensions *dimensions, enum form_part part);

// The place of a dimension by its name, or its column's; -1.
int dimensions_find(const struct dimensions *dimensions, const char *name);

// The place of a code as it is written in a cell ("special_independent"); -1. `total` and `not_known`
// are codes of the form, and nothing that a table breaks down by.
int dimensions_code(const struct dimension *dimension, const char *code);

// How many codes the dimension has.
static inline unsigned dimension_size(const struct dimension *dimension)
{
    return dimension->codes->n_values;
}

// --- slices

#define SLICE_ANY UINT64_MAX  // whatever the code, in the column of one dimension

struct slice {
    uint64_t codes[DIMENSIONS_MAX];  // SLICE_ANY beyond the part's dimensions
};

// The one that holds every row.
struct slice dimensions_all(void);

// The one of a single row's codes.
struct slice dimensions_of_row(const struct dimensions *dimensions, const ProtobufCMessage *row);

// Whether a row can be in both.
static inline int dimensions_meet(const struct slice *a, const struct slice *b)
{
    for (unsigned i = 0; i < DIMENSIONS_MAX; i++)
        if ((a->codes[i] & b->codes[i]) == 0)
            return 0;
    return 1;
}

// A bit for each dimension that the slice restricts.
static inline unsigned dimensions_restricted(const struct slice *slice)
{
    unsigned bits = 0;

    for (unsigned i = 0; i < DIMENSIONS_MAX; i++)
        bits |= (unsigned)(slice->codes[i] != SLICE_ANY) << i;
    return bits;
}

static inline int dimensions_is_all(const struct slice *slice)
{
    return dimensions_restricted(slice) == 0;
}

#endif
