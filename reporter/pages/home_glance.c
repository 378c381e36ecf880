// Four figures at a glance.
#include "reporter/pages/address.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/home_internal.h"
#include "reporter/pages/line_words.h"
#include "reporter/pages/papers_link.h"

enum { SPARK_WIDTH = 220 };

static void say_mine(struct home_page *of, json_t *item, const struct subject *subject)
{
    const struct table_cell *cell;
    const char *place, *share;

    if (of->mine < 0)
        return;
    cell = subject_cell(subject, of->mine);
    place = line_words_place_in_short(subject, of->mine);
    share = indicators_has_denominator(subject->indicator)
                ? line_words_beside(subject, of->mine, &subject->against)
                : line_words_share(subject, of->mine);
    page_sentence(of->page, item, "mine", "home_figure_mine", "{s:s, s:s, s:s, s:b}", "borough",
                  table_row_name(subject->table, of->mine), "value",
                  figure_words_value(subject->arena, subject->indicator, cell), "stands",
                  subject->indicator->direction == INDICATOR_NONE ? share : place, "without_figure",
                  !figure_known(cell->value));
}

static void add_figure(struct home_page *of, json_t *list, const struct pack_line *line)
{
    const struct subject *subject = &line->subject;
    const struct table_cell *cell = subject_cell(subject, subject->london);
    struct trend_point points[SUBJECT_PERIODS_MAX], back[SUBJECT_PERIODS_MAX];
    const char *share = figure_words_share(subject->arena, subject->indicator, cell);
    json_t *item = page_item(of->page, list);
    struct trend trend;
    struct scene scene;

    page_say(of->page, item, "label", "%s, %s", line->about->label,
             subject_when(subject, subject->period));
    page_say(of->page, item, "href", "/%s/%s/%s",
             address_period(subject->arena, &subject->table->periods.list[subject->period]),
             address_of(subject->arena, subject->table->about.name), line->about->address);
    page_say(of->page, item, "value", "%s",
             figure_words_value(subject->arena, subject->indicator, cell));
    papers_link_say(of->page, item, "papers",
                    papers_link(of->page, subject, subject->period, subject->london));
    page_sentence(of->page, item, "share", "home_figure_of", "{s:s, s:i, s:i}", "share", share, "n",
                  (int)cell->n, "of", (int)cell->of);
    page_say(of->page, item, "moved", "%s",
             figure_words_sentence(subject->arena, line_words_moved(subject, subject->london)));
    say_mine(of, item, subject);
    if (!line_words_trend(subject, subject->london, &trend, points, back))
        return;
    scene_begin(&scene, subject->arena,
                arena_printf(subject->arena, "glance-%s", line->about->address), line->about->label,
                line_words_spoken(subject, subject->london));
    trend_spark(&scene, &trend, SPARK_WIDTH);
    page_draw_once(of->page, item, "svg", &scene);
}

void home_glance(struct home_page *of)
{
    json_t *list = page_list(of->page, of->page->data, "glance");

    for (size_t i = 0; i < of->pack.count; i++)
        if (of->pack.lines[i].about->key == 2)
            add_figure(of, list, &of->pack.lines[i]);
}
