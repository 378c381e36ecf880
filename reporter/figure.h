// A figure of one borough, or none: missing is not nought (promise F). Amounts are in pence.
#ifndef QD_REPORTER_FIGURE_H
#define QD_REPORTER_FIGURE_H

#include "return.pb-c.h"

#include <stddef.h>
#include <stdint.h>

struct figure {
    int known;
    int64_t value;  // 0 when it is not known
};

struct figure figure_none(void);
struct figure figure_of(int64_t value);

// What a return says; none when it gives a reason instead, or nothing at all (NULL).
struct figure figure_of_count(const Qd__Count *count);
struct figure figure_of_money(const Qd__Money *money);

// The same of the Count that a message's field at `offset` points to.
struct figure figure_of_field(const ProtobufCMessage *message, size_t offset);

// Adds a part to a sum, which is not known any more when the part is not, or when it grows beyond
// what an integer holds.
void figure_add(struct figure *sum, struct figure part);

#endif
