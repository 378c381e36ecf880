// The table from the store: the only place in the reporter that reads it.
#include "proto/form/period.h"
#include "proto/wire/codec.h"
#include "reporter/table/table.h"

#include <stdio.h>
#include <string.h>

enum { RECORD_NAME_BYTES = 64 };

// "Camden, 2024, revision 2", whatever is in the record.
static void name_record(const struct store_record *record, char name[RECORD_NAME_BYTES])
{
    const struct borough *borough = boroughs_of(record->authority);
    char period_text[PERIOD_TEXT_BYTES] = "?";
    Qd__Period period;

    if (period_from_key(&period, record->period_key))
        period_format(&period, period_text);
    snprintf(name, RECORD_NAME_BYTES, "%s, %s, revision %u",
             borough == NULL ? "an unknown borough" : borough->la_name, period_text,
             record->revision);
}

// A stored return, in the scratch arena. It is checked against its hash, because LMDB does not know
// when a page has changed on the disk.
static enum err unpack(Qd__Return **returned, struct arena *scratch,
                       const struct store_record *record, struct err_text *text)
{
    uint8_t hash[CODEC_HASH_BYTES];
    char name[RECORD_NAME_BYTES];
    struct err_text why = {""};
    enum err error;

    name_record(record, name);
    codec_hash(hash, record->return_bytes, record->return_size);
    if (memcmp(hash, record->return_hash, sizeof hash) != 0)
        return err_say(text, ERR_CORRUPT,
                       "%s: the stored return is not what its hash says; `qd-aggregator verify` "
                       "tells how far the damage goes",
                       name);
    error = codec_unpack_return(returned, scratch, record->return_bytes, record->return_size, &why);
    if (error == ERR_OK)
        return ERR_OK;
    return err_say(text, error == ERR_MALFORMED ? ERR_CORRUPT : error,
                   "%s: the stored return cannot be read: %s", name, why.text);
}

// --- one table
static enum err add_borough(struct table *table, int row, struct store_reading *reading,
                            struct arena *scratch, size_t *returned, struct err_text *text)
{
    const Qd__LocalAuthority authority = boroughs[row].authority;
    struct indicator_source source = {0};
    Qd__Return *period = NULL, *stock = NULL;
    struct store_record record;
    Qd__Period stock_period;
    enum err error;

    arena_reset(scratch);
    if (store_latest(reading, &table->period, authority, &record)) {
        error = unpack(&period, scratch, &record, text);
        if (error != ERR_OK)
            return error;
        source = (struct indicator_source){.period = period,
                                           .received_at_unix_ms = record.received_at_unix_ms,
                                           .revision = record.revision,
                                           .sequence = record.sequence,
                                           .queries = record.queries};
        *returned += (size_t)table->about->returned(period);
    }
    period_of_stock(&stock_period, &table->period);
    if (table->about->uses_stock && period_key(&stock_period) == period_key(&table->period)) {
        stock = period;
    } else if (table->about->uses_stock &&
               store_latest(reading, &stock_period, authority, &record)) {
        error = unpack(&stock, scratch, &record, text);
        if (error != ERR_OK)
            return error;
    }
    source.stock = stock;
    table_add(table, row, &source);
    return ERR_OK;
}

// --- what to say when there is nothing
struct periods_list {
    const struct indicator_table *about;
    struct arena *scratch;
    struct err_text *text;
    uint32_t last_key;
    char words[sizeof((struct err_text *)0)->text / 2];
};

static enum err list_period(void *context, const struct store_record *record)
{
    struct periods_list *list = context;
    const size_t used = strlen(list->words);
    char period_text[PERIOD_TEXT_BYTES];
    Qd__Return *returned = NULL;
    Qd__Period period;
    enum err error;

    if (record->period_key == list->last_key || !period_from_key(&period, record->period_key))
        return ERR_OK;
    arena_reset(list->scratch);
    error = unpack(&returned, list->scratch, record, list->text);
    if (error != ERR_OK)
        return error;
    if (!list->about->returned(returned))
        return ERR_OK;
    list->last_key = record->period_key;
    period_format(&period, period_text);
    snprintf(list->words + used, sizeof list->words - used, "%s%s", used == 0 ? "" : ", ",
             period_text);
    return ERR_OK;
}

static enum err not_returned(const struct table *table, struct store_reading *reading,
                             struct arena *scratch, struct err_text *text)
{
    struct periods_list list = {.about = table->about, .scratch = scratch, .text = text};
    char period_text[PERIOD_TEXT_BYTES];
    const char *part = table->about->part;
    enum err error = store_each_latest(reading, list_period, &list);

    if (error != ERR_OK)
        return error;
    period_format(&table->period, period_text);
    if (list.words[0] == '\0')
        return err_say(text, ERR_EMPTY, "no borough has returned %s, for %s or any other period",
                       part, period_text);
    return err_say(text, ERR_EMPTY,
                   "no borough has returned %s for %s; the periods for which there is something "
                   "are: %s",
                   part, period_text, list.words);
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
    error = store_read_begin(store, &reading, text);
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
