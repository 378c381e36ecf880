#include "collector/submit.h"

#include "proto/boroughs.h"
#include "proto/period.h"

#include <string.h>

enum {
    SUBMIT_ARENA_CAP_BYTES = 64 * 1000 * 1000,
    SUBMIT_LIST_FIRST = 32,  // places; doubled when they are taken
};

// The newest acknowledged submission of a period, which the aggregator should hold.
struct acknowledged {
    uint32_t period_key;
    int is_superseded;  // by one that is on its way
    uint32_t revision;
    uint8_t submission_id[CODEC_SUBMISSION_ID_BYTES];
    uint8_t return_hash[CODEC_HASH_BYTES];
};

struct list {
    void *items;
    size_t count;
    size_t places;
};

struct run {
    struct outbox *outbox;
    struct sender *sender;
    const uint8_t *fresh;
    const struct submit_watcher *watcher;
    struct submit_counts *counts;
    const Qd__Welcome *welcome;
    struct list pending;       // submission ids, oldest first
    struct list acknowledged;  // struct acknowledged, one a period
    int fresh_is_elsewhere;
    struct arena arena;    // for the whole run
    struct arena scratch;  // for one submission
    struct err_text *text;
};

// --- what there is to do

// A place at the end of the list; NULL when memory has run out.
static void *add(struct list *list, struct arena *arena, size_t size)
{
    if (list->count == list->places) {
        const size_t places = list->places == 0 ? SUBMIT_LIST_FIRST : 2 * list->places;
        void *items = arena_alloc(arena, places * size);

        if (items == NULL)
            return NULL;
        if (list->count > 0)
            memcpy(items, list->items, list->count * size);
        list->items = items;
        list->places = places;
    }
    return (char *)list->items + size * list->count++;
}

static enum err no_memory(const struct run *run)
{
    return err_say(run->text, ERR_NO_MEMORY, "out of memory while looking through the outbox");
}

static enum err add_pending(struct run *run, const uint8_t *submission_id)
{
    uint8_t *id = add(&run->pending, &run->arena, CODEC_SUBMISSION_ID_BYTES);

    if (id == NULL)
        return no_memory(run);
    memcpy(id, submission_id, CODEC_SUBMISSION_ID_BYTES);
    return ERR_OK;
}

static struct acknowledged *find_acknowledged(const struct run *run, uint32_t wanted)
{
    struct acknowledged *items = run->acknowledged.items;

    for (size_t i = 0; i < run->acknowledged.count; i++)
        if (items[i].period_key == wanted)
            return &items[i];
    return NULL;
}

static enum err note_acknowledged(struct run *run, const struct outbox_entry *entry)
{
    struct acknowledged *newest = find_acknowledged(run, entry->period_key);
    Qd__Envelope *envelope;

    if (newest == NULL)
        newest = add(&run->acknowledged, &run->arena, sizeof *newest);
    if (newest == NULL)
        return no_memory(run);
    *newest = (struct acknowledged){.period_key = entry->period_key};
    memcpy(newest->submission_id, entry->submission_id, sizeof newest->submission_id);
    memcpy(newest->return_hash, entry->return_hash, sizeof newest->return_hash);
    arena_reset(&run->scratch);
    if (codec_unpack_envelope(&envelope, &run->scratch, entry->answer, entry->answer_size, NULL) ==
            ERR_OK &&
        envelope->content_case == QD__ENVELOPE__CONTENT_RECEIPT)
        newest->revision = envelope->receipt->revision;
    return ERR_OK;
}

static int is_fresh(const struct run *run, const uint8_t *submission_id)
{
    return run->fresh != NULL && memcmp(run->fresh, submission_id, CODEC_SUBMISSION_ID_BYTES) == 0;
}

static enum err plan_entry(void *context, const struct outbox_entry *entry)
{
    struct run *run = context;
    struct acknowledged *earlier;

    if (entry->state == OUTBOX_PENDING && entry->authority != run->welcome->new_la_code) {
        if (is_fresh(run, entry->submission_id))
            run->fresh_is_elsewhere = 1;
        else
            run->counts->elsewhere++;
        return ERR_OK;
    }
    if (entry->authority != run->welcome->new_la_code || entry->state == OUTBOX_REFUSED)
        return ERR_OK;
    if (entry->state == OUTBOX_ACKNOWLEDGED)
        return note_acknowledged(run, entry);
    earlier = find_acknowledged(run, entry->period_key);
    if (earlier != NULL)
        earlier->is_superseded = 1;
    return add_pending(run, entry->submission_id);
}

