#include "aggregator/commands/status.h"

#include "lib/base/clock.h"
#include "lib/base/list.h"
#include "proto/form/form.h"
#include "proto/form/period.h"

#include <inttypes.h>
#include <jansson.h>

enum { STATUS_PARTS_BYTES = 80, STATUS_COUNT_BYTES = 16 };

// --- reading

struct walk {
    struct status *status;
    uint64_t before;  // the number of the entry before
};

static enum err note_restore(struct walk *walk, const struct journal_entry *entry)
{
    struct status *status = walk->status;
    struct status_restore *restore =
        LIST_ADD(&status->reading.arena, status->restores, status->restores_count);

    if (restore == NULL)
        return ERR_NO_MEMORY;
    *restore = (struct status_restore){.unix_ms = entry->unix_ms,
                                       .first_lost = walk->before + 1,
                                       .last_lost = entry->sequence - 1};
    return ERR_OK;
}

// Only the operator's has a reason. The body was read when the journal was walked.
static enum err note_withdrawal(struct status *status, const struct journal_entry *entry)
{
    struct arena *arena = &status->reading.arena;
    struct status_withdrawal *withdrawal;
    Qd__Withdrawal *body;
    const enum err error =
        codec_unpack_withdrawal(&body, arena, entry->body, entry->body_bytes, NULL);

    if (error != ERR_OK || body->reason == NULL)
        return error;
    withdrawal = LIST_ADD(arena, status->withdrawals, status->withdrawals_count);
    if (withdrawal == NULL)
        return ERR_NO_MEMORY;
    *withdrawal = (struct status_withdrawal){.sequence = entry->sequence, .reason = body->reason};
    return ERR_OK;
}

static enum err note(void *context, const struct journal_entry *entry)
{
    struct walk *walk = context;
    enum err error = ERR_OK;

    if (entry->kind == JOURNAL_RESTORED)
        error = note_restore(walk, entry);
    else if (entry->kind == JOURNAL_WITHDRAWN)
        error = note_withdrawal(walk->status, entry);
    walk->before = entry->sequence;
    return error;
}

static enum err add_period(struct status *status, const struct store_period *period)
{
    struct status_period *place = LIST_ADD(&status->reading.arena, status->periods, status->count);

    if (place == NULL)
        return ERR_NO_MEMORY;
    *place = (struct status_period){.stored = period};
    return ERR_OK;
}

// While the store's pages are there.
static void look_what_is_said(struct status *status)
{
    struct arena scratch;

    arena_init(&scratch, CODEC_ARENA_CAP_BYTES);
    for (size_t i = 0; i < status->count; i++) {
        struct status_period *period = &status->periods[i];

        for (size_t row = 0; row < BOROUGHS_COUNT; row++)
            if (period->stored->returns[row] != NULL)
                period->said[row] = status_said_in(period->stored->returns[row], &scratch);
    }
    arena_free(&scratch);
}

// The one that was asked for, whether anybody has returned for it or not.
static enum err add_only(struct status *status, const Qd__Period *only)
{
    const struct store_period *period = store_period(&status->reading, only);
    struct store_period *empty;

    if (period != NULL)
        return add_period(status, period);
    empty = arena_zalloc(&status->reading.arena, sizeof *empty);
    if (empty == NULL)
        return ERR_NO_MEMORY;
    empty->key = period_key(only);
    return add_period(status, empty);
}

enum err status_read(struct status *status, struct store *store, const Qd__Period *only,
                     struct err_text *text)
{
    struct walk walk = {.status = status};
    enum err error;

    *status = (struct status){.count = 0};
    error = store_read_begin(store, STORE_NOW, &status->reading, text);
    if (error != ERR_OK)
        return error;
    status->takes_simulated = store_takes_simulated(store);
    error = store_each_entry(&status->reading, note, &walk);
    if (error == ERR_OK && only != NULL)
        error = add_only(status, only);
    for (size_t i = 0; only == NULL && error == ERR_OK && i < status->reading.periods_count; i++)
        error = add_period(status, status->reading.periods[i]);
    if (error == ERR_OK)
        look_what_is_said(status);
    store_read_unpin(&status->reading);
    if (error != ERR_OK) {
        status_free(status);
        return err_say(text, error, "the store cannot be read: %s; run `qd-aggregator verify`",
                       err_words(error));
    }
    return ERR_OK;
}

void status_free(struct status *status)
{
    store_read_end(&status->reading);
    *status = (struct status){.count = 0};
}

static const char *period_words(const struct store_period *period, char words[PERIOD_TEXT_BYTES])
{
    Qd__Period known;

    words[0] = '\0';
    if (period_from_key(&known, period->key))
        period_format(&known, words);
    return words;
}

// --- for a terminal

static void parts_as_words(const struct store_return *latest, char text[STATUS_PARTS_BYTES])
{
    size_t used = 0;

    if (latest->standing == STORE_REDACTED) {
        (void)snprintf(text, STATUS_PARTS_BYTES, "redacted: its figures are not shown");
        return;
    }
    text[0] = '\0';
    for (int part = 0; part < FORM_PARTS; part++)
        if ((latest->entry.parts & 1U << part) != 0 && used < STATUS_PARTS_BYTES)
            used += (size_t)snprintf(text + used, STATUS_PARTS_BYTES - used, "%s%s",
                                     used == 0 ? "" : ", ", form_part((enum form_part)part)->name);
}

// NULL: the borough itself took it back.
static const char *reason_of(const struct status *status, const struct store_return *latest)
{
    for (size_t i = 0; i < status->withdrawals_count; i++)
        if (status->withdrawals[i].sequence == latest->withdrawn_sequence)
            return status->withdrawals[i].reason;
    return NULL;
}

