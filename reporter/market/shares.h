// Sums of places and money that are shared out: of each borough and of areas, over a few columns (ways of
// buying, or who pays). An area is the sum over its boroughs that have something, and says which.
#ifndef QD_REPORTER_MARKET_SHARES_H
#define QD_REPORTER_MARKET_SHARES_H

#include "reporter/market/places.h"

enum { SHARES_MAX = 8 };

struct shares_sum {
    int64_t places, pence;
};

struct shares_area {
    struct shares_sum of[SHARES_MAX];  // by column
    struct shares_sum all;             // a place once, however many columns it is in
    struct shares_sum not_given;       // places, and their money, that cannot be shared out
    int64_t unpriced;                  // places of `all` without a price: in no sum of money
    uint64_t boroughs_in;              // that have something in `all`
};

struct shares {
    struct shares_area boroughs[BOROUGHS_COUNT];
};

// Some boroughs together, a bit each; SHARES_ALL is all of them.
#define SHARES_ALL UINT64_MAX
struct shares_area shares_together(const struct shares *shares, uint64_t boroughs_in);

// By the way in which a place was bought: a column for each code of Sourcing, in the order of the enum.
// Every place that is bought is in `all` or in `not_given`.
void shares_of_sourcing(struct shares *shares, const struct places *places);

// By who pays for it: columns education, social care and health. Every place that has a price is in `all`
// where all three are known and make up the price, else in `not_given`; it is in a column when that one pays
// something. `all` of SHARES_JOINT is of the places for which more than one pays.
enum {
    SHARES_EDUCATION,
    SHARES_SOCIAL_CARE,
    SHARES_HEALTH,
    SHARES_PAYERS,
    SHARES_JOINT = SHARES_PAYERS,
    SHARES_FUNDING_COLUMNS
};
void shares_of_funding(struct shares *shares, const struct places *places);

#endif
