// What a return would take away that the one before it has: whole parts, and figures that had a value and
// have none any more. Rows are found again by their codes (proto/form/row_key.h).
//
//   timeliness.csv: all of it (1 row)
//   placements.csv, row special_independent/asd/not_known/not_known/not_known: plans 5
//   placements.csv, row total/...: plans 105, now not_available
#ifndef QD_COLLECTOR_WORDS_LEAVING_H
#define QD_COLLECTOR_WORDS_LEAVING_H

#include "lib/base/arena.h"
#include "proto/form/form.h"

#include <jansson.h>
#include <stdio.h>

struct leaving_figure {
    enum form_part part;
    const char *row;   // "" in a part of one row
    const char *what;  // "plans 105, now not_available"
    // Where it can be kept: the figure, as it was, and the index of its row in the part as it is now. NULL where
    // it cannot: the whole row is gone, and what it counts may stand in another one; or it is an amount of
    // money, and its row counts something else now.
    const ProtobufCFieldDescriptor *kept;
    uint64_t value;
    size_t index;
};

struct leaving {
    unsigned parts;  // that go as a whole: bit 1 << enum form_part
    size_t rows[FORM_PARTS];
    struct leaving_figure *figures;  // of the other parts
    size_t count;
    size_t keepable;  // of these
};

// All of it in the arena. -1 when that is exhausted.
int leaving_find(struct leaving *leaving, struct arena *arena, const Qd__Return *before,
                 const Qd__Return *after);

// Every part, and so many figures that they can be read.
void leaving_text(FILE *out, const struct leaving *leaving);

// {"parts": ["timeliness"], "figures": [{"part", "row", "what"}]}. New; NULL when memory ran out.
json_t *leaving_json(const struct leaving *leaving);

#endif
