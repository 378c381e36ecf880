// What boroughs pay for places, like for like. Prices of different bases are never compared: a cell holds
// places that are of one provider (or, in a market of settings, in one kind of setting) and alike in every
// column of market.def, and a row of which one of these is not known is in no cell.
//
// A price is a row's annual cost over its plans. The median of a cell counts each place at its row's price;
// of two in the middle it is their mean. It has a 95 % interval only where every row is one place, because
// a row of several says what they cost together and not each (docs/METHODS.md).
#ifndef QD_REPORTER_MARKET_MARKET_H
#define QD_REPORTER_MARKET_MARKET_H

#include "reporter/market/places.h"
#include "reporter/statistics/interval.h"

#include <protobuf-c/protobuf-c.h>

enum {
#define LIKE(column, heading) MARKET_LIKE_##column,
#include "reporter/market/market.def"
    MARKET_LIKES
};
extern const char *const market_likes[MARKET_LIKES];          // names of columns
extern const char *const market_like_headings[MARKET_LIKES];  // above them, in text

// Of what the places of a cell are, beside being alike.
enum market_of { MARKET_OF_PROVIDER, MARKET_OF_SETTING };

// Which places of a row are looked at. `matched` and `new` are known only of a row that gives
// matched_places: those of its plans that were there a year before, and the others.
enum market_which { MARKET_ALL, MARKET_MATCHED, MARKET_NEW };

// Where places are from: a provider, or a setting.
struct market_seller {
    int is_urn;  // the number is a URN; else a UKPRN, or a code of the setting
    uint32_t number;
};

// Places that a borough buys for one price.
struct market_row {
    int borough;  // its place in proto/form/boroughs.h
    struct market_seller seller;
    uint32_t likes[MARKET_LIKES];  // codes and numbers, by market_likes
    int is_comparable;             // all of them are known, and the seller is
    int64_t places, pence;         // pence for all places, a year
    const Qd__Placement *row;
};

struct market_cell {
    const struct market_row *rows;  // by price, the lowest first
    size_t count;
    int64_t places, pence;
    unsigned boroughs;
    double lowest, median, highest;   // pence a place
    double over_median, over_lowest;  // pence that are paid above that price, over all places
    int has_interval;
    struct interval interval;  // of the median
};

struct market {
    struct arena *arena;
    enum market_of of;
    struct market_row *rows;  // those of a cell beside each other, those of none at the end
    size_t count;
    size_t incomparable;  // rows with a price that are in no cell
    int64_t incomparable_places;
    struct market_cell *cells;  // those with the most paid above the median first
    size_t cells_count;
    uint64_t boroughs_in;  // that have a row, a bit each
    const ProtobufCFieldDescriptor *columns[MARKET_LIKES];
};

// Makes the market of all priced places, in their arena. -1 when that is exhausted.
int market_make(struct market *market, const struct places *places, enum market_of of,
                enum market_which which);

static inline double market_price(const struct market_row *row)
{
    return (double)row->pence / (double)row->places;
}

static inline int market_is_same_seller(const struct market_row *a, const struct market_row *b)
{
    return a->seller.is_urn == b->seller.is_urn && a->seller.number == b->seller.number;
}

// The cell whose places are of the same seller and as alike as that row; NULL if there is none.
const struct market_cell *market_find(const struct market *market, const struct market_row *row);

// How a code or number of a row is written; in the arena.
const char *market_like(const struct market *market, const struct market_row *row, size_t like);

// What a borough may see of a cell's prices, which are the others' secret: the median, rounded to
// MARKET_ROUNDED_PENCE, of MARKET_BOROUGHS_LEAST boroughs at least, none of which has half of the places or
// more, and of which MARKET_BOROUGHS_EACH_SIDE at least paid it or less, and as many it or more: so that a borough
// that leaves its own rows out is not left with the lowest or the highest price of the others. 1, or 0 when it
// may see nothing.
enum { MARKET_BOROUGHS_LEAST = 5, MARKET_BOROUGHS_EACH_SIDE = 3, MARKET_ROUNDED_PENCE = 500 * 100 };
int market_median_for_boroughs(const struct market_cell *cell, int64_t *pence);

#endif
