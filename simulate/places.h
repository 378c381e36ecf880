// The places of a borough's children with a plan, and the rows of placements.csv that they make.
//
// A place is known by its setting, its need and a number. Everything else about it (phase, residence,
// location, provider) is drawn for that number, and so is the same in each quarter: places are
// numbered as they begin, the oldest end first, and those that stay are found again.
#ifndef QD_SIMULATE_PLACES_H
#define QD_SIMULATE_PLACES_H

#include "lib/base/arena.h"
#include "return.pb-c.h"
#include "simulate/market.h"

// Room for the codes of Setting and Need. Arrays go by a code's place in its enum.
enum { PLACES_SETTINGS = 64, PLACES_NEEDS = 32 };

// How many there are of each kind.
struct places {
    uint64_t plans[PLACES_SETTINGS][PLACES_NEEDS];
    uint8_t unknown[PLACES_SETTINGS];  // settings of which the borough cannot say how many
};

size_t places_setting(Qd__Setting setting);
size_t places_need(Qd__Need need);
uint64_t places_in(const struct places *places, size_t setting);
uint64_t places_total(const struct places *places);

// Gives a setting so many plans: by need in the proportions of `like`, another quarter of the borough
// or of London, or as London's are where that has none.
void places_share(struct places *places, size_t setting, uint64_t plans, const struct places *like);

// About so many plans, as London's are.
void places_draw(struct places *places, struct draw *draw, uint64_t plans);

// Who has the places, and when.
struct places_of {
    Qd__LocalAuthority authority;
    uint64_t seed;
    const struct market *market;  // as that borough sees it
    uint32_t year;                // in which the financial year begins: for prices
    int splits;                   // special academies and free schools are given apart
    // How many of each kind have ended since the first quarter; NULL: none.
    const struct places *ended;
    // The same and the places of a year before; NULL: nine in ten were there.
    const struct places *year_ago, *year_ago_ended;
    uint64_t total;  // of the total row: more than the places where a setting is unknown
};

// Adds the total row and the rows by all dimensions to the return; an unknown setting has a row with
// x. -1 when the arena is exhausted.
int places_rows(const struct places *places, const struct places_of *of, struct arena *arena,
                Qd__Return *returned);

#endif
