// What can be chosen on the page of an indicator. Each choice is a link that keeps the others.
#include "proto/form/boroughs.h"
#include "proto/form/period.h"
#include "reporter/pages/address.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/indicator_internal.h"

#include <string.h>

// The address with one choice changed (NULL: taken away), and the others as they are.
static const char *address_with(const struct indicator_page *of, const char *name,
                                const char *value)
{
    return query_with(&of->page->query, of->page->arena, of->address, name, value);
}

static void choose_against(struct indicator_page *of)
{
    const struct subject *subject = &of->subject;
    const struct area *areas = subject->table->areas.list;
    json_t *items = page_choices(of->page, "Compare with");

    for (int pass = 0; pass < 2; pass++)  // London first
        for (size_t i = 0; i < subject->table->areas.count; i++) {
            const int is_london = BOROUGHS_COUNT + (int)i == subject->london;
            const char *address = address_of(subject->arena, areas[i].name);

            if (is_london == pass)
                continue;
            page_choose(of->page, items, areas[i].name,
                        address_with(of, "against", is_london ? NULL : address),
                        strcmp(subject->against.address, address) == 0);
        }
    if (subject->mine >= 0 && of->sources.neighbours.all[subject->mine] > 0)
        page_choose(
            of->page, items,
            arena_printf(subject->arena,
                         "%s\xe2\x80\x99s statistical neighbours (%d of %u in London)",
                         table_row_name(subject->table, subject->mine),
                         __builtin_popcountll(of->sources.neighbours.in_london[subject->mine]),
                         of->sources.neighbours.all[subject->mine]),
            address_with(of, "against", "neighbours"),
            strcmp(subject->against.address, "neighbours") == 0);
}

static void choose_borough(struct indicator_page *of)
{
    json_t *items = page_choices(of->page, "Your borough");

    for (int row = 0; row < BOROUGHS_COUNT; row++)
        page_choose(of->page, items, boroughs[row].la_name,
                    address_with(of, "borough", address_of(of->page->arena, boroughs[row].la_name)),
                    row == of->subject.mine);
}

static void choose_exceptions(struct indicator_page *of)
{
    const int is_ex = strstr(of->subject.indicator->name, "_ex_") != NULL;
    json_t *items;

    if (of->twin == NULL || (is_ex && !of->without_exceptions))
        return;
    items = page_choices(of->page, "Exceptions");
    page_choose(of->page, items, "included", address_with(of, "exceptions", NULL),
                !of->without_exceptions);
    page_choose(of->page, items, "left out", address_with(of, "exceptions", "out"),
                of->without_exceptions);
}

// The same page of another period: the period stands in the address, and the choices stay.
static const char *address_of_period(const struct indicator_page *of, const Qd__Period *period)
{
    struct indicator_page other = *of;
    const char *rest = strchr(of->address + 1, '/');

    other.address =
        arena_printf(of->page->arena, "/%s%s", address_period(of->page->arena, period), rest);
    return address_with(&other, "", NULL);
}

static void choose_period(struct indicator_page *of)
{
    const struct table *table = of->subject.table;
    const Qd__Period *now = &table->periods.list[of->subject.period];
    json_t *items = page_choices(of->page, "Period");

    for (size_t i = of->periods->count; i-- > 0;) {
        const Qd__Period *period = &of->periods->list[i];
        const int place = subject_period(table, period);
        char text[PERIOD_TEXT_BYTES];

        period_format(period, text);
        page_choose(of->page, items, place < 0 ? text : subject_when(&of->subject, (size_t)place),
                    address_of_period(of, period), period_key(period) == period_key(now));
    }
}

static void lead_down(struct indicator_page *of)
{
    const int is_ranked = of->subject.indicator->direction != INDICATOR_UNRANKED;
    const struct {
        const char *label, *address;
        int is_there;
    } ways[] = {{"Order", "#order", 1},
                {"Map", "#map", is_ranked && of->subject.ordered > 0},
                {"Periods", "#years", 1},
                {"Chance", "#chance", of->subject.standings.has_funnel && of->subject.ordered > 0},
                {"Table", "#table", 1},
                {"Notes", "#notes", 1},
                {"Downloads", "#downloads", 1}};
    json_t *items = page_choices(of->page, "On this page");

    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (ways[i].is_there)
            page_choose(of->page, items, ways[i].label, ways[i].address, 0);
}

void indicator_choices(struct indicator_page *of)
{
    choose_against(of);
    choose_borough(of);
    choose_exceptions(of);
    choose_period(of);
    lead_down(of);
}
