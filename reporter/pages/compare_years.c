// Over the years, what each borough says of its figures, and who does best.
#include "reporter/charts/trend.h"
#include "reporter/pages/compare_internal.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/line_words.h"
#include "reporter/pages/papers_link.h"
#include "reporter/statistics/normal.h"

#include <math.h>

enum { GRAPH_WIDTH = 270 };

// --- over the years

static void add_values(struct compare_page *of, json_t *list, const struct pack_line *line, int row)
{
    const struct subject *subject = &line->subject;
    json_t *item = page_item(of->page, list), *values;

    page_say(of->page, item, "label", "%s", line->about->label);
    page_say(of->page, item, "name", "%s", table_row_name(subject->table, row));
    values = page_list(of->page, item, "values");
    for (size_t i = 0; i < subject->line_count; i++)
        papers_link_add(
            of->page, values,
            figure_words_plain(subject->arena, subject->indicator,
                               table_cell(subject->table, subject->line[i], subject->column, row)),
            papers_link(of->page, subject, subject->line[i], row));
}

// Lines of one part have the same periods: a table for each.
static json_t *begin_table(struct compare_page *of, json_t *tables, const struct subject *subject)
{
    json_t *table = page_item(of->page, tables), *heads = page_list(of->page, table, "heads");

    page_say(of->page, table, "id", "years-%s", subject->table->about.name);
    page_say(of->page, table, "heading", "%s", subject->table->about.title);
    for (size_t i = 0; i < subject->line_count; i++)
        page_add(of->page, heads, subject_when_short(subject, subject->line[i]));
    return page_list(of->page, table, "rows");
}

// The first line that both have in both periods.
static void say_finding(struct compare_page *of, json_t *years)
{
    for (size_t i = 0; i < of->pack.count; i++) {
        const struct subject *subject = &of->pack.lines[i].subject;
        const int rows[] = {of->one, of->two};
        const char *then[2], *now[2];
        int known = subject->has_earlier;

        for (int j = 0; j < 2 && known; j++) {
            const struct table_cell *before = table_cell(subject->table, subject->earlier,
                                                         subject->column, rows[j]),
                                    *after = subject_cell(subject, rows[j]);

            known = figure_known(before->value) && figure_known(after->value);
            then[j] = figure_words_value(subject->arena, subject->indicator, before);
            now[j] = figure_words_value(subject->arena, subject->indicator, after);
        }
        if (!known)
            continue;
        page_sentence(of->page, years, "finding", "compare_years_finding",
                      "{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "label",
                      of->pack.lines[i].about->label, "one", of->one_name, "one_then", then[0],
                      "then", subject_when(subject, subject->earlier), "one_now", now[0], "when",
                      subject_when(subject, subject->period), "two", of->two_name, "two_then",
                      then[1], "two_now", now[1]);
        return;
    }
}

static void add_graph(struct compare_page *of, json_t *list, const struct pack_line *line)
{
    const struct subject *subject = &line->subject;
    struct trend_point one[SUBJECT_PERIODS_MAX], two[SUBJECT_PERIODS_MAX];
    struct trend trend = {.points = one, .second = two, .count = subject->line_count};
    double lowest = 0, highest = 0;
    struct scene scene;
    json_t *item;

    line_words_points(subject, of->one, one);
    line_words_points(subject, of->two, two);
    if (!trend_has_spark(&trend))
        return;
    for (size_t i = 0; i < trend.count; i++) {
        if (one[i].is_known)
            highest = fmax(highest, one[i].figure);
        if (two[i].is_known)
            highest = fmax(highest, two[i].figure);
        lowest = fmin(lowest, fmin(one[i].figure, two[i].figure));
    }
    trend.first = subject_when_short(subject, subject->line[0]);
    trend.last = subject_when_short(subject, subject->line[subject->line_count - 1]);
    item = page_item(of->page, list);
    page_say(of->page, item, "name", "%s", line->about->brief);
    scene_begin(&scene, subject->arena,
                arena_printf(subject->arena, "years-%s", line->about->address), line->about->label,
                arena_printf(subject->arena, "%s; %s", line_words_spoken(subject, of->one),
                             line_words_spoken(subject, of->two)));
    trend_draw(&scene, &trend, scale_of(lowest, highest, 1, 2), GRAPH_WIDTH, 1);
    page_draw_once(of->page, item, "svg", &scene);
}

