#include "reporter/charts/prices.h"

#include <math.h>
#include <string.h>

enum {
    NAME_UNITS = 186,  // what a provider's name has
    DOT_APART = 8,     // less, and two dots lie on each other
    END_APART = 8,     // a borough's name from its dot
    ENDS_UNITS = 622   // where the column of medians begins
};

static const struct layout {
    double start, end, top, pitch, line, width;
} layouts[SCENE_SIZES] = {
    [SCENE_WIDE] = {196, 600, 36, 40, 28, SCENE_WIDE_UNITS},
    [SCENE_NARROW] = {4, 336, 42, 74, 60, SCENE_NARROW_UNITS},
};

static struct scale scale_for(const struct prices *prices, const struct layout *layout, int steps)
{
    double lowest = INFINITY, highest = -INFINITY;
    struct scale scale;

    for (size_t i = 0; i < prices->count; i++)
        if (prices->rows[i].count > 0) {
            lowest = fmin(lowest, prices->rows[i].prices[0]);
            highest = fmax(highest, prices->rows[i].prices[prices->rows[i].count - 1]);
        }
    if (prices->band.name != NULL) {
        lowest = fmin(lowest, prices->band.low);
        highest = fmax(highest, prices->band.high);
    }
    scale = scale_placed(lowest > highest ? scale_between(0, 1, 1)
                                          : scale_of(lowest, highest, 0, steps),
                         layout->start, layout->end);
    scale.before = "\xc2\xa3";
    return scale;
}

static void draw_axis(struct scene *scene, const struct scale *scale, double top, double below)
{
    double ticks[SCALE_TICKS_MAX];
    const size_t count = scale_ticks(scale, ticks);

    for (size_t i = 0; i < count; i++) {
        const double x = scale_at(scale, ticks[i]);

        scene_line(scene, "grid", x, top, x, below);
        scene_text(scene,
                   i == 0           ? "s"
                   : i + 1 == count ? "s r"
                                    : "s c",
                   x, below + 17, scale_label(scale, scene->arena, ticks[i]));
    }
}

// A long name ends with three dots where there is no room for it; the table has the whole.
static const char *within(struct arena *arena, const char *name, double room)
{
    size_t length = name == NULL ? 0 : strlen(name);
    const char *shown = name;

    while (length > 1 && shown != NULL && scene_text_width(shown) > room) {
        do
            length--;
        while (length > 1 && (name[length] & 0xc0) == 0x80);  // not within a letter of UTF-8
        shown = arena_printf(arena, "%.*s\xe2\x80\xa6", (int)length, name);
    }
    return shown == NULL ? "" : shown;
}

static void draw_words(struct scene *scene, const struct prices_row *row, double top,
                       enum scene_size size)
{
    if (size == SCENE_WIDE) {
        scene_text(scene, "b", 0, top + 26, within(scene->arena, row->provider, NAME_UNITS));
        scene_text(scene, "s", 0, top + 40, row->places);
        scene_text(scene, "b r", 676, top + 32, row->median_label);
        scene_text(scene, "r", 760, top + 32, row->spread_label);
        return;
    }
    scene_text(scene, "b h", 0, top + 24,
               arena_printf(scene->arena, "%s, %s", within(scene->arena, row->provider, NAME_UNITS),
                            row->places));
    scene_text(scene, "r h", 336, top + 40,
               arena_printf(scene->arena, "median %s", row->median_label));
    if (row->lowest_is != NULL && row->highest_is != NULL)
        scene_text(scene, "s h", 0, top + 40,
                   arena_printf(scene->arena, "%s to %s", row->lowest_is, row->highest_is));
}

// Dots that would lie on each other are put below and above the line, in turn.
static void draw_stacked(struct scene *scene, const struct prices_row *row,
                         const struct scale *scale, double y)
{
    static const double offsets[] = {0, 8, -8, 16, -16};
    enum { LEVELS = sizeof offsets / sizeof *offsets };
    double last[LEVELS];

    for (size_t level = 0; level < LEVELS; level++)
        last[level] = -INFINITY;
    for (size_t i = 0; i < row->count; i++) {
        const double x = scale_at(scale, row->prices[i]);
        size_t level = 0;

        while (level + 1 < LEVELS && x - last[level] < DOT_APART)
            level++;
        last[level] = x;
        scene_circle(scene, "dot", x, y + offsets[level], 4.5);
    }
}

static void draw_dots(struct scene *scene, const struct prices_row *row, const struct scale *scale,
                      double y, enum scene_size size)
{
    const double from = scale_at(scale, row->prices[0]),
                 to = scale_at(scale, row->prices[row->count - 1]),
                 median = scale_at(scale, row->median);

    scene_line(scene, "grid", scale->start, y, scale->end, y);
    scene_line(scene, "link", from, y, to, y);
    draw_stacked(scene, row, scale, y);
    scene_haloed(scene, "median", median, y - 11, median, y + 11);
    if (size != SCENE_WIDE || row->lowest_is == NULL || row->highest_is == NULL)
        return;
    if (from - END_APART - scene_text_width(row->lowest_is) > scale->start)
        scene_text(scene, "s r h", from - END_APART, y + 4, row->lowest_is);
    if (to + END_APART + scene_text_width(row->highest_is) < ENDS_UNITS)
        scene_text(scene, "s h", to + END_APART, y + 4, row->highest_is);
}

static void draw_band(struct scene *scene, const struct prices_band *band,
                      const struct scale *scale, double top, double below)
{
    const double from = scale_at(scale, band->low), to = scale_at(scale, band->high);
    double room, middle;

    if (band->name == NULL)
        return;
    room = scene_text_width(band->range) / 2;
    middle = fmin(fmax((from + to) / 2, scale->start + room), scale->end - room);
    scene_rect(scene, "band", from, top, to - from, below - top);
    scene_text(scene, "s c", middle, top - 18,
               arena_printf(scene->arena, "price band %s", band->name));
    scene_text(scene, "s c", middle, top - 5, band->range);
}

void prices_draw(struct scene *scene, const struct prices *prices, enum scene_size size)
{
    const struct layout *layout = &layouts[size];
    const double below = layout->top + (double)prices->count * layout->pitch + 8;
    const struct scale scale = scale_for(prices, layout, size == SCENE_WIDE ? 5 : 3);

    scene->width = layout->width;
    scene->height = below + 26;
    draw_band(scene, &prices->band, &scale, layout->top, below);
    draw_axis(scene, &scale, layout->top, below);
    if (scale.from > 0) {
        scene_text(scene, "s", layout->start, below + 36, "The axis does not begin at zero.");
        scene->height += 18;
    }
    if (size == SCENE_WIDE) {
        scene_text(scene, "s r", 676, 31, "Median");
        scene_text(scene, "s r", 760, 31, "Spread");
    }
    for (size_t i = 0; i < prices->count; i++) {
        const double top = layout->top + (double)i * layout->pitch;

        draw_words(scene, &prices->rows[i], top, size);
        if (prices->rows[i].count > 0)
            draw_dots(scene, &prices->rows[i], &scale, top + layout->line, size);
    }
}
