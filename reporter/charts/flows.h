// Into and out of boroughs: out to the left of one line, in to the right, the net at the end of the row.
#ifndef QD_REPORTER_CHARTS_FLOWS_H
#define QD_REPORTER_CHARTS_FLOWS_H

#include "reporter/charts/scene.h"

struct flows_row {
    const char *name, *out_label, *in_label, *net_label;
    double out, in;  // not below zero
    int is_mine;
};

void flows_draw(struct scene *scene, const struct flows_row *rows, size_t count,
                enum scene_size size);

#endif
