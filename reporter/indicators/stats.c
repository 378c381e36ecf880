#include "reporter/indicators/stats.h"

#include <assert.h>

int stats_round(int64_t numerator, int64_t scale, int64_t denominator, int64_t *rounded)
{
    __int128 twice, step, result;

    assert(scale > 0 && scale <= STATS_SCALE_MAX);
    if (denominator <= 0)
        return 0;
    // n/d + 1/2 is (2n + d) / 2d; C divides towards zero, so a remainder below it is one down.
    twice = (__int128)numerator * scale * 2 + denominator;
    step = (__int128)denominator * 2;
    result = twice / step;
    if (twice % step < 0)
        result--;
    if (result < INT64_MIN || result > INT64_MAX)
        return 0;
    *rounded = (int64_t)result;
    return 1;
}

int stats_compare(const struct stats_ratio *a, const struct stats_ratio *b)
{
    const __int128 left = (__int128)a->numerator * b->denominator;
    const __int128 right = (__int128)b->numerator * a->denominator;

    return (left > right) - (left < right);
}

void stats_rank(const struct stats_ratio *ratios, size_t count, int highest_first, int *ranks)
{
    for (size_t i = 0; i < count; i++) {
        ranks[i] = ratios[i].known;
        for (size_t j = 0; j < i; j++) {
            const int known = ratios[i].known && ratios[j].known;
            const int higher = known ? stats_compare(&ratios[i], &ratios[j]) : 0;

            // Of each two that differ, one has the other before it.
            ranks[i] += highest_first ? higher < 0 : higher > 0;
            ranks[j] += highest_first ? higher > 0 : higher < 0;
        }
    }
}
