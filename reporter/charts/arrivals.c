#include "reporter/charts/arrivals.h"

#include "reporter/charts/scale.h"

enum { TOP = 30, BASE = 210, MARKS = 3 };

static void draw_axes(struct scene *scene, const struct arrivals *arrivals,
                      const struct scale *across, const struct scale *upwards)
{
    for (int i = 0; i <= MARKS; i++) {
        const int boroughs = arrivals->of * i / MARKS;
        const double y = scale_at(upwards, boroughs);

        scene_line(scene, i == 0 ? "axis" : "grid", across->start, y, across->end, y);
        scene_text(scene, "s r", across->start - 6, y + 4,
                   arena_printf(scene->arena, "%d", boroughs));
    }
    scene_text(scene, "s", across->start, BASE + 18, arrivals->first.label);
    scene_text(scene, "s r", across->end, BASE + 18, arrivals->last.label);
}

void arrivals_draw(struct scene *scene, const struct arrivals *arrivals, enum scene_size size)
{
    const struct scale across = scale_placed(
                           scale_between(arrivals->first.day, arrivals->last.day, 1),
                           size == SCENE_WIDE ? 30 : 24, size == SCENE_WIDE ? 700 : 330),
                       upwards = scale_placed(scale_between(0, arrivals->of, MARKS), BASE, TOP);
    struct scene_point *steps =
        arena_alloc(scene->arena, (2 * arrivals->count + 1) * sizeof *steps);
    double x = across.start, y = BASE;

    scene->width = size == SCENE_WIDE ? SCENE_WIDE_UNITS : SCENE_NARROW_UNITS;
    scene->height = 250;
    draw_axes(scene, arrivals, &across, &upwards);
    if (steps == NULL)
        return;
    steps[0] = (struct scene_point){x, y};
    for (size_t i = 0; i < arrivals->count; i++) {
        x = scale_at(&across, arrivals->days[i]);
        steps[2 * i + 1] = (struct scene_point){x, y};
        y = scale_at(&upwards, (double)(i + 1));
        steps[2 * i + 2] = (struct scene_point){x, y};
    }
    scene_curve(scene, "line", steps, 2 * arrivals->count + 1);
    if (arrivals->due.label != NULL) {
        const double due = scale_at(&across, arrivals->due.day);

        scene_line(scene, "ref", due, TOP - 8, due, BASE);
        scene_text(scene, "b r", due - 6, TOP + 2, arrivals->due.label);
    }
    if (arrivals->count > 0) {
        scene_circle(scene, "dot", x, y, 4);
        scene_text(scene, x > (across.start + across.end) / 2 ? "mine r" : "mine",
                   x > (across.start + across.end) / 2 ? x - 9 : x + 9, y + 20, arrivals->now);
    }
}
