// The pack of a borough.
#include "proto/form/boroughs.h"
#include "reporter/outputs/output.h"
#include "reporter/pages/address.h"
#include "reporter/pages/borough_internal.h"
#include "reporter/pages/day_words.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/line_words.h"

#include <string.h>

enum { LEAD_LINES = 2, BESIDE_SHOWN = 1 };

// --- which borough, which period

static int find_borough(struct page *page, int *row)
{
    *row = address_borough(page->found.words[ROUTE_BOROUGH]);
    if (*row >= 0)
        return 1;
    page_unknown(page, "borough", page->found.words[ROUTE_BOROUGH]);
    for (int other = 0; other < BOROUGHS_COUNT; other++)
        page_known(page, boroughs[other].la_name,
                   arena_printf(page->arena, "/boroughs/%s",
                                address_of(page->arena, boroughs[other].la_name)));
    return 0;
}

static const char *pack_address(struct page *page, int row, const char *behind)
{
    return arena_printf(page->arena, "/boroughs/%s/%s",
                        address_of(page->arena, boroughs[row].la_name), behind);
}

// --- the head

// "In 2024 Camden issued 96.1% of ..." for the first lines of the first page.
static void say_lead(struct borough_page *of)
{
    struct arena *arena = of->page->arena;
    const char *lead = "";
    size_t said = 0;

    for (size_t i = 0; i < of->pack.count && said < LEAD_LINES; i++) {
        const struct subject *subject = &of->pack.lines[i].subject;
        const struct table_cell *cell = subject_cell(subject, of->row);

        if (of->pack.lines[i].about->key < 2 || !figure_known(cell->value))
            continue;
        lead = arena_printf(arena, "%s%s%s", lead, said == 0 ? "" : " ",
                            page_words(of->page, "borough_lead", "{s:s, s:s, s:s}", "when",
                                       subject_when(subject, subject->period), "borough", of->name,
                                       "did", line_words_did(subject, of->row)));
        said++;
    }
    page_say(
        of->page, of->page->data, "lead", "%s",
        said > 0
            ? lead
            : page_words(
                  of->page, "borough_lead_without_figure", "{s:s, s:s}", "borough", of->name, "why",
                  output_status(subject_cell(&of->pack.lines[0].subject, of->row)->value.state)));
}

// The periods of the lines, each once.
static const char *covers(const struct borough_page *of)
{
    const char *list[INDICATORS_PACK_MAX];
    size_t count = 0;

    for (size_t i = 0; i < of->pack.count; i++) {
        const char *when =
            subject_when(&of->pack.lines[i].subject, of->pack.lines[i].subject.period);
        size_t known = 0;

        while (known < count && strcmp(list[known], when) != 0)
            known++;
        if (known == count)
            list[count++] = when;
    }
    return figure_words_list(of->page->arena, list, count);
}

static void say_edition(struct borough_page *of)
{
    const struct pack_line *line = &of->pack.lines[0];
    struct arena *arena = of->page->arena;

    page_edition(of->page, "Covers", covers(of));
    page_edition(of->page, "As at", day_words_time(arena, of->pack.received_at_unix_ms));
    if (line->inner >= 0)
        page_edition(of->page, table_row_name(line->subject.table, line->inner),
                     page_words(of->page, "borough_area", "{s:i}", "count",
                                (int)subject_cell(&line->subject, line->inner)->of));
    if (of->pack.neighbours.all[of->row] > 0)
        page_edition(of->page, "Neighbours",
                     page_words(of->page, "borough_neighbours", "{s:i, s:i}", "here",
                                __builtin_popcountll(of->pack.neighbours.in_london[of->row]), "all",
                                (int)of->pack.neighbours.all[of->row]));
}

static void say_simulated(struct borough_page *of)
{
    const char *list[INDICATORS_PACK_MAX];
    size_t count = 0;

    of->page->knows_simulated = 1;
    for (size_t i = 0; i < of->pack.count; i++) {
        const struct subject *subject = &of->pack.lines[i].subject;

        if (table_source_of(subject->table, subject->period, of->row).simulated)
            list[count++] = of->pack.lines[i].about->brief;
    }
    if (count > 0)
        page_simulated(of->page,
                       page_words(of->page, "simulated_lines", "{s:s, s:s}", "of", of->name,
                                  "lines", figure_words_list(of->page->arena, list, count)));
}

// Its neighbours in London, for a peer challenge.
static void lead_beside(struct borough_page *of)
{
    const uint64_t near = of->pack.neighbours.in_london[of->row];
    json_t *list = page_list(of->page, of->page->data, "beside");
    struct arena *arena = of->page->arena;

    for (int row = 0; row < BOROUGHS_COUNT && json_array_size(list) < BESIDE_SHOWN; row++) {
        json_t *item;

        if ((near >> row & 1) == 0)
            continue;
        item = page_item(of->page, list);
        page_say(of->page, item, "name", "%s", boroughs[row].la_name);
        page_say(of->page, item, "href", "/compare/%s/%s/%s", address_of(arena, of->name),
                 address_of(arena, boroughs[row].la_name), address_period(arena, &of->pack.period));
    }
}

// --- the page

static enum err say_all(struct borough_page *of, struct err_text *text)
{
    enum err error;

    page_begin(of->page, arena_printf(of->page->arena, "%s\xe2\x80\x99s pack", of->name),
               "Boroughs");
    page_crumb(of->page, "Overview", "/");
    page_crumb(of->page, "Boroughs", "/boroughs");
    page_crumb(of->page, of->name, NULL);
    page_say(of->page, of->page->data, "borough", "%s", of->name);
    say_lead(of);
    say_edition(of);
    say_simulated(of);
    lead_beside(of);
    borough_brief(of);
    borough_lines(of);
    error = borough_settings(of, text);
    borough_figures(of);
    borough_neighbours(of);
    borough_trends(of);
    if (error == ERR_OK)
        error = borough_quality(of, text);
    if (error == ERR_OK)
        error = pack_sheet(&of->pack, of->page,
                           arena_printf(of->page->arena, "%s's pack", of->name), text);
    of->page->saved_as =
        arena_printf(of->page->arena, "%s-%s", address_of(of->page->arena, of->name),
                     address_period(of->page->arena, &of->pack.period));
    return error;
}

static enum err unknown_period(struct page *page, int row, struct err_text *text)
{
    const char *word = page->found.words[ROUTE_PERIOD];

    if (word == NULL) {
        page_empty(page, "There is no pack yet", "Boroughs",
                   page_words(page, "empty_borough", "{s:s}", "borough", boroughs[row].la_name));
        pack_know_instead(page);
    } else {
        page_unknown(page, "period", word);
    }
    return pack_know_periods(page, pack_address(page, row, ""), "", text);
}

enum err page_borough(struct page *page, struct err_text *text)
{
    const char *word = page->found.words[ROUTE_PERIOD];
    struct borough_page of = {.page = page};
    Qd__Period period;
    int found = 1;
    enum err error = ERR_OK;

    if (!find_borough(page, &of.row))
        return ERR_OK;
    of.name = boroughs[of.row].la_name;
    of.is_own = page_is_panel(page) || page_own_borough(page) == of.row;
    if (word == NULL)
        error = pack_newest(page, 0, &period, &found, text);
    else
        found = address_read_period(&period, word);
    if (error != ERR_OK || !found)
        return error == ERR_OK ? unknown_period(page, of.row, text) : error;
    error = pack_read(&of.pack, page, &period, of.row, text);
    if (error != ERR_OK)
        return error;
    return of.pack.count == 0 ? unknown_period(page, of.row, text) : say_all(&of, text);
}
