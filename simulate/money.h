// The high-needs block of a financial year, as it stands at the end of a quarter.
#ifndef QD_SIMULATE_MONEY_H
#define QD_SIMULATE_MONEY_H

#include "lib/base/arena.h"
#include "return.pb-c.h"

#include <stdint.h>

// Adds the row of money.csv for a borough that has about so many plans in the year, at most 20,000.
// The budget is the same in all quarters of a year, and the forecast goes up and down a little. -1
// when the arena is exhausted.
int money_row(uint64_t seed, uint64_t plans, struct arena *arena, Qd__Return *returned);

#endif
