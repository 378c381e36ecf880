// All figures of a pair in one table, and what there is to ask on the visit.
#include "reporter/outputs/output.h"
#include "reporter/pages/compare_internal.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/papers_link.h"

enum { ASKED_MAX = 3 };

// --- the table

static void add_borough(struct compare_page *of, json_t *item, const struct subject *subject,
                        int row, const char *value, const char *papers, const char *rank)
{
    const struct table_cell *cell = subject_cell(subject, row);

    page_say(of->page, item, value, "%s",
             figure_words_plain(subject->arena, subject->indicator, cell));
    papers_link_say(of->page, item, papers, papers_link(of->page, subject, subject->period, row));
    if (rank != NULL)
        page_say(of->page, item, rank, "%s", figure_words_rank(subject->arena, cell));
}

static const char *interval_words(const struct subject *subject,
                                  const struct compare_difference *found)
{
    if (found->verdict != COMPARE_BEYOND && found->verdict != COMPARE_WITHIN)
        return output_sign(FIGURE_NOT_APPLICABLE);
    return arena_printf(
        subject->arena, "%s to %s",
        figure_words_difference(subject->arena, subject->indicator, found->interval.low, 0),
        figure_words_difference(subject->arena, subject->indicator, found->interval.high, 0));
}

static void add_row(struct compare_page *of, json_t *list, const struct pack_line *line)
{
    const struct subject *subject = &line->subject;
    const struct compare_difference found = compare_of(of, subject);
    json_t *item = page_item(of->page, list);
    double a = 0, b = 0;

    page_say(of->page, item, "label", "%s%s", line->about->label,
             figure_words_is_share(subject->indicator) ? ", %" : "");
    page_say(of->page, item, "when", "%s", subject_when(subject, subject->period));
    add_borough(of, item, subject, of->one, "one_value", "one_papers", "one_rank");
    add_borough(of, item, subject, of->two, "two_value", "two_papers", "two_rank");
    add_borough(of, item, subject, subject->london, "london", "london_papers", NULL);
    standing_figure(subject->indicator, subject_cell(subject, of->one), &a);
    standing_figure(subject->indicator, subject_cell(subject, of->two), &b);
    page_say(of->page, item, "difference", "%s",
             found.verdict == COMPARE_NO_FIGURE
                 ? output_sign(FIGURE_NOT_AVAILABLE)
                 : figure_words_difference(subject->arena, subject->indicator, a, b));
    page_say(of->page, item, "interval", "%s", interval_words(subject, &found));
}

void compare_table(struct compare_page *of)
{
    json_t *list = page_list(of->page, of->page->data, "figures");

    for (size_t i = 0; i < of->pack.count; i++)
        add_row(of, list, &of->pack.lines[i]);
}

// --- to ask: the first lines in which they differ beyond chance

static void add_question(struct compare_page *of, json_t *list, const struct pack_line *line,
                         const struct compare_difference *found)
{
    const struct subject *subject = &line->subject;
    const enum indicator_direction direction = subject->indicator->direction;
    const int has_best = direction == INDICATOR_HIGH || direction == INDICATOR_LOW,
              one_is_better = (found->difference > 0) == (direction == INDICATOR_HIGH);

    page_add(
        of->page, list,
        page_words(
            of->page, "compare_ask", "{s:s, s:s, s:s, s:s, s:s, s:s?, s:s?}", "label",
            line->about->label, "one", of->one_name, "one_value",
            figure_words_value(subject->arena, subject->indicator, subject_cell(subject, of->one)),
            "two", of->two_name, "two_value",
            figure_words_value(subject->arena, subject->indicator, subject_cell(subject, of->two)),
            "better",
            !has_best       ? NULL
            : one_is_better ? of->one_name
                            : of->two_name,
            "worse",
            !has_best       ? NULL
            : one_is_better ? of->two_name
                            : of->one_name));
}

void compare_ask(struct compare_page *of)
{
    json_t *list = page_list(of->page, of->page->data, "ask");

    for (size_t i = 0; i < of->pack.count && json_array_size(list) < ASKED_MAX; i++) {
        const struct compare_difference found = compare_of(of, &of->pack.lines[i].subject);

        if (found.verdict == COMPARE_BEYOND)
            add_question(of, list, &of->pack.lines[i], &found);
    }
    page_set(of->page, of->page->data, "has_ask", json_boolean(json_array_size(list) > 0));
}
