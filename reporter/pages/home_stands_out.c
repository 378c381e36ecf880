// What stands out by the rule; who moved furthest; and a figure to ask about.
#include "proto/form/boroughs.h"
#include "reporter/pages/address.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/home_internal.h"
#include "reporter/pages/line_words.h"
#include "reporter/pages/movers.h"

#include <math.h>
#include <stdlib.h>

enum { LINES_MAX = 4, MOVED_MAX = 5 };
static const double fall_to_ask = -20, fall_of_others = 2;  // per cent; times

// --- a line in which somebody stands out

static const char *names_of(const struct subject *subject, int side, size_t *count)
{
    const char *names[BOROUGHS_COUNT];

    *count = 0;
    for (size_t i = 0; i < subject->ordered; i++) {
        const int row = subject->order[i];

        if (subject->standings.list[row].stands_out == side)
            names[(*count)++] = arena_printf(
                subject->arena, "%s\xc2\xa0%s", table_row_name(subject->table, row),
                figure_words_plain(subject->arena, subject->indicator, subject_cell(subject, row)));
    }
    return figure_words_list(subject->arena, names, *count);
}

struct drawn {
    struct strip strip;
};

static void draw(struct scene *scene, const void *drawn, int size)
{
    strip_draw(scene, &((const struct drawn *)drawn)->strip,
               size == SCENE_WIDE ? SCENE_WIDE_UNITS : STRIP_NARROW_WIDTH);
}

static int add_line(struct home_page *of, json_t *list, const struct pack_line *line)
{
    const struct subject *subject = &line->subject;
    const int no_best = subject->indicator->direction == INDICATOR_NONE;
    struct drawn drawn;
    size_t above, below;
    const char *high = names_of(subject, 1, &above), *low = names_of(subject, -1, &below);
    json_t *item;

    if (above + below == 0 || !line_words_strip(subject, of->mine, &drawn.strip))
        return 0;
    item = page_item(of->page, list);
    page_say(of->page, item, "label", "%s, %s", line->about->label,
             subject_when(subject, subject->period));
    page_say(of->page, item, "href", "/%s/%s/%s",
             address_period(subject->arena, &subject->table->periods.list[subject->period]),
             address_of(subject->arena, subject->table->about.name), line->about->address);
    page_say(of->page, item, "high_word", "%s", no_best ? "Highest" : "Above");
    page_say(of->page, item, "low_word", "%s", no_best ? "Lowest" : "Below");
    page_say(of->page, item, "high", "%s", above == 0 ? "nobody" : high);
    page_say(of->page, item, "low", "%s", below == 0 ? "nobody" : low);
    page_draw(of->page, item, arena_printf(subject->arena, "out-%s", line->about->address),
              arena_printf(subject->arena, "%s, %s: boroughs on one line", line->about->label,
                           subject_when(subject, subject->period)),
              page_words(of->page, "drawn_strip", "{s:s, s:s, s:b}", "lowest", drawn.strip.lowest,
                         "highest", drawn.strip.highest, "home", 1),
              draw, &drawn);
    return 1;
}

// --- who moved furthest, of the first line

static const char *or_nobody(const char *words)
{
    return words[0] == '\0' ? "nobody" : words;
}

static void say_moved(struct home_page *of)
{
    const struct subject *subject = &of->pack.lines[0].subject;
    struct movers movers;
    json_t *item;

    movers_find(&movers, subject);
    if (movers.count == 0)
        return;
    item = page_object(of->page, of->page->data, "moved");
    page_say(of->page, item, "label", "%s", of->pack.lines[0].about->label);
    page_say(of->page, item, "since", "%s", subject_when(subject, subject->earlier));
    page_say(of->page, item, "up", "%s",
             or_nobody(movers_words(&movers, subject, 0, MOVED_MAX, 0)));
    page_say(of->page, item, "down", "%s",
             or_nobody(movers_words(&movers, subject, 1, MOVED_MAX, 0)));
}

// --- a figure to ask about: a count that fell by a fifth, and twice as far as any other

// NULL: none fell. Rounded up, so that it is true: where the next one fell by 1.04 %, "by more than 1.0%" would not be.
static const char *fall_of_the_next(struct arena *arena, const struct mover *next)
{
    return next->number >= 0 ? NULL : arena_printf(arena, "%.1f%%", ceil(-next->number * 10) / 10);
}

// How the sum of those that have both has changed, without one of them (-1: with all); NULL from zero.
static const char *change_of_sums(const struct subject *subject, const struct movers *movers,
                                  int without)
{
    struct change change = {.in_percent = 1, .state = CHANGE_KNOWN};
    int64_t before = 0, now = 0;

    for (size_t i = 0; i < movers->count; i++)
        if (movers->list[i].row != without) {
            before += movers->list[i].change.before.value.value;
            now += movers->list[i].change.now.value.value;
        }
    if (before == 0)
        return NULL;
    change.change = (double)now / (double)before - 1;
    return figure_words_change(subject->arena, subject->indicator, &change);
}

static void ask(struct home_page *of, const struct pack_line *line)
{
    const struct subject *subject = &line->subject;
    const struct mover *most, *next;
    struct movers movers;
    json_t *item;

    movers_find(&movers, subject);
    if (indicators_has_denominator(subject->indicator) || movers.count < 2)
        return;
    most = &movers.list[movers.count - 1];
    next = &movers.list[movers.count - 2];
    if (most->number > fall_to_ask || most->number > fall_of_others * fmin(next->number, 0))
        return;
    item = page_object(of->page, of->page->data, "ask");
    page_say(of->page, item, "label", "%s, %s", table_row_name(subject->table, most->row),
             figure_words_small(subject->arena, line->about->brief));
    page_sentence(
        of->page, item, "words", "home_ask", "{s:s, s:s, s:s, s:s, s:s, s:s, s:s?, s:s?, s:s?}",
        "borough", table_row_name(subject->table, most->row), "before",
        figure_words_value(subject->arena, subject->indicator, &most->change.before), "then",
        subject_when(subject, subject->earlier), "now",
        figure_words_value(subject->arena, subject->indicator, &most->change.now), "when",
        subject_when(subject, subject->period), "moved", line_words_change(subject, &most->change),
        "next", fall_of_the_next(subject->arena, next), "london",
        change_of_sums(subject, &movers, -1), "without",
        change_of_sums(subject, &movers, most->row));
}

void home_stands_out(struct home_page *of)
{
    json_t *list = page_list(of->page, of->page->data, "stands_out");
    size_t shown = 0;

    for (size_t i = 0; i < of->pack.count && shown < LINES_MAX; i++)
        shown += (size_t)add_line(of, list, &of->pack.lines[i]);
    if (shown == 0)
        page_sentence(of->page, of->page->data, "stands_out_says", "home_nobody_stands_out", "{}");
    if (of->pack.count > 0)
        say_moved(of);
    for (size_t i = 0; i < of->pack.count; i++)
        ask(of, &of->pack.lines[i]);
}
