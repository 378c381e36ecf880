// Two boroughs side by side.
#include "proto/form/boroughs.h"
#include "reporter/pages/address.h"
#include "reporter/pages/compare_internal.h"
#include "reporter/pages/day_words.h"
#include "reporter/pages/figure_words.h"

#include <string.h>

// --- which two

static void know_boroughs(struct page *page, const char *before, const char *behind)
{
    for (int row = 0; row < BOROUGHS_COUNT; row++)
        page_known(page, boroughs[row].la_name,
                   arena_printf(page->arena, "%s%s%s", before,
                                address_of(page->arena, boroughs[row].la_name), behind));
}

// 1, or 0 with a page that says which boroughs there are. Without words the reader's borough, or the first, is set
// beside its neighbour.
static int find_boroughs(struct compare_page *of)
{
    struct page *page = of->page;
    const char *one = page->found.words[ROUTE_BOROUGH], *two = page->found.words[ROUTE_OTHER];

    of->one = one == NULL ? page_own_borough(page) : address_borough(one);
    of->two = two == NULL ? -1 : address_borough(two);
    if (one == NULL && of->one < 0)
        of->one = address_borough("camden");
    if (of->one < 0 || (two != NULL && of->two < 0) || of->one == of->two) {
        page_unknown(page, of->one < 0 || of->two < 0 ? "borough" : "second borough",
                     of->one < 0 ? one : two);
        know_boroughs(page,
                      of->one < 0
                          ? "/compare/"
                          : arena_printf(page->arena, "/compare/%s/", one == NULL ? "" : one),
                      "");
        return 0;
    }
    return 1;
}

static void find_other(struct compare_page *of)
{
    const uint64_t near = of->pack.neighbours.in_london[of->one];

    for (int row = 0; of->two < 0 && row < BOROUGHS_COUNT; row++)
        if ((near >> row & 1) != 0 || (near == 0 && row != of->one))
            of->two = row;
}

// --- the head

static const char *how_many(const struct compare_page *of, unsigned count)
{
    return count == 0 ? "none" : figure_words_number(of->page->arena, count);
}

static unsigned say_lead(struct compare_page *of)
{
    unsigned shares = 0, beyond = 0, one = 0, two = 0, rest;

    for (size_t i = 0; i < of->pack.count; i++) {
        const struct subject *subject = &of->pack.lines[i].subject;
        const struct compare_difference found = compare_of(of, subject);
        const enum indicator_direction direction = subject->indicator->direction;

        shares += found.verdict == COMPARE_BEYOND || found.verdict == COMPARE_WITHIN;
        if (found.verdict != COMPARE_BEYOND)
            continue;
        beyond++;
        if (direction == INDICATOR_HIGH || direction == INDICATOR_LOW) {
            if ((found.difference > 0) == (direction == INDICATOR_HIGH))
                one++;
            else
                two++;
        }
    }
    rest = beyond - one - two;
    page_sentence(of->page, of->page->data, "lead", "compare_lead",
                  "{s:s?, s:i, s:s, s:s, s:s, s:s, s:s?, s:b}", "beyond",
                  beyond == 0 ? NULL : arena_printf(of->page->arena, "%u", beyond), "shares",
                  (int)shares, "one", of->one_name, "two", of->two_name, "one_better",
                  how_many(of, one), "two_better", how_many(of, two), "rest",
                  rest == 0 ? NULL : figure_words_number(of->page->arena, rest), "one_rests",
                  rest == 1);
    return beyond;
}

static void choose_of(struct compare_page *of, json_t *items, uint64_t which)
{
    struct arena *arena = of->page->arena;

    for (int row = 0; row < BOROUGHS_COUNT; row++)
        if ((which >> row & 1) != 0)
            page_choose(of->page, items, boroughs[row].la_name,
                        arena_printf(arena, "/compare/%s/%s/%s", of->one_address,
                                     address_of(arena, boroughs[row].la_name), of->when),
                        row == of->two);
}

static void say_choices(struct compare_page *of, unsigned beyond)
{
    static const char *const ways[][2] = {{"Differences", "#differ"},
                                          {"Years", "#years"},
                                          {"What each says", "#says"},
                                          {"Table", "#table"}};
    struct arena *arena = of->page->arena;
    const uint64_t near = of->pack.neighbours.in_london[of->one] | UINT64_C(1) << of->two;
    json_t *items = page_choices(of->page, arena_printf(arena, "Beside %s", of->one_name));
    const char *here =
        arena_printf(arena, "/compare/%s/%s/%s", of->one_address, of->two_address, of->when);

    choose_of(of, items, near);
    page_choose(
        of->page, items, "swap the two",
        arena_printf(arena, "/compare/%s/%s/%s", of->two_address, of->one_address, of->when), 0);
    items = page_choices(of->page, "Another borough");
    choose_of(of, items, ~near & ~(UINT64_C(1) << of->one));
    items = page_choices(of->page, "Show");
    page_choose(of->page, items, "all indicators", here, !of->only_beyond);
    page_choose(of->page, items,
                page_words(of->page, "compare_choice_beyond", "{s:i}", "count", (int)beyond),
                arena_printf(arena, "%s?show=beyond", here), of->only_beyond);
    items = page_choices(of->page, "On this page");
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        page_choose(of->page, items, ways[i][0], ways[i][1], 0);
}

