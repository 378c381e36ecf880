// By how much the same places have become dearer in a year: only places that were there a year before and
// are now (matched_places), because the mean of all would mix new places with old.
#ifndef QD_REPORTER_MARKET_MARKET_UPLIFT_H
#define QD_REPORTER_MARKET_MARKET_UPLIFT_H

#include "reporter/market/market.h"

struct market_uplift {
    int64_t places, before, now;  // pence a year, of all of them together
    // 100 x (now / before - 1) of the sums, and the median of the rows' own, each place counted. Only where
    // places > 0.
    double percent, median_percent;
};

// Of the rows of a cell, or of any others. -1 when the arena is exhausted.
int market_uplift(struct market_uplift *uplift, struct arena *arena, const struct market_row *rows,
                  size_t count);

#endif
