// Home to school transport by the groups and modes of DfE's own collection: users on a day, and the
// financial year's spending so far and as forecast.
#ifndef QD_SIMULATE_TRAVEL_H
#define QD_SIMULATE_TRAVEL_H

#include "lib/base/arena.h"
#include "return.pb-c.h"
#include "simulate/draw.h"

#include <stdint.h>

// Adds the rows of travel.csv to the return. `to_date` and `forecast` are pence of the group pre-16 SEND,
// and of `plans` children with a plan about a fifth travel in it; the other groups have a share of that.
// -1 when the arena is exhausted.
int travel_rows(struct draw *draw, uint64_t to_date, uint64_t forecast, uint64_t plans,
                struct arena *arena, Qd__Return *returned);

#endif
