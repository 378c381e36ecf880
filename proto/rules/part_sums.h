// What a part of a return comes to, so that two returns can be set side by side whatever rows they have:
// each figure added up over the rows of one code, of the first column whose code every row must give
// (placements by setting, of which `total` is one; transport by section 251 line). A part of one row is not
// divided.
//
// A count, or what was spent, is known where all rows of the code have it. A price, which most rows do not
// have, is that of one plan: the sum over the rows that have one, divided by their plans.
#ifndef QD_PROTO_RULES_PART_SUMS_H
#define QD_PROTO_RULES_PART_SUMS_H

#include "lib/base/arena.h"
#include "proto/form/figure.h"
#include "proto/form/form.h"

struct part_sum {
    struct figure sum;
    int64_t plans;  // of the rows that have the price
};

struct part_sums {
    const ProtobufCMessageDescriptor *row;
    uint32_t since;                      // the version of the form in which the part came
    const ProtobufCFieldDescriptor *by;  // NULL: not divided
    size_t groups;                       // codes of `by`; 1 when it is not divided
    struct part_sum *list;               // [group][column]
};

// In the arena. 0, or -1 when that is exhausted. The part is one that has figures.
int part_sums_make(struct part_sums *sums, struct arena *arena, const Qd__Return *returned,
                   enum form_part part);

struct figure part_sums_figure(const struct part_sums *sums, size_t group, unsigned column);

// Whether figures of the column are prices.
int part_sums_is_price(const ProtobufCFieldDescriptor *column);

#endif
