// The table of the page: every borough, then the areas.
#include "reporter/outputs/output.h"
#include "reporter/pages/address.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/indicator_internal.h"

static const char *beside(const struct subject *subject, const struct table_cell *cell)
{
    int has;
    const int beyond = subject_beyond(subject, cell, subject->against.figure, &has);

    if (!figure_known(cell->value) || !subject->against.has_figure)
        return output_sign(FIGURE_NOT_AVAILABLE);
    if (!has)
        return output_sign(FIGURE_NOT_APPLICABLE);
    return beyond > 0 ? "above" : beyond < 0 ? "below" : "no different";
}

static void say_standing(struct indicator_page *of, json_t *item, int row)
{
    const struct subject *subject = &of->subject;
    const struct table_cell *cell = subject_cell(subject, row);
    const struct standing *standing = &subject->standings.list[row];
    const char *none = figure_words_none(cell);

    page_say(of->page, item, "rank", "%s", figure_words_rank(subject->arena, cell));
    page_say(of->page, item, "chance", "%s",
             standing->chance.best == 0
                 ? none
                 : arena_printf(subject->arena, "%zu\xe2\x80\x93%zu", standing->chance.best,
                                standing->chance.worst));
    page_say(of->page, item, "interval", "%s",
             standing->has_interval
                 ? figure_words_interval(subject->arena, subject->indicator, standing->interval)
                 : none);
    page_say(of->page, item, "quartile_sign", "%s", subject_quarter_sign(standing->quarter));
    page_say(of->page, item, "quartile", "%s",
             standing->quarter == 0 ? none : subject_quarter_word(subject, standing->quarter));
    page_say(of->page, item, "beside", "%s", beside(subject, cell));
}

static void say_change(struct indicator_page *of, json_t *item, int row)
{
    const struct subject *subject = &of->subject;
    struct change change = {.state = CHANGE_NOT_APPLICABLE};

    subject_change(subject, row, &change);
    page_say(of->page, item, "change", "%s",
             figure_words_change(subject->arena, subject->indicator, &change));
    if (row >= BOROUGHS_COUNT && change.state == CHANGE_KNOWN && change.now.n < change.now.of)
        page_say(of->page, item, "change_of", "%u/%u", change.now.n, change.now.of);
    page_set(of->page, item, "change_is_beyond_chance",
             json_boolean(change.verdict == CHANGE_HIGHER || change.verdict == CHANGE_LOWER));
}

static void say_marks(struct indicator_page *of, json_t *item, int row)
{
    const struct subject *subject = &of->subject;
    const struct table_cell *cell = subject_cell(subject, row);
    json_t *marks = page_list(of->page, item, "marks");

    for (int mark = 0; mark < MARKS; mark++)
        if ((cell->marks & marks_one((enum mark)mark)) != 0 && mark != MARK_BREAK)
            page_add(of->page, marks, marks_words[mark].word);
    if (row < BOROUGHS_COUNT && indicators_has_denominator(subject->indicator) &&
        figure_known(cell->value) && cell->denominator.value < STANDING_OUT_DENOMINATOR &&
        !indicators_is_over_money(subject->indicator))
        page_add(of->page, marks, "few cases");
}

static void add_row(struct indicator_page *of, json_t *list, int row)
{
    const struct subject *subject = &of->subject;
    struct arena *arena = subject->arena;
    const struct table_cell *cell = subject_cell(subject, row);
    json_t *item = page_item(of->page, list);
    const char *value = figure_words_plain(arena, subject->indicator, cell),
               *query = of->page->request->query;

    page_say(of->page, item, "name", "%s", table_row_name(subject->table, row));
    page_say(of->page, item, "code", "%s", table_row_code(subject->table, row));
    // The papers of a figure are for its borough and the panel.
    if (page_is_panel(of->page) || row == page_own_borough(of->page))
        page_say(of->page, item, "href", "/explain/%s/%s/%s/%s%s%s",
                 of->page->found.words[ROUTE_PERIOD], of->page->found.words[ROUTE_TABLE],
                 address_of(arena, table_row_name(subject->table, row)), page_slug(of->page),
                 query == NULL || query[0] == '\0' ? "" : "?", query == NULL ? "" : query);
    page_set(of->page, item, "is_mine", json_boolean(row == subject->mine));
    if (row >= BOROUGHS_COUNT && cell->n < cell->of && figure_known(cell->value))
        value = arena_printf(arena, "%s [%u/%u]", value, cell->n, cell->of);
    page_say(of->page, item, "value", "%s", value);
    page_say(of->page, item, "numerator", "%s",
             figure_words_numerator(arena, subject->indicator, cell));
    page_say(of->page, item, "denominator", "%s",
             figure_words_denominator(arena, subject->indicator, cell));
    say_standing(of, item, row);
    say_change(of, item, row);
    say_marks(of, item, row);
}

void indicator_table(struct indicator_page *of)
{
    const struct subject *subject = &of->subject;
    json_t *table = page_object(of->page, of->page->data, "table"), *list;

    page_say(of->page, table, "caption", "%s, %s", subject->label,
             subject_when(subject, subject->period));
    page_say(of->page, table, "against", "%s", subject->against.name);
    page_set(of->page, table, "has_denominator",
             json_boolean(indicators_has_denominator(subject->indicator)));
    page_say(of->page, table, "unit", "%s",
             figure_words_is_share(subject->indicator)      ? "Per cent"
             : subject->indicator->unit == INDICATOR_POUNDS ? "Pounds"
                                                            : "Figure");
    if (subject->has_earlier)
        page_say(of->page, table, "since", "%s", subject_when(subject, subject->earlier));
    list = page_list(of->page, table, "rows");
    for (size_t i = 0; i < subject->ordered; i++)
        add_row(of, list, subject->order[i]);
    for (int row = 0; row < BOROUGHS_COUNT; row++)
        if (!figure_known(subject_cell(subject, row)->value))
            add_row(of, list, row);
    list = page_list(of->page, table, "sums");
    for (int row = BOROUGHS_COUNT; row < (int)table_places(subject->table); row++)
        if (indicators_sums(subject->indicator))
            add_row(of, list, row);
}
