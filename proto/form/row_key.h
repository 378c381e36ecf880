// What a row is called among the rows of its part, for a person who points at it from elsewhere, as
// explanations.csv does: its codes, and where there is one its provider. It stays the same when rows
// are sorted, added or taken out, as a row's number does not.
//
//     special_independent/asd/primary/day/in_borough/100049
//
// These are the row's required codes in the order of the columns, and the first that is given of the
// columns which labels.def lists as KEY.
#ifndef QD_PROTO_FORM_ROW_KEY_H
#define QD_PROTO_FORM_ROW_KEY_H

#include "lib/base/arena.h"
#include "proto/form/form.h"

// In the arena; NULL when that is exhausted. "" in a part of one row.
const char *row_key(struct arena *arena, enum form_part part, const ProtobufCMessage *row);

#endif
