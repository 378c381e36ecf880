// What changed last: the newest entries of the journal about returns.
#include "proto/form/boroughs.h"
#include "proto/form/period.h"
#include "reporter/pages/address.h"
#include "reporter/pages/day_words.h"
#include "reporter/pages/home_internal.h"
#include "reporter/papers/history.h"

enum { LATEST_SHOWN = 10 };

static const char *what_words(const struct home_page *of, const struct history_event *event)
{
    const int is_return = event->kind == JOURNAL_RETURN;

    return page_words(of->page, "home_event", "{s:b, s:b, s:b, s:s?}", "withdrawn",
                      event->kind == JOURNAL_WITHDRAWN, "redacted", event->kind == JOURNAL_REDACTED,
                      "first", is_return && event->revision == 1, "revision",
                      is_return && event->revision > 1
                          ? arena_printf(of->page->arena, "%u", event->revision)
                          : NULL);
}

static void add_event(struct home_page *of, json_t *list, const struct history_event *event)
{
    char when[PERIOD_TEXT_BYTES];
    Qd__Period period;
    json_t *item;

    if (!period_from_key(&period, event->period_key))
        return;
    period_format(&period, when);
    item = page_item(of->page, list);
    page_say(of->page, item, "name", "%s", boroughs[event->borough].la_name);
    page_say(of->page, item, "period", "%s", when);
    page_say(of->page, item, "href", "/%s/status", address_period(of->page->arena, &period));
    page_say(of->page, item, "what", "%s", what_words(of, event));
    page_say(of->page, item, "at", "%s", day_words_time(of->page->arena, event->unix_ms));
    page_say(of->page, item, "sequence", "%llu", (unsigned long long)event->sequence);
}

enum err home_latest(struct home_page *of, struct err_text *text)
{
    struct store_reading *reading;
    struct history history;
    enum err error = page_look(of->page, &reading, text);

    if (error == ERR_OK)
        error = history_read(&history, of->page->arena, reading, AS_OF_NOW, text);
    if (error == ERR_OK) {
        json_t *list = page_list(of->page, of->page->data, "latest");

        for (size_t i = 0; i < history.count && i < LATEST_SHOWN; i++)
            add_event(of, list, &history.list[history.count - 1 - i]);
    }
    return error;
}
