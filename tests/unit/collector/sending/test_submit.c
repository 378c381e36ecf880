// The run of `submit`, from the outbox to the receipts in it, against an aggregator in a thread.
#include "collector/sending/submit.h"

#include "tests/support/fake/fake.h"
#include "tests/support/golden/golden.h"
#include "tests/support/kept/kept.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    CAMDEN = QD__LOCAL_AUTHORITY__E09000007,
    BARNET = QD__LOCAL_AUTHORITY__E09000003,
    TIMEOUT_MS = 20 * 1000,
    SHORT_MS = 600,
};

struct fixture {
    char folder[64];
    struct keys_pair key;
    struct fake_aggregator fake;
    struct outbox *outbox;
    struct arena arena;
    struct submit_counts counts;
    struct err_text text;
    struct err_text last_note;
    size_t notes;
    size_t answers;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    assert_non_null(fixture);
    strcpy(fixture->folder, "/tmp/qd-submit-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    arena_init(&fixture->arena, CODEC_ARENA_CAP_BYTES);
    keys_generate(&fixture->key);
    fake_init(&fixture->fake, (Qd__LocalAuthority)CAMDEN, &fixture->key);
    assert_int_equal(outbox_open(&fixture->outbox, fixture->folder, NULL), ERR_OK);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    fake_stop(&fixture->fake);
    outbox_close(fixture->outbox);
    arena_free(&fixture->arena);
    kept_remove(fixture->folder);
    free(fixture);
    return 0;
}

static struct outbox_entry put(struct fixture *fixture, int authority, uint32_t year,
                               uint64_t figure)
{
    return kept_put(fixture->outbox, &fixture->arena, authority, year, figure, NULL);
}

// Compared with what the aggregator has stored last.
static struct outbox_entry put_over_stored(struct fixture *fixture, uint32_t year, uint64_t figure)
{
    const struct fake_aggregator *fake = &fixture->fake;

    assert_true(fake->count > 0);
    return kept_put_over(fixture->outbox, &fixture->arena, CAMDEN, year, figure,
                         fake->records[fake->count - 1].id, NULL);
}

static void note(void *context, const char *sentence)
{
    struct fixture *fixture = context;

    fixture->notes++;
    snprintf(fixture->last_note.text, sizeof fixture->last_note.text, "%s", sentence);
}

// Nobody hears of an answer that is not written down.
static void answered(void *context, const struct outbox_entry *entry)
{
    struct fixture *fixture = context;
    struct outbox_entry kept;

    fixture->answers++;
    assert_int_equal(
        outbox_get(fixture->outbox, &fixture->arena, entry->submission_id, &kept, NULL), ERR_OK);
    assert_int_equal(kept.state, entry->state);
    assert_int_equal(kept.answer_size, entry->answer_size);
    assert_memory_equal(kept.answer, entry->answer, kept.answer_size);
}

static enum err run(struct fixture *fixture, struct outbox_entry *fresh, int timeout_ms)
{
    const struct submit_watcher watcher = {.context = fixture, .note = note, .answered = answered};
    struct sender_options options = {
        .aggregator = fixture->fake.endpoint, .key = &fixture->key, .timeout_ms = timeout_ms};
    struct sender *sender;
    enum err error;

    memcpy(options.server_key, fixture->fake.key.public_key, KEYS_BYTES);
    assert_int_equal(sender_open(&sender, &options, &fixture->text), ERR_OK);
    fixture->notes = 0;
    fixture->answers = 0;
    error = submit_pending(fixture->outbox, sender, fresh == NULL ? NULL : fresh->submission_id,
                           &watcher, &fixture->counts, &fixture->text);
    sender_close(sender);
    return error;
}

static void run_well(struct fixture *fixture, struct outbox_entry *fresh)
{
    if (run(fixture, fresh, TIMEOUT_MS) != ERR_OK)
        fail_msg("%s", fixture->text.text);
}

static enum outbox_state state_of(struct fixture *fixture, const struct outbox_entry *entry)
{
    struct outbox_entry kept;

