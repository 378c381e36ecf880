// Arithmetic on exact figures. What is printed is rounded once, at the very end, and boroughs are
// ranked by the fractions themselves: 66.66 and 66.74 per cent print alike and do not tie.
#ifndef QD_REPORTER_INDICATORS_STATS_H
#define QD_REPORTER_INDICATORS_STATS_H

#include <stddef.h>
#include <stdint.h>

// Of per cent with four decimals: nothing is scaled by more.
enum { STATS_SCALE_MAX = 1000000 };

// numerator * scale / denominator to a whole number, a half upwards (2.5 is 3, -2.5 is -2), as DfE
// does. 1 and `*rounded`; 0 when the denominator is not above 0 or the result is no int64_t.
int stats_round(int64_t numerator, int64_t scale, int64_t denominator, int64_t *rounded);

// A fraction to be ranked; its denominator is above 0 where it is known.
struct stats_ratio {
    int known;
    int64_t numerator, denominator;
};

// Below, at or above 0, as `a` is less than, equal to or more than `b`; both known.
int stats_compare(const struct stats_ratio *a, const struct stats_ratio *b);

// Rank 1 for the highest (or lowest) of the known ratios; ties share the best ("min": 1, 2, 2, 4).
// 0 for one that is not known: it takes no place.
void stats_rank(const struct stats_ratio *ratios, size_t count, int highest_first, int *ranks);

#endif
