// The tables of a pack, and its graphs over the years.
#include "reporter/pages/borough_internal.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/line_words.h"
#include "reporter/pages/papers_link.h"

#include <math.h>

static struct table_cell neighbours_cell(const struct borough_page *of,
                                         const struct subject *subject)
{
    struct subject near = *subject;

    subject_against_neighbours(&near, &of->pack.neighbours);
    return near.against.cell;
}

static const char *unit_words(const struct subject *subject)
{
    switch (subject->indicator->unit) {
    case INDICATOR_PERCENT:
        return ", %";
    case INDICATOR_POUNDS:
        return ", \xc2\xa3";
    default:
        return "";
    }
}

// --- all figures

static void add_figures(struct borough_page *of, json_t *list, const struct pack_line *line)
{
    const struct subject *subject = &line->subject;
    struct arena *arena = subject->arena;
    const struct table_cell *cell = subject_cell(subject, of->row);
    const struct standing *standing = &subject->standings.list[of->row];
    const char *none = figure_words_none(cell);
    const struct table_cell near = neighbours_cell(of, subject);
    // Where there is no period before, nothing was returned for it.
    struct change change = {
        .state = CHANGE_MISSING, .now = *cell, .before.value.state = FIGURE_NOT_RETURNED};
    json_t *item = page_item(of->page, list);

    subject_change(subject, of->row, &change);
    page_say(of->page, item, "label", "%s%s", line->about->label, unit_words(subject));
    page_say(of->page, item, "when", "%s", subject_when(subject, subject->period));
    page_say(of->page, item, "value", "%s", figure_words_plain(arena, subject->indicator, cell));
    papers_link_say(of->page, item, "papers",
                    papers_link(of->page, subject, subject->period, of->row));
    papers_link_say(of->page, item, "london_papers",
                    papers_link(of->page, subject, subject->period, subject->london));
    if (line->inner >= 0)
        papers_link_say(of->page, item, "area_papers",
                        papers_link(of->page, subject, subject->period, line->inner));
    page_say(of->page, item, "numerator", "%s",
             figure_words_numerator(arena, subject->indicator, cell));
    page_say(of->page, item, "denominator", "%s",
             figure_words_denominator(arena, subject->indicator, cell));
    page_say(of->page, item, "london", "%s",
             figure_words_plain(arena, subject->indicator, subject_cell(subject, subject->london)));
    page_say(of->page, item, "area", "%s",
             line->inner < 0 ? none
                             : figure_words_plain(arena, subject->indicator,
                                                  subject_cell(subject, line->inner)));
    page_say(of->page, item, "neighbours", "%s",
             figure_words_plain(arena, subject->indicator, &near));
    page_say(of->page, item, "rank", "%s", figure_words_rank(arena, cell));
    page_say(of->page, item, "chance", "%s",
             standing->chance.best == 0
                 ? none
                 : arena_printf(arena, "%zu\xe2\x80\x93%zu", standing->chance.best,
                                standing->chance.worst));
    page_say(of->page, item, "quartile_sign", "%s", subject_quarter_sign(standing->quarter));
    page_say(of->page, item, "quartile", "%s",
             standing->quarter == 0 ? none : subject_quarter_word(subject, standing->quarter));
    page_say(of->page, item, "change", "%s",
             figure_words_change(arena, subject->indicator, &change));
    page_set(of->page, item, "change_is_beyond_chance",
             json_boolean(change.verdict == CHANGE_HIGHER || change.verdict == CHANGE_LOWER));
}

void borough_figures(struct borough_page *of)
{
    const struct pack_line *line = &of->pack.lines[0];
    json_t *data = page_object(of->page, of->page->data, "figures"), *list;

    page_say(of->page, data, "area_name", "%s",
             line->inner < 0 ? "Area" : table_row_name(line->subject.table, line->inner));
    list = page_list(of->page, data, "rows");
    for (size_t i = 0; i < of->pack.count; i++)
        add_figures(of, list, &of->pack.lines[i]);
}

// --- the neighbours