static void say_head(struct compare_page *of)
{
    struct arena *arena = of->page->arena;
    const char *simulated[INDICATORS_PACK_MAX];
    size_t count = 0;

    of->page->knows_simulated = 1;
    page_begin(of->page, arena_printf(arena, "%s beside %s", of->one_name, of->two_name),
               "Compare");
    page_crumb(of->page, "Overview", "/");
    page_crumb(of->page, of->one_name,
               arena_printf(arena, "/boroughs/%s/%s", of->one_address, of->when));
    page_crumb(of->page, arena_printf(arena, "%s beside %s", of->one_name, of->two_name), NULL);
    page_say(of->page, of->page->data, "one", "%s", of->one_name);
    page_say(of->page, of->page->data, "two", "%s", of->two_name);
    page_edition(of->page, "Covers", day_words_period(arena, &of->pack.period));
    page_edition(of->page, "As at", day_words_time(arena, of->pack.received_at_unix_ms));
    page_edition(of->page, of->two_name,
                 page_words(of->page, "compare_neighbour", "{s:b, s:s}", "is",
                            (of->pack.neighbours.in_london[of->one] >> of->two & 1) != 0, "one",
                            of->one_name));
    for (size_t i = 0; i < of->pack.count; i++) {
        const struct subject *subject = &of->pack.lines[i].subject;

        if (table_source_of(subject->table, subject->period, of->one).simulated ||
            table_source_of(subject->table, subject->period, of->two).simulated)
            simulated[count++] = of->pack.lines[i].about->brief;
    }
    if (count > 0)
        page_simulated(of->page,
                       page_words(of->page, "simulated_lines", "{s:s, s:s}", "of", "the two",
                                  "lines", figure_words_list(arena, simulated, count)));
}

// --- the page

static enum err say_all(struct compare_page *of, struct err_text *text)
{
    struct arena *arena = of->page->arena;

    find_other(of);
    of->one_name = boroughs[of->one].la_name;
    of->two_name = boroughs[of->two].la_name;
    of->one_address = address_of(arena, of->one_name);
    of->two_address = address_of(arena, of->two_name);
    of->when = address_period(arena, &of->pack.period);
    say_head(of);
    say_choices(of, say_lead(of));
    compare_lines(of);
    compare_years(of);
    compare_words(of);
    compare_best(of);
    compare_ask(of);
    compare_table(of);
    of->page->saved_as =
        arena_printf(arena, "%s-beside-%s-%s", of->one_address, of->two_address, of->when);
    return pack_sheet(&of->pack, of->page,
                      arena_printf(arena, "%s beside %s", of->one_name, of->two_name), text);
}

static enum err unknown_period(struct page *page, struct err_text *text)
{
    const char *word = page->found.words[ROUTE_PERIOD];

    if (word == NULL) {
        page_empty(page, "There is nothing to compare yet", "Compare",
                   page_words(page, "empty_compare", "{}"));
        pack_know_instead(page);
    } else {
        page_unknown(page, "period", word);
    }
    return word == NULL ? ERR_OK
                        : pack_know_periods(page,
                                            arena_printf(page->arena, "/compare/%s/%s/",
                                                         page->found.words[ROUTE_BOROUGH],
                                                         page->found.words[ROUTE_OTHER]),
                                            "", text);
}

enum err page_compare(struct page *page, struct err_text *text)
{
    const char *word = page->found.words[ROUTE_PERIOD], *show = query_value(&page->query, "show");
    struct compare_page of = {.page = page};
    Qd__Period period;
    int found = 1;
    enum err error = ERR_OK;

    if (!find_boroughs(&of))
        return ERR_OK;
    of.only_beyond = show != NULL && strcmp(show, "beyond") == 0;
    if (show != NULL && !of.only_beyond) {
        page_unknown(page, "choice", show);
        page_known(page, "All indicators", page->found.address);
        return ERR_OK;
    }
    if (word == NULL)
        error = pack_newest(page, 0, &period, &found, text);
    else
        found = address_read_period(&period, word);
    if (error == ERR_OK && found)
        error = pack_read(&of.pack, page, &period, of.one, text);
    if (error != ERR_OK)
        return error;
    return found && of.pack.count > 0 ? say_all(&of, text) : unknown_period(page, text);
}