    assert_int_equal(
        outbox_get(fixture->outbox, &fixture->arena, entry->submission_id, &kept, NULL), ERR_OK);
    return kept.state;
}

// The aggregator's store as it was: `count` returns.
static void restore_backup(struct fixture *fixture, size_t count)
{
    pthread_mutex_lock(&fixture->fake.lock);
    assert_true(count <= fixture->fake.count);
    fixture->fake.count = count;
    pthread_mutex_unlock(&fixture->fake.lock);
}

// Another collector of the borough sends other figures for the period of the newest return. Its
// clock may be behind: the id does not have to be later.
static void replace_from_elsewhere(struct fixture *fixture)
{
    struct fake_aggregator *fake = &fixture->fake;
    struct fake_record *newest;

    pthread_mutex_lock(&fake->lock);
    assert_true(fake->count > 0 && fake->count < FAKE_RECORDS_MAX);
    newest = &fake->records[fake->count];
    *newest = fake->records[fake->count - 1];
    newest->revision++;
    newest->id[0] ^= 1;
    newest->hash[0] ^= 1;
    fake->count++;
    pthread_mutex_unlock(&fake->lock);
}

static const struct fake_record *stored(const struct fixture *fixture, size_t index)
{
    assert_true(index < fixture->fake.count);
    return &fixture->fake.records[index];
}

static void assert_stored(const struct fixture *fixture, size_t index,
                          const struct outbox_entry *entry)
{
    assert_memory_equal(stored(fixture, index)->id, entry->submission_id,
                        CODEC_SUBMISSION_ID_BYTES);
}

// How far the last run got, in words: as errors.golden has it.
static void check_stopped(const struct fixture *fixture, const char *name)
{
    struct err_text words;

    submit_stop_words(&fixture->counts.stop, &words);
    golden_check("errors.golden", name, words.text);
}

// --- what stands in the way

static void promise_b_nobody_there_leaves_it_pending(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry entry = put(fixture, CAMDEN, 2024, 1);

    fake_start(&fixture->fake);
    fake_stop(&fixture->fake);
    assert_int_equal(run(fixture, &entry, SHORT_MS), ERR_UNREACHABLE);
    check_stopped(fixture, "a run that stopped before it sent anything");
    assert_int_equal(state_of(fixture, &entry), OUTBOX_PENDING);
    assert_int_equal(fixture->answers, 0);

    fake_start(&fixture->fake);
    run_well(fixture, NULL);
    assert_int_equal(state_of(fixture, &entry), OUTBOX_ACKNOWLEDGED);
    assert_stored(fixture, 0, &entry);
}

static void a_key_that_is_not_let_in_leaves_it_pending(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry entry = put(fixture, CAMDEN, 2024, 1);

    fixture->fake.let_in[0] ^= 1;
    fake_start(&fixture->fake);
    assert_int_equal(run(fixture, &entry, TIMEOUT_MS), ERR_NOT_LET_IN);
    assert_int_equal(state_of(fixture, &entry), OUTBOX_PENDING);
}

static void a_full_store_leaves_it_pending(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry entry = put(fixture, CAMDEN, 2024, 1);

    fixture->fake.refuse = QD__REFUSAL_CODE__STORE_FULL;
    fixture->fake.refuse_again = 1;
    fake_start(&fixture->fake);
    assert_int_equal(run(fixture, &entry, TIMEOUT_MS), ERR_FULL);
    golden_note_in(fixture->fake.endpoint, "a return", fixture->text.text);
    golden_check_noted("errors.golden", "a region's store that is full");
    check_stopped(fixture, "a run that stopped at a return that was not stored");
    assert_int_equal(state_of(fixture, &entry), OUTBOX_PENDING);

    fixture->fake.refuse = (Qd__RefusalCode)0;
    run_well(fixture, NULL);
    assert_int_equal(state_of(fixture, &entry), OUTBOX_ACKNOWLEDGED);
}

static void a_key_withdrawn_meanwhile_leaves_it_pending(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry entry = put(fixture, CAMDEN, 2024, 1);

    fixture->fake.refuse = QD__REFUSAL_CODE__NOT_LET_IN;
    fixture->fake.refuse_again = 1;
    fake_start(&fixture->fake);
    assert_int_equal(run(fixture, &entry, TIMEOUT_MS), ERR_NOT_LET_IN);
    assert_int_equal(state_of(fixture, &entry), OUTBOX_PENDING);
}

static void a_refusal_is_written_down_and_the_rest_goes_on(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry first = put(fixture, CAMDEN, 2023, 1);
    struct outbox_entry second = put(fixture, CAMDEN, 2024, 1);

    fixture->fake.refuse = QD__REFUSAL_CODE__RULES_BROKEN;
    fake_start(&fixture->fake);
    run_well(fixture, &second);
    assert_int_equal(fixture->counts.refused, 2);
    assert_int_equal(fixture->answers, 2);
    assert_int_equal(state_of(fixture, &first), OUTBOX_REFUSED);
    assert_int_equal(state_of(fixture, &second), OUTBOX_REFUSED);
    run_well(fixture, NULL);
    assert_int_equal(fixture->answers, 0);
}

static void promise_d_a_return_for_another_borough_is_not_sent(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry entry = put(fixture, BARNET, 2024, 1);
    struct outbox_entry kept;
    Qd__Envelope *envelope;

    fake_start(&fixture->fake);
    run_well(fixture, &entry);
    assert_int_equal(fixture->fake.submissions_seen, 0);
    assert_int_equal(fixture->counts.refused, 1);
    assert_int_equal(outbox_get(fixture->outbox, &fixture->arena, entry.submission_id, &kept, NULL),
                     ERR_OK);
    assert_int_equal(kept.state, OUTBOX_REFUSED);
    assert_int_equal(
        codec_unpack_envelope(&envelope, &fixture->arena, kept.answer, kept.answer_size, NULL),
        ERR_OK);
    assert_int_equal(envelope->content_case, QD__ENVELOPE__CONTENT_REFUSAL);
    assert_int_equal(envelope->refusal->code, QD__REFUSAL_CODE__NOT_YOUR_BOROUGH);
    assert_non_null(strstr(envelope->refusal->text, "Barnet"));
    assert_non_null(strstr(envelope->refusal->text, "Camden"));
}

// Two boroughs that share an office, and its outbox: what waits for one key is not sent with the
// other.
static void promise_d_what_waits_for_another_key_is_left(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry other = put(fixture, BARNET, 2024, 1);
    struct outbox_entry own = put(fixture, CAMDEN, 2024, 1);

    fake_start(&fixture->fake);
    run_well(fixture, &own);
    assert_int_equal(fixture->counts.acknowledged, 1);
    assert_int_equal(fixture->counts.elsewhere, 1);
    assert_int_equal(fixture->notes, 1);
    golden_note("a return of Barnet, with the key of Camden", fixture->last_note.text);
    golden_check_noted("errors.golden", "a return that waits for another key");
    assert_int_equal(state_of(fixture, &other), OUTBOX_PENDING);
    assert_int_equal(state_of(fixture, &own), OUTBOX_ACKNOWLEDGED);
    assert_int_equal(fixture->fake.submissions_seen, 1);
}

// --- what is sent

static void nothing_pending_sends_nothing(void **state)
{
    struct fixture *fixture = *state;

    fake_start(&fixture->fake);
    run_well(fixture, NULL);
    assert_int_equal(fixture->answers, 0);
    assert_int_equal(fixture->notes, 0);
}

static void pending_returns_go_out_oldest_first(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry entries[4];

    entries[0] = put(fixture, CAMDEN, 2024, 1);
    entries[1] = put(fixture, CAMDEN, 2019, 1);
    entries[2] = put(fixture, CAMDEN, 2024, 2);
    entries[3] = put(fixture, CAMDEN, 2024, 1);
    fake_start(&fixture->fake);
    run_well(fixture, &entries[3]);
    assert_int_equal(fixture->counts.acknowledged, 4);
    assert_int_equal(fixture->counts.lost, 0);
    for (size_t i = 0; i < 4; i++)
        assert_stored(fixture, i, &entries[i]);
    assert_int_equal(stored(fixture, 3)->revision, 3);
}

// Stored, and the answer lost with the connection: the next run asks again and stores nothing
// twice.
static void promise_b_a_run_cut_off_is_finished_by_the_next(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry entry = put(fixture, CAMDEN, 2024, 1);
    struct outbox_entry kept;

    fake_start(&fixture->fake);
    fixture->fake.lose_answers = 1000;
    assert_int_equal(run(fixture, &entry, SHORT_MS), ERR_TIMEOUT);
    check_stopped(fixture, "a run that stopped without an answer");
    assert_int_equal(state_of(fixture, &entry), OUTBOX_PENDING);
    fixture->fake.lose_answers = 0;
    run_well(fixture, NULL);
    assert_int_equal(fixture->fake.count, 1);
    assert_int_equal(outbox_get(fixture->outbox, &fixture->arena, entry.submission_id, &kept, NULL),
                     ERR_OK);
    assert_int_equal(kept.answer_size, stored(fixture, 0)->receipt_size);
    assert_memory_equal(kept.answer, stored(fixture, 0)->receipt, kept.answer_size);
}

static void what_a_run_that_stopped_says(void **state)
{
    const struct submit_stop after_others = {.stage = SUBMIT_BEFORE_SENDING, .answered = 1};
    struct fixture *fixture = *state;
    struct submit_stop *stop = &fixture->counts.stop;

    *stop = after_others;
    check_stopped(fixture, "a run that stopped behind other returns");
    stop->authority = (Qd__LocalAuthority)CAMDEN;
    stop->period_key = put(fixture, CAMDEN, 2024, 1).period_key;
    stop->stage = SUBMIT_RECEIPT_UNWRITTEN;
    check_stopped(fixture, "a run that stopped at a receipt");
    stop->stage = SUBMIT_REFUSAL_UNWRITTEN;
    check_stopped(fixture, "a run that stopped at a refusal");
}

static void promise_b_the_same_again_is_not_sent_again(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry entry = put(fixture, CAMDEN, 2024, 1);

    fake_start(&fixture->fake);
    run_well(fixture, &entry);
    entry = put(fixture, CAMDEN, 2024, 1);
    assert_int_equal(entry.state, OUTBOX_ACKNOWLEDGED);
    run_well(fixture, &entry);
    assert_int_equal(fixture->answers, 0);
    assert_int_equal(fixture->fake.submissions_seen, 1);
}

// --- a restored aggregator

static void what_a_restored_aggregator_has_lost_is_sent_again(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry a = put(fixture, CAMDEN, 2023, 1);
    struct outbox_entry b = put(fixture, CAMDEN, 2024, 1);
    struct outbox_entry c = put(fixture, CAMDEN, 2024, 2);

    fake_start(&fixture->fake);
    run_well(fixture, NULL);
    restore_backup(fixture, 2);  // a and b, not c
    run_well(fixture, NULL);
    assert_int_equal(fixture->counts.lost, 1);
    assert_int_equal(fixture->counts.acknowledged, 1);
    assert_int_equal(fixture->notes, 1);
    golden_note("a return for 2024", fixture->last_note.text);
    golden_check_noted("errors.golden", "a return that a restored aggregator has lost");
    assert_stored(fixture, 2, &c);

    // Everything gone: the newest of each period is sent again.
    restore_backup(fixture, 0);
    run_well(fixture, NULL);
    assert_int_equal(fixture->counts.lost, 2);
    assert_int_equal(fixture->fake.count, 2);
    assert_stored(fixture, 0, &a);
    assert_stored(fixture, 1, &c);
    assert_int_equal(state_of(fixture, &b), OUTBOX_ACKNOWLEDGED);
    run_well(fixture, NULL);
    assert_int_equal(fixture->counts.lost, 0);
}

static void what_is_replaced_anyway_is_not_sent_again(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry a = put(fixture, CAMDEN, 2024, 1);
    struct outbox_entry b;

    fake_start(&fixture->fake);
    run_well(fixture, &a);
    restore_backup(fixture, 0);
    b = put(fixture, CAMDEN, 2024, 2);
    run_well(fixture, &b);
    assert_int_equal(fixture->counts.lost, 0);
    assert_int_equal(fixture->fake.count, 1);
    assert_stored(fixture, 0, &b);
}

static void what_was_refused_does_not_stand_for_what_is_lost(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry a = put(fixture, CAMDEN, 2024, 1);
    struct outbox_entry b;

    fake_start(&fixture->fake);
    run_well(fixture, &a);
    b = put_over_stored(fixture, 2024, 2);
    fixture->fake.refuse = QD__REFUSAL_CODE__RULES_BROKEN;
    run_well(fixture, &b);
    fixture->fake.refuse = (Qd__RefusalCode)0;
    restore_backup(fixture, 0);
    run_well(fixture, NULL);
    assert_int_equal(fixture->counts.lost, 1);
    assert_stored(fixture, 0, &a);
}

// A colleague's collector has sent a newer one: ours is not lost, but replaced.
static void a_newer_one_from_another_collector_is_left_alone(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry a = put(fixture, CAMDEN, 2024, 1);

    fake_start(&fixture->fake);
    run_well(fixture, &a);
    replace_from_elsewhere(fixture);
    run_well(fixture, NULL);
    assert_int_equal(fixture->notes, 0);
    assert_int_equal(fixture->counts.lost, 0);
    assert_int_equal(fixture->fake.submissions_seen, 1);
}

// A restored store counts revisions from 1 again, and a colleague's collector was there first.
static void promise_c_a_newer_one_in_a_restored_store_is_left_alone(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry a = put(fixture, CAMDEN, 2024, 1);

    fake_start(&fixture->fake);
    run_well(fixture, &a);
    pthread_mutex_lock(&fixture->fake.lock);
    assert_int_equal(fixture->fake.records[0].revision, 1);
    memset(fixture->fake.records[0].id, 0xff, sizeof fixture->fake.records[0].id);
    fixture->fake.records[0].hash[0] ^= 1;
    pthread_mutex_unlock(&fixture->fake.lock);
    run_well(fixture, NULL);
    assert_int_equal(fixture->counts.lost, 0);
    assert_int_equal(fixture->fake.submissions_seen, 1);
}

// --- a folder that was replaced from elsewhere, and is named again

struct tally {
    size_t all;
    size_t pending;
};

static enum err tally_one(void *context, const struct outbox_entry *entry)
{
    struct tally *tally = context;