static void print_withdrawn(const struct status *status, const struct store_return *latest,
                            FILE *out)
{
    const char *reason = reason_of(status, latest);
    char when[CLOCK_TEXT_BYTES];

    clock_format_words(latest->withdrawn_at_unix_ms, when);
    fprintf(out, " (withdrawn on %s", when);
    if (reason != NULL)
        fprintf(out, " by the operator: %s", reason);
    fputc(')', out);
}

static void print_missing(const struct status *status, const struct store_period *period, FILE *out)
{
    const char *between = "  missing: ";

    if (period->returned + period->withdrawn == 0) {
        fputs("  missing: all\n", out);
        return;
    }
    for (size_t i = 0; i < BOROUGHS_COUNT; i++) {
        if (store_counts(period->returns[i]))
            continue;
        fprintf(out, "%s%s", between, boroughs[i].la_name);
        if (period->returns[i] != NULL)
            print_withdrawn(status, period->returns[i], out);
        between = ", ";
    }
    if (period->returned < BOROUGHS_COUNT)
        fputc('\n', out);
}

// "-" where it is not known.
static void count_as_words(const struct status_said *said, uint32_t count,
                           char text[STATUS_COUNT_BYTES])
{
    if (said->is_known)
        (void)snprintf(text, STATUS_COUNT_BYTES, "%" PRIu32, count);
    else
        (void)snprintf(text, STATUS_COUNT_BYTES, "-");
}

static void print_period(const struct status *status, const struct status_period *shown, FILE *out)
{
    const struct store_period *period = shown->stored;
    char words[PERIOD_TEXT_BYTES];

    fprintf(out, "%s: %u/%d boroughs have returned\n", period_words(period, words),
            period->returned, BOROUGHS_COUNT);
    if (period->returned > 0)
        fprintf(out, "  %-24s %8s  %-24s %7s %12s %5s  %s\n", "borough", "revision", "received",
                "queries", "explanations", "notes", "parts");
    for (size_t i = 0; i < BOROUGHS_COUNT; i++) {
        const struct store_return *latest = period->returns[i];
        char received[CLOCK_TEXT_BYTES];
        char parts[STATUS_PARTS_BYTES];
        char explanations[STATUS_COUNT_BYTES], notes[STATUS_COUNT_BYTES];

        if (!store_counts(latest))
            continue;
        count_as_words(&shown->said[i], shown->said[i].explanations, explanations);
        count_as_words(&shown->said[i], shown->said[i].notes, notes);
        clock_format_words(latest->entry.unix_ms, received);
        parts_as_words(latest, parts);
        fprintf(out, "  %-24s %8" PRIu32 "  %-24s %7" PRIu32 " %12s %5s  %s\n", boroughs[i].la_name,
                latest->entry.revision, received, latest->entry.queries, explanations, notes,
                parts);
    }
    print_missing(status, period, out);
}

static void print_restore(const struct status_restore *restore, FILE *out)
{
    char when[CLOCK_TEXT_BYTES];

    clock_format_words(restore->unix_ms, when);
    fprintf(out, "\nA backup was put in place of the store on %s.", when);
    if (restore->first_lost <= restore->last_lost)
        fprintf(out,
                " Receipts numbered %" PRIu64 " to %" PRIu64
                " are of returns that it did not hold.",
                restore->first_lost, restore->last_lost);
    fputs(" What is newest of each period, boroughs send again at their next submit.\n", out);
}

enum err status_print(const struct status *status, FILE *out)
{
    if (status->count == 0)
        fputs("No borough has returned anything yet.\n", out);
    for (size_t i = 0; i < status->count; i++) {
        if (i > 0)
            fputc('\n', out);
        print_period(status, &status->periods[i], out);
    }
    for (size_t i = 0; i < status->restores_count; i++)
        print_restore(&status->restores[i], out);
    if (status->takes_simulated)
        fputs("\nThis store takes simulated returns: their figures are made up.\n", out);
    return fflush(out) == 0 && !ferror(out) ? ERR_OK : ERR_IO;
}

// --- for a program

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
    more = json_pack("{s:s, s:I, s:s?}", "withdrawn_at", when, "withdrawn_sequence",
                     (json_int_t)latest->withdrawn_sequence, "reason", reason_of(status, latest));
    if (object != NULL && more != NULL && json_object_update_new(object, more) == 0)
        return object;
    json_decref(object);
    return NULL;
}

static json_t *period_as_json(const struct status *status, const struct status_period *shown)
{
    const struct store_period *period = shown->stored;
    json_t *returned = json_array();
    json_t *missing = json_array();
    json_t *withdrawn = json_array();
    char words[PERIOD_TEXT_BYTES];

    for (size_t i = 0; i < BOROUGHS_COUNT; i++) {
        const struct store_return *latest = period->returns[i];

        if (store_counts(latest))
            returned = with(returned, return_as_json(&boroughs[i], latest, &shown->said[i]));
        else
            missing = with(missing, json_string(boroughs[i].new_la_code));
        if (latest != NULL && !store_counts(latest))
            withdrawn = with(withdrawn, withdrawn_as_json(status, &boroughs[i], latest));
    }
    return json_pack("{s:s, s:I, s:i, s:o, s:o, s:o}", "period", period_words(period, words),
                     "returned", (json_int_t)period->returned, "of", BOROUGHS_COUNT, "boroughs",
                     returned, "missing", missing, "withdrawn", withdrawn);
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
