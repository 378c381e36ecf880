// The rows of one part of a return, added up by the dimensions that are asked for: one tally for
// each combination of their codes and each column. Filled in one pass over the rows.
#ifndef QD_REPORTER_FIGURES_CUBE_H
#define QD_REPORTER_FIGURES_CUBE_H

#include "lib/base/arena.h"
#include "proto/form/figure.h"
#include "reporter/figures/dimensions.h"

#include <stddef.h>

// What some rows add up to. Blank figures are in no tally.
struct tally {
    int64_t sum;  // of the rows with a figure
    uint32_t valued, absent;
    enum figure_state why;  // the first of the absent ones' reasons, where there are any
    int overflowed;         // the sum is beyond an integer, and nothing
};

// A column of figures; `given` is another one that a row must have to be counted, or NULL.
struct cube_column {
    const ProtobufCFieldDescriptor *column, *given;
    int proved;  // a count of all rows: the total row says how much there is
    // Of the return that fills the cube:
    int younger;               // than the return
    struct tally total, rest;  // the total row; all others
    int complete;              // proved, and all other rows add up to the total
    int placed;  // complete, or what they lack of the total can only be in rows with a reason
};

struct cube {
    enum form_part part;
    struct dimensions dimensions;
    int proof;       // the dimension with a code `total`; -1
    unsigned whole;  // a bit for each dimension of which every code has a row (labels.def)
    unsigned used;   // a bit for each dimension that is told apart
    struct cube_column *columns;
    size_t columns_count;
    enum figure_state state;  // FIGURE_KNOWN: the return has rows of the part; else why not
    uint32_t version;         // of the form, of the return that fills it
    uint64_t codes_then[DIMENSIONS_MAX];  // those that the form had in that version
    // Laid out by the codes' places; a place is -1 for a number that is no code.
    const int8_t *places[DIMENSIONS_MAX];
    int numbers[DIMENSIONS_MAX];  // how many each list of places has
    size_t stride[DIMENSIONS_MAX], cells;
    struct tally *tallies;  // [column][cell]
};

// Makes an empty cube in the arena, of the columns that are given. The dimension of the total is
// always told apart. -1 when the arena is exhausted.
int cube_make(struct cube *cube, struct arena *arena, enum form_part part, unsigned used,
              struct cube_column *columns, size_t columns_count);

// Replaces what is in it by a return (NULL: none).
void cube_fill(struct cube *cube, const Qd__Return *returned);

// The rows of a slice together, but for the total row.
struct tally cube_tally(const struct cube *cube, size_t column, const struct slice *slice);

#endif
