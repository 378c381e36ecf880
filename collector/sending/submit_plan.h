// What a run of `submit` has to send, worked out from the outbox and from what the aggregator's
// Welcome says that it holds. Inside submit.
#ifndef QD_COLLECTOR_SENDING_SUBMIT_PLAN_H
#define QD_COLLECTOR_SENDING_SUBMIT_PLAN_H

#include "collector/sending/submit.h"

struct submit_plan_acknowledged;
struct submit_plan_stored;

struct submit_plan {
    // Given by the run.
    struct outbox *outbox;
    const Qd__Welcome *welcome;
    uint8_t *fresh;  // as in submit_pending
    const struct submit_watcher *watcher;
    struct submit_counts *counts;
    struct err_text *text;
    struct arena arena;    // for the whole run
    struct arena scratch;  // for one submission

    // Worked out; zero at the start.
    uint8_t (*pending)[CODEC_SUBMISSION_ID_BYTES];  // oldest first
    size_t pending_count;
    struct submit_plan_acknowledged *acknowledged;  // the newest of each period
    size_t acknowledged_count;
    int fresh_is_elsewhere;             // another borough's than the key's
    int fresh_is_renewed;               // has been given a new id in this run
    struct submit_plan_stored *stored;  // in this run, each newer than what Welcome names
    size_t stored_count;
};

// Looks through the outbox: what is pending, what the aggregator has lost (it becomes pending
// again), and whether the officer's folder was replaced from elsewhere (it is submitted again).
enum err submit_plan_make(struct submit_plan *plan);

// The submission to send as number `index`, from 0; NULL after the last one.
const uint8_t *submit_plan_pending(const struct submit_plan *plan, size_t index);

// The id of what the region holds for a period, as far as this run knows: what Welcome names, or what the
// run has stored since. NULL: nothing.
const uint8_t *submit_plan_held(const struct submit_plan *plan, uint32_t period_key);

// The answer to an entry has been written down. When it is the receipt of the officer's folder, and
// older than what the aggregator holds (an earlier run had sent it, and it was replaced since), the
// folder is submitted again, once in a run: one more is pending then.
enum err submit_plan_answered(struct submit_plan *plan, const struct outbox_entry *entry);

// Leaves an entry pending, because the region holds what it was not compared with, and says so.
void submit_plan_leave_unseen(const struct submit_plan *plan, const struct outbox_entry *entry);
void submit_plan_note(const struct submit_plan *plan, const struct err_text *sentence);
enum err submit_plan_no_memory(const struct submit_plan *plan);

#endif
