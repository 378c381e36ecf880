// Shares of a whole, a bar each for the borough and a tick for London, in groups.
#ifndef QD_REPORTER_CHARTS_SHARES_H
#define QD_REPORTER_CHARTS_SHARES_H

#include "reporter/charts/scene.h"

struct shares_row {
    const char *group;                  // a heading stands above the first row of each
    const char *label, *mine, *london;  // as they are written
    double mine_figure, london_figure;  // of 100
    int has_mine, has_london;
};

struct shares {
    const char *name;  // of the borough
    const struct shares_row *rows;
    size_t count;
};

void shares_draw(struct scene *scene, const struct shares *shares, enum scene_size size);

#endif