    tally->all++;
    tally->pending += entry->state == OUTBOX_PENDING;
    return ERR_OK;
}

static struct tally tally(struct fixture *fixture)
{
    struct tally tally = {0};

    assert_int_equal(outbox_each(fixture->outbox, tally_one, &tally, NULL), ERR_OK);
    return tally;
}

static void promise_b_a_replaced_folder_is_submitted_again_once(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry first = put(fixture, CAMDEN, 2024, 1);
    struct outbox_entry again;

    fake_start(&fixture->fake);
    run_well(fixture, &first);
    replace_from_elsewhere(fixture);

    again = put_over_stored(fixture, 2024, 1);
    assert_memory_equal(again.submission_id, first.submission_id, CODEC_SUBMISSION_ID_BYTES);
    run_well(fixture, &again);
    assert_memory_not_equal(again.submission_id, first.submission_id, CODEC_SUBMISSION_ID_BYTES);
    assert_int_equal(fixture->counts.acknowledged, 1);
    assert_int_equal(fixture->counts.lost, 0);
    assert_int_equal(fixture->notes, 1);
    golden_note("a folder that was compared with revision 2", fixture->last_note.text);
    golden_check_noted("errors.golden", "a folder that is submitted again");
    assert_stored(fixture, 2, &again);
    assert_int_equal(stored(fixture, 2)->revision, 3);
    assert_memory_equal(stored(fixture, 2)->hash, first.return_hash, CODEC_HASH_BYTES);
    assert_int_equal(state_of(fixture, &first), OUTBOX_ACKNOWLEDGED);
    assert_int_equal(state_of(fixture, &again), OUTBOX_ACKNOWLEDGED);

    // It is the current one now: naming it once more does nothing.
    again = put(fixture, CAMDEN, 2024, 1);
    run_well(fixture, &again);
    assert_int_equal(fixture->answers, 0);
    assert_int_equal(fixture->notes, 0);
    assert_int_equal(tally(fixture).all, 2);
}

static void the_same_figures_from_another_collector_need_no_new_submission(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry entry = put(fixture, CAMDEN, 2024, 1);

    fake_start(&fixture->fake);
    run_well(fixture, &entry);
    replace_from_elsewhere(fixture);
    memcpy(fixture->fake.records[1].hash, entry.return_hash, CODEC_HASH_BYTES);
    run_well(fixture, &entry);
    assert_int_equal(fixture->answers, 0);
    assert_int_equal(fixture->notes, 0);
    assert_int_equal(tally(fixture).all, 1);
}

// Another folder of the officer's is named: the replaced one stays replaced.
static void only_the_folder_that_is_named_is_submitted_again(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry replaced = put(fixture, CAMDEN, 2024, 1);
    struct outbox_entry named;

    fake_start(&fixture->fake);
    run_well(fixture, &replaced);
    replace_from_elsewhere(fixture);
    named = put(fixture, CAMDEN, 2023, 1);
    run_well(fixture, &named);
    assert_int_equal(fixture->counts.acknowledged, 1);
    assert_int_equal(tally(fixture).all, 2);
    assert_int_equal(fixture->fake.count, 3);
}

// The program dies when the new submission is written, or sent, or stored: the next run, with or
// without the folder, sends that very one.
static void promise_b_a_renewal_cut_off_is_finished_by_the_next_run(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry first = put(fixture, CAMDEN, 2024, 1);
    struct outbox_entry again = first;
    struct outbox_entry later;

    fake_start(&fixture->fake);
    run_well(fixture, &first);
    replace_from_elsewhere(fixture);
    again = put_over_stored(fixture, 2024, 1);
    fixture->fake.lose_answers = 1000;
    assert_int_equal(run(fixture, &again, SHORT_MS), ERR_TIMEOUT);
    assert_int_equal(state_of(fixture, &again), OUTBOX_PENDING);
    assert_int_equal(tally(fixture).all, 2);

    later = put(fixture, CAMDEN, 2024, 1);
    assert_memory_equal(later.submission_id, again.submission_id, CODEC_SUBMISSION_ID_BYTES);
    assert_int_equal(run(fixture, &later, SHORT_MS), ERR_TIMEOUT);
    assert_int_equal(tally(fixture).all, 2);

    fixture->fake.lose_answers = 0;
    run_well(fixture, NULL);
    assert_int_equal(state_of(fixture, &again), OUTBOX_ACKNOWLEDGED);
    assert_int_equal(tally(fixture).all, 2);
    assert_int_equal(fixture->fake.count, 3);
}

// Our return had arrived and its answer was lost; a colleague replaced it meanwhile. The receipt
// that comes now is of a return that is not the current one.
static void an_old_receipt_for_a_pending_folder_is_seen(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry first = put(fixture, CAMDEN, 2024, 1);
    struct outbox_entry again = first;

    fake_start(&fixture->fake);
    fixture->fake.lose_answers = 1000;
    assert_int_equal(run(fixture, &first, SHORT_MS), ERR_TIMEOUT);
    fixture->fake.lose_answers = 0;
    replace_from_elsewhere(fixture);
    again = put_over_stored(fixture, 2024, 1);
    run_well(fixture, &again);
    assert_int_equal(fixture->counts.acknowledged, 2);
    assert_int_equal(fixture->notes, 1);
    assert_int_equal(state_of(fixture, &first), OUTBOX_ACKNOWLEDGED);
    assert_stored(fixture, 2, &again);
    assert_int_equal(stored(fixture, 2)->revision, 3);
    assert_int_equal(tally(fixture).all, 2);
    assert_int_equal(tally(fixture).pending, 0);
}

// Without the folder, a pending one that was replaced gets its receipt, and nothing new is made.
static void without_a_folder_nothing_is_submitted_again(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry entry = put(fixture, CAMDEN, 2024, 1);

    fake_start(&fixture->fake);
    fixture->fake.lose_answers = 1000;
    assert_int_equal(run(fixture, &entry, SHORT_MS), ERR_TIMEOUT);
    fixture->fake.lose_answers = 0;
    replace_from_elsewhere(fixture);
    run_well(fixture, NULL);
    assert_int_equal(state_of(fixture, &entry), OUTBOX_ACKNOWLEDGED);
    run_well(fixture, NULL);
    assert_int_equal(tally(fixture).all, 1);
    assert_int_equal(fixture->fake.count, 2);
}

// --- what came to the region meanwhile

static void assert_left(struct fixture *fixture, const struct outbox_entry *entry, size_t stored)
{
    assert_int_equal(fixture->counts.unseen, 1);
    assert_int_equal(fixture->notes, 1);
    golden_note("revision 2 came meanwhile", fixture->last_note.text);
    golden_check_noted("errors.golden", "a return that was not compared with what is held");
    assert_int_equal(state_of(fixture, entry), OUTBOX_PENDING);
    assert_int_equal(fixture->fake.count, stored);
}

// A colleague's return came while ours waited: it is not replaced before somebody has compared the two.
static void promise_c_what_was_not_compared_with_what_is_held_is_left(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry first = put(fixture, CAMDEN, 2024, 1), waits, other;

    fake_start(&fixture->fake);
    run_well(fixture, &first);
    waits = put_over_stored(fixture, 2024, 2);
    replace_from_elsewhere(fixture);
    other = put(fixture, CAMDEN, 2023, 1);
    run_well(fixture, NULL);
    assert_left(fixture, &waits, 3);
    assert_int_equal(state_of(fixture, &other), OUTBOX_ACKNOWLEDGED);
    // Whoever has compared them says so, and it goes.
    replace_from_elsewhere(fixture);  // of 2023, which is not in question
    kept_put_over(fixture->outbox, &fixture->arena, CAMDEN, 2024, 2, stored(fixture, 1)->id, NULL);
    run_well(fixture, NULL);
    assert_int_equal(fixture->counts.unseen, 0);
    assert_int_equal(state_of(fixture, &waits), OUTBOX_ACKNOWLEDGED);
}

// Nothing was known when it was put, on a new machine or by an older program.
static void promise_c_what_was_compared_with_nothing_replaces_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry first = put(fixture, CAMDEN, 2024, 1), waits;

