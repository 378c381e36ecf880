// A figure of one borough, or none: missing is not zero (promise F). Amounts are in pence.
#ifndef QD_REPORTER_FIGURES_FIGURE_H
#define QD_REPORTER_FIGURES_FIGURE_H

#include "return.pb-c.h"

#include <stdint.h>

struct figure {
    int known;
    int64_t value;  // 0 when it is not known
};

struct figure figure_none(void);
struct figure figure_of(int64_t value);

// What a return says: a field and whether it is there, or that column of a row
// (proto/form/figures.h). None when the return gives a reason instead, or nothing at all.
struct figure figure_given(int is_given, uint64_t value);
struct figure figure_in(const ProtobufCMessage *row, const ProtobufCFieldDescriptor *column);

// Adds a part to a sum, which is not known any more when the part is not, or when it grows beyond
// what an integer holds.
void figure_add(struct figure *sum, struct figure part);

#endif
