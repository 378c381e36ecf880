// What quarters_known.c works out of a borough's known figures, and quarters.c makes returns of.
#ifndef QD_SIMULATE_QUARTERS_INTERNAL_H
#define QD_SIMULATE_QUARTERS_INTERNAL_H

#include "simulate/flows.h"
#include "simulate/maintained.h"
#include "simulate/market.h"
#include "simulate/places.h"
#include "simulate/quarters.h"

enum { QUARTERS_A_YEAR = 4, QUARTERS_YEARS = 3, QUARTERS_ALL = QUARTERS_A_YEAR * QUARTERS_YEARS };

// Everything by the number of a quarter; 0 is 2023-24 Q4, in which calendar 2024 begins.
struct quarters_borough {
    Qd__LocalAuthority authority;
    uint64_t seed;
    struct market market;
    struct flows flows[QUARTERS_ALL];  // of three calendar years
    // Places in January 2024, 2025 and 2026: quarters 0, 4 and 8. What DfE has as x in the first is
    // unknown there, and is worked out for the quarters after it.
    struct places places[QUARTERS_YEARS];
    struct maintained_count appeals[QUARTERS_ALL], decisions[QUARTERS_ALL];
    uint64_t pence[QUARTERS_ALL];  // spent on line 2.1.4; those before 0 are left out
    uint64_t pence_to_date[QUARTERS_ALL], pence_a_year[QUARTERS_ALL];  // of the financial year
};

// ERR_MALFORMED when the known figures contradict each other.
enum err quarters_know(struct quarters_borough *borough, uint64_t seed,
                       const struct quarters_known *known, struct err_text *text);

// The places in a quarter: between the two Januaries around it. And how many had ended before it.
void quarters_places(const struct quarters_borough *borough, size_t quarter, struct places *places,
                     struct places *ended);

// Adds to a quarter's return: reviews, disputes, adulthood, caseload, new plans and money, with so many
// plans issued; and travel, of so many plans. -1 when memory is exhausted.
int quarters_maintained(const struct quarters_borough *borough, size_t quarter, uint64_t issued,
                        struct arena *arena, Qd__Return *made);
int quarters_travel(const struct quarters_borough *borough, size_t quarter, uint64_t plans,
                    struct arena *arena, Qd__Return *made);

#endif