static json_t *begin_row(struct borough_page *of, json_t *list, const char *name, int is_mine)
{
    json_t *item = page_item(of->page, list);

    page_say(of->page, item, "name", "%s", name);
    page_set(of->page, item, "is_mine", json_boolean(is_mine));
    return page_list(of->page, item, "values");
}

static void add_values(struct borough_page *of, json_t *values, int row)
{
    for (size_t i = 0; i < of->pack.count; i++) {
        const struct subject *subject = &of->pack.lines[i].subject;
        struct table_cell cell;

        if (of->pack.lines[i].about->key == 0)
            continue;
        cell = row < 0 ? neighbours_cell(of, subject) : *subject_cell(subject, row);
        papers_link_add(of->page, values,
                        figure_words_plain(subject->arena, subject->indicator, &cell),
                        row < 0 ? NULL : papers_link(of->page, subject, subject->period, row));
    }
}

void borough_neighbours(struct borough_page *of)
{
    const struct pack_line *line = &of->pack.lines[0];
    const struct table *table = line->subject.table;
    const uint64_t near = of->pack.neighbours.in_london[of->row];
    json_t *data, *list;

    if (near == 0)
        return;
    data = page_object(of->page, of->page->data, "neighbours");
    page_say(of->page, data, "count", "%s",
             figure_words_number(of->page->arena, (size_t)__builtin_popcountll(near)));
    list = page_list(of->page, data, "heads");
    for (size_t i = 0; i < of->pack.count; i++)
        if (of->pack.lines[i].about->key > 0)
            page_add(of->page, list,
                     arena_printf(of->page->arena, "%s%s", of->pack.lines[i].about->brief,
                                  unit_words(&of->pack.lines[i].subject)));
    list = page_list(of->page, data, "rows");
    add_values(of, begin_row(of, list, of->name, 1), of->row);
    for (int row = 0; row < BOROUGHS_COUNT; row++)
        if ((near >> row & 1) != 0)
            add_values(of, begin_row(of, list, table_row_name(table, row), 0), row);
    list = page_list(of->page, data, "sums");
    add_values(of, begin_row(of, list, "The neighbours together", 0), -1);
    if (line->inner >= 0)
        add_values(of, begin_row(of, list, table_row_name(table, line->inner), 0), line->inner);
    add_values(of, begin_row(of, list, "London", 0), line->subject.london);
}

// --- over the years

static struct scale scale_for(const struct trend *trend)
{
    double lowest = 0, highest = 0;

    for (size_t i = 0; i < trend->count; i++) {
        if (trend->points[i].is_known) {
            lowest = fmin(lowest, trend->points[i].figure);
            highest = fmax(highest, trend->points[i].figure);
        }
        if (trend->back != NULL && trend->back[i].is_known)
            highest = fmax(highest, trend->back[i].figure);
    }
    return scale_of(lowest, highest, 1, 2);
}

void borough_trends(struct borough_page *of)
{
    json_t *list = page_list(of->page, of->page->data, "trends");

    for (size_t i = 0; i < of->pack.count; i++) {
        const struct subject *subject = &of->pack.lines[i].subject;
        struct trend_point points[SUBJECT_PERIODS_MAX], back[SUBJECT_PERIODS_MAX];
        struct trend trend;
        struct scale scale;
        struct scene scene;
        json_t *item;

        if (!line_words_trend(subject, of->row, &trend, points, back))
            continue;
        scale = scale_for(&trend);
        item = page_item(of->page, list);
        page_say(of->page, item, "name", "%s", of->pack.lines[i].about->brief);
        page_say(of->page, item, "value", "%s", trend.last_value);
        scene_begin(&scene, subject->arena,
                    arena_printf(subject->arena, "trend-%s", of->pack.lines[i].about->address),
                    of->pack.lines[i].about->label, line_words_spoken(subject, of->row));
        trend_draw(&scene, &trend, scale, TREND_WIDTH, 1);
        page_draw_once(of->page, item, "svg", &scene);
    }
}
