// Prices of the same place at each provider: a dot a borough, a tick at the median of places. The axis need
// not begin at zero, and the drawing says where it does not: dots, never bars.
#ifndef QD_REPORTER_CHARTS_PRICES_H
#define QD_REPORTER_CHARTS_PRICES_H

#include "reporter/charts/scale.h"
#include "reporter/charts/scene.h"

struct prices_row {
    const char *provider, *places;       // "Provider F", "24 places"
    const char *lowest_is, *highest_is;  // boroughs; NULL: not named
    const char *median_label, *spread_label;
    const double *prices;  // one a borough, in ascending order
    size_t count;
    double median;
};

// A band in which a price is expected to lie: shaded behind the dots.
struct prices_band {
    const char *name, *range;  // "A1", "£45,000 to £65,000"; NULL: there is no band
    double low, high;
};

struct prices {
    const struct prices_row *rows;
    size_t count;
    struct prices_band band;
};

void prices_draw(struct scene *scene, const struct prices *prices, enum scene_size size);

#endif
