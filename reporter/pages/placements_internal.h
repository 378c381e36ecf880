// What the same place costs different boroughs, like for like: for the panel.
#ifndef QD_REPORTER_PAGES_PLACEMENTS_INTERNAL_H
#define QD_REPORTER_PAGES_PLACEMENTS_INTERNAL_H

#include "reporter/market/market.h"
#include "reporter/pages/page_internal.h"

struct view;

enum placements_order {
    PLACEMENTS_BY_SAVING,
    PLACEMENTS_BY_SPREAD,
    PLACEMENTS_BY_PLACES,
    PLACEMENTS_BY_NAME,
    PLACEMENTS_ORDERS
};

enum { PLACEMENTS_VALUES_MAX = 64 };  // of one thing that must be alike

// Prices are compared only where everything is alike: what is chosen is one value of each thing.
struct placements_page {
    struct page *page;
    const struct view *view;
    const char *when;  // "2025-26 Q3"
    struct market market;
    uint32_t likes[MARKET_LIKES];
    enum placements_order order;
    struct market_cell *cells;  // those alike that two boroughs or more have, in the order
    size_t count;
};

// Which place is looked at: as the address says, else the one that most places can be compared of. 1, or 0 with
// a page that lists what there is.
int placements_choose(struct placements_page *of);

// How a value is written in a return, and so in an address; and for people.
const char *placements_like(const struct placements_page *of, const struct market_row *row,
                            size_t like);
const char *placements_words(const struct placements_page *of, const struct market_row *row,
                             size_t like);

void placements_prices(struct placements_page *of);

// Into and out of boroughs.
void placements_flows(struct placements_page *of);

#endif
