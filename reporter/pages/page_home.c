// The first page, and the same for a period.
#include "proto/form/period.h"
#include "reporter/pages/address.h"
#include "reporter/pages/day_words.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/home_internal.h"
#include "reporter/pages/line_words.h"
#include "reporter/pages/returns.h"

#include <string.h>

enum { LEAD_LINES = 2 };

// --- the head

static const char *lead_of(const struct home_page *of, const struct pack_line *line)
{
    const struct subject *subject = &line->subject;

    if (!figure_known(subject_cell(subject, subject->london)->value))
        return "";
    return page_words(of->page, "home_lead", "{s:s, s:s, s:s}", "when",
                      subject_when(subject, subject->period), "did",
                      line_words_did(subject, subject->london), "moved",
                      line_words_moved(subject, subject->london));
}

static void say_head(struct home_page *of)
{
    const char *lead = "", *covers[INDICATORS_PACK_MAX];
    size_t said = 0, count = 0;

    for (size_t i = 0; i < of->pack.count; i++) {
        const struct subject *subject = &of->pack.lines[i].subject;
        const char *when = subject_when(subject, subject->period);
        size_t known = 0;

        while (known < count && strcmp(covers[known], when) != 0)
            known++;
        if (known == count)
            covers[count++] = when;
        if (of->pack.lines[i].about->key == 2 && said++ < LEAD_LINES)
            lead = arena_printf(of->page->arena, "%s%s%s", lead, lead[0] == '\0' ? "" : " ",
                                lead_of(of, &of->pack.lines[i]));
    }
    page_say(of->page, of->page->data, "lead", "%s", lead);
    page_edition(of->page, "Covers", figure_words_list(of->page->arena, covers, count));
    page_edition(of->page, "As at", day_words_time(of->page->arena, of->pack.received_at_unix_ms));
}

static void say_simulated(struct home_page *of)
{
    const char *list[INDICATORS_PACK_MAX];
    size_t count = 0;

    of->page->knows_simulated = 1;
    for (size_t i = 0; i < of->pack.count; i++)
        if (subject_is_simulated(of->pack.lines[i].subject.table, of->pack.lines[i].subject.period))
            list[count++] = of->pack.lines[i].about->brief;
    if (count > 0)
        page_simulated(of->page,
                       page_words(of->page, "simulated_lines", "{s:s, s:s}", "of", "these boroughs",
                                  "lines", figure_words_list(of->page->arena, list, count)));
}

// --- who has returned the newest quarter

static enum err say_returned(struct home_page *of, struct err_text *text)
{
    char when[PERIOD_TEXT_BYTES];
    struct returns returns;
    Qd__Period quarter;
    json_t *data, *list;
    int found;
    enum err error = pack_newest(of->page, 1, &quarter, &found, text);

    if (error == ERR_OK && found)
        error = returns_read(&returns, of->page, &quarter, text);
    if (error != ERR_OK || !found)
        return error;
    period_format(&quarter, when);
    page_edition(of->page, "Newest quarter", when);
    data = page_object(of->page, of->page->data, "returned");
    page_say(of->page, data, "when", "%s", when);
    page_say(of->page, data, "href", "/%s/status", address_period(of->page->arena, &quarter));
    page_sentence(of->page, data, "finding", "home_returned", "{s:i, s:i, s:i}", "returned",
                  (int)(returns.counts[RETURNS_QUERIES] + returns.counts[RETURNS_RETURNED]), "of",
                  (int)BOROUGHS_COUNT, "done", (int)returns.counts[RETURNS_RETURNED]);
    if (returns.due != NULL)
        page_sentence(of->page, data, "due", "home_due", "{s:s, s:s}", "due",
                      day_words_day(of->page->arena, returns.due->due), "until",
                      day_words_day(of->page->arena, returns.due->refresh_until));
    list = page_list(of->page, data, "states");
    for (int state = 0; state < RETURNS_STATES; state++) {
        json_t *item;

        if (returns.counts[state] == 0)
            continue;
        item = page_item(of->page, list);
        page_say(of->page, item, "word", "%s", returns_state_word((enum returns_state)state));
        page_say(of->page, item, "class", "%s", returns_state_class((enum returns_state)state));
        page_say(of->page, item, "names", "%s",
                 state == RETURNS_RETURNED
                     ? page_words(of->page, "home_the_others", "{s:b, s:i}", "all",
                                  returns.counts[state] == BOROUGHS_COUNT, "count",
                                  (int)returns.counts[state])
                     : returns_names(&returns, of->page, (enum returns_state)state));
    }
    page_set(of->page, data, "may_be_simulated",
             json_boolean(store_takes_simulated(of->page->store)));
    returns_map(&returns, of->page, data, "returned", of->mine);
    return ERR_OK;
}

// --- the page

static enum err say_all(struct home_page *of, struct err_text *text)
{
    const int is_first = of->page->found.words[ROUTE_PERIOD] == NULL;
    char when[PERIOD_TEXT_BYTES];
    enum err error;

    period_format(&of->pack.period, when);
    page_begin(of->page,
               is_first ? "London\xe2\x80\x99s SEND figures at a glance"
                        : arena_printf(of->page->arena,
                                       "London\xe2\x80\x99s SEND figures at a glance, %s", when),
               "Overview");
    say_head(of);
    say_simulated(of);
    home_glance(of);
    home_stands_out(of);
    error = say_returned(of, text);
    if (error == ERR_OK)
        error = home_latest(of, text);
    if (error == ERR_OK)
        error = pack_sheet(&of->pack, of->page, "London's SEND figures at a glance", text);
    of->page->saved_as = arena_printf(of->page->arena, "overview-%s",
                                      address_period(of->page->arena, &of->pack.period));
    return error;
}

static enum err nothing(struct page *page, const char *word, struct err_text *text)
{
    if (word != NULL) {
        page_unknown(page, "period", word);
        return pack_know_periods(page, "/", "", text);
    }
    page_empty(page, "There are no figures yet", "Overview", page_words(page, "empty_home", "{}"));
    pack_know_instead(page);
    return ERR_OK;
}

// The newest year, or the newest quarter where there is no year.
static enum err find_period(struct page *page, Qd__Period *period, int *found,
                            struct err_text *text)
{
    const char *word = page->found.words[ROUTE_PERIOD];
    enum err error = ERR_OK;

    if (word != NULL) {
        *found = address_read_period(period, word);
        return ERR_OK;
    }
    for (int quarter = 0; quarter < 2; quarter++) {
        error = pack_newest(page, quarter, period, found, text);
        if (error != ERR_OK || *found)
            break;
    }
    return error;
}

enum err page_home(struct page *page, struct err_text *text)
{
    struct home_page of = {.page = page, .mine = page_own_borough(page)};
    Qd__Period period;
    int found;
    enum err error = find_period(page, &period, &found, text);

    if (error == ERR_OK && found)
        error = pack_read(&of.pack, page, &period, of.mine, text);
    if (error != ERR_OK)
        return error;
    return found && of.pack.count > 0 ? say_all(&of, text)
                                      : nothing(page, page->found.words[ROUTE_PERIOD], text);
}
