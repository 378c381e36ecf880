// Could it be chance? The funnel.
#include "reporter/charts/funnel_plot.h"
#include "reporter/charts/tiles.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/indicator_internal.h"
#include "reporter/statistics/normal.h"

struct drawn {
    struct funnel_plot plot;
    struct funnel_plot_dot dots[BOROUGHS_COUNT];
};

static void draw(struct scene *scene, const void *drawn, int size)
{
    funnel_plot_draw(scene, &((const struct drawn *)drawn)->plot, (enum scene_size)size);
}

static void limits(const void *context, int64_t of, int far, double *low, double *high)
{
    const struct interval found = funnel_limits(context, of, far ? NORMAL_Z_998 : NORMAL_Z_95);

    *low = found.low;
    *high = found.high;
}

static size_t fill_dots(const struct subject *subject, struct drawn *drawn, size_t *outside)
{
    size_t count = 0;
    int64_t most = 0;

    *outside = 0;
    for (size_t i = 0; i < subject->ordered; i++) {
        const int row = subject->order[i];
        struct proportion share;

        if (!standing_proportion(subject->indicator, subject_cell(subject, row), &share))
            continue;
        drawn->dots[count] = (struct funnel_plot_dot){
            .name = table_row_name(subject->table, row),
            .short_name = tiles_find(table_row_code(subject->table, row))->name,
            .of = share.of,
            .share = (double)share.count / (double)share.of,
            .is_outside = funnel_outside(
                funnel_limits(&subject->standings.funnel, share.of, NORMAL_Z_998), share),
            .is_mine = row == subject->mine,
            .is_named = subject->standings.list[row].fifth != 0};
        *outside += drawn->dots[count].is_outside != 0;
        most = share.of > most ? share.of : most;
        count++;
    }
    for (size_t i = 0; i < count; i++)  // the large ones too
        drawn->dots[i].is_named |= 2 * drawn->dots[i].of > most;
    return count;
}

static const char *those_out(const struct subject *subject, int high, size_t *count)
{
    const char *names[BOROUGHS_COUNT];

    *count = 0;
    for (size_t i = 0; i < subject->ordered; i++)
        if (subject->standings.list[subject->order[i]].stands_out == (high ? 1 : -1))
            names[(*count)++] = table_row_name(subject->table, subject->order[i]);
    return figure_words_list(subject->arena, names, *count);
}

static void say_finding(struct indicator_page *of, json_t *chance, size_t outside, size_t count)
{
    const struct subject *subject = &of->subject;
    size_t above, below;
    const char *high = those_out(subject, 1, &above), *low = those_out(subject, 0, &below);

    page_sentence(of->page, chance, "finding", "chance_outside", "{s:s?, s:s}", "outside",
                  outside == 0 ? NULL
                               : figure_words_sentence(
                                     subject->arena, figure_words_number(subject->arena, outside)),
                  "boroughs", figure_words_number(subject->arena, count));
    if (above + below == 0)
        page_sentence(of->page, chance, "stands_out", "chance_nobody", "{}");
    else
        page_sentence(of->page, chance, "stands_out", "chance_stands_out", "{s:s, s:b, s:s}",
                      "above", high, "both", above > 0 && below > 0, "below", low);
}

void indicator_chance(struct indicator_page *of)
{
    const struct subject *subject = &of->subject;
    struct drawn drawn = {.plot = {.dots = drawn.dots}};
    json_t *chance;
    size_t outside;

    if (!subject->standings.has_funnel || subject->ordered == 0)
        return;
    chance = page_object(of->page, of->page->data, "chance");
    drawn.plot.count = fill_dots(subject, &drawn, &outside);
    drawn.plot.london = subject->standings.funnel.centre;
    drawn.plot.limits = limits;
    drawn.plot.context = &subject->standings.funnel;
    drawn.plot.cases = "cases, of which the share is taken";
    drawn.plot.london_label =
        arena_printf(subject->arena, "London %s",
                     figure_words_plain(subject->arena, subject->indicator,
                                        subject_cell(subject, subject->london)));
    say_finding(of, chance, outside, drawn.plot.count);
    page_set(of->page, chance, "over_dispersed",
             json_boolean(subject->standings.funnel.over_dispersed));
    page_say(of->page, chance, "tau", "%.3f", subject->standings.funnel.spread);
    page_say(of->page, chance, "dispersion", "%.1f", subject->standings.funnel.dispersion);
    page_draw(
        of->page, chance, "chance",
        arena_printf(subject->arena, "%s against the number of cases, %s", subject->label,
                     subject_when(subject, subject->period)),
        "A dot a borough, with the limits that chance explains around London. All figures are "
        "in the table below.",
        draw, &drawn);
}
