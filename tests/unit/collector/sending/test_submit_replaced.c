// The run of `submit` with a folder that was replaced from elsewhere, and is named again.
#include "collector/sending/submit.h"

#include "tests/support/golden/golden.h"
#include "tests/support/run/run.h"

#include <string.h>

static void promise_b_a_replaced_folder_is_submitted_again_once(void **state)
{
    struct run *run = *state;
    struct outbox_entry first = run_put(run, CAMDEN, 2024, 1);
    struct outbox_entry again;

    fake_start(&run->fake);
    run_well(run, &first);
    run_replace_from_elsewhere(run);

    again = run_put_over_stored(run, 2024, 1);
    assert_memory_equal(again.submission_id, first.submission_id, CODEC_SUBMISSION_ID_BYTES);
    run_well(run, &again);
    assert_memory_not_equal(again.submission_id, first.submission_id, CODEC_SUBMISSION_ID_BYTES);
    assert_int_equal(run->counts.acknowledged, 1);
    assert_int_equal(run->counts.lost, 0);
    assert_int_equal(run->notes, 1);
    golden_note("a folder that was compared with revision 2", run->last_note.text);
    golden_check_noted("errors.golden", "a folder that is submitted again");
    run_assert_stored(run, 2, &again);
    assert_int_equal(run_stored(run, 2)->revision, 3);
    assert_memory_equal(run_stored(run, 2)->hash, first.return_hash, CODEC_HASH_BYTES);
    assert_int_equal(run_state_of(run, &first), OUTBOX_ACKNOWLEDGED);
    assert_int_equal(run_state_of(run, &again), OUTBOX_ACKNOWLEDGED);

    // It is the current one now: naming it once more does nothing.
    again = run_put(run, CAMDEN, 2024, 1);
    run_well(run, &again);
    assert_int_equal(run->answers, 0);
    assert_int_equal(run->notes, 0);
    assert_int_equal(run_tally(run).all, 2);
}

static void the_same_figures_from_another_collector_need_no_new_submission(void **state)
{
    struct run *run = *state;
    struct outbox_entry entry = run_put(run, CAMDEN, 2024, 1);

    fake_start(&run->fake);
    run_well(run, &entry);
    run_replace_from_elsewhere(run);
    memcpy(run->fake.records[1].hash, entry.return_hash, CODEC_HASH_BYTES);
    run_well(run, &entry);
    assert_int_equal(run->answers, 0);
    assert_int_equal(run->notes, 0);
    assert_int_equal(run_tally(run).all, 1);
}

// Another folder of the officer's is named: the replaced one stays replaced.
static void only_the_folder_that_is_named_is_submitted_again(void **state)
{
    struct run *run = *state;
    struct outbox_entry replaced = run_put(run, CAMDEN, 2024, 1);
    struct outbox_entry named;

    fake_start(&run->fake);
    run_well(run, &replaced);
    run_replace_from_elsewhere(run);
    named = run_put(run, CAMDEN, 2023, 1);
    run_well(run, &named);
    assert_int_equal(run->counts.acknowledged, 1);
    assert_int_equal(run_tally(run).all, 2);
    assert_int_equal(run->fake.count, 3);
}

// The program dies when the new submission is written, or sent, or stored: the next run, with or
// without the folder, sends that very one.
static void promise_b_a_renewal_cut_off_is_finished_by_the_next_run(void **state)
{
    struct run *run = *state;
    struct outbox_entry first = run_put(run, CAMDEN, 2024, 1);
    struct outbox_entry again = first;
    struct outbox_entry later;

    fake_start(&run->fake);
    run_well(run, &first);
    run_replace_from_elsewhere(run);
    again = run_put_over_stored(run, 2024, 1);
    run->fake.lose_answers = 1000;
    assert_int_equal(run_submit(run, &again, SHORT_MS), ERR_TIMEOUT);
    assert_int_equal(run_state_of(run, &again), OUTBOX_PENDING);
    assert_int_equal(run_tally(run).all, 2);

    later = run_put(run, CAMDEN, 2024, 1);
    assert_memory_equal(later.submission_id, again.submission_id, CODEC_SUBMISSION_ID_BYTES);
    assert_int_equal(run_submit(run, &later, SHORT_MS), ERR_TIMEOUT);
    assert_int_equal(run_tally(run).all, 2);

    run->fake.lose_answers = 0;
    run_well(run, NULL);
    assert_int_equal(run_state_of(run, &again), OUTBOX_ACKNOWLEDGED);
    assert_int_equal(run_tally(run).all, 2);
    assert_int_equal(run->fake.count, 3);
}

// Our return had arrived and its answer was lost; a colleague replaced it meanwhile. The receipt
// that comes now is of a return that is not the current one.
static void an_old_receipt_for_a_pending_folder_is_seen(void **state)
{
    struct run *run = *state;
    struct outbox_entry first = run_put(run, CAMDEN, 2024, 1);
    struct outbox_entry again = first;

    fake_start(&run->fake);
    run->fake.lose_answers = 1000;
    assert_int_equal(run_submit(run, &first, SHORT_MS), ERR_TIMEOUT);
    run->fake.lose_answers = 0;
    run_replace_from_elsewhere(run);
    again = run_put_over_stored(run, 2024, 1);
    run_well(run, &again);
    assert_int_equal(run->counts.acknowledged, 2);
    assert_int_equal(run->notes, 1);
    assert_int_equal(run_state_of(run, &first), OUTBOX_ACKNOWLEDGED);
    run_assert_stored(run, 2, &again);
    assert_int_equal(run_stored(run, 2)->revision, 3);
    assert_int_equal(run_tally(run).all, 2);
    assert_int_equal(run_tally(run).pending, 0);
}

// Without the folder, a pending one that was replaced gets its receipt, and nothing new is made.
static void without_a_folder_nothing_is_submitted_again(void **state)
{
    struct run *run = *state;
    struct outbox_entry entry = run_put(run, CAMDEN, 2024, 1);

    fake_start(&run->fake);
    run->fake.lose_answers = 1000;
    assert_int_equal(run_submit(run, &entry, SHORT_MS), ERR_TIMEOUT);
    run->fake.lose_answers = 0;
    run_replace_from_elsewhere(run);
    run_well(run, NULL);
    assert_int_equal(run_state_of(run, &entry), OUTBOX_ACKNOWLEDGED);
    run_well(run, NULL);
    assert_int_equal(run_tally(run).all, 1);
    assert_int_equal(run->fake.count, 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, run_set_up, run_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(promise_b_a_replaced_folder_is_submitted_again_once),
        TEST(the_same_figures_from_another_collector_need_no_new_submission),
        TEST(only_the_folder_that_is_named_is_submitted_again),
        TEST(promise_b_a_renewal_cut_off_is_finished_by_the_next_run),
        TEST(an_old_receipt_for_a_pending_folder_is_seen),
        TEST(without_a_folder_nothing_is_submitted_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
