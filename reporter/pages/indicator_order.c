// Boroughs in order: bars, and the first finding.
#include "reporter/charts/ranked.h"
#include "reporter/outputs/output_standing.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/indicator_internal.h"

#include <math.h>

enum { BARS_MAX = BOROUGHS_COUNT };

struct drawn {
    struct ranked ranked;
    struct ranked_bar bars[BARS_MAX];
};

static void draw(struct scene *scene, const void *drawn, int size)
{
    ranked_draw(scene, &((const struct drawn *)drawn)->ranked, (enum scene_size)size);
}

// --- the figures, in the unit of the values

static double in_unit(const struct subject *subject, const struct table_cell *cell)
{
    double figure = 0;

    standing_figure(subject->indicator, cell, &figure);
    return output_in_unit(subject->indicator, figure);
}

static struct ranked_bar bar_of(const struct subject *subject, int row)
{
    const struct table_cell *cell = subject_cell(subject, row);
    const struct standing *standing = &subject->standings.list[row];
    struct ranked_bar bar = {
        .rank = cell->rank == 0 ? "" : arena_printf(subject->arena, "%u", cell->rank),
        .name = table_row_name(subject->table, row),
        .value = figure_words_plain(subject->arena, subject->indicator, cell),
        .figure = in_unit(subject, cell),
        .is_mine = row == subject->mine};

    if (standing->has_interval) {
        bar.interval =
            figure_words_interval(subject->arena, subject->indicator, standing->interval);
        bar.low = output_in_unit(subject->indicator, standing->interval.low);
        bar.high = output_in_unit(subject->indicator, standing->interval.high);
    }
    return bar;
}

static struct ranked_line line_of(const struct subject *subject, const char *name,
                                  const struct table_cell *cell)
{
    struct ranked_line line = {.label = NULL};

    // What has no denominator adds up: London's count is no line among the boroughs'.
    if (!figure_known(cell->value) || !indicators_has_denominator(subject->indicator))
        return line;
    line.figure = in_unit(subject, cell);
    line.label = arena_printf(subject->arena, "%s %s", name,
                              figure_words_plain(subject->arena, subject->indicator, cell));
    return line;
}

static struct scale scale_for(const struct drawn *drawn, const struct subject *subject)
{
    double lowest = 0, highest = 0;
    struct scale scale;

    if (subject->indicator->kind == INDICATOR_PROPORTION) {
        scale = scale_between(0, 100, 4);
    } else {
        for (size_t i = 0; i < drawn->ranked.count; i++) {
            const struct ranked_bar *bar = &drawn->bars[i];

            lowest = fmin(lowest, bar->figure);
            highest = fmax(highest, bar->interval == NULL ? bar->figure : bar->high);
        }
        scale = scale_of(lowest, highest, 1, 4);
    }
    if (subject->indicator->unit == INDICATOR_PERCENT)
        scale.behind = "%";
    if (subject->indicator->unit == INDICATOR_POUNDS)
        scale.before = "\xc2\xa3";
    return scale;
}

static const char *unit_heading(const struct indicator *indicator)
{
    static const char *const headings[] = {[INDICATOR_COUNT] = "",
                                           [INDICATOR_PERCENT] = "%",
                                           [INDICATOR_PER_100] = "per 100",
                                           [INDICATOR_POUNDS] = "\xc2\xa3",
                                           [INDICATOR_WEEKS] = "weeks",
                                           [INDICATOR_NUMBER] = "",
                                           [INDICATOR_TIME] = ""};

    return headings[indicator->unit];
}

// --- sentences

// Those that share the figure of one end of the order.
static const char *at_end(const struct subject *subject, size_t from, int step)
{
    const struct table_cell *end = subject_cell(subject, subject->order[from]);
    const char *names[BOROUGHS_COUNT];
    size_t count = 0;

    for (size_t i = from; i < subject->ordered; i += (size_t)step) {
        const struct table_cell *cell = subject_cell(subject, subject->order[i]);

        if (cell->rank != end->rank || cell->value.value != end->value.value)
            break;
        names[count++] = table_row_name(subject->table, subject->order[i]);
    }
    return count > 4
               ? sentences_say(subject->sentences, "order_at_end", "{s:i}", "count", (int)count)
               : figure_words_list(subject->arena, names, count);
}

static const char *value_at(const struct subject *subject, size_t place)
{
    return figure_words_value(subject->arena, subject->indicator,
                              subject_cell(subject, subject->order[place]));
}

