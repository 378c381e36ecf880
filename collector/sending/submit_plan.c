#include "collector/sending/submit_plan.h"

#include "collector/sending/holding.h"
#include "lib/base/list.h"
#include "lib/base/quote.h"
#include "proto/form/period.h"

#include <string.h>

// The newest acknowledged submission of a period, which the aggregator should hold.
struct submit_plan_acknowledged {
    uint32_t period_key;
    int is_superseded;  // by one that is on its way
    uint32_t revision;
    enum outbox_kind kind;
    uint8_t submission_id[CODEC_SUBMISSION_ID_BYTES];
    uint8_t known_id[CODEC_SUBMISSION_ID_BYTES];
    uint8_t return_hash[CODEC_HASH_BYTES];
};

// What this run has stored.
struct submit_plan_stored {
    uint32_t period_key;
    uint8_t submission_id[CODEC_SUBMISSION_ID_BYTES];
};

void submit_plan_note(const struct submit_plan *plan, const struct err_text *sentence)
{
    if (plan->watcher != NULL && plan->watcher->note != NULL)
        plan->watcher->note(plan->watcher->context, sentence->text);
}

enum err submit_plan_no_memory(const struct submit_plan *plan)
{
    return err_say(plan->text, ERR_NO_MEMORY, "out of memory while looking through the outbox");
}

// --- what the outbox holds

static enum err add_pending(struct submit_plan *plan, const uint8_t *submission_id)
{
    uint8_t(*id)[CODEC_SUBMISSION_ID_BYTES] =
        LIST_ADD(&plan->arena, plan->pending, plan->pending_count);

    if (id == NULL)
        return submit_plan_no_memory(plan);
    memcpy(id, submission_id, sizeof *id);
    return ERR_OK;
}

const uint8_t *submit_plan_pending(const struct submit_plan *plan, size_t index)
{
    return index < plan->pending_count ? plan->pending[index] : NULL;
}

static struct submit_plan_acknowledged *find_acknowledged(const struct submit_plan *plan,
                                                          uint32_t period_key)
{
    for (size_t i = 0; i < plan->acknowledged_count; i++)
        if (plan->acknowledged[i].period_key == period_key)
            return &plan->acknowledged[i];
    return NULL;
}

static enum err note_acknowledged(struct submit_plan *plan, const struct outbox_entry *entry)
{
    struct submit_plan_acknowledged *newest = find_acknowledged(plan, entry->period_key);

    if (newest == NULL)
        newest = LIST_ADD(&plan->arena, plan->acknowledged, plan->acknowledged_count);
    if (newest == NULL)
        return submit_plan_no_memory(plan);
    arena_reset(&plan->scratch);
    *newest =
        (struct submit_plan_acknowledged){.period_key = entry->period_key,
                                          .kind = entry->kind,
                                          .revision = holding_revision(entry, &plan->scratch)};
    memcpy(newest->submission_id, entry->submission_id, sizeof newest->submission_id);
    memcpy(newest->known_id, holding_known_id(entry), sizeof newest->known_id);
    memcpy(newest->return_hash, entry->return_hash, sizeof newest->return_hash);
    return ERR_OK;
}

static int is_fresh(const struct submit_plan *plan, const uint8_t *submission_id)
{
    return plan->fresh != NULL &&
           memcmp(plan->fresh, submission_id, CODEC_SUBMISSION_ID_BYTES) == 0;
}

static enum err plan_entry(void *context, const struct outbox_entry *entry)
{
    struct submit_plan *plan = context;
    struct submit_plan_acknowledged *earlier;

    if (entry->state == OUTBOX_PENDING && entry->authority != plan->welcome->new_la_code) {
        if (is_fresh(plan, entry->submission_id))
            plan->fresh_is_elsewhere = 1;
        else
            plan->counts->elsewhere++;
        return ERR_OK;
    }
    if (entry->authority != plan->welcome->new_la_code || entry->state == OUTBOX_REFUSED)
        return ERR_OK;
    if (entry->state == OUTBOX_ACKNOWLEDGED)
        return note_acknowledged(plan, entry);
    earlier = find_acknowledged(plan, entry->period_key);
    if (earlier != NULL)
        earlier->is_superseded = 1;
    return add_pending(plan, entry->submission_id);
}

