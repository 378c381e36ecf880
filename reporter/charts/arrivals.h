// Boroughs that have returned, day by day, as steps; the due day as a line.
#ifndef QD_REPORTER_CHARTS_ARRIVALS_H
#define QD_REPORTER_CHARTS_ARRIVALS_H

#include "reporter/charts/scene.h"

#include <stdint.h>

struct arrivals_day {
    int32_t day;        // in days since 1970
    const char *label;  // "30 Jan"; NULL: it is not there
};

struct arrivals {
    const int32_t *days;  // of first arrivals, in ascending order
    size_t count;
    int of;                           // boroughs
    struct arrivals_day first, last;  // of the axis
    struct arrivals_day due;          // with the words that stand at its line: "due: 28 of 33"
    const char *now;                  // what stands at the end of the line: "30 on 5 February"
};

void arrivals_draw(struct scene *scene, const struct arrivals *arrivals, enum scene_size size);

#endif