    fake_start(&fixture->fake);
    run_well(fixture, &first);
    replace_from_elsewhere(fixture);
    waits = put(fixture, CAMDEN, 2024, 2);
    run_well(fixture, &waits);
    assert_left(fixture, &waits, 2);
    assert_int_equal(fixture->counts.fresh_is_unseen, 1);
    // The same content as what is held takes nothing away.
    memcpy(fixture->fake.records[1].hash, waits.return_hash, CODEC_HASH_BYTES);
    run_well(fixture, NULL);
    assert_int_equal(state_of(fixture, &waits), OUTBOX_ACKNOWLEDGED);
}

// One after the other, each compared with the one before it, which was on its way.
static void what_was_compared_with_what_waits_goes_with_it(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry first = put(fixture, CAMDEN, 2024, 1), second, third;

    fake_start(&fixture->fake);
    run_well(fixture, &first);
    second = put_over_stored(fixture, 2024, 2);
    third = kept_put_over(fixture->outbox, &fixture->arena, CAMDEN, 2024, 3, second.submission_id,
                          NULL);
    run_well(fixture, &third);
    assert_stored(fixture, 1, &second);
    assert_stored(fixture, 2, &third);
}

// The newest was compared with what came meanwhile, and takes the place of the one that was not.
static void what_a_newer_one_here_has_taken_the_place_of_is_not_sent(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry first = put(fixture, CAMDEN, 2024, 1), second, third;

    fake_start(&fixture->fake);
    run_well(fixture, &first);
    second = put_over_stored(fixture, 2024, 2);
    replace_from_elsewhere(fixture);
    third = put_over_stored(fixture, 2024, 3);
    run_well(fixture, &third);
    assert_int_equal(fixture->counts.unseen + fixture->counts.refused, 0);
    assert_int_equal(state_of(fixture, &second), OUTBOX_REFUSED);
    assert_int_equal(fixture->fake.count, 3);
    assert_stored(fixture, 2, &third);
}

