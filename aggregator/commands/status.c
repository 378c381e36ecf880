#include "aggregator/commands/status.h"

#include "lib/base/clock.h"
#include "lib/base/list.h"
#include "proto/form/form.h"
#include "proto/form/period.h"
#include "proto/wire/codec.h"

#include <inttypes.h>
#include <jansson.h>

enum {
    // 33 boroughs' rows of a few dozen bytes, for more periods than there can be.
    STATUS_ARENA_CAP_BYTES = 8 * 1000 * 1000,
    STATUS_PARTS_BYTES = 80,
};

struct reading {
    struct status *status;
    const Qd__Period *only;
    struct arena message;  // one decoded return
};

// A new period behind the others, with nobody's return yet; NULL when there is no memory for it.
static struct status_period *add_period(struct status *status, const Qd__Period *period)
{
    struct status_period *added = LIST_ADD(&status->arena, status->periods, status->count);

    if (added != NULL)
        *added = (struct status_period){.period = *period};
    return added;
}

static enum err read_parts(struct reading *reading, const struct store_record *record,
                           unsigned *parts)
{
    Qd__Return *returned;
    enum err error;

    arena_reset(&reading->message);
    error = codec_unpack_return(&returned, &reading->message, record->return_bytes,
                                record->return_size, NULL);
    if (error != ERR_OK)
        return error;
    *parts = 0;
    for (int part = 0; part < FORM_PARTS; part++)
        if (part != FORM_HEADER && form_rows(returned, (enum form_part)part) > 0)
            *parts |= 1U << part;
    return ERR_OK;
}

// The period of a record: the last one of the list, or a new one, as they come in order.
static struct status_period *period_of(struct reading *reading, const struct store_record *record)
{
    struct status *status = reading->status;
    Qd__Period period;

    if (status->count > 0 &&
        period_key(&status->periods[status->count - 1].period) == record->period_key)
        return &status->periods[status->count - 1];
    return period_from_key(&period, record->period_key) ? add_period(status, &period) : NULL;
}

static enum err add_return(void *context, const struct store_record *record)
{
    struct reading *reading = context;
    const int place = boroughs_index(record->authority);
    struct status_period *period;
    struct status_return *row;

    if (reading->only != NULL && record->period_key != period_key(reading->only))
        return ERR_OK;
    if (place < 0)
        return ERR_CORRUPT;
    period = period_of(reading, record);
    if (period == NULL)
        return ERR_NO_MEMORY;
    period->returned++;
    row = &period->returns[place];
    *row = (struct status_return){.returned = 1,
                                  .revision = record->revision,
                                  .received_at_unix_ms = record->received_at_unix_ms,
                                  .sequence = record->sequence,
                                  .queries = record->queries};
    return read_parts(reading, record, &row->parts);
}

enum err status_read(struct status *status, struct store *store, const Qd__Period *only,
                     struct err_text *text)
{
    struct reading reading = {.status = status, .only = only};
    struct store_reading snapshot;
    enum err error;

    *status = (struct status){.count = 0};
    arena_init(&status->arena, STATUS_ARENA_CAP_BYTES);
    arena_init(&reading.message, CODEC_ARENA_CAP_BYTES);
    if (only != NULL && add_period(status, only) == NULL) {
        error = err_say(text, ERR_NO_MEMORY, "out of memory");
        goto err0;
    }
    error = store_read_begin(store, &snapshot, text);
    if (error != ERR_OK)
        goto err0;
    error = store_each_latest(&snapshot, add_return, &reading);
    store_read_end(&snapshot);
    if (error != ERR_OK)
        (void)err_say(text, error, "the store cannot be read: %s; run `qd-aggregator verify`",
                      err_words(error));
err0:
    arena_free(&reading.message);
    if (error != ERR_OK)
        status_free(status);
    return error;
}

void status_free(struct status *status)
{
    arena_free(&status->arena);
    status->periods = NULL;
    status->count = 0;
}

// --- for a terminal

static void parts_as_words(unsigned parts, char text[STATUS_PARTS_BYTES])
{
    size_t used = 0;

    text[0] = '\0';
    for (int part = 0; part < FORM_PARTS; part++)
        if ((parts & 1U << part) != 0 && used < STATUS_PARTS_BYTES)
            used += (size_t)snprintf(text + used, STATUS_PARTS_BYTES - used, "%s%s",
                                     used == 0 ? "" : ", ", form_part((enum form_part)part)->name);
}

