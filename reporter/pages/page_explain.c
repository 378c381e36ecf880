// The papers of one figure: the returns, receipts and words behind it. For its borough and the panel.
#include "proto/form/period.h"
#include "reporter/pages/address.h"
#include "reporter/pages/named.h"
#include "reporter/papers/papers.h"

#include <stdio.h>
#include <stdlib.h>

// Whose figure: a borough, or an area of the lists.
static const char *find_area(struct page *page, const struct areas *areas)
{
    const char *word = page->found.words[ROUTE_BOROUGH];
    const int row = address_borough(word);

    if (row >= 0)
        return boroughs[row].la_name;
    for (size_t i = 0; i < areas->count; i++)
        if (address_is(word, areas->list[i].name))
            return areas->list[i].name;
    page_unknown(page, "borough or area", word);
    for (int other = 0; other < BOROUGHS_COUNT; other++)
        page_known(page, boroughs[other].la_name,
                   arena_printf(page->arena, "/boroughs/%s",
                                address_of(page->arena, boroughs[other].la_name)));
    return NULL;
}

// What the papers write as JSON is the page's data.
static enum err say_papers(struct page *page, const struct papers *papers, struct err_text *text)
{
    char *written = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&written, &size);
    enum err error;

    if (out == NULL)
        return err_say(text, ERR_NO_MEMORY, "there is no memory for the papers");
    error = papers_json(papers, out);
    if (fclose(out) != 0 && error == ERR_OK)
        error = ERR_NO_MEMORY;
    if (error == ERR_OK)
        page_set(page, page->data, "papers", json_loadb(written, size, 0, NULL));
    free(written);
    return error == ERR_OK ? ERR_OK : err_say(text, error, "the papers cannot be written");
}

static void say_head(struct page *page, const struct named *named, const char *area,
                     const char *when)
{
    const char *label = named->pack == NULL ? named->indicator.label : named->pack->label;

    page_begin(page, arena_printf(page->arena, "Papers of a figure: %s, %s, %s", label, area, when),
               "Indicators");
    page_crumb(page, "Overview", "/");
    page_crumb(page, label,
               arena_printf(page->arena, "/%s/%s/%s", page->found.words[ROUTE_PERIOD],
                            page->found.words[ROUTE_TABLE], page->found.words[ROUTE_INDICATOR]));
    page_crumb(page, area, NULL);
    page_say(page, page->data, "area", "%s", area);
    page_say(page, page->data, "when", "%s", when);
}

static enum err make(struct page *page, const struct named *named, struct err_text *text)
{
    struct view *view = arena_zalloc(page->arena, sizeof *view);
    struct papers *papers = arena_zalloc(page->arena, sizeof *papers);
    struct view_asked asked = {.kind = "table",
                               .table = named->table.name,
                               .measures = named->indicator.name,
                               .where = named->where,
                               .where_count = named->where_count,
                               .as_of = AS_OF_NOW,
                               .calendar = page->places->calendar,
                               .audience = {.is_panel = 1}};
    char when[PERIOD_TEXT_BYTES];
    const char *reference, *area;
    struct areas areas;
    enum err error = page_reference(page, &reference, text);

    if (error == ERR_OK && (view == NULL || papers == NULL))
        error = err_say(text, ERR_NO_MEMORY, "there is no memory for the page");
    if (error == ERR_OK)
        error = areas_read(&areas, page->arena, reference, text);
    if (error != ERR_OK)
        return error;
    area = find_area(page, &areas);
    if (area == NULL)
        return ERR_OK;
    period_format(&named->period, when);
    asked.periods = when;
    asked.areas = area;
    error = page_store(page, text);
    if (error == ERR_OK)
        error = papers_pin(&asked.as_of, page->store, text);
    if (error == ERR_OK)
        error = view_begin(view, page->arena, &asked, reference, text);
    if (error == ERR_OK)
        error = view_make(view, page->store, page->kept, text);
    if (error == ERR_OK)
        error = papers_make(papers, view, page->store, text);
    if (error != ERR_OK)
        return error;
    page->sequence = asked.as_of.sequence;
    say_head(page, named, area, when);
    return say_papers(page, papers, text);
}

enum err page_explain(struct page *page, struct err_text *text)
{
    const int row = address_borough(page->found.words[ROUTE_BOROUGH]);
    struct err_text why = {""};
    struct named named;
    enum err error;

    if (!named_find(page, &named))
        return ERR_OK;
    if (!page_is_panel(page) && row != page_own_borough(page)) {
        page_forbidden(page, PAGES_PANEL);
        return ERR_OK;
    }
    error = make(page, &named, &why);
    if (error == ERR_COMMAND || error == ERR_EMPTY) {
        page_unknown(page, "figure", why.text);
        page_known(page, "All indicators, with their periods", "/indicators");
        return ERR_OK;
    }
    return error == ERR_OK ? ERR_OK : err_say(text, error, "%s", why.text);
}