// It was named again, and replaced once more before it could be sent.
static void a_named_folder_does_not_replace_what_it_was_not_compared_with(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry first = put(fixture, CAMDEN, 2024, 1), again;

    fake_start(&fixture->fake);
    run_well(fixture, &first);
    replace_from_elsewhere(fixture);
    again = put(fixture, CAMDEN, 2024, 1);
    run_well(fixture, &again);
    assert_int_equal(fixture->counts.fresh_is_unseen, 1);
    golden_note("revision 2 came meanwhile", fixture->last_note.text);
    golden_check_noted("errors.golden", "a folder that was not compared with what is held");
    assert_int_equal(tally(fixture).all, 1);
    assert_int_equal(fixture->fake.count, 2);
}

// Another collector is quicker between Welcome and Submit: nothing is replaced, and nothing is refused for good.
static void promise_c_what_is_overtaken_between_welcome_and_submit_is_left(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry first = put(fixture, CAMDEN, 2024, 1), second;
    struct outbox_entry other = put(fixture, CAMDEN, 2023, 1);

    fake_start(&fixture->fake);
    fixture->fake.overtake = 1;
    run_well(fixture, &first);  // which nobody had returned for when Welcome came
    assert_int_equal(fixture->counts.overtaken, 1);
    assert_int_equal(fixture->counts.refused + fixture->counts.unseen, 0);
    golden_note("another return came in between", fixture->last_note.text);
    golden_check_noted("errors.golden", "a return that was overtaken on its way");
    assert_int_equal(state_of(fixture, &first), OUTBOX_PENDING);
    assert_int_equal(state_of(fixture, &other), OUTBOX_ACKNOWLEDGED);
    // It was compared with what came, and is overtaken once more.
    first = kept_put_over(fixture->outbox, &fixture->arena, CAMDEN, 2024, 1, stored(fixture, 0)->id,
                          NULL);
    fixture->fake.overtake = 1;
    run_well(fixture, &first);
    assert_int_equal(fixture->counts.overtaken, 1);
    assert_int_equal(fixture->fake.count, 3);
    first = put_over_stored(fixture, 2024, 1);
    run_well(fixture, &first);
    assert_int_equal(state_of(fixture, &first), OUTBOX_ACKNOWLEDGED);
    // So is one that another of this outbox had gone before in the same run.
    second = put_over_stored(fixture, 2024, 2);
    (void)kept_put_over(fixture->outbox, &fixture->arena, CAMDEN, 2024, 3, second.submission_id,
                        NULL);
    run_well(fixture, NULL);
    assert_int_equal(fixture->counts.acknowledged, 2);
    assert_int_equal(fixture->counts.overtaken, 0);
}

