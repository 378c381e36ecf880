// A funnel: between which limits the proportions of many areas would lie, if all had the same chance
// and differed by luck alone. The smaller an area, the wider its limits.
//
// Where areas differ by more than luck everywhere, plain limits leave nearly everybody outside and
// tell nothing. The limits then allow for that spread as well (over-dispersed). Spiegelhalter 2005,
// Quality and Safety in Health Care 14:347, and Statistics in Medicine 24:1185; PHEindicatormethods.
#ifndef QD_REPORTER_STATISTICS_FUNNEL_H
#define QD_REPORTER_STATISTICS_FUNNEL_H

#include "reporter/statistics/interval.h"

#include <stddef.h>

struct funnel {
    double centre;       // the sum of counts over the sum of what they are out of
    double dispersion;   // phi: the mean square of the areas' winsorised z scores; 1 is luck alone
    double spread;       // tau: the standard deviation between areas, on the scale of asin(sqrt(p))
    int over_dispersed;  // whether the limits allow for the spread: phi > 1 + 2 sqrt(2 / areas)
};

// From those of `areas` that have something to divide by. `room` is for `count` doubles, the
// caller's. 1, or 0 where no area has.
int funnel_make(struct funnel *funnel, const struct proportion *areas, size_t count, double *room);

// The limits for an area with that denominator, above 0: over-dispersed where the funnel is.
struct interval funnel_limits(const struct funnel *funnel, int64_t of, double z);

// The plain ones: the shares whose Wilson interval just reaches the centre.
struct interval funnel_plain_limits(const struct funnel *funnel, int64_t of, double z);

// 1 above, -1 below, 0 within the limits (on a limit is within).
int funnel_outside(struct interval limits, struct proportion area);

#endif
