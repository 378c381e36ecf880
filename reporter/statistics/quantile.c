#include "reporter/statistics/quantile.h"

#include <assert.h>
#include <stdlib.h>

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

void quantile_sort(double *values, size_t count)
{
    if (count > 1)
        qsort(values, count, sizeof values[0], ascending);
}

double quantile(const double *sorted, size_t count, double share)
{
    double place;
    size_t below;

    assert(count > 0 && share >= 0 && share <= 1);
    place = (double)(count - 1) * share;
    below = (size_t)place;
    if (below + 1 >= count)
        return sorted[count - 1];
    // Equal neighbours give that very value, so that a value on a border compares equal to it.
    return sorted[below] + (place - (double)below) * (sorted[below + 1] - sorted[below]);
}

int quantile_quarter(const double *sorted, size_t count, double value, int highest_first)
{
    const double cuts[] = {quantile(sorted, count, 0.25), quantile(sorted, count, 0.5),
                           quantile(sorted, count, 0.75)};
    int above = 0;

    for (int i = 0; i < 3; i++)
        above += value > cuts[i];
    return highest_first ? 4 - above : 1 + above;
}

int quantile_fifth(const double *sorted, size_t count, double value)
{
    return (value > quantile(sorted, count, 0.8)) - (value < quantile(sorted, count, 0.2));
}
