// For a program: status_print_json of status.h.
#include "aggregator/commands/status.h"

#include "lib/base/clock.h"
#include "proto/form/form.h"
#include "proto/form/period.h"

#include <jansson.h>

// Puts a value into a list that is being made; NULL, and nothing left of it, when there is no memory.
static json_t *with(json_t *list, json_t *value)
{
    if (list != NULL && json_array_append_new(list, value) == 0)
        return list;
    json_decref(list);
    return NULL;
}

static json_t *parts_as_json(unsigned parts)
{
    json_t *list = json_array();

    for (int part = 0; part < FORM_PARTS; part++)
        if ((parts & 1U << part) != 0)
            list = with(list, json_string(form_part((enum form_part)part)->name));
    return list;
}

static json_t *count_as_json(const struct status_said *said, uint32_t count)
{
    return said->is_known ? json_integer((json_int_t)count) : json_null();
}

static json_t *return_as_json(const struct borough *borough, const struct store_return *latest,
                              const struct status_said *said)
{
    static const char *const standings[] = {[STORE_RETURNED] = "returned",
                                            [STORE_REDACTED] = "redacted",
                                            [STORE_WITHDRAWN] = "withdrawn"};
    const struct journal_entry *entry = &latest->entry;
    char received[CLOCK_TEXT_BYTES];

    clock_format(entry->unix_ms, received);
    return json_pack("{s:s, s:i, s:s, s:s, s:I, s:s, s:I, s:I, s:o, s:o, s:o}", "new_la_code",
                     borough->new_la_code, "old_la_code", (int)borough->authority, "la_name",
                     borough->la_name, "standing", standings[latest->standing], "revision",
                     (json_int_t)entry->revision, "received_at", received, "sequence",
                     (json_int_t)entry->sequence, "queries", (json_int_t)entry->queries,
                     "explanations", count_as_json(said, said->explanations), "notes",
                     count_as_json(said, said->notes), "parts", parts_as_json(entry->parts));
}

// The return, and that it was taken back.
static json_t *withdrawn_as_json(const struct status *status, const struct borough *borough,
                                 const struct store_return *latest)
{
    const struct status_said nothing = {.is_known = 0};
    json_t *object = return_as_json(borough, latest, &nothing);
    char when[CLOCK_TEXT_BYTES];
    json_t *more;

    clock_format(latest->withdrawn_at_unix_ms, when);
    more =
        json_pack("{s:s, s:I, s:s?}", "withdrawn_at", when, "withdrawn_sequence",
                  (json_int_t)latest->withdrawn_sequence, "reason", status_reason(status, latest));
    if (object != NULL && more != NULL && json_object_update_new(object, more) == 0)
        return object;
    json_decref(object);
    return NULL;
}

static json_t *day_as_json(int32_t day)
{
    char text[CLOCK_DAY_BYTES];

    clock_format_day(day, text);
    return json_string(text);
}

// The return, and by how many days it was late where something was due.
static json_t *counted_as_json(const struct status_period *shown, int borough)
{
    json_t *object =
        return_as_json(&boroughs[borough], shown->stored->returns[borough], &shown->said[borough]);
    json_t *late = shown->calendar == NULL
                       ? json_null()
                       : json_integer((json_int_t)status_days_late(shown, borough));

    if (object != NULL && json_object_set_new(object, "days_late", late) == 0)
        return object;
    json_decref(object);
    return NULL;
}

static json_t *period_as_json(const struct status *status, const struct status_period *shown)
{
    const struct store_period *period = shown->stored;
    const struct calendar_row *row = shown->calendar;
    json_t *returned = json_array();
    json_t *missing = json_array();
    json_t *withdrawn = json_array();
    char words[PERIOD_TEXT_BYTES];

    for (size_t i = 0; i < BOROUGHS_COUNT; i++) {
        const struct store_return *latest = period->returns[i];

        if (store_counts(latest))
            returned = with(returned, counted_as_json(shown, (int)i));
        else
            missing = with(missing, json_string(boroughs[i].new_la_code));
        if (latest != NULL && !store_counts(latest))
            withdrawn = with(withdrawn, withdrawn_as_json(status, &boroughs[i], latest));
    }
    return json_pack("{s:s, s:o, s:o, s:o, s:I, s:i, s:o, s:o, s:o}", "period",
                     status_period_words(period, words), "opens",
                     row == NULL ? json_null() : day_as_json(row->opens), "due",
                     row == NULL ? json_null() : day_as_json(row->due), "refresh_until",
                     row == NULL ? json_null() : day_as_json(row->refresh_until), "returned",
                     (json_int_t)period->returned, "of", BOROUGHS_COUNT, "boroughs", returned,
                     "missing", missing, "withdrawn", withdrawn);
}

static json_t *restore_as_json(const struct status_restore *restore)
{
    char when[CLOCK_TEXT_BYTES];

    clock_format(restore->unix_ms, when);
    return json_pack("{s:s, s:I, s:I}", "restored_at", when, "first_lost",
                     (json_int_t)restore->first_lost, "last_lost", (json_int_t)restore->last_lost);
}

static json_t *as_json(const struct status *status)
{
    json_t *periods = json_array();
    json_t *restores = json_array();

    for (size_t i = 0; i < status->count; i++)
        periods = with(periods, period_as_json(status, &status->periods[i]));
    for (size_t i = 0; i < status->restores_count; i++)
        restores = with(restores, restore_as_json(&status->restores[i]));
    return json_pack("{s:o, s:o, s:b, s:I}", "periods", periods, "restores", restores, "simulated",
                     status->takes_simulated, "sequence", (json_int_t)status->reading.end.sequence);
}

enum err status_print_json(const struct status *status, FILE *out)
{
    json_t *whole = as_json(status);
    enum err error = ERR_OK;

    if (whole == NULL)
        return ERR_NO_MEMORY;
    if (json_dumpf(whole, out, JSON_INDENT(2)) != 0 || fputc('\n', out) == EOF || fflush(out) != 0)
        error = ERR_IO;
    json_decref(whole);
    return error;
}
