#include "aggregator/commands/status.h"

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
