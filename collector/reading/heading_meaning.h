// Words in a heading that change what its figures are: gross_expenditure_000s holds thousands, and
// plans_issued_ytd more than one period. Who renames such a column sends wrong figures that nothing
// else may find, so that no finding tells anybody to.
#ifndef QD_COLLECTOR_READING_HEADING_MEANING_H
#define QD_COLLECTOR_READING_HEADING_MEANING_H

#include "lib/base/arena.h"

#include <protobuf-c/protobuf-c.h>

// What the heading says of its figures ("thousands"): the first such words in it that the name of the
// field, which it is meant to be, does not have. NULL where it says nothing of the kind. `meant` may be
// NULL: not known.
const char *heading_meaning(const char *text, const ProtobufCFieldDescriptor *meant);

// The heading without all such words, in the arena: "gross_expenditure". NULL when there are none, when
// nothing is left, or memory is exhausted.
const char *heading_meaning_without(struct arena *arena, const char *text);

// How to fix a heading that says so. NULL when memory is exhausted.
const char *heading_meaning_fix(struct arena *arena, const char *says,
                                const ProtobufCFieldDescriptor *meant);

#endif