// The store has neither what it replaces nor what that replaced, and holds what that one had replaced.
static void what_was_compared_before_a_restore_still_is(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry first = put(fixture, CAMDEN, 2024, 1), waits;

    fake_start(&fixture->fake);
    run_well(fixture, &first);
    for (uint64_t figure = 2; figure <= 3; figure++) {
        waits = put_over_stored(fixture, 2024, figure);
        run_well(fixture, &waits);
    }
    waits = put_over_stored(fixture, 2024, 4);
    restore_backup(fixture, 1);
    run_well(fixture, NULL);
    assert_int_equal(state_of(fixture, &waits), OUTBOX_ACKNOWLEDGED);
    assert_stored(fixture, 1, &waits);
}

// The region is restored to what ours had replaced, and a colleague's return, which was made before ours and
// had waited, comes first. Whoever made theirs had not seen ours, nor we theirs.
static void come_after_a_restore(struct fixture *fixture)
{
    struct fake_record *newest = &fixture->fake.records[1];

    restore_backup(fixture, 1);
    replace_from_elsewhere(fixture);
    pthread_mutex_lock(&fixture->fake.lock);
    memcpy(newest->id, fixture->fake.records[0].id, sizeof newest->id);
    newest->id[CODEC_SUBMISSION_ID_BYTES - 1] ^= 1;
    if (memcmp(newest->id, fixture->fake.records[0].id, sizeof newest->id) < 0)
        newest->id[CODEC_SUBMISSION_ID_BYTES - 2]++;
    pthread_mutex_unlock(&fixture->fake.lock);
}

