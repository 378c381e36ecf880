// Intervals: between which values the true figure lies, when what was counted is taken as a sample
// of what might have been. Each works on exact counts; nothing is rounded. `z` is the normal
// quantile of the level (normal.h).
//
// A function returns 1 with the interval, or 0 when there is none: nothing to divide by, or too
// few to say.
#ifndef QD_REPORTER_STATISTICS_INTERVAL_H
#define QD_REPORTER_STATISTICS_INTERVAL_H

#include <stddef.h>
#include <stdint.h>

struct interval {
    double low, high;
};

// A count out of another, 0 <= count <= of. Where `of` is 0 there is nothing to say.
struct proportion {
    int64_t count, of;
};

// A proportion, between 0 and 1. Wilson 1927.
int interval_proportion(struct proportion share, double z, struct interval *interval);

// The number of events, when so many were counted; for a rate, divide by the population. From
// INTERVAL_BYAR_EVENTS on by Byar's approximation, below it exactly from the Poisson distribution.
// PHEindicatormethods, Rates.
enum { INTERVAL_BYAR_EVENTS = 10 };
int interval_events(int64_t events, double z, struct interval *interval);

// `now` less `before`, two proportions of independent flows. Newcombe 1998, method 10.
int interval_difference(struct proportion now, struct proportion before, double z,
                        struct interval *interval);

// `now` over `before`, two counts of events: the exact binomial interval (Clopper and Pearson 1934)
// of `now` given both together. None where `before` is 0.
int interval_events_ratio(int64_t now, int64_t before, double z, struct interval *interval);

// The median of `count` single values in ascending order: its 95 % interval reaches from the
// `*rank`-th value to the `*rank`-th from the end, 1 being the first. `*rank` is the largest k with
// P(Bin(count, 1/2) <= k - 1) <= 0.025; below 6 values there is none.
int interval_median_rank(size_t count, size_t *rank);

#endif
