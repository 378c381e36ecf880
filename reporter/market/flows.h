// Children placed out of and into boroughs: where the setting of each place lies (placements.csv,
// setting_old_la_code and outside_england; location where only that says it).
//
// Who is placed into a borough is known from the boroughs that have returned, and so never of those outside
// London; it is a least number where one of them has not.
#ifndef QD_REPORTER_MARKET_FLOWS_H
#define QD_REPORTER_MARKET_FLOWS_H

#include "reporter/market/places.h"

// Where a setting lies, when it lies in no authority of that number.
enum { FLOWS_NOT_GIVEN = 0, FLOWS_OUTSIDE_ENGLAND = 1 };

// Of a borough's places those that lie in one authority.
struct flow {
    int borough;
    uint32_t to;  // DfE's number, or one of the above
    int64_t places;
};

struct flows_borough {
    int64_t at_home, in_london, in_england, outside_england;  // where its children are placed
    int64_t out_not_given;                                    // out of the borough, not said where
    int64_t not_given;                                        // not even that
    // Rows that do not say of how many plans they are: in nothing here.
    int64_t rows_without_places;
    int64_t in;  // the other boroughs' children who are placed in it
    int is_returned;
};

struct flows {
    struct flow *list;  // by borough, the most places first; its own among them
    size_t count;
    struct flows_borough boroughs[BOROUGHS_COUNT];
};

// Of all places, in their arena. -1 when that is exhausted.
int flows_make(struct flows *flows, const struct places *places);

// How many of a borough's children are placed in another.
int64_t flows_between(const struct flows *flows, int borough, uint32_t to);

#endif
