#include "reporter/statistics/median.h"

#include <stdlib.h>

static double ratio_of(const struct median_part *part)
{
    return (double)part->numerator / (double)part->denominator;
}

double median_value(const struct median *median)
{
    return (ratio_of(&median->lower) + ratio_of(&median->upper)) / 2;
}

// (a + b) / 2 over one denominator. Twice a product of two int64_t has room.
static void add_up(const struct median *median, __int128 *numerator, __int128 *denominator)
{
    const struct median_part *a = &median->lower, *b = &median->upper;

    *numerator = (__int128)a->numerator * b->denominator + (__int128)b->numerator * a->denominator;
    *denominator = (__int128)a->denominator * b->denominator * 2;
}

int median_fraction(const struct median *median, int64_t *numerator, int64_t *denominator)
{
    __int128 above, below;

    add_up(median, &above, &below);
    *numerator = (int64_t)above;
    *denominator = (int64_t)below;
    return *numerator == above && *denominator == below;
}

// Exact: a ratio is a fraction.
static int by_ratio(const void *first, const void *second)
{
    const struct median_part *a = first, *b = second;
    const __int128 left = (__int128)a->numerator * b->denominator,
                   right = (__int128)b->numerator * a->denominator;

    return (left > right) - (left < right);
}

// The part in which a place lies, counted from 0 in the order of ratios.
static const struct median_part *part_at(const struct median_part *parts, int64_t place)
{
    while (place >= parts->places)
        place -= (parts++)->places;
    return parts;
}

int median_make(struct median *median, struct median_part *parts, size_t count)
{
    int64_t places = 0;
    size_t rank;

    *median = (struct median){.has_interval = 0};
    for (size_t i = 0; i < count; i++)
        if (__builtin_add_overflow(places, parts[i].places, &places))
            return 0;
    if (count == 0)
        return 0;
    qsort(parts, count, sizeof *parts, by_ratio);
    median->lower = *part_at(parts, (places - 1) / 2);
    median->upper = *part_at(parts, places / 2);
    if (places == (int64_t)count && interval_median_rank(count, &rank)) {
        median->has_interval = 1;
        median->interval.low = ratio_of(&parts[rank - 1]);
        median->interval.high = ratio_of(&parts[count - rank]);
    }
    return 1;
}

int median_round(const struct median *median, int64_t scale, int64_t divisor, int64_t *rounded)
{
    __int128 numerator, denominator, other;

    add_up(median, &numerator, &denominator);
    // The half is rounded up: floor((2 n + d) / 2 d).
    if (__builtin_mul_overflow(numerator, scale, &numerator) ||
        __builtin_mul_overflow(denominator, divisor, &denominator) ||
        __builtin_mul_overflow(numerator, 2, &numerator) ||
        __builtin_add_overflow(numerator, denominator, &numerator) ||
        __builtin_mul_overflow(denominator, 2, &denominator))
        return 0;
    other = numerator / denominator - (numerator % denominator < 0);
    *rounded = (int64_t)other;
    return *rounded == other;
}