static void promise_c_what_was_lost_does_not_replace_what_came_after_the_restore(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry first = put(fixture, CAMDEN, 2024, 1), second;

    fake_start(&fixture->fake);
    run_well(fixture, &first);
    second = put_over_stored(fixture, 2024, 2);
    run_well(fixture, &second);
    come_after_a_restore(fixture);
    run_well(fixture, NULL);
    assert_int_equal(fixture->counts.lost, 0);
    assert_int_equal(fixture->fake.count, 2);
    // Its folder is named, and compared with what is held.
    second = put_over_stored(fixture, 2024, 2);
    run_well(fixture, &second);
    assert_int_equal(fixture->fake.count, 3);
    assert_stored(fixture, 2, &second);
    assert_int_equal(state_of(fixture, &second), OUTBOX_ACKNOWLEDGED);
    assert_int_equal(tally(fixture).all, 2);
}

// The run that sends again what was lost is cut off, and the colleague's return is quicker.
static void promise_c_what_was_lost_and_waits_does_not_replace_what_came_after_the_restore(
    void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry first = put(fixture, CAMDEN, 2024, 1), second;

    fake_start(&fixture->fake);
    run_well(fixture, &first);
    second = put_over_stored(fixture, 2024, 2);
    run_well(fixture, &second);
    assert_int_equal(outbox_resend(fixture->outbox, second.submission_id, NULL), ERR_OK);
    come_after_a_restore(fixture);
    run_well(fixture, NULL);
    assert_left(fixture, &second, 2);
}

