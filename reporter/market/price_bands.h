// Bands in which a price is expected to lie: the list price_bands.csv of the reference lists. None is ours:
// the list is empty until somebody who may say so (the Department for Education has announced national
// bands, and published no values) gives one, and then each names its source.
//
//   band, from, to             its name, and the days on which it holds, both blank or given
//   <a column of market.def>   for which prices: codes or numbers with a space between, or `any`
//   low, high                  pounds a place and year
//   source                     where it is known from; for people
//
// A price is set beside a band only where every column fits, so that neither VAT, nor what the price
// includes, nor the weeks of the year are mixed. Two bands for one price on one day are an error.
#ifndef QD_REPORTER_MARKET_PRICE_BANDS_H
#define QD_REPORTER_MARKET_PRICE_BANDS_H

#include "lib/base/err.h"
#include "reporter/market/market.h"

struct price_bands_entry {
    const char *name;
    int32_t from, to;  // days since 1970-01-01, both of them in it
    struct {
        const uint32_t *codes;  // NULL: any
        size_t count;
    } likes[MARKET_LIKES];
    int64_t low, high;  // pence
};

struct price_bands {
    struct price_bands_entry *list;
    size_t count;
};

// Reads the list in the folder of the reference lists, into the arena. ERR_NOT_FOUND, ERR_MALFORMED.
enum err price_bands_read(struct price_bands *bands, struct arena *arena, const char *reference,
                          struct err_text *text);

// The band of such a price on a day; NULL for none, and for a row of which something is not known.
const struct price_bands_entry *price_bands_of(const struct price_bands *bands,
                                               const struct market_row *row, int32_t day);

#endif