// --- what the aggregator holds

void submit_plan_leave_unseen(const struct submit_plan *plan, const struct outbox_entry *entry)
{
    const Qd__Holding *holding = holding_of(plan->welcome, entry->period_key);
    char words[PERIOD_TEXT_BYTES];
    struct err_text sentence;
    struct quote_text quoted;

    (void)period_format_key(entry->period_key, words);
    err_say(&sentence, ERR_OK,
            "the return for %s was not sent and stays in the outbox: it was submitted here before "
            "revision %u %s. `qd-collector submit` compares the two and says what would go; "
            "`qd-collector withdraw %s` lets this one go",
            words, holding->revision,
            holding->withdrawn ? "was withdrawn"
                               : "came to the region, from another of the borough's collectors",
            quote_shell(&quoted, words));
    submit_plan_note(plan, &sentence);
    plan->counts->unseen++;
    plan->counts->fresh_is_unseen |= is_fresh(plan, entry->submission_id);
}

// The officer has named the folder, and with it said that it is to be the current return, in the place of
// what it was compared with. It gets a new id, because under the old one the aggregator would answer with
// the old receipt.
static enum err renew(struct submit_plan *plan, const Qd__Holding *holding)
{
    char words[PERIOD_TEXT_BYTES];
    struct err_text sentence;
    struct outbox_entry renewed;
    enum err error;

    arena_reset(&plan->scratch);
    period_format(holding->period, words);
    error = outbox_get(plan->outbox, &plan->scratch, plan->fresh, &renewed, plan->text);
    if (error != ERR_OK)
        return error;
    if (memcmp(renewed.replaces, holding->submission_id.data, sizeof renewed.replaces) != 0) {
        err_say(&sentence, ERR_OK,
                "revision %u for %s came to the region meanwhile, and this folder was not compared "
                "with it: run the same command again",
                holding->revision, words);
        submit_plan_note(plan, &sentence);
        plan->counts->unseen++;
        plan->counts->fresh_is_unseen = 1;
        return ERR_OK;
    }
    error = outbox_put_again(plan->outbox, &plan->scratch, plan->fresh, &renewed, plan->text);
    if (error == ERR_OK)
        error = add_pending(plan, renewed.submission_id);
    if (error != ERR_OK)
        return error;
    memcpy(plan->fresh, renewed.submission_id, CODEC_SUBMISSION_ID_BYTES);
    plan->fresh_is_renewed = 1;
    if (holding->withdrawn)
        err_say(&sentence, ERR_OK,
                "this folder is submitted again, because revision %u for %s was withdrawn; your "
                "earlier receipt is kept",
                holding->revision, words);
    else
        err_say(&sentence, ERR_OK,
                "this folder is submitted again, to replace revision %u for %s, which came from "
                "another of the borough's collectors; your earlier receipt is kept",
                holding->revision, words);
    submit_plan_note(plan, &sentence);
    return ERR_OK;
}

static enum err resend(struct submit_plan *plan, const uint8_t *submission_id)
{
    enum err error = outbox_resend(plan->outbox, submission_id, plan->text);

    if (error == ERR_OK)
        error = add_pending(plan, submission_id);
    if (error == ERR_OK)
        plan->counts->lost++;
    return error;
}

// A withdrawal is lost: what it takes back must be there first, if it was sent from here.
static enum err resend_withdrawn(struct submit_plan *plan, const Qd__Holding *holding,
                                 const struct submit_plan_acknowledged *ours)
{
    Qd__Withdrawal *withdrawal;
    struct outbox_entry entry;
    enum err error;

    arena_reset(&plan->scratch);
    error = outbox_get(plan->outbox, &plan->scratch, ours->submission_id, &entry, plan->text);
    if (error == ERR_OK)
        error = codec_unpack_withdrawal(&withdrawal, &plan->scratch, entry.return_bytes,
                                        entry.return_size, plan->text);
    if (error != ERR_OK || memcmp(withdrawal->withdrawn_id.data, holding->submission_id.data,
                                  CODEC_SUBMISSION_ID_BYTES) == 0)
        return error;
    error = resend(plan, withdrawal->withdrawn_id.data);
    return error == ERR_NOT_FOUND ? ERR_OK : error;
}

