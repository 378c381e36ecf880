// The flows of a period, timeliness.csv, taken apart into groups of cases, of which each is in one
// group only, and put together again. Whatever is done to the groups, a part is never more than its
// whole; and quarters that share out the groups of a year add up to that year exactly.
#ifndef QD_SIMULATE_FLOWS_H
#define QD_SIMULATE_FLOWS_H

#include "lib/base/arena.h"
#include "return.pb-c.h"
#include "simulate/draw.h"

enum { FLOWS_GROUPS = 32, FLOWS_QUARTERS = 4, FLOWS_ASKED_MAX = 5 };

struct flows {
    uint64_t groups[FLOWS_GROUPS];
};

// The groups of a row. A figure that is not there counts as zero. -1 when parts of the row are more
// than their whole, so that it has no such groups.
int flows_take_apart(struct flows *flows, const Qd__Timeliness *row);

// Sets the figures that the groups make in a row, and leaves the others of it as they are. What
// `like` says is absent (NULL: nothing) is absent here too, but for undated plans, which are what the
// others leave. -1 when the arena is exhausted.
int flows_put_together(const struct flows *flows, const Qd__Timeliness *like, struct arena *arena,
                       Qd__Timeliness *row);

// Shares out a year over its quarters by weight.
void flows_split(const struct flows *year, struct draw *draw,
                 const unsigned weights[FLOWS_QUARTERS], struct flows quarters[FLOWS_QUARTERS]);

// The flows of a period in which about so many requests come in, as London's were in 2024.
void flows_draw(struct flows *flows, struct draw *draw, uint64_t requests);

// So many per cent of what there was, and all of it adds up. With a draw each group goes its own way,
// up to a tenth from there.
void flows_grow(struct flows *flows, unsigned percent, struct draw *draw);

// How many cases a column counts; and so many more in it and in what holds it, in none of its parts.
uint64_t flows_count(const struct flows *flows, const char *column);
void flows_add(struct flows *flows, const char *column, uint64_t cases);

// Which rules ask about a row of these groups, as ids in ascending order; returns how many.
size_t flows_asked(const struct flows *flows, const char *rules[FLOWS_ASKED_MAX]);

#endif
