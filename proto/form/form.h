// The form: what parts a return has, what columns each part, and how a cell is read. All of it is
// worked out from return.proto's descriptors; what a descriptor cannot hold is in labels.def (parts,
// and labels, units and help of columns) and codes.def (labels of codes). The type of a field decides
// how its cell is read:
//
//   uint64           a count, or why it is not there            1234   x   not_yet_known
//   int64            pounds, at most two decimals, or the same  63000   1234.50
//   Period, Date     2024-25 Q4                                2025-01-16
//   an enum          one of its codes                          special_independent
//   uint32, string   whole number, text
//
// A blank cell is "not given". It is an error where the field is required, and in every figure but
// a price: a blank figure does not say whether it is zero or missing.
#ifndef QD_PROTO_FORM_FORM_H
#define QD_PROTO_FORM_FORM_H

#include "lib/base/arena.h"
#include "return.pb-c.h"

#include <protobuf-c/protobuf-c.h>
#include <stdint.h>

// The version of the form that this program has: the largest `since` in labels.def and codes.def,
// which is the size of the largest of these arrays. What came in which version: history.h.
union form_versions {
#define PART(part, number, since, Message, message, name, shape, help) char part_##part[since];
#define FIELD(part, field, since, label, unit, dfe, help) char part##_##field[since];
#include "proto/form/labels.def"
#define CODE(CODES, codes, code, since, label) char CODES##_##code[since];
#include "proto/form/codes.def"
};
enum { FORM_SCHEMA_VERSION = sizeof(union form_versions) };

// Limits of the form, at both ends.
enum {
    FORM_ROWS_MAX = 20000,       // in one part: 33 settings x 15 needs x phases, and room
    FORM_TEXT_MAX_BYTES = 2000,  // of one text cell
    FORM_CELL_MAX_BYTES = 4096,  // of any cell, before it is read
    FORM_COUNT_MAX = 10000000,   // more children than England has
    FORM_PENCE_MAX_POUNDS = 1000000000,
};

// The files of a return: FORM_HEADER, FORM_TIMELINESS and so on, as labels.def lists them. The
// numbers are on the wire (WireFinding.part).
enum form_part {
#define PART(part, number, since, Message, message, name, shape, help) FORM_##part = (number),
#include "proto/form/labels.def"
    FORM_PARTS
};

struct form_part_info {
    const char *file;                       // "placements.csv"
    const char *name;                       // "placements"
    const ProtobufCMessageDescriptor *row;  // what one row is
    int one_row;                            // exactly one row, not a list
    int required;                           // the file must be there
    const char *help;                       // a sentence or two for a person
    uint32_t since;                         // the version of the form in which it came
};

// The parts in the order of enum form_part.
const struct form_part_info *form_part(enum form_part part);

// 1 and the part whose file has this name, whatever the case; 0 if none has.
int form_part_of_file(const char *file, enum form_part *part);

// Where the rows of a part are in a Return: the field whose message is the part's row.
const ProtobufCFieldDescriptor *form_field(enum form_part part);

// Rows of a part in a return, and the index-th of them.
size_t form_rows(const Qd__Return *returned, enum form_part part);
const ProtobufCMessage *form_row(const Qd__Return *returned, enum form_part part, size_t index);

// All of them, to walk through: how many, and a list that belongs to the return.
size_t form_all_rows(const Qd__Return *returned, enum form_part part,
                     ProtobufCMessage *const **rows);

// A column is a field of the part's row message, all but `absent`, which is the last one; columns
// are in field order. How many there are:
unsigned form_columns(const ProtobufCMessageDescriptor *row);

// Whether a cell of this field may be left blank.
int form_may_be_blank(const ProtobufCFieldDescriptor *field);

// The value of a field as a cell ("" when not given), in the arena.
const char *form_write_cell(struct arena *arena, const ProtobufCMessage *row,
                            const ProtobufCFieldDescriptor *field);

// An empty row message of a part, in the arena; NULL when that is exhausted.
ProtobufCMessage *form_new_row(struct arena *arena, enum form_part part);

// Appends the rows of one part to a return (the array is in the arena, and is copied at each call:
// append many at once). A one-row part takes one.
// 0, or -1 when the arena is exhausted.
int form_set_rows(struct arena *arena, Qd__Return *returned, enum form_part part,
                  ProtobufCMessage **rows, size_t count);

#endif
