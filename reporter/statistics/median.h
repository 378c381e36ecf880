// The median over places of what each costs, or of how much dearer it has become, when it is known of several
// together: each place counts at the ratio of its part. Of two in the middle it is their mean.
#ifndef QD_REPORTER_STATISTICS_MEDIAN_H
#define QD_REPORTER_STATISTICS_MEDIAN_H

#include "reporter/statistics/interval.h"

#include <stddef.h>
#include <stdint.h>

// So many places of one ratio, which is `numerator` over `denominator`.
struct median_part {
    int64_t numerator, denominator;  // both of all places together; the denominator is above 0
    int64_t places;                  // above 0
};

struct median {
    // Of the places in the middle: the same one where they are odd.
    struct median_part lower, upper;
    // 95 %, of the ratio: only where every part is one place (interval.h), because a part of several says what
    // they have together and not each.
    int has_interval;
    struct interval interval;
};

// Sorts the parts by their ratios. 1; 0 without parts, or where their places are no integer.
int median_make(struct median *median, struct median_part *parts, size_t count);

double median_value(const struct median *median);

// 1 and the same as a fraction; 0 where one of its numbers is no int64_t.
int median_fraction(const struct median *median, int64_t *numerator, int64_t *denominator);

// The median times scale / divisor to a whole number, a half upwards: exact. 0 where it is no int64_t.
int median_round(const struct median *median, int64_t scale, int64_t divisor, int64_t *rounded);

#endif
