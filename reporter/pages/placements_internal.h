// What the same place costs different boroughs, like for like: for the panel.
#ifndef QD_REPORTER_PAGES_PLACEMENTS_INTERNAL_H
#define QD_REPORTER_PAGES_PLACEMENTS_INTERNAL_H

#include "reporter/charts/prices.h"
#include "reporter/market/market.h"
#include "reporter/market/price_bands.h"
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
enum { PLACEMENTS_PENCE = 100 };      // of a pound

// Prices are compared only where everything is alike: what is chosen is one value of each thing.
struct placements_page {
    struct page *page;
    const struct view *view;
    const char *when;  // "2025-26 Q3"
    struct market market;
    const struct price_bands_entry *band;  // of those that are alike; NULL: there is none
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

// The band: where a median lies ("within", "above", "below"), as the drawing has it, and in words.
const char *placements_band_word(const struct placements_page *of, const struct market_cell *cell);
struct prices_band placements_band_drawn(const struct placements_page *of);
void placements_band_say(struct placements_page *of, json_t *data);

// Every price: what each borough pays at each provider.
void placements_bought(struct placements_page *of, json_t *data);

// "£63,450"; of no name "no name given".
const char *placements_pounds(const struct placements_page *of, double pence);
const char *placements_provider(const struct market_cell *cell);

// Into and out of boroughs.
void placements_flows(struct placements_page *of);

#endif
