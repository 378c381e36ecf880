// What becomes of plans that are maintained: reviews, disputes, young people, new plans, and how many plans
// there are. Drawn, but for the plans themselves, which go with the flows of timeliness.csv.
#ifndef QD_SIMULATE_MAINTAINED_H
#define QD_SIMULATE_MAINTAINED_H

#include "lib/base/arena.h"
#include "return.pb-c.h"
#include "simulate/draw.h"

#include <stdint.h>

// A count that is known, drawn, or not available.
struct maintained_count {
    enum { MAINTAINED_DRAWN, MAINTAINED_KNOWN, MAINTAINED_NOT_AVAILABLE } state;
    uint64_t count;
};

// What is the borough's own in all quarters, and what is a quarter's.
struct maintained_draw {
    struct draw own, quarter;
};

struct maintained {
    uint64_t before, plans;  // on the last day of the quarter before, and of this one
    uint64_t issued;         // in the period
    unsigned percent;        // of a quarter's reviews and disputes: 400 in a year
    int transfers;           // those to the next phase are due in the period
    struct maintained_count appeals, decisions;  // registered, and appealable since 2025
};

// Adds those of reviews, disputes, adulthood, caseload and new plans to the return that have a bit in `parts`, by
// their number in the form. -1 when the arena is exhausted.
int maintained_rows(struct maintained_draw *draw, const struct maintained *maintained,
                    unsigned parts, struct arena *arena, Qd__Return *returned);

#endif
