// Boroughs in order: a bar each from zero, best first, with rank, name, figure and 95 % interval; London as a
// full line and England as a broken one.
#ifndef QD_REPORTER_CHARTS_RANKED_H
#define QD_REPORTER_CHARTS_RANKED_H

#include "reporter/charts/scale.h"
#include "reporter/charts/scene.h"

struct ranked_bar {
    const char *rank, *name, *value,
        *interval;  // as they are written; `interval` NULL: there is none
    double figure, low, high;
    int is_mine;
};

struct ranked_line {
    const char *label;  // "London 64.7"; NULL: there is none
    double figure;
};

struct ranked {
    const char *unit;    // what stands above the figures: "%"
    struct scale scale;  // without places
    const struct ranked_bar *bars;
    size_t count;
    struct ranked_line london, england;
    int has_intervals;
};

void ranked_draw(struct scene *scene, const struct ranked *ranked, enum scene_size size);

#endif