static enum err send_lost(struct submit_plan *plan, const Qd__Holding *holding,
                          const struct submit_plan_acknowledged *ours)
{
    const int is_withdrawal = ours->kind == OUTBOX_WITHDRAWAL;
    char words[PERIOD_TEXT_BYTES];
    struct err_text sentence;
    Qd__Period period;
    enum err error = is_withdrawal ? resend_withdrawn(plan, holding, ours) : ERR_OK;

    if (error == ERR_OK)
        error = resend(plan, ours->submission_id);
    if (error != ERR_OK)
        return error;
    if (!period_from_key(&period, ours->period_key))
        return ERR_OK;
    period_format(&period, words);
    err_say(&sentence, ERR_OK,
            "the aggregator no longer holds your %s for %s, for which you have a receipt: most "
            "likely its records were restored from a backup. It is sent again; your earlier "
            "receipt is kept, and stays your proof of when it first arrived",
            is_withdrawal ? "withdrawal" : "return", words);
    submit_plan_note(plan, &sentence);
    return ERR_OK;
}

static enum err compare(struct submit_plan *plan, const struct submit_plan_acknowledged *ours)
{
    const Qd__Holding *holding = holding_of(plan->welcome, ours->period_key);
    const struct holding_ours held = {ours->revision, ours->known_id};

    if (ours->is_superseded || (holding != NULL && holding_is_same(holding, ours->return_hash)))
        return ERR_OK;
    if (ours->kind == OUTBOX_WITHDRAWAL && holding == NULL)
        return ERR_OK;  // a restored store that does not have what was withdrawn, either
    if (holding == NULL || !holding_is_later(holding, held))
        return send_lost(plan, holding, ours);
    return is_fresh(plan, ours->submission_id) ? renew(plan, holding) : ERR_OK;
}

enum err submit_plan_make(struct submit_plan *plan)
{
    enum err error = outbox_each(plan->outbox, plan_entry, plan, plan->text);

    for (size_t i = 0; i < plan->acknowledged_count && error == ERR_OK; i++)
        error = compare(plan, &plan->acknowledged[i]);
    return error;
}

// --- what it holds after an answer

const uint8_t *submit_plan_held(const struct submit_plan *plan, uint32_t period_key)
{
    const Qd__Holding *holding = holding_of(plan->welcome, period_key);

    for (size_t i = plan->stored_count; i > 0; i--)
        if (plan->stored[i - 1].period_key == period_key)
            return plan->stored[i - 1].submission_id;
    return holding == NULL ? NULL : holding->submission_id.data;
}

// Of what was there before, the receipt is of a revision that Welcome knew.
static enum err note_stored(struct submit_plan *plan, const struct outbox_entry *entry)
{
    const Qd__Holding *holding = holding_of(plan->welcome, entry->period_key);
    const uint32_t revision = holding_revision(entry, &plan->scratch);
    struct submit_plan_stored *stored;

    if (holding != NULL && revision < holding->revision + (entry->kind == OUTBOX_RETURN))
        return ERR_OK;
    stored = LIST_ADD(&plan->arena, plan->stored, plan->stored_count);
    if (stored == NULL)
        return submit_plan_no_memory(plan);
    stored->period_key = entry->period_key;
    memcpy(stored->submission_id, entry->submission_id, sizeof stored->submission_id);
    return ERR_OK;
}

// Welcome and the receipt are of the same store, so their revisions can be compared.
enum err submit_plan_answered(struct submit_plan *plan, const struct outbox_entry *entry)
{
    const Qd__Holding *holding = holding_of(plan->welcome, entry->period_key);
    const enum err error = entry->state == OUTBOX_ACKNOWLEDGED ? note_stored(plan, entry) : ERR_OK;

    if (error != ERR_OK || entry->state != OUTBOX_ACKNOWLEDGED ||
        !is_fresh(plan, entry->submission_id) || plan->fresh_is_renewed || holding == NULL ||
        holding_is_same(holding, entry->return_hash) ||
        holding_revision(entry, &plan->scratch) >= holding->revision + (holding->withdrawn != 0))
        return error;
    return renew(plan, holding);
}
