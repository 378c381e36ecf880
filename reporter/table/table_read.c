// The table from the store: the only place in the reporter that reads it.
#include "proto/form/period.h"
#include "proto/wire/codec.h"
#include "reporter/table/table.h"

#include <stdio.h>
#include <string.h>

// A stored return, in the scratch arena. It is checked against its hash, because LMDB does not know
// when a page has changed on the disk. NULL when the operator removed its body.
static enum err unpack(Qd__Return **returned, struct arena *scratch,
                       const struct store_return *latest, struct err_text *text)
{
    const struct journal_entry *entry = &latest->entry;
    char name[JOURNAL_NAME_BYTES];
    struct err_text why = {""};
    enum err error;

    *returned = NULL;
    if (latest->standing == STORE_REDACTED)
        return ERR_OK;
    error = journal_check_body(entry, text);
    if (error != ERR_OK)
        return error;
    error = codec_unpack_return(returned, scratch, entry->body, entry->body_bytes, &why);
    if (error == ERR_OK)
        return ERR_OK;
    return err_say(text, error == ERR_MALFORMED ? ERR_CORRUPT : error, "%s cannot be read: %s",
                   journal_name(entry, name), why.text);
}

// --- one table
static enum err add_borough(struct table *table, int row, struct store_reading *reading,
                            struct arena *scratch, size_t *returned, struct err_text *text)
{
    const Qd__LocalAuthority authority = boroughs[row].authority;
    const struct store_return *latest = store_latest(reading, &table->period, authority);
    struct indicator_source source = {0};
    Qd__Return *period = NULL, *stock = NULL;
    Qd__Period stock_period;
    enum err error;

    arena_reset(scratch);
    if (latest != NULL) {
        error = unpack(&period, scratch, latest, text);
        if (error != ERR_OK)
            return error;
        source = (struct indicator_source){.period = period,
                                           .received_at_unix_ms = latest->entry.unix_ms,
                                           .revision = latest->entry.revision,
                                           .sequence = latest->entry.sequence,
                                           .queries = latest->entry.queries};
        *returned += period != NULL && table->about->returned(period);
    }
    period_of_stock(&stock_period, &table->period);
    if (table->about->uses_stock && period_key(&stock_period) == period_key(&table->period)) {
        stock = period;
    } else if (table->about->uses_stock) {
        latest = store_latest(reading, &stock_period, authority);
        error = latest == NULL ? ERR_OK : unpack(&stock, scratch, latest, text);
        if (error != ERR_OK)
            return error;
    }
    source.stock = stock;
    table_add(table, row, &source);
    return ERR_OK;
}

// --- what to say when there is nothing

// 1 when a borough has returned the table's part for the period, -1 on an error.
static int is_returned(const struct table *table, const struct store_period *period,
                       struct arena *scratch, struct err_text *text)
{
    for (size_t i = 0; i < BOROUGHS_COUNT; i++) {
        Qd__Return *returned;

        if (period->returns[i] == NULL)
            continue;
        arena_reset(scratch);
        if (unpack(&returned, scratch, period->returns[i], text) != ERR_OK)
            return -1;
        if (returned != NULL && table->about->returned(returned))
            return 1;
    }
    return 0;
}

static enum err not_returned(const struct table *table, struct store_reading *reading,
                             struct arena *scratch, struct err_text *text)
{
    char words[sizeof((struct err_text *)0)->text / 2] = "";
    char period_text[PERIOD_TEXT_BYTES];
    const char *part = table->about->part;

    for (size_t i = 0; i < reading->periods_count; i++) {
        const int there = is_returned(table, reading->periods[i], scratch, text);
        const size_t used = strlen(words);
        Qd__Period period;

        if (there < 0)
            return ERR_CORRUPT;
        if (there == 0 || !period_from_key(&period, reading->periods[i]->key))
            continue;
        period_format(&period, period_text);
        snprintf(words + used, sizeof words - used, "%s%s", used == 0 ? "" : ", ", period_text);
    }
    period_format(&table->period, period_text);
    if (words[0] == '\0')
        return err_say(text, ERR_EMPTY, "no borough has returned %s, for %s or any other period",
                       part, period_text);
    return err_say(text, ERR_EMPTY,
                   "no borough has returned %s for %s; the periods for which there is something "
                   "are: %s",
                   part, period_text, words);
}

static enum err add_boroughs(struct table *table, struct store_reading *reading,
                             struct arena *scratch, struct err_text *text)
{
    size_t returned = 0;

    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        enum err error = add_borough(table, row, reading, scratch, &returned, text);

        if (error != ERR_OK)
            return error;
    }
    return returned > 0 ? ERR_OK : not_returned(table, reading, scratch, text);
}

enum err table_make(struct table *table, struct arena *arena, struct store *store, const char *name,
                    const Qd__Period *period, struct err_text *text)
{
    const struct indicator_table *about = indicators_table(name);
    struct store_reading reading;
    struct arena scratch;
    enum err error;

    if (about == NULL)
        return err_say(text, ERR_COMMAND,
                       "there is no table \"%.40s\": they are timeliness, placements, transport "
                       "and submissions",
                       name);
    error = table_begin(table, arena, about, period, text);
    if (error != ERR_OK)
        return error;
    error = store_read_begin(store, STORE_NOW, &reading, text);
    if (error != ERR_OK)
        return error;
    arena_init(&scratch, CODEC_ARENA_CAP_BYTES);
    error = add_boroughs(table, &reading, &scratch, text);
    arena_free(&scratch);
    store_read_end(&reading);
    if (error == ERR_OK)
        table_finish(table);
    return error;
}
