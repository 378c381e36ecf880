// What a walk over the journal learns of returns: for each period and borough the latest one, and whether it
// was taken back since.
#include "aggregator/store/store_internal.h"

#include "lib/base/list.h"
#include "proto/form/period.h"
#include "wire.pb-c.h"

#include <string.h>

static enum err no_memory(struct err_text *text)
{
    return err_say(text, ERR_NO_MEMORY, "no memory to read the journal");
}

// --- periods

// The place of a period in the list, or where it belongs.
static size_t place_of(const struct store_reading *reading, uint32_t period_key)
{
    size_t low = 0, high = reading->periods_count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (reading->periods[middle]->key < period_key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct store_period *store_find_period(const struct store_reading *reading, uint32_t period_key)
{
    const size_t place = place_of(reading, period_key);

    return place < reading->periods_count && reading->periods[place]->key == period_key
               ? reading->periods[place]
               : NULL;
}

static struct store_period *find_or_add_period(struct store_reading *reading, uint32_t period_key)
{
    struct store_period *period = store_find_period(reading, period_key);
    const size_t place = place_of(reading, period_key);

    if (period != NULL)
        return period;
    period = arena_zalloc(&reading->arena, sizeof *period);
    if (period == NULL ||
        LIST_ADD(&reading->arena, reading->periods, reading->periods_count) == NULL)
        return NULL;
    memmove(reading->periods + place + 1, reading->periods + place,
            (reading->periods_count - 1 - place) * sizeof(struct store_period *));
    reading->periods[place] = period;
    period->key = period_key;
    return period;
}

// --- returns

int store_counts(const struct store_return *latest)
{
    return latest != NULL && latest->standing != STORE_WITHDRAWN;
}

// Makes it the latest return of its borough and period.
static enum err show(struct store_reading *reading, struct store_period *period, int borough,
                     const struct journal_entry *entry, struct err_text *text)
{
    struct store_return **latest = &period->returns[borough];

    if (*latest == NULL)
        *latest = arena_zalloc(&reading->arena, sizeof **latest);
    else if (store_counts(*latest))
        period->returned--;
    else
        period->withdrawn--;
    if (*latest == NULL)
        return no_memory(text);
    period->returned++;
    **latest = (struct store_return){
        .entry = *entry, .standing = entry->body == NULL ? STORE_REDACTED : STORE_RETURNED};
    return ERR_OK;
}

enum err store_see_return(struct store_reading *reading, const struct journal_entry *entry,
                          int stands, struct err_text *text)
{
    const int borough = boroughs_index(entry->authority);
    struct store_period *period;
    struct store_newest *newest;
    Qd__Period known;

    if (borough < 0 || !period_from_key(&known, entry->period_key))
        return store_damaged(entry, "names a borough or a period that does not exist", text);
    period = find_or_add_period(reading, entry->period_key);
    if (period == NULL)
        return no_memory(text);
    newest = &period->newest[borough];
    if (entry->revision != newest->revision + 1)
        return store_damaged(entry, "does not follow the revision before it", text);
    newest->revision = entry->revision;
    newest->is_withdrawn = 0;
    memcpy(newest->submission_id, entry->submission_id, sizeof newest->submission_id);
    reading->report.returns++;
    return stands ? show(reading, period, borough, entry, text) : ERR_OK;
}

// --- withdrawals

static int agrees(const Qd__Withdrawal *withdrawal, const struct journal_entry *entry,
                  const struct store_newest *newest)
{
    return withdrawal->new_la_code == entry->authority &&
           period_key(withdrawal->period) == entry->period_key &&
           entry->revision == newest->revision && !newest->is_withdrawn &&
           withdrawal->withdrawn_id.len == sizeof newest->submission_id &&
           memcmp(withdrawal->withdrawn_id.data, newest->submission_id,
                  sizeof newest->submission_id) == 0;
}

// It takes back what is newest of its borough and period, and that once.
enum err store_see_withdrawn(struct store_reading *reading, const struct journal_entry *entry,
                             int stands, struct err_text *text)
{
    struct store_period *period = store_find_period(reading, entry->period_key);
    const int borough = boroughs_index(entry->authority);
    static const char not_there[] = "takes back what was not there";
    ProtobufCMessage *message;
    struct store_return *latest;
    enum err error;

    if (borough < 0 || period == NULL)
        return store_damaged(entry, not_there, text);
    error = store_unpack_body(entry, &qd__withdrawal__descriptor, &message, text);
    if (error == ERR_OK &&
        !agrees((const Qd__Withdrawal *)(const void *)message, entry, &period->newest[borough]))
        error = store_damaged(entry, not_there, text);
    protobuf_c_message_free_unpacked(message, NULL);
    if (error != ERR_OK)
        return error;
    reading->report.withdrawn++;
    period->newest[borough].is_withdrawn = 1;
    latest = period->returns[borough];
    if (!stands || latest == NULL || latest->entry.revision != entry->revision)
        return ERR_OK;
    latest->standing = STORE_WITHDRAWN;
    latest->withdrawn_sequence = entry->sequence;
    latest->withdrawn_at_unix_ms = entry->unix_ms;
    period->returned--;
    period->withdrawn++;
    return ERR_OK;
}
