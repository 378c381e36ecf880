// How a borough's prices stand beside those of the others, like for like: the sum over its places of its own
// price over the median of the cell, over its places. 1.05 is five per cent above the medians. Only cells of
// PRICE_INDEX_BOROUGHS_LEAST boroughs count: below that a borough is compared with itself or one other. Needs
// differ inside a code, so it is where to look, and no judgement.
#ifndef QD_REPORTER_MARKET_PRICE_INDEX_H
#define QD_REPORTER_MARKET_PRICE_INDEX_H

#include "reporter/market/market.h"

enum { PRICE_INDEX_BOROUGHS_LEAST = 3 };

struct price_index {
    int64_t places;                   // in cells that count
    int64_t places_few;               // in cells of fewer boroughs
    int64_t places_incomparable;      // in no cell
    double index;                     // where places > 0
    double over_median, over_lowest;  // pence that are paid above that price, over its places
};

// Of each borough, by its place in proto/form/boroughs.h, from a market of providers.
void price_index_make(struct price_index list[BOROUGHS_COUNT], const struct market *market);

#endif
