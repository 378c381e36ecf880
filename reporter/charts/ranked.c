#include "reporter/charts/ranked.h"

#include <math.h>

// Wide: a row holds rank, name, bar, figure and interval. Narrow: name and figure stand above the bar, and
// lines cross bars only, so that no word is struck through.
struct layout {
    double top, pitch, bar, bar_top;  // bar_top: from the top of a row
    double start, end;                // of the scale
    double width;
};

static const struct layout layouts[SCENE_SIZES] = {
    [SCENE_WIDE] = {34, 22, 12, 5, 196, 612, SCENE_WIDE_UNITS},
    [SCENE_NARROW] = {38, 41, 11, 23.5, 0, 336, SCENE_NARROW_UNITS},
};

static double row_top(const struct layout *layout, size_t row)
{
    return layout->top + (double)row * layout->pitch;
}

static double bottom(const struct layout *layout, const struct ranked *ranked)
{
    return row_top(layout, ranked->count) + 2;
}

static void draw_axis(struct scene *scene, const struct layout *layout, const struct scale *scale,
                      const struct ranked *ranked)
{
    const double below = bottom(layout, ranked);
    double ticks[SCALE_TICKS_MAX];
    const size_t count = scale_ticks(scale, ticks);

    for (size_t i = 0; i < count; i++) {
        const double x = scale_at(scale, ticks[i]);

        scene_line(scene, ticks[i] == 0 ? "axis" : "grid", x, layout->top - 4, x, below);
        scene_text(scene,
                   i == 0 && layout->start == 0 ? "s"
                   : i + 1 == count             ? "s r"
                                                : "s c",
                   x, below + 16, scale_label(scale, scene->arena, ticks[i]));
    }
}

static void draw_bar(struct scene *scene, const struct layout *layout, const struct scale *scale,
                     const struct ranked_bar *bar, size_t row)
{
    const double y = row_top(layout, row) + layout->bar_top, middle = y + layout->bar / 2;
    const double zero = scale_at(scale, 0), x = scale_at(scale, bar->figure);

    scene_rect(scene, bar->is_mine ? "bar me" : "bar", fmin(zero, x), y, fabs(x - zero),
               layout->bar);
    if (bar->interval != NULL)
        scene_haloed(scene, "whisk", scale_at(scale, bar->low), middle, scale_at(scale, bar->high),
                     middle);
}

// Where figures stand: in front of their intervals, or at the end where nothing has one.
static double values_at(const struct ranked *ranked)
{
    return ranked->has_intervals ? 662 : SCENE_WIDE_UNITS - 24;
}

static void draw_words_wide(struct scene *scene, const struct layout *layout,
                            const struct ranked *ranked, size_t row)
{
    const double y = row_top(layout, row) + 15.5, x = values_at(ranked);
    const struct ranked_bar *bar = &ranked->bars[row];

    scene_text(scene, "s r", 22, y, bar->rank);
    scene_text(scene, bar->is_mine ? "mine" : "", 34, y, bar->name);
    scene_text(scene, bar->is_mine ? "mine r" : "b r", x, y, bar->value);
    if (bar->interval != NULL)
        scene_text(scene, "s r", 760, y, bar->interval);
}

static void draw_words_narrow(struct scene *scene, const struct layout *layout,
                              const struct ranked_bar *bar, size_t row)
{
    const double y = row_top(layout, row) + 18;

    scene_text(scene, bar->is_mine ? "mine" : "", 0, y,
               arena_printf(scene->arena, "%s  %s", bar->rank, bar->name));
    scene_text(scene, bar->is_mine ? "mine r" : "b r", 336, y, bar->value);
}

static void draw_line(struct scene *scene, const struct layout *layout, const struct scale *scale,
                      const struct ranked *ranked, const char *class, double figure)
{
    const double x = scale_at(scale, figure);

    if (layout->start > 0) {
        scene_line(scene, class, x, layout->top - 6, x, bottom(layout, ranked));
        return;
    }
    scene_line(scene, class, x, layout->top - 6, x, layout->top);
    for (size_t row = 0; row < ranked->count; row++) {
        const double y = row_top(layout, row) + layout->bar_top;

        scene_line(scene, class, x, y - 2.5, x, y + layout->bar + 2.5);
    }
}

// The two labels on top keep away from each other: the left one ends at its line, the right one begins.
static void draw_lines(struct scene *scene, const struct layout *layout, const struct scale *scale,
                       const struct ranked *ranked)
{
    const int london_left =
        ranked->england.label != NULL && ranked->london.figure < ranked->england.figure;
    const double y = layout->top - 12;

    if (ranked->england.label != NULL) {
        const double x = scale_at(scale, ranked->england.figure);

        draw_line(scene, layout, scale, ranked, "ref2", ranked->england.figure);
        scene_text(scene, london_left ? "" : "r", x + (london_left ? 4 : -4), y,
                   ranked->england.label);
    }
    if (ranked->london.label != NULL) {
        const double x = scale_at(scale, ranked->london.figure);

        draw_line(scene, layout, scale, ranked, "ref", ranked->london.figure);
        scene_text(scene, london_left ? "b r" : "b", x + (london_left ? -4 : 4), y,
                   ranked->london.label);
    }
}

void ranked_draw(struct scene *scene, const struct ranked *ranked, enum scene_size size)
{
    const struct layout *layout = &layouts[size];
    const struct scale scale = scale_placed(ranked->scale, layout->start, layout->end);

    scene->width = layout->width;
    scene->height = bottom(layout, ranked) + 24;
    draw_axis(scene, layout, &scale, ranked);
    if (size == SCENE_WIDE) {
        scene_text(scene, "s r", values_at(ranked), layout->top - 14, ranked->unit);
        if (ranked->has_intervals)
            scene_text(scene, "s r", 760, layout->top - 14, "95% interval");
    }
    for (size_t row = 0; row < ranked->count; row++) {
        draw_bar(scene, layout, &scale, &ranked->bars[row], row);
        if (size == SCENE_WIDE)
            draw_words_wide(scene, layout, ranked, row);
        else
            draw_words_narrow(scene, layout, &ranked->bars[row], row);
    }
    draw_lines(scene, layout, &scale, ranked);
}
