// Figures over the periods: a small one of many with the same scale, and a sparkline with its own.
//
// A period without a figure is a gap in the line, with an x on the base line of a small multiple. Where the
// definition changed a new line begins: no line joins two definitions.
#ifndef QD_REPORTER_CHARTS_TREND_H
#define QD_REPORTER_CHARTS_TREND_H

#include "reporter/charts/scale.h"
#include "reporter/charts/scene.h"

struct trend_point {
    double figure;
    int is_known;
    int begins;  // another definition than the point before
};

struct trend {
    const struct trend_point *points;
    const struct trend_point *back;    // London behind it, in grey; NULL: nothing
    const struct trend_point *second;  // another borough, as a broken line; NULL: nothing
    size_t count;
    const char *first, *last;              // the periods at the ends: "2019", "2024"
    const char *first_value, *last_value;  // of a sparkline: "93.1", "96.1"
};

enum { TREND_WIDTH = 160, TREND_HEIGHT = 84, TREND_WITH_AXIS = 97 };
enum { TREND_SPARK_HEIGHT = 52 };

// One small multiple, on the scale that all of them have. With an axis its ends are written.
void trend_draw(struct scene *scene, const struct trend *trend, struct scale scale, double width,
                int with_axis);

// A sparkline: its own scale, first and last value written. Of fewer than two figures nothing is drawn: say
// so in a sentence.
int trend_has_spark(const struct trend *trend);
void trend_spark(struct scene *scene, const struct trend *trend, double width);

#endif
