#include "reporter/charts/shares.h"

#include "reporter/charts/scale.h"

#include <string.h>

static const struct layout {
    double start, end, pitch, heading, top;
} layouts[SCENE_SIZES] = {
    [SCENE_WIDE] = {210, 612, 24, 26, 20}, [SCENE_NARROW] = {0, 336, 40, 34, 14}};

static void draw_row(struct scene *scene, const struct layout *layout, const struct scale *scale,
                     const struct shares_row *row, double y, enum scene_size size)
{
    const double bar = size == SCENE_WIDE ? y - 9.5 : y + 5;

    scene_text(scene, "", size == SCENE_WIDE ? 16 : 0, y, row->label);
    if (size == SCENE_WIDE) {
        scene_text(scene, "b r", 692, y, row->mine);
        scene_text(scene, "s r", 760, y, row->london);
    } else {
        scene_text(scene, "r", 336, y,
                   arena_printf(scene->arena, "%s   London %s", row->mine, row->london));
    }
    if (row->has_mine)
        scene_rect(scene, "bar me", layout->start, bar,
                   scale_at(scale, row->mine_figure) - layout->start, 10);
    if (row->has_london) {
        const double x = scale_at(scale, row->london_figure);

        scene_haloed(scene, "ref", x, bar - 4, x, bar + 14);
    }
}

void shares_draw(struct scene *scene, const struct shares *shares, enum scene_size size)
{
    const struct layout *layout = &layouts[size];
    double most = 1, y = layout->top;
    struct scale scale;

    for (size_t i = 0; i < shares->count; i++) {
        const struct shares_row *row = &shares->rows[i];

        most = row->has_mine && row->mine_figure > most ? row->mine_figure : most;
        most = row->has_london && row->london_figure > most ? row->london_figure : most;
    }
    scale = scale_placed(scale_of(0, most, 1, 4), layout->start, layout->end);
    if (size == SCENE_WIDE) {
        scene_text(scene, "s r", 692, 13, arena_printf(scene->arena, "%s %%", shares->name));
        scene_text(scene, "s r", 760, 13, "London %");
    }
    for (size_t i = 0; i < shares->count; i++) {
        const struct shares_row *row = &shares->rows[i];

        if (i == 0 || strcmp(row->group, shares->rows[i - 1].group) != 0) {
            y += layout->heading - (i == 0 ? 10 : 2);
            scene_text(scene, "b", 0, y, row->group);
        }
        y += layout->pitch;
        draw_row(scene, layout, &scale, row, y, size);
    }
    scene->width = size == SCENE_WIDE ? SCENE_WIDE_UNITS : SCENE_NARROW_UNITS;
    scene->height = y + 24;
}
