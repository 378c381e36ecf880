// The lines of a pair, and how the two differ.
#include "reporter/outputs/output.h"
#include "reporter/pages/address.h"
#include "reporter/pages/compare_internal.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/line_words.h"
#include "reporter/pages/papers_link.h"
#include "reporter/statistics/normal.h"

#include <string.h>

// Two boroughs' shares of different cases: Newcombe's interval at 95 % leaves 0 out, or does not.
struct compare_difference compare_of(const struct compare_page *of, const struct subject *subject)
{
    const struct table_cell *one = subject_cell(subject, of->one),
                            *two = subject_cell(subject, of->two);
    struct compare_difference found = {.verdict = COMPARE_NO_FIGURE};
    struct proportion first, second;
    double a, b;

    if (!standing_figure(subject->indicator, one, &a) ||
        !standing_figure(subject->indicator, two, &b))
        return found;
    found.is_share = figure_words_is_share(subject->indicator);
    found.difference = found.is_share ? a - b : b == 0 ? 0 : a / b - 1;
    found.verdict = COMPARE_NOT_ASKED;
    if (standing_proportion(subject->indicator, one, &first) &&
        standing_proportion(subject->indicator, two, &second) &&
        interval_difference(first, second, NORMAL_Z_95, &found.interval))
        found.verdict =
            found.interval.low > 0 || found.interval.high < 0 ? COMPARE_BEYOND : COMPARE_WITHIN;
    return found;
}

static void say_difference(struct compare_page *of, json_t *item, const struct subject *subject)
{
    const struct compare_difference found = compare_of(of, subject);
    const int is_none = found.verdict == COMPARE_NO_FIGURE,
              is_within = found.verdict == COMPARE_WITHIN,
              is_not_asked = found.verdict == COMPARE_NOT_ASKED;
    const char *apart;
    double a = 0, b = 0;

    standing_figure(subject->indicator, subject_cell(subject, of->one), &a);
    standing_figure(subject->indicator, subject_cell(subject, of->two), &b);
    apart = a > b ? figure_words_apart(subject->arena, subject->indicator, a, b)
                  : figure_words_apart(subject->arena, subject->indicator, b, a);
    page_set(of->page, item, "is_beyond", json_boolean(found.verdict == COMPARE_BEYOND));
    page_sentence(of->page, item, "says", "compare_differs", "{s:b, s:b, s:b, s:s?, s:s}",
                  "not_compared", is_none, "no_different", is_within, "same",
                  a == b && !is_none && !is_within, "higher",
                  is_none || is_within || a == b ? NULL
                  : a > b                        ? of->one_name
                                                 : of->two_name,
                  "apart", apart);
    page_sentence(of->page, item, "why", "compare_why", "{s:b, s:s?, s:b, s:b, s:b}",
                  "not_compared", is_none, "within", is_within ? apart : NULL, "beyond",
                  found.verdict == COMPARE_BEYOND, "money",
                  is_not_asked && indicators_is_money(subject->indicator), "count",
                  is_not_asked && !indicators_is_money(subject->indicator));
}

static void draw(struct compare_page *of, json_t *item, const struct pack_line *line)
{
    const struct subject *subject = &line->subject;
    const struct table_cell *two = subject_cell(subject, of->two);
    struct strip strip;
    struct scene scene;

    if (!line_words_strip(subject, of->one, &strip))
        return;
    if (figure_known(two->value))
        strip.second =
            (struct strip_mark){figure_words_value(subject->arena, subject->indicator, two),
                                line_words_in_unit(subject, two)};
    scene_begin(&scene, subject->arena,
                arena_printf(subject->arena, "pair-%s", line->about->address),
                arena_printf(subject->arena, "%s: %s and %s among the boroughs", line->about->label,
                             of->one_name, of->two_name),
                page_words(of->page, "drawn_strip", "{s:s, s:s}", "lowest", strip.lowest, "highest",
                           strip.highest));
    strip_draw(&scene, &strip, STRIP_PACK_WIDTH);
    page_draw_once(of->page, item, "svg", &scene);
}

static void add_line(struct compare_page *of, json_t *list, const struct pack_line *line)
{
    const struct subject *subject = &line->subject;
    json_t *item = page_item(of->page, list);

    page_say(of->page, item, "label", "%s", line->about->label);
    page_say(of->page, item, "href", "/%s/%s/%s?borough=%s",
             address_period(subject->arena, &subject->table->periods.list[subject->period]),
             address_of(subject->arena, subject->table->about.name), line->about->address,
             of->one_address);
    page_say(of->page, item, "when", "%s", subject_when(subject, subject->period));
    page_say(of->page, item, "better", "%s", line_words_better(subject));
    page_say(
        of->page, item, "one_value", "%s",
        figure_words_value(subject->arena, subject->indicator, subject_cell(subject, of->one)));
    papers_link_say(of->page, item, "one_papers",
                    papers_link(of->page, subject, subject->period, of->one));
    papers_link_say(of->page, item, "two_papers",
                    papers_link(of->page, subject, subject->period, of->two));
    page_say(of->page, item, "one_share", "%s", line_words_share(subject, of->one));
    page_say(
        of->page, item, "two_value", "%s",
        figure_words_value(subject->arena, subject->indicator, subject_cell(subject, of->two)));
    page_say(of->page, item, "two_share", "%s", line_words_share(subject, of->two));
    say_difference(of, item, subject);
    draw(of, item, line);
}

void compare_lines(struct compare_page *of)
{
    json_t *parts = page_list(of->page, of->page->data, "parts"), *lines = NULL;
    int part = -1;

    for (size_t i = 0; i < of->pack.count; i++) {
        const struct pack_line *line = &of->pack.lines[i];
        json_t *item;

        if (of->only_beyond && compare_of(of, &line->subject).verdict != COMPARE_BEYOND)
            continue;
        if (part != line->about->part) {
            part = line->about->part;
            item = page_item(of->page, parts);
            page_say(of->page, item, "heading", "%s", line->subject.table->about.title);
            lines = page_list(of->page, item, "lines");
        }
        add_line(of, lines, line);
    }
}