static void say_finding(struct indicator_page *of, json_t *order)
{
    const struct subject *subject = &of->subject;
    const size_t last = subject->ordered - 1;

    if (subject->ordered == 0)
        page_sentence(of->page, order, "finding", "order_without_figures", "{s:s}", "when",
                      subject_when(subject, subject->period));
    else if (subject->indicator->direction == INDICATOR_UNRANKED)
        page_sentence(of->page, order, "finding", "order_unranked", "{s:s, s:i}", "boroughs",
                      figure_words_sentence(subject->arena,
                                            figure_words_number(subject->arena, subject->ordered)),
                      "of", (int)BOROUGHS_COUNT);
    else
        page_sentence(of->page, order, "finding", "order_ends", "{s:s, s:s, s:s, s:s}", "first",
                      value_at(subject, 0), "first_in", at_end(subject, 0, 1), "last",
                      value_at(subject, last), "last_in", at_end(subject, last, -1));
}

static void say_mine(struct indicator_page *of, json_t *says)
{
    const struct subject *subject = &of->subject;
    const struct table_cell *cell = subject->mine < 0 ? NULL : subject_cell(subject, subject->mine);
    const struct standing *standing;
    const char *name;

    if (cell == NULL)
        return;
    name = table_row_name(subject->table, subject->mine);
    if (!figure_known(cell->value)) {
        page_add(of->page, says,
                 page_words(of->page, "order_mine_without_figure", "{s:s, s:s}", "borough", name,
                            "why", output_status(cell->value.state)));
        return;
    }
    standing = &subject->standings.list[subject->mine];
    page_add(of->page, says,
             page_words(of->page, "order_mine", "{s:s, s:s?, s:i, s:s, s:s, s:b, s:s, s:s}",
                        "borough", name, "rank",
                        cell->rank == 0 ? NULL : figure_words_ordinal(subject->arena, cell->rank),
                        "ranked", (int)standing->ranked, "value",
                        figure_words_value(subject->arena, subject->indicator, cell), "share",
                        figure_words_share(subject->arena, subject->indicator, cell), "chance",
                        standing->chance.best > 0, "best",
                        figure_words_ordinal(subject->arena, (unsigned)standing->chance.best),
                        "worst",
                        figure_words_ordinal(subject->arena, (unsigned)standing->chance.worst)));
}

static void say_england(struct indicator_page *of, json_t *says)
{
    const struct subject *subject = &of->subject;
    const struct table_cell *cell = subject_cell(subject, subject->london);
    double london, england;

    if (!of->has_england || !indicators_has_denominator(subject->indicator) ||
        !standing_figure(subject->indicator, cell, &london) ||
        !standing_figure(subject->indicator, &of->england, &england))
        return;
    page_add(of->page, says,
             page_words(of->page, "order_england", "{s:s, s:b, s:s}", "apart",
                        figure_words_apart(subject->arena, subject->indicator, london, england),
                        "below", london < england, "england",
                        figure_words_value(subject->arena, subject->indicator, &of->england)));
}

static void say_missing(struct indicator_page *of, json_t *says)
{
    const struct subject *subject = &of->subject;
    const char *names[BOROUGHS_COUNT];
    size_t count = 0;

    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        const struct table_cell *cell = subject_cell(subject, row);

        if (!figure_known(cell->value))
            names[count++] =
                arena_printf(subject->arena, "%s (%s)", table_row_name(subject->table, row),
                             output_status(cell->value.state));
    }
    if (count > 0)
        page_add(of->page, says,
                 page_words(of->page, "order_missing", "{s:s}", "boroughs",
                            figure_words_list(subject->arena, names, count)));
}

void indicator_order(struct indicator_page *of)
{
    const struct subject *subject = &of->subject;
    struct arena *arena = subject->arena;
    json_t *order = page_object(of->page, of->page->data, "order"), *says;
    struct drawn drawn = {.ranked = {.unit = unit_heading(subject->indicator),
                                     .bars = drawn.bars,
                                     .count = subject->ordered}};
    const char *when = subject_when(subject, subject->period);

    say_finding(of, order);
    says = page_list(of->page, order, "says");
    say_mine(of, says);
    say_england(of, says);
    say_missing(of, says);
    for (size_t i = 0; i < subject->ordered; i++) {
        drawn.bars[i] = bar_of(subject, subject->order[i]);
        drawn.ranked.has_intervals |= drawn.bars[i].interval != NULL;
    }
    page_set(of->page, order, "has_intervals", json_boolean(drawn.ranked.has_intervals));
    drawn.ranked.london = line_of(subject, subject->against.name, &subject->against.cell);
    if (of->has_england)
        drawn.ranked.england = line_of(subject, "England", &of->england);
    drawn.ranked.scale = scale_for(&drawn, subject);
    page_say(of->page, order, "caption", "%s, %s", subject->label, when);
    if (subject->mine >= 0)
        page_say(of->page, order, "mine", "%s", table_row_name(subject->table, subject->mine));
    if (subject->ordered > 0)
        page_draw(of->page, order, "order",
                  arena_printf(arena, "%s in %s, boroughs in order", subject->label, when),
                  page_words(of->page, "drawn_order", "{s:s, s:s}", "first", value_at(subject, 0),
                             "last", value_at(subject, subject->ordered - 1)),
                  draw, &drawn);
}