static const Qd__Holding *holding_of(const struct run *run, uint32_t period)
{
    for (size_t i = 0; i < run->welcome->n_holdings; i++)
        if (period_key(run->welcome->holdings[i]->period) == period)
            return run->welcome->holdings[i];
    return NULL;
}

static int is_same(const Qd__Holding *holding, const struct acknowledged *ours)
{
    return memcmp(holding->return_hash.data, ours->return_hash, CODEC_HASH_BYTES) == 0;
}

// Whether the aggregator holds that return, or one that came after it: another collector of the
// borough may have sent one. Revisions begin anew when a store is restored, so the ids tell as
// well: they begin with the time.
static int is_held(const Qd__Holding *holding, const struct acknowledged *ours)
{
    return holding != NULL && (holding->revision > ours->revision || is_same(holding, ours) ||
                               memcmp(holding->submission_id.data, ours->submission_id,
                                      CODEC_SUBMISSION_ID_BYTES) > 0);
}

static void note(const struct run *run, const struct err_text *sentence)
{
    if (run->watcher != NULL && run->watcher->note != NULL)
        run->watcher->note(run->watcher->context, sentence->text);
}

// The officer submits a folder again whose return was replaced from elsewhere: a receipt is held,
// but the figures are not the current ones, and that must not pass for success.
static void note_replaced(const struct run *run, const Qd__Holding *holding)
{
    char words[PERIOD_TEXT_BYTES];
    struct err_text sentence;

    period_format(holding->period, words);
    err_say(&sentence, ERR_OK,
            "your receipt for %s is good, but a later return for that period was received from "
            "another of the borough's collectors: revision %u is current, not this folder. To make "
            "this folder current again, say so in the note column of return.csv, and submit it",
            words, holding->revision);
    note(run, &sentence);
}

static enum err plan_lost(struct run *run)
{
    const struct acknowledged *items = run->acknowledged.items;

    for (size_t i = 0; i < run->acknowledged.count; i++) {
        const Qd__Holding *holding = holding_of(run, items[i].period_key);
        char words[PERIOD_TEXT_BYTES];
        struct err_text sentence;
        Qd__Period period;
        enum err error;

        if (items[i].is_superseded)
            continue;
        if (is_held(holding, &items[i])) {
            if (!is_same(holding, &items[i]) && is_fresh(run, items[i].submission_id))
                note_replaced(run, holding);
            continue;
        }
        error = outbox_resend(run->outbox, items[i].submission_id, run->text);
        if (error == ERR_OK)
            error = add_pending(run, items[i].submission_id);
        if (error != ERR_OK)
            return error;
        run->counts->lost++;
        if (!period_from_key(&period, items[i].period_key))
            continue;
        period_format(&period, words);
        err_say(
            &sentence, ERR_OK,
            "the aggregator no longer holds your return for %s, for which you have a receipt: most "
            "likely its records were restored from a backup. It is sent again; your earlier "
            "receipt is kept, and stays your proof of when it first arrived",
            words);
        note(run, &sentence);
    }
    return ERR_OK;
}

// --- doing it

static void answered(const struct run *run, struct outbox_entry *entry, enum outbox_state state,
                     const uint8_t *answer, size_t answer_size)
{
    entry->state = state;
    entry->answer = answer;
    entry->answer_size = answer_size;
    if (state == OUTBOX_ACKNOWLEDGED)
        run->counts->acknowledged++;
    else
        run->counts->refused++;
    if (run->watcher != NULL && run->watcher->answered != NULL)
        run->watcher->answered(run->watcher->context, entry);
}

// Nothing was stored, but the same submission can succeed later.
static enum err ask_again_later(const struct run *run, const Qd__Refusal *refusal)
{
    switch (refusal->code) {
    case QD__REFUSAL_CODE__STORE_FULL:
        return err_say(
            run->text, ERR_FULL,
            "the region's store is full and takes no returns at the moment (%s). There is "
            "nothing to mend at your end: tell the region's operator, and try again when "
            "room has been made",
            refusal->text);
    case QD__REFUSAL_CODE__NOT_LET_IN:
        return err_say(run->text, ERR_NOT_LET_IN,
                       "the aggregator no longer lets this key in (%s). Ask the region's operator "
                       "why, or whether a new key was meant to be used",
                       refusal->text);
    default:
        return err_say(run->text, ERR_BUSY, "the aggregator cannot take the return now: %s",
                       refusal->text);
    }
}

static enum err send_one(struct run *run, const uint8_t *submission_id)
{
    const Qd__Envelope *envelope;
    struct outbox_entry entry;
    const uint8_t *answer;
    size_t answer_size;
    enum outbox_state state;
    enum err error;

