#include "aggregator/commands/status.h"

#include "lib/base/clock.h"
#include "lib/base/list.h"
#include "proto/form/period.h"

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

// The first return of a borough, and after a withdrawal the next one.
static void note_first(struct status *status, const struct journal_entry *entry)
{
    const int borough = boroughs_index(entry->authority);

    for (size_t i = 0; i < status->count && borough >= 0; i++) {
        uint64_t *first = &status->periods[i].first_unix_ms[borough];

        if (status->periods[i].stored->key != entry->period_key)
            continue;
        if (entry->kind == JOURNAL_WITHDRAWN)
            *first = 0;
        else if (*first == 0)
            *first = entry->unix_ms;
    }
}

static enum err note(void *context, const struct journal_entry *entry)
{
    struct walk *walk = context;
    enum err error = ERR_OK;

    if (entry->kind == JOURNAL_RESTORED)
        error = note_restore(walk, entry);
    else if (entry->kind == JOURNAL_WITHDRAWN)
        error = note_withdrawal(walk->status, entry);
    if (entry->kind == JOURNAL_RETURN || entry->kind == JOURNAL_WITHDRAWN)
        note_first(walk->status, entry);
    walk->before = entry->sequence;
    return error;
}

static enum err add_period(struct status *status, const struct store_period *period)
{
    struct status_period *place = LIST_ADD(&status->reading.arena, status->periods, status->count);
    Qd__Period known;

    if (place == NULL)
        return ERR_NO_MEMORY;
    *place = (struct status_period){.stored = period};
    if (period_from_key(&known, period->key))
        place->calendar = calendar_of(&status->calendar, &known);
    return ERR_OK;
}

// While the store's pages are there.
static enum err look_what_is_said(struct status *status, struct err_text *text)
{
    struct arena scratch;
    enum err error = ERR_OK;

    arena_init(&scratch, CODEC_ARENA_CAP_BYTES);
    for (size_t i = 0; i < status->count && error == ERR_OK; i++) {
        struct status_period *period = &status->periods[i];

        for (size_t row = 0; row < BOROUGHS_COUNT && error == ERR_OK; row++)
            if (period->stored->returns[row] != NULL)
                error = status_said_in(&period->said[row], period->stored->returns[row], &scratch,
                                       text);
    }
    arena_free(&scratch);
    return error;
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

// Those of the store, and those of the calendar that are open and for which nobody has returned.
static enum err add_all(struct status *status)
{
    const struct store_reading *reading = &status->reading;
    const struct calendar *calendar = &status->calendar;
    size_t at = 0;
    enum err error = ERR_OK;

    for (size_t i = 0; i <= calendar->count && error == ERR_OK; i++) {
        const struct calendar_row *row = i == calendar->count ? NULL : &calendar->list[i];
        const uint32_t key = row == NULL ? UINT32_MAX : period_key(&row->period);

        while (error == ERR_OK && at < reading->periods_count && reading->periods[at]->key < key)
            error = add_period(status, reading->periods[at++]);
        if (error == ERR_OK && row != NULL && row->opens <= status->today &&
            (at == reading->periods_count || reading->periods[at]->key != key))
            error = add_only(status, &row->period);
    }
    return error;
}

static enum err read_all(struct status *status, const struct status_asked *asked)
{
    struct walk walk = {.status = status};
    const enum err error = asked->only == NULL ? add_all(status) : add_only(status, asked->only);

    return error == ERR_OK ? store_each_entry(&status->reading, note, &walk) : error;
}

enum err status_read(struct status *status, struct store *store, const struct status_asked *asked,
                     struct err_text *text)
{
    enum err error;

    *status = (struct status){.today = asked->today};
    error = store_read_begin(store, STORE_NOW, &status->reading, text);
    if (error != ERR_OK)
        return error;
    error = calendar_find(&status->calendar, &status->reading.arena, asked->calendar, NULL, text);
    if (error != ERR_OK) {
        status_free(status);
        return error;
    }
    status->takes_simulated = store_takes_simulated(store);
    error = read_all(status, asked);
    if (error == ERR_OK)
        error = look_what_is_said(status, text);
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

const char *status_period_words(const struct store_period *period, char words[PERIOD_TEXT_BYTES])
{
    Qd__Period known;

    words[0] = '\0';
    if (period_from_key(&known, period->key))
        period_format(&known, words);
    return words;
}

const char *status_reason(const struct status *status, const struct store_return *latest)
{
    for (size_t i = 0; i < status->withdrawals_count; i++)
        if (status->withdrawals[i].sequence == latest->withdrawn_sequence)
            return status->withdrawals[i].reason;
    return NULL;
}

int32_t status_days_late(const struct status_period *shown, int borough)
{
    const uint64_t first = shown->first_unix_ms[borough];
    const int32_t day = clock_day(first);

    return first == 0 || shown->calendar == NULL || day <= shown->calendar->due
               ? 0
               : day - shown->calendar->due;
}