static void print_missing(const struct status_period *period, FILE *out)
{
    const char *between = "  missing: ";

    if (period->returned == 0) {
        fputs("  missing: all\n", out);
        return;
    }
    for (size_t i = 0; i < BOROUGHS_COUNT; i++) {
        if (period->returns[i].returned)
            continue;
        fprintf(out, "%s%s", between, boroughs[i].la_name);
        between = ", ";
    }
    if (period->returned < BOROUGHS_COUNT)
        fputc('\n', out);
}

static void print_period(const struct status_period *period, FILE *out)
{
    char words[PERIOD_TEXT_BYTES];

    period_format(&period->period, words);
    fprintf(out, "%s: %u/%d boroughs have returned\n", words, period->returned, BOROUGHS_COUNT);
    if (period->returned > 0)
        fprintf(out, "  %-24s %8s  %-24s %7s  %s\n", "borough", "revision", "received", "queries",
                "parts");
    for (size_t i = 0; i < BOROUGHS_COUNT; i++) {
        const struct status_return *row = &period->returns[i];
        char received[CLOCK_TEXT_BYTES];
        char parts[STATUS_PARTS_BYTES];

        if (!row->returned)
            continue;
        clock_format_words(row->received_at_unix_ms, received);
        parts_as_words(row->parts, parts);
        fprintf(out, "  %-24s %8" PRIu32 "  %-24s %7" PRIu32 "  %s\n", boroughs[i].la_name,
                row->revision, received, row->queries, parts);
    }
    print_missing(period, out);
}

enum err status_print(const struct status *status, FILE *out)
{
    if (status->count == 0)
        fputs("No borough has returned anything yet.\n", out);
    for (size_t i = 0; i < status->count; i++) {
        if (i > 0)
            fputc('\n', out);
        print_period(&status->periods[i], out);
    }
    return fflush(out) == 0 && !ferror(out) ? ERR_OK : ERR_IO;
}

// --- for a program

static json_t *parts_as_json(unsigned parts)
{
    json_t *list = json_array();

    for (int part = 0; part < FORM_PARTS; part++)
        if ((parts & 1U << part) != 0)
            (void)json_array_append_new(list, json_string(form_part((enum form_part)part)->name));
    return list;
}

static json_t *return_as_json(const struct borough *borough, const struct status_return *row)
{
    char received[CLOCK_TEXT_BYTES];

    clock_format(row->received_at_unix_ms, received);
    return json_pack("{s:s, s:i, s:s, s:I, s:s, s:I, s:I, s:o}", "new_la_code",
                     borough->new_la_code, "old_la_code", (int)borough->authority, "la_name",
                     borough->la_name, "revision", (json_int_t)row->revision, "received_at",
                     received, "sequence", (json_int_t)row->sequence, "queries",
                     (json_int_t)row->queries, "parts", parts_as_json(row->parts));
}

static json_t *period_as_json(const struct status_period *period)
{
    json_t *returned = json_array();
    json_t *missing = json_array();
    char words[PERIOD_TEXT_BYTES];

    period_format(&period->period, words);
    for (size_t i = 0; i < BOROUGHS_COUNT; i++) {
        if (period->returns[i].returned)
            (void)json_array_append_new(returned,
                                        return_as_json(&boroughs[i], &period->returns[i]));
        else
            (void)json_array_append_new(missing, json_string(boroughs[i].new_la_code));
    }
    return json_pack("{s:s, s:I, s:i, s:o, s:o}", "period", words, "returned",
                     (json_int_t)period->returned, "of", BOROUGHS_COUNT, "boroughs", returned,
                     "missing", missing);
}

enum err status_print_json(const struct status *status, FILE *out)
{
    json_t *periods = json_array();
    json_t *whole = json_pack("{s:o}", "periods", periods);
    enum err error = ERR_OK;

    for (size_t i = 0; i < status->count && error == ERR_OK; i++)
        if (json_array_append_new(periods, period_as_json(&status->periods[i])) != 0)
            error = ERR_NO_MEMORY;
    if (error == ERR_OK && (whole == NULL || json_dumpf(whole, out, JSON_INDENT(2)) != 0 ||
                            fputc('\n', out) == EOF || fflush(out) != 0))
        error = ERR_IO;
    json_decref(whole);
    return error;
}
