#include "reporter/charts/scene.h"

#include "lib/base/list.h"
#include "lib/base/utf8.h"

#include <string.h>

void scene_begin(struct scene *scene, struct arena *arena, const char *id, const char *title,
                 const char *description)
{
    *scene = (struct scene){.arena = arena, .id = id, .title = title, .description = description};
}

static struct scene_shape *add(struct scene *scene, enum scene_kind kind, const char *class)
{
    static struct scene_shape nowhere;  // what is left out is written here
    struct scene_shape *shape = LIST_ADD(scene->arena, scene->shapes, scene->count);

    if (shape == NULL)
        shape = &nowhere;
    *shape = (struct scene_shape){.kind = kind, .class = class};
    return shape;
}

static struct scene_shape *add_at(struct scene *scene, enum scene_kind kind, const char *class,
                                  double x, double y, double x2, double y2)
{
    struct scene_shape *shape = add(scene, kind, class);

    shape->x = x;
    shape->y = y;
    shape->x2 = x2;
    shape->y2 = y2;
    return shape;
}

void scene_line(struct scene *scene, const char *class, double x, double y, double x2, double y2)
{
    add_at(scene, SCENE_LINE, class, x, y, x2, y2);
}

void scene_rect(struct scene *scene, const char *class, double x, double y, double width,
                double height)
{
    add_at(scene, SCENE_RECT, class, x, y, x + width, y + height);
}

void scene_circle(struct scene *scene, const char *class, double x, double y, double radius)
{
    add_at(scene, SCENE_CIRCLE, class, x, y, radius, 0);
}

void scene_text(struct scene *scene, const char *class, double x, double y, const char *text)
{
    add_at(scene, SCENE_TEXT, class, x, y, 0, 0)->text = text == NULL ? "" : text;
}

static void add_points(struct scene *scene, enum scene_kind kind, const char *class,
                       const struct scene_point *points, size_t count)
{
    struct scene_point *copied = arena_alloc(scene->arena, count * sizeof *points);
    struct scene_shape *shape;

    if (copied == NULL || count == 0)
        return;
    memcpy(copied, points, count * sizeof *points);
    shape = add(scene, kind, class);
    shape->points = copied;
    shape->count = count;
}

void scene_curve(struct scene *scene, const char *class, const struct scene_point *points,
                 size_t count)
{
    add_points(scene, SCENE_CURVE, class, points, count);
}

void scene_area(struct scene *scene, const char *class, const struct scene_point *points,
                size_t count)
{
    add_points(scene, SCENE_AREA, class, points, count);
}

void scene_haloed(struct scene *scene, const char *class, double x, double y, double x2, double y2)
{
    scene_line(scene, "halo", x, y, x2, y2);
    scene_line(scene, class, x, y, x2, y2);
}

double scene_text_width(const char *text)
{
    return 6.6 * (double)utf8_characters(text, strlen(text));
}
