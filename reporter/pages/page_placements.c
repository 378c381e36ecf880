// What the same place costs different boroughs, and who sends children where.
#include "proto/form/period.h"
#include "reporter/pages/address.h"
#include "reporter/pages/day_words.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/pack.h"
#include "reporter/pages/placements_internal.h"
#include "reporter/views/view.h"

static enum err make_view(struct page *page, const Qd__Period *period, struct view **view,
                          const char **when, struct err_text *text)
{
    char *period_text = arena_alloc(page->arena, PERIOD_TEXT_BYTES);
    struct view_asked asked = {.kind = "table",
                               .table = "providers",
                               .as_of = AS_OF_NOW,
                               .calendar = page->places->calendar,
                               .audience = {.is_panel = 1}};
    const char *reference;
    enum err error = page_reference(page, &reference, text);

    *view = arena_zalloc(page->arena, sizeof **view);
    if (error == ERR_OK && (*view == NULL || period_text == NULL))
        error = err_say(text, ERR_NO_MEMORY, "there is no memory for the page");
    if (error == ERR_OK) {
        period_format(period, period_text);
        *when = period_text;
        asked.periods = period_text;
        error = view_begin(*view, page->arena, &asked, reference, text);
    }
    if (error == ERR_OK)
        error = page_store(page, text);
    return error == ERR_OK ? view_make(*view, page->store, page->kept, text) : error;
}

static void say_head(struct placements_page *of)
{
    const struct sheet_about *about = &of->view->sheet->about;

    of->page->knows_simulated = 1;
    page_crumb(of->page, "Overview", "/");
    page_crumb(of->page, "Placements for the panel", NULL);
    page_edition(of->page, "Period", of->when);
    page_edition(of->page, "As at", day_words_time(of->page->arena, about->received_at_unix_ms));
    page_edition(of->page, "Seen by", "the panel only");
    page_edition(of->page, "Boroughs with prices",
                 page_words(of->page, "placements_covers", "{s:i, s:i}", "count",
                            __builtin_popcountll(of->market.boroughs_in), "of",
                            (int)BOROUGHS_COUNT));
    if (of->view->places->simulated)
        page_simulated(of->page, page_words(of->page, "simulated_prices", "{}"));
}

// Which boroughs are in none of it, and why: the notes of the sheet.
static void say_notes(struct placements_page *of)
{
    const struct sheet *sheet = of->view->sheet;
    json_t *list = page_list(of->page, of->page->data, "notes");

    for (size_t i = 0; i < sheet->notes_count; i++) {
        json_t *item = page_item(of->page, list);

        page_say(of->page, item, "lead", "%s", sheet->notes[i].lead);
        page_say(of->page, item, "words", "%s", sheet->notes[i].text);
    }
}

static enum err empty(struct page *page, const char *why, struct err_text *text)
{
    page_empty(page, "There are no prices for this period", "Placements", why);
    pack_know_instead(page);
    return pack_know_periods(page, "/", "/placements/providers", text);
}

static enum err make(struct page *page, const Qd__Period *period, struct err_text *text)
{
    struct placements_page of = {.page = page};
    struct err_text why = {""};
    struct price_bands bands;
    const char *reference;
    struct view *view;
    enum err error = make_view(page, period, &view, &of.when, &why);

    if (error == ERR_EMPTY)
        return empty(page, why.text, text);
    if (error != ERR_OK)
        return err_say(text, error, "%s", why.text);
    error = page_reference(page, &reference, text);
    if (error == ERR_OK)
        error = price_bands_read(&bands, page->arena, reference, text);
    if (error != ERR_OK)
        return error;
    of.view = view;
    if (view->sheet->about.sequence > page->sequence)
        page->sequence = view->sheet->about.sequence;
    if (market_make(&of.market, view->places, MARKET_OF_PROVIDER, MARKET_ALL) != 0)
        return err_say(text, ERR_NO_MEMORY, "there is no memory for the prices");
    page_begin(page, "What the same place costs different boroughs", "Placements");
    if (!placements_choose(&of))
        return ERR_OK;
    if (of.count > 0)
        of.band = price_bands_of(&bands, of.cells[0].rows, period_last_day(period));
    say_head(&of);
    page_sentence(page, page->data, "choose_says", "placements_choose", "{}");
    placements_prices(&of);
    placements_flows(&of);
    say_notes(&of);
    page->figures.sheet = view->sheet;
    page->saved_as = arena_printf(page->arena, "providers-%s", address_period(page->arena, period));
    return ERR_OK;
}

enum err page_placements(struct page *page, struct err_text *text)
{
    const char *word = page->found.words[ROUTE_PERIOD];
    Qd__Period period;
    int found = 1;
    enum err error = ERR_OK;

    if (word == NULL)
        error = pack_newest(page, 1, &period, &found, text);
    else
        found = address_read_period(&period, word);
    if (error != ERR_OK)
        return error;
    if (found)
        return make(page, &period, text);
    if (word == NULL)
        return empty(page, page_words(page, "empty_placements", "{}"), text);
    page_unknown(page, "period", word);
    return pack_know_periods(page, "/", "/placements/providers", text);
}
