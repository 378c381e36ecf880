// What the boroughs have returned of placements for one period: every row but the total, and of each
// borough that has given none the reason. The panel's tables are all made of it, so that a borough which
// is in none of them is named (promise F).
#ifndef QD_REPORTER_MARKET_PLACES_H
#define QD_REPORTER_MARKET_PLACES_H

#include "lib/base/arena.h"
#include "proto/form/boroughs.h"
#include "return.pb-c.h"

#include <stddef.h>
#include <stdint.h>

enum places_standing {
    PLACES_NOT_RETURNED,
    PLACES_WITHDRAWN,
    PLACES_REDACTED,  // the operator removed the return
    PLACES_NO_PART,   // the return has no placements
    PLACES_NO_ROWS,   // or of them nothing but the total
    PLACES_RETURNED,
    PLACES_STANDINGS
};

// A row of placements.csv.
struct place {
    int borough;  // its place in proto/form/boroughs.h
    const Qd__Placement *row;
};

struct places {
    struct arena *arena;
    struct place *list;  // by borough, in the order of the returns
    size_t count;
    enum places_standing standing[BOROUGHS_COUNT];
    int simulated;  // one of the returns is made up
};

void places_init(struct places *places, struct arena *arena);

// Copies the rows of a borough's return into the arena. -1 when that is exhausted.
int places_add(struct places *places, int borough, const Qd__Return *returned);

// Says why there is no return of the borough.
void places_miss(struct places *places, int borough, enum places_standing why);

// Whether a row says how many plans it is of, and that they are some.
static inline int place_is_counted(const struct place *place)
{
    return place->row->has_plans && place->row->plans > 0;
}

// Whether it has a price, too.
static inline int place_is_priced(const struct place *place)
{
    return place_is_counted(place) && place->row->has_annual_cost && place->row->annual_cost > 0;
}

// Whether the place is one that is bought: it has a price, or a way in which it was bought.
static inline int place_is_bought(const struct place *place)
{
    return place_is_counted(place) && (place_is_priced(place) || place->row->has_sourcing);
}

#endif
