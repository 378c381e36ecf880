// A figure of one borough: a value, or the reason why there is none. Missing is not zero (promise
// F), and the reason goes with the figure from the cell of a return to the cell of a table.
//
//   state                        sign  where it comes from
//   FIGURE_NOT_RETURNED          nr    no return, or a return without the part
//   FIGURE_NOT_AVAILABLE         x     the borough says so, or its rows do not tell
//   FIGURE_NOT_COLLECTED         nc    the borough does not record it
//   FIGURE_NOT_YET_KNOWN         nyk   it will be given in a later revision
//   FIGURE_NOT_APPLICABLE        z     there can be no such figure
//   FIGURE_NOTHING_TO_DIVIDE_BY  0/0   a ratio whose denominator is 0
//   FIGURE_CONFIDENTIAL          c     for tables that are published: nothing makes it yet
//   FIGURE_ROUNDS_TO_0           low   the same
//   FIGURE_BLANK                       a price that the row does not have
//   FIGURE_KNOWN                       a value
//
// What is added up takes the first state of its parts, in this order: so a sum has a value only when
// all its parts have.
#ifndef QD_PROTO_FORM_FIGURE_H
#define QD_PROTO_FORM_FIGURE_H

#include "return.pb-c.h"

#include <protobuf-c/protobuf-c.h>
#include <stdint.h>

// The first one is 0: what nobody has set is no figure.
enum figure_state {
    FIGURE_NOT_RETURNED = 0,
    FIGURE_NOT_AVAILABLE,
    FIGURE_NOT_COLLECTED,
    FIGURE_NOT_YET_KNOWN,
    FIGURE_NOT_APPLICABLE,
    FIGURE_NOTHING_TO_DIVIDE_BY,
    FIGURE_CONFIDENTIAL,
    FIGURE_ROUNDS_TO_0,
    FIGURE_BLANK,
    FIGURE_KNOWN,
    FIGURE_STATES
};

struct figure {
    enum figure_state state;
    int64_t value;  // a count, or pence; 0 when it is not known
};

static inline struct figure figure_of(int64_t value)
{
    return (struct figure){FIGURE_KNOWN, value};
}

static inline struct figure figure_missing(enum figure_state why)
{
    return (struct figure){why, 0};
}

static inline int figure_known(struct figure figure)
{
    return figure.state == FIGURE_KNOWN;
}

// The figure in that column of a row (proto/form/figures.h).
struct figure figure_in(const ProtobufCMessage *row, const ProtobufCFieldDescriptor *column);

// The same where only a value matters: FIGURE_KNOWN, or FIGURE_BLANK whatever the reason is.
#define FIGURE_VALUE(row, column)                                                                  \
    ((row)->has_##column ? figure_of((int64_t)(row)->column) : figure_missing(FIGURE_BLANK))

// Adds a part to a sum. A sum beyond what an integer holds is not available.
void figure_add(struct figure *sum, struct figure part);

#endif
