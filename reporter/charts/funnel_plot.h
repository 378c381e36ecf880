// A funnel plot: cases across, the share upwards, and around London's share the limits that chance explains:
// 95 % broken, 99.8 % full. A borough outside the far limits is filled, one inside hollow.
#ifndef QD_REPORTER_CHARTS_FUNNEL_PLOT_H
#define QD_REPORTER_CHARTS_FUNNEL_PLOT_H

#include "reporter/charts/scene.h"

#include <stdint.h>

struct funnel_plot_dot {
    const char *name, *short_name;
    int64_t of;
    double share;  // 0 to 1
    int is_outside, is_mine;
    int is_named;  // a label that would overlap another is left out all the same
};

// The limits for so many cases; `far` are the 99.8 %.
typedef void funnel_plot_limits_fn(const void *context, int64_t of, int far, double *low,
                                   double *high);

struct funnel_plot {
    const struct funnel_plot_dot *dots;
    size_t count;
    const char *london_label, *cases;  // "London 64.7", "plans issued in the year"
    double london;                     // 0 to 1
    funnel_plot_limits_fn *limits;
    const void *context;
};

void funnel_plot_draw(struct scene *scene, const struct funnel_plot *plot, enum scene_size size);

#endif
