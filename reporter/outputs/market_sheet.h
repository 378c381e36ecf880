// The panel's tables of prices, from what boroughs pay like for like (reporter/market/market.h).
//
//   providers       a line for each provider and kind of place: places, boroughs, lowest, median and
//                   highest annual price, how far apart they are, and what is paid above the median and
//                   above the lowest
//   where-to-look   a line for each price above its median: places times the difference, the largest sum
//                   first
//
// Both are arithmetic, and neither is a promise: needs differ inside a code. Of fewer than three boroughs a
// line says so.
#ifndef QD_REPORTER_OUTPUTS_MARKET_SHEET_H
#define QD_REPORTER_OUTPUTS_MARKET_SHEET_H

#include "reporter/market/market.h"
#include "reporter/outputs/sheet.h"

// What the sheets are about, beside the market.
struct market_about {
    const char *period;
    int simulated;
    uint64_t sequence, received_at_unix_ms;  // the newest return
    int most;                                // lines, or providers, that are shown; 0: all
};

void market_sheet_providers(struct sheet *sheet, const struct market *market,
                            const struct market_about *about);
void market_sheet_where_to_look(struct sheet *sheet, const struct market *market,
                                const struct market_about *about);

#endif
