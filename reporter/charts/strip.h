// Boroughs on one line, from the lowest figure to the highest: a tick each, the middle half shaded, and marks
// for those that the reader looks for. It has its own scale, whose ends are written, and is never turned round.
#ifndef QD_REPORTER_CHARTS_STRIP_H
#define QD_REPORTER_CHARTS_STRIP_H

#include "reporter/charts/scene.h"

struct strip_mark {
    const char *label;  // "96.1%", above or below the line; NULL: the mark is not there
    double figure;
};

struct strip {
    const double *figures;  // in ascending order
    const int *stands_out;  // of each; NULL: none
    size_t count;           // one at least
    double lower, upper;    // the ends of the middle half
    const char *lowest, *highest;
    struct strip_mark mine, second;  // a dot; the second borough's diamond
    struct strip_mark london;        // a line, its label below
    struct strip_mark area,
        neighbours;  // Inner London's diamond, the neighbours' triangle: no labels
};

enum { STRIP_HEIGHT = 62, STRIP_PACK_WIDTH = 336, STRIP_NARROW_WIDTH = 320 };

void strip_draw(struct scene *scene, const struct strip *strip, double width);

#endif
