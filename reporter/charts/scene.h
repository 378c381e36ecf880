// A drawing before it is SVG: shapes with their places, in the order in which they are painted. What is drawn
// can be measured so: a bar's length is its value on its scale.
//
// Units are those of the drawing's view box, y downwards. Shapes have classes and no colours; the stylesheet
// has the colours. Each drawing is made twice by one function, wide and narrow; the stylesheet shows one.
#ifndef QD_REPORTER_CHARTS_SCENE_H
#define QD_REPORTER_CHARTS_SCENE_H

#include "lib/base/arena.h"

#include <stddef.h>

enum scene_size { SCENE_WIDE, SCENE_NARROW, SCENE_SIZES };
enum { SCENE_WIDE_UNITS = 760, SCENE_NARROW_UNITS = 340 };

struct scene_point {
    double x, y;
};

enum scene_kind {
    SCENE_LINE,    // from (x, y) to (x2, y2)
    SCENE_RECT,    // from corner (x, y) to corner (x2, y2)
    SCENE_CIRCLE,  // around (x, y), x2 is the radius
    SCENE_TEXT,    // at (x, y), the base line
    SCENE_CURVE,   // through the points
    SCENE_AREA     // within the points
};

struct scene_shape {
    enum scene_kind kind;
    const char *class;
    double x, y, x2, y2;
    const char *text;
    const struct scene_point *points;
    size_t count;
};

struct scene {
    struct arena *arena;
    const char *id;           // of its elements on the page: letters, digits, hyphens
    const char *title;        // what it is
    const char *description;  // the ends of its range, and where the table is
    double width, height;
    struct scene_shape *shapes;
    size_t count;
};

// Nothing is on it yet. Texts are kept as they are; what is in the arena goes with it. When the arena is
// exhausted shapes are left out, and the arena says so.
void scene_begin(struct scene *scene, struct arena *arena, const char *id, const char *title,
                 const char *description);

void scene_line(struct scene *scene, const char *class, double x, double y, double x2, double y2);
void scene_rect(struct scene *scene, const char *class, double x, double y, double width,
                double height);
void scene_circle(struct scene *scene, const char *class, double x, double y, double radius);
void scene_text(struct scene *scene, const char *class, double x, double y, const char *text);
// Copies the points.
void scene_curve(struct scene *scene, const char *class, const struct scene_point *points,
                 size_t count);
void scene_area(struct scene *scene, const char *class, const struct scene_point *points,
                size_t count);

// A line with a white one behind it, so that it can be seen on a bar.
void scene_haloed(struct scene *scene, const char *class, double x, double y, double x2, double y2);

// How wide a text of the sans serif is, nearly: to keep labels apart. 12.5 units a line.
double scene_text_width(const char *text);

#endif
