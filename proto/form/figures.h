// The figures of a row: a field of type uint64 is a count, one of type int64 an amount of money in
// pence. A figure has a value, or stands in the row's `absent` with the reason why it has none, or
// is blank, which only a price may be. Missing is not zero (promise F).
//
// A figure that came with a later version of the form than its return or its folder is not collected:
// whoever makes the row enters that (proto/wire/decode.h, collector/reading/rows.h), so that nobody
// who reads rows must ask of which version they are. Of codes and parts, history.h says it.
//
// `absent` is the last field of a row that can hold figures: for each figure that is not there two
// bytes, the number of its field and that of the Absence, the fields ascending.
#ifndef QD_PROTO_FORM_FIGURES_H
#define QD_PROTO_FORM_FIGURES_H

#include "lib/base/arena.h"
#include "return.pb-c.h"

#include <protobuf-c/protobuf-c.h>

enum {
    FIGURES_ABSENT_FIELD = 100,  // the number of `absent` in every row
    FIGURES_ABSENT_BYTES = 2,    // for each figure that is not there
};

static inline int figures_is_count(const ProtobufCFieldDescriptor *field)
{
    return field->type == PROTOBUF_C_TYPE_UINT64;
}

static inline int figures_is_money(const ProtobufCFieldDescriptor *field)
{
    return field->type == PROTOBUF_C_TYPE_INT64;
}

static inline int figures_is_figure(const ProtobufCFieldDescriptor *field)
{
    return figures_is_count(field) || figures_is_money(field);
}

// Whether a message is a row that can hold figures. Rows are the messages of return.proto, in which
// nothing else is bytes.
static inline int figures_in(const ProtobufCMessageDescriptor *row)
{
    const ProtobufCFieldDescriptor *last = &row->fields[row->n_fields - 1];

    return last->type == PROTOBUF_C_TYPE_BYTES && last->id == FIGURES_ABSENT_FIELD;
}

// What the row says is absent; of no length when nothing is, or the row holds no figures.
ProtobufCBinaryData figures_absent(const ProtobufCMessage *row);

// 1 and the value of a figure (pence are never negative in a return that was checked), or 0.
int figures_value(const ProtobufCMessage *row, const ProtobufCFieldDescriptor *field,
                  uint64_t *value);

// Why the figure is not there; 0 when it has a value or is blank.
Qd__Absence figures_absence(const ProtobufCMessage *row, const ProtobufCFieldDescriptor *field);

// Gives a figure its value, or its reason, in place of what it had. Reasons are kept in the arena;
// -1 when that is exhausted, and the row is as it was.
void figures_set_value(ProtobufCMessage *row, const ProtobufCFieldDescriptor *field,
                       uint64_t value);
int figures_set_absence(struct arena *arena, ProtobufCMessage *row,
                        const ProtobufCFieldDescriptor *field, Qd__Absence why);

#endif
