#include "reporter/statistics/normal.h"

#include <assert.h>
#include <math.h>

double normal_tail(double z)
{
    return erfc(z / M_SQRT2) / 2;
}

double normal_quantile(double tail)
{
    double low = -40, high = 40;  // beyond them erfc is 0 or 2

    assert(tail > 0 && tail < 1);
    // Halved until the two are neighbours: libm's erfc is all that the precision rests on.
    for (;;) {
        const double middle = low + (high - low) / 2;

        if (middle <= low || middle >= high)
            return middle;
        if (normal_tail(middle) > tail)
            low = middle;
        else
            high = middle;
    }
}
