// The panel's own tables, which are no parts of the form: prices at the same provider.
#include "reporter/views/view_internal.h"

#include "proto/form/period.h"

// --- what is asked for

static enum err check_words(const struct view_asked *asked, struct err_text *text)
{
    const char *const unused[] = {asked->measures, asked->by, asked->areas, asked->all_periods};
    int is_used = asked->where_count > 0 || asked->rolling;

    for (size_t i = 0; i < sizeof unused / sizeof unused[0]; i++)
        is_used |= unused[i] != NULL;
    if (!is_used)
        return ERR_OK;
    return err_say(text, ERR_COMMAND,
                   "the table %s takes --period, --as-of, --format, --out, --store and --audience, "
                   "and nothing else",
                   asked->table);
}

enum err view_panel_begin(struct view *view, struct err_text *text)
{
    const struct view_asked *asked = &view->asked;
    enum err error = check_words(asked, text);

    if (error != ERR_OK)
        return error;
    if (asked->periods == NULL)
        return err_say(text, ERR_COMMAND,
                       "say for which period, as in --period '2025-26 Q3': prices are those of the "
                       "placements on its last day");
    error = periods_parse(&view->shown, view->arena, asked->periods, text);
    if (error == ERR_OK && view->shown.count != 1)
        error = err_say(text, ERR_COMMAND, "the panel's tables are of one period");
    if (error == ERR_OK)
        view->period = view->shown.list[0];
    return error;
}

// --- the market

struct reading {
    struct market *market;
    int simulated;
};

static enum err take(void *context, int row, const Qd__Return *returned, struct err_text *text)
{
    struct reading *reading = context;

    if (returned == NULL)  // the operator removed it
        return ERR_OK;
    reading->simulated |=
        returned->header->has_simulated && returned->header->simulated == QD__YES_NO__YES;
    if (market_add(reading->market, row, returned) != 0)
        return err_say(text, ERR_NO_MEMORY, "the prices need more memory than there is");
    return ERR_OK;
}

static enum err read_market(struct view *view, struct market *market, struct market_about *about,
                            struct store *store, struct err_text *text)
{
    struct reading reading = {.market = market};
    struct table_taken taken;
    enum err error =
        table_read_returns(store, &view->period, view->asked.as_of, take, &reading, &taken, text);

    if (error == ERR_OK && market_make(market) != 0)
        error = err_say(text, ERR_NO_MEMORY, "the prices need more memory than there is");
    if (error == ERR_OK && market->count == 0)
        error = err_say(text, ERR_EMPTY,
                        "no borough has returned a price of a provider for %s: %zu have returned "
                        "something",
                        about->period, taken.count);
    about->simulated = reading.simulated;
    about->sequence = taken.sequence;
    about->received_at_unix_ms = taken.received_at_unix_ms;
    return error;
}

enum err view_panel_make(struct view *view, struct store *store, struct err_text *text)
{
    struct market *market = arena_alloc(view->arena, sizeof *market);
    char *period = arena_alloc(view->arena, PERIOD_TEXT_BYTES);
    struct market_about about = {.period = period,
                                 .most = view->asked.for_people ? view->kind->most : 0};
    enum err error;

    if (market == NULL || period == NULL)
        return err_say(text, ERR_NO_MEMORY, "there is no memory for a table");
    market_init(market, view->arena);
    period_format(&view->period, period);
    error = view_new_sheet(view, text);
    if (error == ERR_OK)
        error = read_market(view, market, &about, store, text);
    if (error == ERR_OK)
        view->kind->fill(view->sheet, market, &about);
    return error;
}
