#include "collector/sending/submit.h"

#include "collector/outbox/outbox_history.h"
#include "collector/sending/submit_plan.h"
#include "collector/sending/waiting.h"
#include "proto/form/boroughs.h"
#include "proto/form/period.h"

#include <string.h>

enum { SUBMIT_ARENA_CAP_BYTES = 64 * 1000 * 1000 };

static void answered(const struct submit_plan *plan, struct outbox_entry *entry,
                     enum outbox_state state, const uint8_t *answer, size_t answer_size)
{
    entry->state = state;
    entry->answer = answer;
    entry->answer_size = answer_size;
    if (state == OUTBOX_ACKNOWLEDGED)
        plan->counts->acknowledged++;
    else
        plan->counts->refused++;
    if (plan->watcher != NULL && plan->watcher->answered != NULL)
        plan->watcher->answered(plan->watcher->context, entry);
}

// Nothing was stored, but the same submission can succeed later.
static enum err ask_again_later(const struct submit_plan *plan, const Qd__Refusal *refusal)
{
    switch (refusal->code) {
    case QD__REFUSAL_CODE__STORE_FULL:
        return err_say(
            plan->text, ERR_FULL,
            "the region's store is full and takes no returns at the moment (%s). There is "
            "nothing to fix at your end: tell the region's operator, and try again when "
            "room has been made",
            refusal->text);
    case QD__REFUSAL_CODE__NOT_LET_IN:
        return err_say(plan->text, ERR_NOT_LET_IN,
                       "the aggregator no longer lets this key in (%s). Ask the region's operator "
                       "why, or whether a new key was meant to be used",
                       refusal->text);
    default:
        return err_say(plan->text, ERR_BUSY, "the aggregator cannot take the return now: %s",
                       refusal->text);
    }
}

// Where the run is, should it end here.
static void reach(const struct submit_plan *plan, enum submit_stage stage,
                  const struct outbox_entry *entry)
{
    struct submit_counts *counts = plan->counts;

    counts->stop =
        (struct submit_stop){.stage = stage, .answered = counts->acknowledged + counts->refused};
    if (entry == NULL)
        return;
    counts->stop.authority = entry->authority;
    counts->stop.period_key = entry->period_key;
    counts->stop.is_withdrawal = entry->kind == OUTBOX_WITHDRAWAL;
}

// It would replace what it was not compared with, so it stays; unless there is a newer one here, that has
// taken its place.
static enum err leave(struct submit_plan *plan, struct outbox_entry *entry)
{
    struct outbox_entry newest;
    Qd__Period period;
    enum err error;

    if (!period_from_key(&period, entry->period_key))
        return ERR_OK;
    error = outbox_history_newest(plan->outbox, &plan->scratch, entry->authority, &period, &newest,
                                  plan->text);
    if (error != ERR_OK)
        return error;
    if (memcmp(newest.submission_id, entry->submission_id, sizeof newest.submission_id) != 0)
        return waiting_refuse(plan->outbox, &plan->scratch, entry, QD__REFUSAL_CODE__NOT_HELD,
                              "it was not sent: a newer one in this outbox took its place",
                              plan->text);
    submit_plan_leave_unseen(plan, entry);
    return ERR_OK;
}

static struct sender_submission submission_of(const struct submit_plan *plan,
                                              const struct outbox_entry *entry)
{
    return (struct sender_submission){
        .is_withdrawal = entry->kind == OUTBOX_WITHDRAWAL,
        .submission_id = entry->submission_id,
        .return_hash = entry->return_hash,
        .return_bytes = entry->return_bytes,
        .return_size = entry->return_size,
        .replaces = submit_plan_held(plan, entry->period_key),
    };
}

// Between Welcome and Submit another collector was quicker. It stays, to be compared once more.
static enum err overtaken(struct submit_plan *plan, const struct outbox_entry *entry)
{
    char words[PERIOD_TEXT_BYTES];
    struct err_text sentence;

    err_say(&sentence, ERR_OK,
            "the return for %s was not stored, and stays in the outbox: what the region holds for "
            "it has just changed, most likely by another of the borough's collectors, and was not "
            "compared with this one",
            period_format_key(entry->period_key, words));
    submit_plan_note(plan, &sentence);
    plan->counts->overtaken++;
    reach(plan, SUBMIT_BEFORE_SENDING, NULL);
    return ERR_OK;
}

