#include "reporter/charts/flows.h"

#include <math.h>

static const struct layout {
    double middle, reach, pitch, top, bar, end, width;
} layouts[SCENE_SIZES] = {
    [SCENE_WIDE] = {430, 200, 21, 38, 0, 760, SCENE_WIDE_UNITS},
    [SCENE_NARROW] = {170, 122, 38, 31, 19, 336, SCENE_NARROW_UNITS},
};

void flows_draw(struct scene *scene, const struct flows_row *rows, size_t count,
                enum scene_size size)
{
    const struct layout *layout = &layouts[size];
    double most = 1;

    scene->width = layout->width;
    scene->height = layout->top + (double)count * layout->pitch + 8;
    for (size_t i = 0; i < count; i++)
        most = fmax(most, fmax(rows[i].out, rows[i].in));
    scene_text(scene, "s r", layout->middle - 8, 16, "\xe2\x86\x90 its children elsewhere");
    scene_text(scene, "s", layout->middle + 8, 16, "others\xe2\x80\x99 children here \xe2\x86\x92");
    if (size == SCENE_WIDE)
        scene_text(scene, "s r", layout->end, 16, "Net");
    for (size_t i = 0; i < count; i++) {
        const double top = layout->top + (double)i * layout->pitch, bar = top + layout->bar;
        const double out = rows[i].out / most * layout->reach,
                     in = rows[i].in / most * layout->reach;

        scene_text(scene, rows[i].is_mine ? "mine" : "", 0, top + 10.5, rows[i].name);
        scene_text(scene, "b r", layout->end, top + 10.5, rows[i].net_label);
        scene_rect(scene, "left", layout->middle - out, bar, out, 12);
        scene_rect(scene, "right", layout->middle, bar, in, 12);
        scene_text(scene, "s r", layout->middle - out - 5, bar + 10.5, rows[i].out_label);
        scene_text(scene, "s", layout->middle + in + 5, bar + 10.5, rows[i].in_label);
    }
    scene_line(scene, "axis", layout->middle, layout->top - 6, layout->middle,
               layout->top + (double)count * layout->pitch);
}
