#include "reporter/charts/funnel_plot.h"

#include "reporter/charts/scale.h"

#include <math.h>

enum { STEPS = 40, LABELS_MAX = 40 };

static const struct layout {
    double left, right, top, bottom, width, height;
    int ticks;
} layouts[SCENE_SIZES] = {
    [SCENE_WIDE] = {40, 672, 14, 400, SCENE_WIDE_UNITS, 450, 5},
    [SCENE_NARROW] = {30, 334, 26, 370, SCENE_NARROW_UNITS, 420, 4},
};

struct label {
    double x, y, width, height;
};

struct work {
    const struct funnel_plot *plot;
    const struct layout *layout;
    struct scale across, upwards;
    enum scene_size size;
    struct label labels[LABELS_MAX];
    size_t labels_count;
};

static void draw_axes(struct scene *scene, const struct work *work)
{
    const struct layout *layout = work->layout;
    double ticks[SCALE_TICKS_MAX];
    size_t count = scale_ticks(&work->upwards, ticks);

    for (size_t i = 0; i < count; i++) {
        const double y = scale_at(&work->upwards, ticks[i]);

        scene_line(scene, i == 0 ? "axis" : "grid", layout->left, y, layout->right, y);
        scene_text(scene, "s r", layout->left - 6, y + 4,
                   scale_label(&work->upwards, scene->arena, ticks[i]));
    }
    count = scale_ticks(&work->across, ticks);
    for (size_t i = 0; i < count; i++) {
        const double x = scale_at(&work->across, ticks[i]);

        scene_line(scene, "axis", x, layout->bottom, x, layout->bottom + 4);
        scene_text(scene, i + 1 == count ? "s r" : "s c", x, layout->bottom + 17,
                   scale_label(&work->across, scene->arena, ticks[i]));
    }
    scene_text(scene, "s r", layout->right, layout->bottom + 34, work->plot->cases);
}

// Cases grow by a constant factor from step to step, because the limits bend where they are few.
static int64_t cases_at(const struct work *work, int step)
{
    const double first = fmax(1, work->across.to / 200);

    return (int64_t)llround(first * pow(work->across.to / first, (double)step / (STEPS - 1)));
}

static void draw_limits(struct scene *scene, const struct work *work, int far)
{
    struct scene_point around[2 * STEPS];

    for (int i = 0; i < STEPS; i++) {
        const int64_t of = cases_at(work, i);
        double low, high;

        work->plot->limits(work->plot->context, of, far, &low, &high);
        around[i] = (struct scene_point){scale_at(&work->across, (double)of),
                                         scale_at(&work->upwards, 100 * high)};
        around[2 * STEPS - 1 - i] =
            (struct scene_point){around[i].x, scale_at(&work->upwards, 100 * low)};
    }
    if (far)
        scene_area(scene, "fan", around, sizeof around / sizeof around[0]);
    scene_curve(scene, far ? "limit" : "limit far", around, STEPS);
    scene_curve(scene, far ? "limit" : "limit far", around + STEPS, STEPS);
}

// --- labels, each beside its dot, where it covers no other label

static int overlaps(const struct label *a, const struct label *b)
{
    return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

static int is_free(const struct work *work, const struct label *label)
{
    if (label->x < 0 || label->x + label->width > work->layout->width)
        return 0;
    for (size_t i = 0; i < work->labels_count; i++)
        if (overlaps(&work->labels[i], label))
            return 0;
    return 1;
}

static void draw_name(struct scene *scene, struct work *work, const struct funnel_plot_dot *dot,
                      double x, double y)
{
    const char *name = work->size == SCENE_WIDE ? dot->name : dot->short_name;
    const double width = scene_text_width(name), gap = dot->is_mine ? 11 : 9;
    const struct label sides[] = {{x + gap, y - 8, width, 15}, {x - gap - width, y - 8, width, 15}};

    for (int side = 0; side < 2 && work->labels_count < LABELS_MAX; side++)
        if (is_free(work, &sides[side])) {
            work->labels[work->labels_count++] = sides[side];
            scene_text(scene,
                       arena_printf(scene->arena, "%s%sh", side == 1 ? "r " : "",
                                    dot->is_mine ? "mine " : ""),
                       side == 1 ? x - gap : x + gap, y + 4, name);
            return;
        }
}

static void draw_dots(struct scene *scene, struct work *work)
{
    const struct funnel_plot *plot = work->plot;

    for (int mine = 0; mine < 2; mine++)
        for (size_t i = 0; i < plot->count; i++)
            if (plot->dots[i].is_mine == mine)
                scene_circle(scene,
                             mine                       ? "dot"
                             : plot->dots[i].is_outside ? "dot grey"
                                                        : "dot hollow",
                             scale_at(&work->across, (double)plot->dots[i].of),
                             scale_at(&work->upwards, 100 * plot->dots[i].share), mine ? 6 : 4.5);
    for (int mine = 1; mine >= 0; mine--)  // your borough has the first choice of a place
        for (size_t i = 0; i < plot->count; i++)
            if (plot->dots[i].is_mine == mine && (mine || plot->dots[i].is_named))
                draw_name(scene, work, &plot->dots[i],
                          scale_at(&work->across, (double)plot->dots[i].of),
                          scale_at(&work->upwards, 100 * plot->dots[i].share));
}

void funnel_plot_draw(struct scene *scene, const struct funnel_plot *plot, enum scene_size size)
{
    const struct layout *layout = &layouts[size];
    struct work work = {.plot = plot, .layout = layout, .size = size};
    double y;
    int64_t most = 1;

    for (size_t i = 0; i < plot->count; i++)
        most = plot->dots[i].of > most ? plot->dots[i].of : most;
    work.across =
        scale_placed(scale_of(0, (double)most, 1, layout->ticks), layout->left, layout->right);
    work.upwards = scale_placed(scale_between(0, 100, 4), layout->bottom, layout->top);
    work.upwards.behind = "%";
    scene->width = layout->width;
    scene->height = layout->height;
    draw_limits(scene, &work, 1);
    draw_axes(scene, &work);
    draw_limits(scene, &work, 0);
    y = scale_at(&work.upwards, 100 * plot->london);
    scene_line(scene, "ref", layout->left, y, layout->right, y);
    draw_dots(scene, &work);
    if (size == SCENE_WIDE)
        scene_text(scene, "b", layout->right + 8, y + 4, plot->london_label);
    else
        scene_text(scene, "b r", layout->right, 14, plot->london_label);
}
