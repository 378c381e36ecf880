// What is worked out from returns, and how: each indicator is a numerator over a denominator, or a
// count. London, Inner and Outer London are the sum of numerators over the sum of denominators of the
// boroughs that have both (promise F).
#ifndef QD_REPORTER_INDICATORS_H
#define QD_REPORTER_INDICATORS_H

#include "proto/boroughs.h"
#include "return.pb-c.h"

#include <stddef.h>
#include <stdint.h>

enum indicator_unit {
    INDICATOR_COUNT,         // the numerator itself; no denominator
    INDICATOR_PERCENT,       // one decimal, rounded half up, as DfE does
    INDICATOR_POUNDS,        // an amount, numerator in pence; no denominator
    INDICATOR_POUNDS_EACH,   // pence over a count, two decimals, rounded half up
    INDICATOR_NUMBER,        // a number that is not summed (a revision)
    INDICATOR_TIME           // Unix milliseconds, written as a date and time; not summed
};

enum indicator_polarity {
    POLARITY_NONE,  // not ranked
    POLARITY_HIGH,  // rank 1 is the highest
    POLARITY_LOW
};

// A figure, or none. Amounts are in pence.
struct figure {
    int known;
    int64_t value;
};

// What an indicator is worked out from, for one borough: pointers are NULL when there is none.
struct indicator_source {
    const Qd__Return *period;  // the borough's return for the table's period
    const Qd__Return *stock;   // its return that holds the placements to go with it (period_of_stock)
    uint64_t received_at_unix_ms;
    uint32_t revision;
    uint64_t sequence;
    uint32_t queries;
};

struct indicator {
    const char *table;     // "timeliness"
    const char *measure;   // "plans_issued_within_20_weeks_percent": stable, for other tools
    const char *label;     // for a person
    enum indicator_unit unit;
    enum indicator_polarity polarity;
    int headline;          // shown in the text table unless another measure is asked for
    const char *source;    // the formula in words, and whose it is
};

// Every indicator, in the order of the tables.
extern const struct indicator indicators[];
extern const size_t indicators_count;

// The two figures behind an indicator for one borough; `denominator->known` is 0 for units without.
void indicator_figures(const struct indicator *indicator, const struct indicator_source *source,
                       struct figure *numerator, struct figure *denominator);

#endif