static enum err send_one(struct submit_plan *plan, struct sender *sender,
                         const uint8_t *submission_id)
{
    struct sender_submission submission;
    struct sender_answer answer;
    struct outbox_entry entry;
    enum outbox_state state;
    enum waiting waiting;
    enum err error;

    reach(plan, SUBMIT_BEFORE_SENDING, NULL);
    arena_reset(&plan->scratch);
    error = outbox_get(plan->outbox, &plan->scratch, submission_id, &entry, plan->text);
    if (error != ERR_OK)
        return error;
    if (entry.state != OUTBOX_PENDING) {  // another `submit` was quicker
        answered(plan, &entry, entry.state, entry.answer, entry.answer_size);
        return submit_plan_answered(plan, &entry);
    }
    error = waiting_judge(&waiting, plan->outbox, sender, plan->welcome, &entry, plan->text);
    if (error != ERR_OK)
        return error;
    if (waiting == WAITING_UNSEEN)
        return leave(plan, &entry);
    reach(plan, SUBMIT_SENT, &entry);
    submission = submission_of(plan, &entry);
    error = sender_submit(sender, &plan->scratch, &submission, &answer, plan->text);
    if (error != ERR_OK && error != ERR_REFUSED)
        return error;
    if (error == ERR_REFUSED && answer.envelope->refusal->code == QD__REFUSAL_CODE__OVERTAKEN)
        return overtaken(plan, &entry);
    if (error == ERR_REFUSED && answer.envelope->refusal->again) {
        reach(plan, SUBMIT_NOT_TAKEN, &entry);
        return ask_again_later(plan, answer.envelope->refusal);
    }
    state = error == ERR_OK ? OUTBOX_ACKNOWLEDGED : OUTBOX_REFUSED;
    reach(plan, error == ERR_OK ? SUBMIT_RECEIPT_UNWRITTEN : SUBMIT_REFUSAL_UNWRITTEN, &entry);
    error =
        outbox_answer(plan->outbox, submission_id, state, answer.bytes, answer.size, plan->text);
    if (error != ERR_OK)
        return error;
    answered(plan, &entry, state, answer.bytes, answer.size);
    reach(plan, SUBMIT_BEFORE_SENDING, NULL);
    return submit_plan_answered(plan, &entry);
}

static const char *name_of(Qd__LocalAuthority authority)
{
    return boroughs_of(authority)->la_name;
}

// The figures of another borough are not even sent: the answer is ours, in the aggregator's words.
static enum err refuse_fresh(struct submit_plan *plan)
{
    struct outbox_entry entry;
    struct err_text reason;
    enum err error;

    arena_reset(&plan->scratch);
    error = outbox_get(plan->outbox, &plan->scratch, plan->fresh, &entry, plan->text);
    if (error != ERR_OK)
        return error;
    err_say(&reason, ERR_OK,
            "it was not sent: the return is for %s, and the key speaks for %s. Check new_la_code "
            "in return.csv, or give the key of %s with --key",
            name_of(entry.authority), name_of(plan->welcome->new_la_code),
            name_of(entry.authority));
    error = waiting_refuse(plan->outbox, &plan->scratch, &entry, QD__REFUSAL_CODE__NOT_YOUR_BOROUGH,
                           reason.text, plan->text);
    if (error == ERR_OK)
        answered(plan, &entry, OUTBOX_REFUSED, entry.answer, entry.answer_size);
    return error;
}

static enum err run_all(struct submit_plan *plan, struct sender *sender)
{
    enum err error = sender_hello(sender, &plan->arena, &plan->welcome, plan->text);

    if (error == ERR_OK) {
        reach(plan, SUBMIT_BEFORE_SENDING, NULL);
        error = submit_plan_make(plan);
    }
    if (error == ERR_OK && plan->fresh_is_elsewhere)
        error = refuse_fresh(plan);
    for (size_t i = 0; error == ERR_OK && submit_plan_pending(plan, i) != NULL; i++)
        error = send_one(plan, sender, submit_plan_pending(plan, i));
    if (plan->counts->elsewhere > 0) {
        struct err_text sentence;

        err_say(&sentence, ERR_OK,
                "%zu pending return%s in this outbox of another borough than %s, for which this "
                "key speaks: run `qd-collector submit` with that borough's --key",
                plan->counts->elsewhere, plan->counts->elsewhere == 1 ? " is" : "s are",
                name_of(plan->welcome->new_la_code));
        submit_plan_note(plan, &sentence);
    }
    return error;
}

enum err submit_pending(struct outbox *outbox, struct sender *sender, uint8_t *fresh,
                        const struct submit_watcher *watcher, struct submit_counts *counts,
                        struct err_text *text)
{
    struct submit_plan plan = {
        .outbox = outbox, .fresh = fresh, .watcher = watcher, .counts = counts, .text = text};
    enum err error;

    *counts = (struct submit_counts){0};
    arena_init(&plan.arena, SUBMIT_ARENA_CAP_BYTES);
    arena_init(&plan.scratch, SUBMIT_ARENA_CAP_BYTES);
    error = run_all(&plan, sender);
    arena_free(&plan.scratch);
    arena_free(&plan.arena);
    return error;
}
