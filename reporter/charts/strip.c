#include "reporter/charts/strip.h"

#include "reporter/charts/scale.h"

enum { MIDDLE = 30, EDGE = 8 };

static void diamond(struct scene *scene, const char *class, double x, double y, double half)
{
    const struct scene_point points[] = {
        {x, y - half}, {x + half, y}, {x, y + half}, {x - half, y}};

    scene_area(scene, class, points, 4);
}

static void triangle(struct scene *scene, double x, double y)
{
    const struct scene_point points[] = {{x, y - 5}, {x + 5.5, y + 4.5}, {x - 5.5, y + 4.5}};

    scene_area(scene, "dot hollow", points, 3);
}

// A label stays within the drawing: near an end it is set to that end.
static void label(struct scene *scene, const char *class, double x, double y, const char *text,
                  double from, double to)
{
    const double half = scene_text_width(text) / 2;
    const char *side = x - half < from ? "" : x + half > to ? " r" : " c";

    scene_text(scene, arena_printf(scene->arena, "%s%s", class, side),
               x - half < from ? from
               : x + half > to ? to
                               : x,
               y, text);
}

// The ends, and London between them where there is room.
static void draw_ends(struct scene *scene, const struct strip *strip, double london, double width)
{
    const double y = MIDDLE + 24;
    double from = 1 + scene_text_width(strip->lowest) + 6,
           to = width - 1 - scene_text_width(strip->highest) - 6;

    scene_text(scene, "s", 1, y, strip->lowest);
    scene_text(scene, "s r", width - 1, y, strip->highest);
    if (strip->london.label != NULL && to - from > scene_text_width(strip->london.label))
        label(scene, "s", london, y, strip->london.label, from, to);
}

// Two labels that would run into each other stand on either side of the middle between their marks, within the
// drawing.
static void draw_two(struct scene *scene, const struct strip_mark *left, const char *left_class,
                     double left_x, const struct strip_mark *right, const char *right_class,
                     double right_x, double y, double width)
{
    const double left_width = scene_text_width(left->label),
                 right_width = scene_text_width(right->label);
    double middle = (left_x + right_x) / 2;

    if (right_x - left_x > (left_width + right_width) / 2 + 6) {
        label(scene, left_class, left_x, y, left->label, 0, width);
        label(scene, right_class, right_x, y, right->label, 0, width);
        return;
    }
    middle = middle < left_width + 4 ? left_width + 4 : middle;
    middle = middle > width - right_width - 4 ? width - right_width - 4 : middle;
    scene_text(scene, arena_printf(scene->arena, "%s r", left_class), middle - 4, y, left->label);
    scene_text(scene, right_class, middle + 4, y, right->label);
}

static void draw_labels(struct scene *scene, const struct strip *strip, double mine, double second,
                        double width)
{
    const double y = MIDDLE - 14;

    if (strip->mine.label == NULL || strip->second.label == NULL) {
        if (strip->mine.label != NULL)
            label(scene, "mine", mine, y, strip->mine.label, 0, width);
        if (strip->second.label != NULL)
            label(scene, "b", second, y, strip->second.label, 0, width);
    } else if (mine <= second) {
        draw_two(scene, &strip->mine, "mine", mine, &strip->second, "b", second, y, width);
    } else {
        draw_two(scene, &strip->second, "b", second, &strip->mine, "mine", mine, y, width);
    }
}

void strip_draw(struct scene *scene, const struct strip *strip, double width)
{
    const struct scale scale = scale_placed(
        scale_between(strip->figures[0], strip->figures[strip->count - 1], 1), EDGE, width - EDGE);
    const double london = scale_at(&scale, strip->london.figure),
                 mine = scale_at(&scale, strip->mine.figure),
                 second = scale_at(&scale, strip->second.figure);

    scene->width = width;
    scene->height = STRIP_HEIGHT;
    scene_rect(scene, "mid", scale_at(&scale, strip->lower), MIDDLE - 8,
               scale_at(&scale, strip->upper) - scale_at(&scale, strip->lower), 16);
    scene_line(scene, "grid", EDGE, MIDDLE, width - EDGE, MIDDLE);
    for (size_t i = 0; i < strip->count; i++) {
        const double x = scale_at(&scale, strip->figures[i]);
        const int far = strip->stands_out != NULL && strip->stands_out[i];

        scene_line(scene, far ? "tick far" : "tick", x, MIDDLE - (far ? 8 : 6), x,
                   MIDDLE + (far ? 8 : 6));
    }
    if (strip->london.label != NULL)
        scene_haloed(scene, "ref", london, MIDDLE - 12, london, MIDDLE + 12);
    if (strip->area.label != NULL)
        diamond(scene, "dot hollow", scale_at(&scale, strip->area.figure), MIDDLE, 5);
    if (strip->neighbours.label != NULL)
        triangle(scene, scale_at(&scale, strip->neighbours.figure), MIDDLE);
    if (strip->second.label != NULL)
        diamond(scene, "dot two", second, MIDDLE, 6);
    if (strip->mine.label != NULL)
        scene_circle(scene, "dot", mine, MIDDLE, 6);
    draw_ends(scene, strip, london, width);
    draw_labels(scene, strip, mine, second, width);
}
