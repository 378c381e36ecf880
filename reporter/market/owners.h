// Who has how much of the market: places and spending by owner group, and how concentrated it is. A group is
// the list's (reporter/table/owner_groups.h) by company number, never by a school's name; a company
// without an entry is its own group. Places whose company is not given are in no group, and are counted.
//
// HHI, the Herfindahl-Hirschman index, is the sum of the squared shares in per cent: 10,000 where one group
// has all. 10,000 / HHI is the number of groups of one size that would make the same.
#ifndef QD_REPORTER_MARKET_OWNERS_H
#define QD_REPORTER_MARKET_OWNERS_H

#include "reporter/market/places.h"
#include "reporter/table/owner_groups.h"

struct owners_group {
    const char *name;
    int64_t places;         // bought
    int64_t priced, pence;  // of them those that have a price, and what they cost a year
    unsigned boroughs;
    uint64_t boroughs_in;
};

struct owners {
    struct owners_group *groups;  // those with the most places first
    size_t count;
    int64_t places, pence;     // of all groups
    double hhi, hhi_of_money;  // of places; of spending. 0 where there is nothing
    int64_t places_not_given;  // bought places without a company number
};

// Of the places for one primary need, or of all (0), by the list as it stands on the day. -1 when the
// arena is exhausted.
int owners_make(struct owners *owners, const struct places *places,
                const struct owner_groups *groups, int32_t day, int need);

// The group of that name; NULL if it has no place.
const struct owners_group *owners_find(const struct owners *owners, const char *name);

#endif
