// A scene as SVG, ready to stand in a page: an image with title and description, no colour in it and
// nothing that could be fetched or run. The same scene gives the same bytes, whatever the locale.
#ifndef QD_REPORTER_CHARTS_SVG_H
#define QD_REPORTER_CHARTS_SVG_H

#include "reporter/charts/scene.h"

// A place with one decimal at most, and a full stop: "12.5", "12", "-0.3"; never "-0".
enum { SVG_NUMBER_BYTES = 32 };
void svg_number(double number, char text[SVG_NUMBER_BYTES]);

// The scene as SVG, in its arena; NULL when there is no memory.
const char *svg_text(const struct scene *scene);

#endif