// The region's records were restored to before the folder's return: it comes back under its old
// id, and replaces nothing that came later.
static void a_named_folder_that_was_lost_keeps_its_id(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry first = put(fixture, CAMDEN, 2024, 1);
    struct outbox_entry second;
    struct outbox_entry again;

    fake_start(&fixture->fake);
    run_well(fixture, &first);
    second = put_over_stored(fixture, 2024, 2);
    run_well(fixture, &second);
    restore_backup(fixture, 1);
    again = second;
    run_well(fixture, &again);
    assert_memory_equal(again.submission_id, second.submission_id, CODEC_SUBMISSION_ID_BYTES);
    assert_int_equal(fixture->counts.lost, 1);
    assert_int_equal(tally(fixture).all, 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(promise_b_nobody_there_leaves_it_pending),
        TEST(a_key_that_is_not_let_in_leaves_it_pending),
        TEST(a_full_store_leaves_it_pending),
        TEST(a_key_withdrawn_meanwhile_leaves_it_pending),
        TEST(a_refusal_is_written_down_and_the_rest_goes_on),
        TEST(promise_d_a_return_for_another_borough_is_not_sent),
        TEST(promise_d_what_waits_for_another_key_is_left),
        TEST(nothing_pending_sends_nothing),
        TEST(pending_returns_go_out_oldest_first),
        TEST(promise_b_a_run_cut_off_is_finished_by_the_next),
        TEST(what_a_run_that_stopped_says),
        TEST(promise_b_the_same_again_is_not_sent_again),
        TEST(what_a_restored_aggregator_has_lost_is_sent_again),
        TEST(what_is_replaced_anyway_is_not_sent_again),
        TEST(what_was_refused_does_not_stand_for_what_is_lost),
        TEST(a_newer_one_from_another_collector_is_left_alone),
        TEST(promise_c_a_newer_one_in_a_restored_store_is_left_alone),
        TEST(promise_b_a_replaced_folder_is_submitted_again_once),
        TEST(the_same_figures_from_another_collector_need_no_new_submission),
        TEST(only_the_folder_that_is_named_is_submitted_again),
        TEST(promise_b_a_renewal_cut_off_is_finished_by_the_next_run),
        TEST(an_old_receipt_for_a_pending_folder_is_seen),
        TEST(without_a_folder_nothing_is_submitted_again),
        TEST(promise_c_what_was_not_compared_with_what_is_held_is_left),
        TEST(promise_c_what_was_compared_with_nothing_replaces_nothing),
        TEST(what_was_compared_with_what_waits_goes_with_it),
        TEST(what_a_newer_one_here_has_taken_the_place_of_is_not_sent),
        TEST(a_named_folder_does_not_replace_what_it_was_not_compared_with),
        TEST(promise_c_what_is_overtaken_between_welcome_and_submit_is_left),
        TEST(what_was_compared_before_a_restore_still_is),
        TEST(promise_c_what_was_lost_does_not_replace_what_came_after_the_restore),
        TEST(promise_c_what_was_lost_and_waits_does_not_replace_what_came_after_the_restore),
        TEST(a_named_folder_that_was_lost_keeps_its_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