void compare_years(struct compare_page *of)
{
    json_t *years = page_object(of->page, of->page->data, "years"), *graphs, *tables, *rows = NULL;
    int part = -1;

    say_finding(of, years);
    graphs = page_list(of->page, years, "graphs");
    tables = page_list(of->page, years, "tables");
    for (size_t i = 0; i < of->pack.count; i++) {
        const struct pack_line *line = &of->pack.lines[i];

        add_graph(of, graphs, line);
        if (part != line->about->part)
            rows = begin_table(of, tables, &line->subject);
        part = line->about->part;
        add_values(of, rows, line, of->one);
        add_values(of, rows, line, of->two);
    }
}

// --- what each says: for the panel

void compare_words(struct compare_page *of)
{
    const int rows[] = {of->one, of->two};
    const char *const names[] = {of->one_name, of->two_name};
    json_t *says, *list;

    if (!page_is_panel(of->page))
        return;
    says = page_object(of->page, of->page->data, "says");
    list = page_list(of->page, says, "boroughs");
    for (int i = 0; i < 2; i++) {
        json_t *item = page_item(of->page, list);

        page_say(of->page, item, "name", "%s", names[i]);
        pack_say_words(&of->pack, of->page, page_list(of->page, item, "said"), rows[i]);
    }
}

// --- who does best: of the first line that has a best, those better beyond chance than the second borough

static int is_better(const struct subject *subject, int row, int than)
{
    struct proportion a, b;
    struct interval interval;

    if (!standing_proportion(subject->indicator, subject_cell(subject, row), &a) ||
        !standing_proportion(subject->indicator, subject_cell(subject, than), &b) ||
        !interval_difference(a, b, NORMAL_Z_95, &interval))
        return 0;
    return subject->indicator->direction == INDICATOR_HIGH ? interval.low > 0 : interval.high < 0;
}

void compare_best(struct compare_page *of)
{
    const struct subject *subject = &of->pack.lines[0].subject;
    const uint64_t near = of->pack.neighbours.in_london[of->two];
    json_t *best, *list;

    if (subject->indicator->direction != INDICATOR_HIGH &&
        subject->indicator->direction != INDICATOR_LOW)
        return;
    best = page_object(of->page, of->page->data, "best");
    page_say(of->page, best, "label", "%s, %s", of->pack.lines[0].about->label,
             subject_when(subject, subject->period));
    list = page_list(of->page, best, "rows");
    for (int pass = 0; pass < 2; pass++)  // its neighbours first
        for (size_t i = 0; i < subject->ordered; i++) {
            const int row = subject->order[i];
            json_t *item;

            if ((near >> row & 1) == (uint64_t)pass || !is_better(subject, row, of->two))
                continue;
            item = page_item(of->page, list);
            page_say(of->page, item, "name", "%s", table_row_name(subject->table, row));
            page_set(of->page, item, "is_mine", json_boolean(row == of->one));
            page_say(
                of->page, item, "value", "%s",
                figure_words_plain(subject->arena, subject->indicator, subject_cell(subject, row)));
            papers_link_say(of->page, item, "papers",
                            papers_link(of->page, subject, subject->period, row));
            page_say(
                of->page, item, "share", "%s",
                figure_words_share(subject->arena, subject->indicator, subject_cell(subject, row)));
            page_say(of->page, item, "near", "%s", pass == 0 ? "yes" : "no");
        }
    page_set(of->page, best, "has_rows", json_boolean(json_array_size(list) > 0));
}
