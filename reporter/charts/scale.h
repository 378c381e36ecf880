// A scale: where a figure lies between two places, and which round figures are written at it.
#ifndef QD_REPORTER_CHARTS_SCALE_H
#define QD_REPORTER_CHARTS_SCALE_H

#include "lib/base/arena.h"

#include <stddef.h>

enum { SCALE_TICKS_MAX = 12 };

struct scale {
    double from, to;     // figures
    double start, end;   // their places
    double step;         // between two figures that are written
    const char *before;  // "£"; NULL: nothing
    const char *behind;  // "%", behind the last figure
};

// From the lowest to the highest of some figures, with ends that are whole steps of 1, 2, 2.5 or 5 times a
// power of ten; about `steps` steps. `from_zero`: zero is on it. Of two equal figures it is one step wide.
struct scale scale_of(double lowest, double highest, int from_zero, int steps);

// From one figure to another as they are, in that many steps.
struct scale scale_between(double from, double to, int steps);

// The same scale between two places; `start` may be beyond `end`.
struct scale scale_placed(struct scale scale, double start, double end);

double scale_at(const struct scale *scale, double figure);

// The figures that are written, and how: "0", "£1,500", "100%". The text is in the arena.
size_t scale_ticks(const struct scale *scale, double ticks[SCALE_TICKS_MAX]);
const char *scale_label(const struct scale *scale, struct arena *arena, double tick);

#endif
