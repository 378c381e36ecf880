// What stands out by the rule; who moved furthest; and a figure to ask about.
#include "proto/form/boroughs.h"
#include "reporter/pages/address.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/home_internal.h"
#include "reporter/pages/line_words.h"

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
              arena_printf(subject->arena, "From %s to %s. The table is on the indicator's page.",
                           drawn.strip.lowest, drawn.strip.highest),
              draw, &drawn);
    return 1;
}

// --- who moved furthest, of the first line

struct moved {
    int row;
    double number;
    struct change change;
};

static int by_number(const void *a, const void *b)
{
    const double one = ((const struct moved *)a)->number, two = ((const struct moved *)b)->number;

    return (one < two) - (one > two);
}

static size_t find_moved(const struct subject *subject, struct moved list[BOROUGHS_COUNT])
{
    size_t count = 0;

    for (int row = 0; row < BOROUGHS_COUNT; row++)
        if (subject_change(subject, row, &list[count].change)) {
            list[count].row = row;
            list[count].number =
                figure_words_change_number(subject->indicator, &list[count].change);
            count++;
        }
    qsort(list, count, sizeof *list, by_number);
    return count;
}

static const char *words_of(const struct subject *subject, const struct moved *list, size_t count,
                            int down)
{
    const char *words[MOVED_MAX];
    size_t shown = 0;

    for (size_t i = 0; i < count && shown < MOVED_MAX; i++) {
        const struct moved *moved = &list[down ? count - 1 - i : i];

        if (down ? moved->number >= 0 : moved->number <= 0)
            break;
        words[shown++] =
            arena_printf(subject->arena, "%s\xc2\xa0%s", table_row_name(subject->table, moved->row),
                         figure_words_change(subject->arena, subject->indicator, &moved->change));
    }
    return shown == 0 ? "nobody" : figure_words_list(subject->arena, words, shown);
}

static void say_moved(struct home_page *of)
{
    const struct subject *subject = &of->pack.lines[0].subject;
    struct moved list[BOROUGHS_COUNT];
    const size_t count = find_moved(subject, list);
    json_t *item;

    if (count == 0)
        return;
    item = page_object(of->page, of->page->data, "moved");
    page_say(of->page, item, "label", "%s", of->pack.lines[0].about->label);
    page_say(of->page, item, "since", "%s", subject_when(subject, subject->earlier));
    page_say(of->page, item, "up", "%s", words_of(subject, list, count, 0));
    page_say(of->page, item, "down", "%s", words_of(subject, list, count, 1));
}

// --- a figure to ask about: a count that fell by a fifth, and twice as far as any other

static void ask(struct home_page *of, const struct pack_line *line)
{
    const struct subject *subject = &line->subject;
    struct moved list[BOROUGHS_COUNT];
    const size_t count = find_moved(subject, list);
    const struct moved *most, *next;
    json_t *item;

    if (indicators_has_denominator(subject->indicator) || count < 2)
        return;
    most = &list[count - 1];
    next = &list[count - 2];
    if (most->number > fall_to_ask || most->number > fall_of_others * fmin(next->number, 0))
        return;
    item = page_object(of->page, of->page->data, "ask");
    page_say(of->page, item, "label", "%s, %s", table_row_name(subject->table, most->row),
             figure_words_small(subject->arena, line->about->brief));
    page_say(of->page, item, "words",
             "%s had %s in %s and %s in %s: %s. No other borough\xe2\x80\x99s number fell by more "
             "than %.1f%%.",
             table_row_name(subject->table, most->row),
             figure_words_value(subject->arena, subject->indicator, &most->change.before),
             subject_when(subject, subject->earlier),
             figure_words_value(subject->arena, subject->indicator, &most->change.now),
             subject_when(subject, subject->period),
             figure_words_moved(subject->arena, subject->indicator, &most->change),
             fmax(0, -next->number));
}

void home_stands_out(struct home_page *of)
{
    json_t *list = page_list(of->page, of->page->data, "stands_out");
    size_t shown = 0;

    for (size_t i = 0; i < of->pack.count && shown < LINES_MAX; i++)
        shown += (size_t)add_line(of, list, &of->pack.lines[i]);
    page_say(of->page, of->page->data, "stands_out_says", "%s",
             shown == 0 ? "Nobody stands out in any line of the packs." : "");
    if (of->pack.count > 0)
        say_moved(of);
    for (size_t i = 0; i < of->pack.count; i++)
        ask(of, &of->pack.lines[i]);
}
