#include "reporter/charts/trend.h"

#include <math.h>

static double place(const struct trend *trend, size_t i, double start, double end)
{
    return trend->count < 2 ? end : start + (double)i / (double)(trend->count - 1) * (end - start);
}

// The pieces of a line, broken at what is not known and where another definition begins. A piece of one
// figure is a dot.
static void draw_line(struct scene *scene, const struct trend *trend,
                      const struct trend_point *points, const struct scale *scale,
                      const char *class, double start, double end)
{
    struct scene_point *piece = arena_alloc(scene->arena, (trend->count + 1) * sizeof *piece);
    size_t count = 0;

    if (piece == NULL || points == NULL)
        return;
    for (size_t i = 0; i <= trend->count; i++) {
        if (i == trend->count || !points[i].is_known || points[i].begins) {
            if (count > 1)
                scene_curve(scene, class, piece, count);
            else if (count == 1)
                scene_circle(scene, "dot grey", piece[0].x, piece[0].y, 1.5);
            count = 0;
        }
        if (i < trend->count && points[i].is_known)
            piece[count++] = (struct scene_point){place(trend, i, start, end),
                                                  scale_at(scale, points[i].figure)};
    }
}

static void draw_gaps(struct scene *scene, const struct trend *trend, double base, double start,
                      double end)
{
    for (size_t i = 0; i < trend->count; i++)
        if (!trend->points[i].is_known)
            scene_text(scene, "s c", place(trend, i, start, end), base - 2, "x");
}

static void draw_end(struct scene *scene, const struct trend *trend, const struct scale *scale,
                     double x)
{
    const struct trend_point *last = &trend->points[trend->count - 1];

    if (last->is_known)
        scene_circle(scene, "dot", x, scale_at(scale, last->figure), 3.5);
}

void trend_draw(struct scene *scene, const struct trend *trend, struct scale scale, double width,
                int with_axis)
{
    const double start = 4, end = width - 6, base = 78, top = 14;

    scene->width = width;
    scene->height = with_axis ? TREND_WITH_AXIS : TREND_HEIGHT;
    scale = scale_placed(scale, base, top);
    scene_line(scene, "grid", start, base, end, base);
    scene_line(scene, "grid", start, (base + top) / 2, end, (base + top) / 2);
    scene_line(scene, "grid", start, top, end, top);
    draw_line(scene, trend, trend->back, &scale, "line back", start, end);
    draw_line(scene, trend, trend->second, &scale, "line two", start, end);
    draw_line(scene, trend, trend->points, &scale, "line", start, end);
    draw_gaps(scene, trend, base, start, end);
    if (trend->count > 0)
        draw_end(scene, trend, &scale, end);
    if (with_axis) {
        scene_text(scene, "s", start, base + 18, trend->first);
        scene_text(scene, "s r", end, base + 18, trend->last);
        scene_text(scene, "s", start, top - 3, scale_label(&scale, scene->arena, scale.to));
    }
}

// --- a sparkline

int trend_has_spark(const struct trend *trend)
{
    size_t known = 0;

    for (size_t i = 0; i < trend->count; i++)
        known += trend->points[i].is_known != 0;
    return known > 1;
}

static void widen(const struct trend *trend, const struct trend_point *points, double *lowest,
                  double *highest)
{
    for (size_t i = 0; points != NULL && i < trend->count; i++)
        if (points[i].is_known) {
            *lowest = fmin(*lowest, points[i].figure);
            *highest = fmax(*highest, points[i].figure);
        }
}

void trend_spark(struct scene *scene, const struct trend *trend, double width)
{
    const double start = 4, end = width - 6;
    double lowest = INFINITY, highest = -INFINITY;
    struct scale scale;
    size_t first = 0;

    if (!trend_has_spark(trend))
        return;
    widen(trend, trend->points, &lowest, &highest);
    widen(trend, trend->back, &lowest, &highest);
    scale = scale_placed(scale_between(lowest, highest, 1), 34, 6);
    scene->width = width;
    scene->height = TREND_SPARK_HEIGHT;
    draw_line(scene, trend, trend->back, &scale, "line back", start, end);
    draw_line(scene, trend, trend->points, &scale, "line", start, end);
    while (!trend->points[first].is_known)
        first++;
    scene_circle(scene, "dot", place(trend, first, start, end),
                 scale_at(&scale, trend->points[first].figure), 2.5);
    draw_end(scene, trend, &scale, end);
    if (scene_text_width(trend->first_value) + scene_text_width(trend->last_value) < width)
        scene_text(scene, "s", 1, 50, trend->first_value);
    scene_text(scene, "r b", width - 1, 50, trend->last_value);
}
