// What boroughs pay for places at the same provider, like for like. Prices of different bases are never
// compared: a cell holds the places of one provider that are alike in every column of market.def, and a row
// of which one of these is not known is in no cell.
//
// A price is a row's annual cost over its plans. The median of a cell counts each place at its row's price;
// of two in the middle it is their mean (docs/METHODS.md).
#ifndef QD_REPORTER_MARKET_MARKET_H
#define QD_REPORTER_MARKET_MARKET_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "proto/form/boroughs.h"
#include "return.pb-c.h"

#include <protobuf-c/protobuf-c.h>
#include <stddef.h>
#include <stdint.h>

enum {
#define LIKE(column, heading) MARKET_LIKE_##column,
#include "reporter/market/market.def"
    MARKET_LIKES
};
extern const char *const market_likes[MARKET_LIKES];          // names of columns
extern const char *const market_like_headings[MARKET_LIKES];  // above them, in text

// Places that a borough buys at one provider for one price.
struct market_row {
    int borough;  // its place in proto/form/boroughs.h
    int is_urn;   // whether `provider` is a URN; else a UKPRN
    uint32_t provider;
    const char *name;              // as the borough writes it; "" for none
    uint32_t likes[MARKET_LIKES];  // codes and numbers, by market_likes
    int is_comparable;             // all of them are known
    int64_t places, pence;         // pence for all places, a year
};

struct market_cell {
    const struct market_row *rows;  // by price, the lowest first
    size_t count;
    int64_t places;
    unsigned boroughs;
    double lowest, median, highest;   // pence a place
    double over_median, over_lowest;  // pence that are paid above that price, over all places
};

struct market {
    struct arena *arena;
    struct market_row *rows;  // once the market is made, those of a cell beside each other
    size_t count;
    size_t incomparable;  // rows with a price that are compared with nothing
    int64_t incomparable_places;
    struct market_cell *cells;
    size_t cells_count;
    const ProtobufCFieldDescriptor *columns[MARKET_LIKES];
};

void market_init(struct market *market, struct arena *arena);

// Adds the rows of a borough's return that have a provider, plans and a price. -1 when the arena is exhausted.
int market_add(struct market *market, int borough, const Qd__Return *returned);

// Makes the cells of what was added: those with the most paid above the median first. -1 as above.
int market_make(struct market *market);

static inline double market_price(const struct market_row *row)
{
    return (double)row->pence / (double)row->places;
}

// How a code or number of a row is written; in the arena.
const char *market_like(const struct market *market, const struct market_row *row, size_t like);

#endif
