#include "reporter/statistics/interval.h"

#include "reporter/statistics/normal.h"

#include <assert.h>
#include <math.h>

int interval_proportion(struct proportion share, double z, struct interval *interval)
{
    const double x = (double)share.count, n = (double)share.of, zz = z * z;
    double root;

    assert(share.count >= 0 && share.count <= share.of);
    if (share.of == 0)
        return 0;
    root = z * sqrt(zz + 4 * x * (1 - x / n));
    // The ends are exact where rounding would only come near them.
    interval->low = share.count == 0 ? 0 : (2 * x + zz - root) / (2 * (n + zz));
    interval->high = share.count == share.of ? 1 : (2 * x + zz + root) / (2 * (n + zz));
    return 1;
}

// --- events

// The chance of at most `events` where `mean` are expected; for few events.
static double poisson_up_to(int64_t events, double mean)
{
    double term = exp(-mean), sum = term;

    for (int64_t i = 1; i <= events; i++) {
        term *= mean / (double)i;
        sum += term;
    }
    return sum;
}

// The mean at which at most `events` have the chance `tail`: the less, the larger the mean.
static double poisson_mean(int64_t events, double tail)
{
    double low = 0, high = 1000;  // for fewer than INTERVAL_BYAR_EVENTS, at any level in use

    for (;;) {
        const double middle = low + (high - low) / 2;

        if (middle <= low || middle >= high)
            return middle;
        if (poisson_up_to(events, middle) > tail)
            low = middle;
        else
            high = middle;
    }
}

static double byar(double x, double z)
{
    const double root = 1 - 1 / (9 * x) + z / (3 * sqrt(x));

    return x * root * root * root;
}

int interval_events(int64_t events, double z, struct interval *interval)
{
    const double x = (double)events, tail = normal_tail(z);

    assert(events >= 0);
    if (events >= INTERVAL_BYAR_EVENTS) {
        interval->low = byar(x, -z);
        interval->high = byar(x + 1, z);
        return interval->low >= 0;
    }
    interval->low = events == 0 ? 0 : poisson_mean(events - 1, 1 - tail);
    interval->high = poisson_mean(events, tail);
    return 1;
}

// --- two figures

int interval_difference(struct proportion now, struct proportion before, double z,
                        struct interval *interval)
{
    struct interval a, b;
    double p, q;

    if (!interval_proportion(now, z, &a) || !interval_proportion(before, z, &b))
        return 0;
    p = (double)now.count / (double)now.of;
    q = (double)before.count / (double)before.of;
    interval->low = p - q - hypot(p - a.low, b.high - q);
    interval->high = p - q + hypot(a.high - p, q - b.low);
    return 1;
}
