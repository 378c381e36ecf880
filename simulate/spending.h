// Transport: what a period cost, shared out over lines, modes and phases, and the children that it
// carried.
#ifndef QD_SIMULATE_SPENDING_H
#define QD_SIMULATE_SPENDING_H

#include "lib/base/arena.h"
#include "return.pb-c.h"
#include "simulate/draw.h"

#include <stdint.h>

// Adds the rows of transport.csv to the return: those of section 251 line 2.1.4 come to `pence`
// exactly, the post-16 lines to a share of it on top. Of `plans` children with a plan about a quarter
// travel. -1 when the arena is exhausted.
int spending_rows(struct draw *draw, uint64_t pence, uint64_t plans, struct arena *arena,
                  Qd__Return *returned);

#endif