    arena_reset(&run->scratch);
    error = outbox_get(run->outbox, &run->scratch, submission_id, &entry, run->text);
    if (error != ERR_OK)
        return error;
    if (entry.state != OUTBOX_PENDING) {  // another `submit` was quicker
        answered(run, &entry, entry.state, entry.answer, entry.answer_size);
        return ERR_OK;
    }
    error = sender_submit(run->sender, &run->scratch, submission_id, entry.return_bytes,
                          entry.return_size, &answer, &answer_size, &envelope, run->text);
    if (error != ERR_OK && error != ERR_REFUSED)
        return error;
    if (error == ERR_REFUSED && envelope->refusal->again)
        return ask_again_later(run, envelope->refusal);
    state = error == ERR_OK ? OUTBOX_ACKNOWLEDGED : OUTBOX_REFUSED;
    error = outbox_answer(run->outbox, submission_id, state, answer, answer_size, run->text);
    if (error == ERR_OK)
        answered(run, &entry, state, answer, answer_size);
    return error;
}

static const char *name_of(Qd__LocalAuthority authority)
{
    return borough_of(authority)->la_name;
}

// The figures of another borough are not even sent: the answer is ours, in the aggregator's words.
static enum err refuse_fresh(struct run *run)
{
    Qd__Envelope envelope = QD__ENVELOPE__INIT;
    Qd__Refusal refusal = QD__REFUSAL__INIT;
    struct outbox_entry entry;
    const uint8_t *answer;
    size_t answer_size;
    enum err error;

    arena_reset(&run->scratch);
    error = outbox_get(run->outbox, &run->scratch, run->fresh, &entry, run->text);
    if (error != ERR_OK)
        return error;
    refusal.code = QD__REFUSAL_CODE__NOT_YOUR_BOROUGH;
    refusal.text = arena_printf(&run->scratch,
                                "it was not sent: the return is for %s, and the key speaks for %s. "
                                "Check new_la_code in return.csv, or give the key of %s with --key",
                                name_of(entry.authority), name_of(run->welcome->new_la_code),
                                name_of(entry.authority));
    if (refusal.text == NULL)
        return no_memory(run);
    envelope.content_case = QD__ENVELOPE__CONTENT_REFUSAL;
    envelope.refusal = &refusal;
    error = codec_pack_envelope(&envelope, &run->scratch, &answer, &answer_size, run->text);
    if (error == ERR_OK)
        error =
            outbox_answer(run->outbox, run->fresh, OUTBOX_REFUSED, answer, answer_size, run->text);
    if (error == ERR_OK)
        answered(run, &entry, OUTBOX_REFUSED, answer, answer_size);
    return error;
}

static enum err run_all(struct run *run)
{
    enum err error = sender_hello(run->sender, &run->arena, &run->welcome, run->text);

    if (error == ERR_OK)
        error = outbox_each(run->outbox, plan_entry, run, run->text);
    if (error == ERR_OK && run->fresh_is_elsewhere)
        error = refuse_fresh(run);
    if (error == ERR_OK)
        error = plan_lost(run);
    for (size_t i = 0; i < run->pending.count && error == ERR_OK; i++)
        error = send_one(run, (const uint8_t *)run->pending.items + i * CODEC_SUBMISSION_ID_BYTES);
    if (run->counts->elsewhere > 0) {
        struct err_text sentence;

        err_say(&sentence, ERR_OK,
                "%zu pending return%s in this outbox of another borough than %s, for which this "
                "key speaks: run `qd-collector submit` with that borough's --key",
                run->counts->elsewhere, run->counts->elsewhere == 1 ? " is" : "s are",
                name_of(run->welcome->new_la_code));
        note(run, &sentence);
    }
    return error;
}

enum err submit_pending(struct outbox *outbox, struct sender *sender, const uint8_t *fresh,
                        const struct submit_watcher *watcher, struct submit_counts *counts,
                        struct err_text *text)
{
    struct run run = {.outbox = outbox,
                      .sender = sender,
                      .fresh = fresh,
                      .watcher = watcher,
                      .counts = counts,
                      .text = text};
    enum err error;

    *counts = (struct submit_counts){0};
    arena_init(&run.arena, SUBMIT_ARENA_CAP_BYTES);
    arena_init(&run.scratch, SUBMIT_ARENA_CAP_BYTES);
    error = run_all(&run);
    arena_free(&run.scratch);
    arena_free(&run.arena);
    return error;
}
