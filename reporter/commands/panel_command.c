#include "reporter/commands/panel_command.h"

#include "lib/base/msg.h"
#include "proto/form/period.h"
#include "reporter/commands/audience.h"
#include "reporter/commands/make_table.h"
#include "reporter/commands/sheet_commands.h"
#include "reporter/outputs/market_sheet.h"
#include "reporter/table/periods.h"
#include "reporter/table/table_read.h"

#include <string.h>

enum { PROVIDERS_SHOWN = 25, LOOKS_SHOWN = 40 };  // as text; csv and json have all

static const struct panel_table {
    const char *name;
    void (*fill)(struct sheet *sheet, const struct market *market,
                 const struct market_about *about);
    int most;
} panel_tables[] = {{"providers", market_sheet_providers, PROVIDERS_SHOWN},
                    {"where-to-look", market_sheet_where_to_look, LOOKS_SHOWN}};

enum { PANEL_TABLES = sizeof panel_tables / sizeof panel_tables[0] };

const char *panel_command_name(size_t index)
{
    return index < PANEL_TABLES ? panel_tables[index].name : NULL;
}

static const struct panel_table *find(const char *name)
{
    for (size_t i = 0; i < PANEL_TABLES; i++)
        if (strcmp(panel_tables[i].name, name) == 0)
            return &panel_tables[i];
    return NULL;
}

int panel_command_has(const char *name)
{
    return find(name) != NULL;
}

// --- what is asked for

static enum err check_audience(const struct reporter_words *words, const char *name,
                               struct err_text *text)
{
    struct audience audience;
    const enum err error = audience_parse(&audience, words->audience, text);

    if (error != ERR_OK || audience.is_panel)
        return error;
    return err_say(
        text, ERR_COMMAND,
        "the table %s is for the panel alone: what a borough pays a provider is a secret "
        "from the others",
        name);
}

static enum err check_words(const struct reporter_words *words, const char *name,
                            struct err_text *text)
{
    const char *const unused[] = {words->measures, words->by, words->areas, words->all_periods,
                                  words->out};

    for (size_t i = 0; i < sizeof unused / sizeof unused[0]; i++)
        if (unused[i] != NULL || words->where.count > 0 || words->rolling)
            return err_say(
                text, ERR_COMMAND,
                "the table %s takes --period, --as-of, --format, --store and --audience, "
                "and nothing else",
                name);
    return check_audience(words, name, text);
}

static enum err read_period(Qd__Period *period, struct arena *arena,
                            const struct reporter_words *words, struct err_text *text)
{
    struct periods periods;
    enum err error;

    if (words->periods == NULL)
        return err_say(text, ERR_COMMAND,
                       "say for which period, as in --period '2025-26 Q3': prices are those of the "
                       "placements on its last day");
    error = periods_parse(&periods, arena, words->periods, text);
    if (error == ERR_OK && periods.count != 1)
        error = err_say(text, ERR_COMMAND, "the panel's tables are of one period");
    if (error == ERR_OK)
        *period = periods.list[0];
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

static enum err read_market(struct market *market, struct market_about *about,
                            const Qd__Period *period, const struct reporter_words *words,
                            struct err_text *text)
{
    struct reading reading = {.market = market};
    struct store *store = NULL;
    size_t taken = 0;
    enum err error = reporter_words_open_store(&store, words, text);

    if (error == ERR_OK)
        error = table_read_returns(store, period, words->as_of, take, &reading, &taken, text);
    store_close(store);
    if (error == ERR_OK && market_make(market) != 0)
        error = err_say(text, ERR_NO_MEMORY, "the prices need more memory than there is");
    if (error == ERR_OK && market->count == 0)
        error = err_say(text, ERR_EMPTY,
                        "no borough has returned a price of a provider for %s: %zu have returned "
                        "something",
                        about->period, taken);
    about->simulated = reading.simulated;
    return error;
}

static enum err make(struct sheet *sheet, struct arena *arena, const struct panel_table *table,
                     const struct reporter_words *words, struct err_text *text)
{
    struct market *market = arena_alloc(arena, sizeof *market);
    char period_text[PERIOD_TEXT_BYTES];
    struct market_about about = {.period = period_text};
    Qd__Period period;
    enum err error = check_words(words, table->name, text);

    if (market == NULL)
        return err_say(text, ERR_NO_MEMORY, "there is no memory for a table");
    market_init(market, arena);
    if (error == ERR_OK)
        error = read_period(&period, arena, words, text);
    if (error != ERR_OK)
        return error;
    period_format(&period, period_text);
    about.most = strcmp(words->format, "text") == 0 ? table->most : 0;
    error = read_market(market, &about, &period, words, text);
    if (error == ERR_OK)
        table->fill(sheet, market, &about);
    return error;
}

int panel_command(const struct reporter_words *words, const char *name)
{
    struct err_text text = {""};
    struct sheet sheet;
    struct arena arena;
    enum err error;

    arena_init(&arena, MAKE_TABLE_ARENA_CAP_BYTES);
    error = make(&sheet, &arena, find(name), words, &text);
    if (error == ERR_OK)
        error = sheet_commands_write(&sheet, words->format, &text);
    arena_free(&arena);
    return error == ERR_OK ? ERR_KIND_NONE : msg_failure(error, &text);
}
