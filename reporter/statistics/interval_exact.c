// The intervals that are worked out from the binomial distribution itself.
#include "reporter/statistics/interval.h"
#include "reporter/statistics/normal.h"

#include <assert.h>
#include <math.h>

// --- the binomial distribution

// The continued fraction of the incomplete beta function, by Lentz's method. It converges fast for
// x below (a + 1) / (a + b + 2). Abramowitz and Stegun 26.5.8.
static double beta_fraction(double a, double b, double x)
{
    enum { STEPS_MAX = 100000 };
    const double tiny = 1e-300;
    double c = 1, d = 1 - (a + b) * x / (a + 1), fraction;

    d = 1 / (fabs(d) < tiny ? tiny : d);
    fraction = d;
    for (int m = 1; m < STEPS_MAX; m++) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        const double steps[] = {even, odd};
        double change = 1;

        for (int i = 0; i < 2; i++) {
            d = 1 + steps[i] * d;
            c = 1 + steps[i] / c;
            d = 1 / (fabs(d) < tiny ? tiny : d);
            c = fabs(c) < tiny ? tiny : c;
            change = c * d;
            fraction *= change;
        }
        if (fabs(change - 1) < 1e-15)
            break;
    }
    return fraction;
}

// lgamma of libm leaves the sign in a global variable.
static double log_gamma(double x)
{
    int sign;

    return lgamma_r(x, &sign);
}

// What Stirling's formula leaves of log gamma. Abramowitz and Stegun 6.1.41.
static double stirling_rest(double x)
{
    const double half_log_2_pi = 0.91893853320467274178, squared = x * x;

    if (x < 15)
        return log_gamma(x) - ((x - 0.5) * log(x) - x + half_log_2_pi);
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / squared) / squared) / squared) / x;
}

// x^a (1 - x)^b / B(a, b) is, by Stirling's formula, this much at its highest point, x = a / (a + b) ...
static double beta_peak(double a, double b)
{
    const double two_pi = 6.28318530717958647693;

    return sqrt(a / (a + b) * b / two_pi) *
           exp(stirling_rest(a + b) - stirling_rest(a) - stirling_rest(b));
}

// ... and falls away from there by this factor. Large logarithms, of which little would be left, are never taken: what
// is proportional to the distance cancels out, and is taken away first. The manner is Loader's (Fast and accurate
// computation of binomial probabilities, 2000).
static double beta_fall(double a, double b, double x)
{
    const double peak = a / (a + b), of_a = (x - peak) / peak, of_b = (peak - x) / (b / (a + b));

    return exp(a * (log1p(of_a) - of_a) + b * (log1p(of_b) - of_b));
}

// The regularised incomplete beta function: the chance that of a + b - 1 tries, each with the chance
// x, at least a succeed. `peak` is beta_peak(a, b).
static double beta_share(double a, double b, double peak, double x)
{
    const double front = peak * beta_fall(a, b, x);

    if (x < (a + 1) / (a + b + 2))
        return front * beta_fraction(a, b, x) / a;
    return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

// The x at which beta_share is `share`.
static double beta_quantile(double a, double b, double share)
{
    const double peak = beta_peak(a, b);
    double low = 0, high = 1;

    for (;;) {
        const double middle = low + (high - low) / 2;

        if (middle <= low || middle >= high)
            return middle;
        if (beta_share(a, b, peak, middle) < share)
            low = middle;
        else
            high = middle;
    }
}

// The odds x / (1 - x) of that x. Where x is above a half, from the other end: 1 - x would lose what little there is
// of it.
static double beta_odds(double a, double b, double share)
{
    double other;

    if (a < b) {
        const double x = beta_quantile(a, b, share);

        return x / (1 - x);
    }
    other = beta_quantile(b, a, 1 - share);
    return (1 - other) / other;
}

int interval_events_ratio(int64_t now, int64_t before, double z, struct interval *interval)
{
    const double x = (double)now, y = (double)before, tail = normal_tail(z);

    assert(now >= 0 && before >= 0);
    if (before == 0)
        return 0;
    interval->low = now == 0 ? 0 : beta_odds(x, y + 1, tail);
    interval->high = beta_odds(x + 1, y, 1 - tail);
    return 1;
}

// --- the median

int interval_median_rank(size_t count, size_t *rank)
{
    const long double n = (long double)count, tail = 0.025L;
    long double sum = 0;
    size_t k = 0;
    int sign;

    // Adds up P(Bin(count, 1/2) = k) from 0 on; logarithms, because 2^-count is soon too small.
    while (k < count) {
        const long double i = (long double)k;

        sum += expl(lgammal_r(n + 1, &sign) - lgammal_r(i + 1, &sign) -
                    lgammal_r(n - i + 1, &sign) - n * M_LN2l);
        if (sum > tail)
            break;
        k++;
    }
    *rank = k;
    return k > 0;
}
