#include "reporter/statistics/funnel.h"

#include "reporter/statistics/quantile.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static double share_of(struct proportion area)
{
    return (double)area.count / (double)area.of;
}

// On the scale of asin(sqrt(p)) an area's standard error depends on its size alone.
static double error_of(int64_t of)
{
    return 1 / (2 * sqrt((double)of));
}

// How many standard errors each area lies from the centre, its extremes drawn in to the 10th and
// 90th percentile: a few areas alone must not widen everybody's limits. `sorted` has room for them.
static double mean_square(const struct proportion *areas, size_t count, double centre,
                          double *sorted, size_t used)
{
    const double target = asin(sqrt(centre));
    double low, high, sum = 0;
    size_t n = 0;

    for (size_t i = 0; i < count; i++)
        if (areas[i].of > 0)
            sorted[n++] = (asin(sqrt(share_of(areas[i]))) - target) / error_of(areas[i].of);
    quantile_sort(sorted, used);
    low = quantile(sorted, used, 0.1);
    high = quantile(sorted, used, 0.9);
    for (size_t i = 0; i < used; i++) {
        const double z = fmin(fmax(sorted[i], low), high);

        sum += z * z;
    }
    return sum / (double)used;
}

int funnel_make(struct funnel *funnel, const struct proportion *areas, size_t count, double *room)
{
    double counts = 0, all = 0, weights = 0, squares = 0, excess;
    size_t used = 0;

    memset(funnel, 0, sizeof *funnel);
    for (size_t i = 0; i < count; i++) {
        const double weight = 4 * (double)areas[i].of;  // 1 / error^2

        assert(areas[i].count >= 0 && areas[i].count <= areas[i].of);
        counts += (double)areas[i].count;
        all += (double)areas[i].of;
        weights += weight;
        squares += weight * weight;
        used += areas[i].of > 0;
    }
    if (used == 0)
        return 0;
    funnel->centre = counts / all;
    funnel->dispersion = mean_square(areas, count, funnel->centre, room, used);
    funnel->over_dispersed = funnel->dispersion > 1 + 2 * sqrt(2 / (double)used);
    excess = (double)used * funnel->dispersion - (double)(used - 1);
    if (used > 1 && excess > 0)
        funnel->spread = sqrt(excess / (weights - squares / weights));
    return 1;
}

static double back(double angle)
{
    const double sine = sin(fmin(fmax(angle, 0), M_PI_2));

    return sine * sine;
}

struct interval funnel_limits(const struct funnel *funnel, int64_t of, double z)
{
    const double target = asin(sqrt(funnel->centre));
    double width;

    if (!funnel->over_dispersed)
        return funnel_plain_limits(funnel, of, z);
    assert(of > 0);
    width = z * hypot(error_of(of), funnel->spread);
    return (struct interval){back(target - width), back(target + width)};
}

struct interval funnel_plain_limits(const struct funnel *funnel, int64_t of, double z)
{
    double width;

    assert(of > 0);
    width = z * sqrt(funnel->centre * (1 - funnel->centre) / (double)of);
    return (struct interval){fmax(funnel->centre - width, 0), fmin(funnel->centre + width, 1)};
}

int funnel_outside(struct interval limits, struct proportion area)
{
    return (share_of(area) > limits.high) - (share_of(area) < limits.low);
}
