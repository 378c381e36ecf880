// The run of `submit` against an aggregator that was restored from a backup.
#include "collector/sending/submit.h"

#include "tests/support/golden/golden.h"
#include "tests/support/run/run.h"

#include <string.h>

static void what_a_restored_aggregator_has_lost_is_sent_again(void **state)
{
    struct run *run = *state;
    struct outbox_entry a = run_put(run, CAMDEN, 2023, 1);
    struct outbox_entry b = run_put(run, CAMDEN, 2024, 1);
    struct outbox_entry c = run_put(run, CAMDEN, 2024, 2);

    fake_start(&run->fake);
    run_well(run, NULL);
    run_restore_backup(run, 2);  // a and b, not c
    run_well(run, NULL);
    assert_int_equal(run->counts.lost, 1);
    assert_int_equal(run->counts.acknowledged, 1);
    assert_int_equal(run->notes, 1);
    golden_note("a return for 2024", run->last_note.text);
    golden_check_noted("errors.golden", "a return that a restored aggregator has lost");
    run_assert_stored(run, 2, &c);

    // Everything gone: the newest of each period is sent again.
    run_restore_backup(run, 0);
    run_well(run, NULL);
    assert_int_equal(run->counts.lost, 2);
    assert_int_equal(run->fake.count, 2);
    run_assert_stored(run, 0, &a);
    run_assert_stored(run, 1, &c);
    assert_int_equal(run_state_of(run, &b), OUTBOX_ACKNOWLEDGED);
    run_well(run, NULL);
    assert_int_equal(run->counts.lost, 0);
}

static void what_is_replaced_anyway_is_not_sent_again(void **state)
{
    struct run *run = *state;
    struct outbox_entry a = run_put(run, CAMDEN, 2024, 1);
    struct outbox_entry b;

    fake_start(&run->fake);
    run_well(run, &a);
    run_restore_backup(run, 0);
    b = run_put(run, CAMDEN, 2024, 2);
    run_well(run, &b);
    assert_int_equal(run->counts.lost, 0);
    assert_int_equal(run->fake.count, 1);
    run_assert_stored(run, 0, &b);
}

static void what_was_refused_does_not_stand_for_what_is_lost(void **state)
{
    struct run *run = *state;
    struct outbox_entry a = run_put(run, CAMDEN, 2024, 1);
    struct outbox_entry b;

    fake_start(&run->fake);
    run_well(run, &a);
    b = run_put_over_stored(run, 2024, 2);
    run->fake.refuse = QD__REFUSAL_CODE__RULES_BROKEN;
    run_well(run, &b);
    run->fake.refuse = (Qd__RefusalCode)0;
    run_restore_backup(run, 0);
    run_well(run, NULL);
    assert_int_equal(run->counts.lost, 1);
    run_assert_stored(run, 0, &a);
}

// A colleague's collector has sent a newer one: ours is not lost, but replaced.
static void a_newer_one_from_another_collector_is_left_alone(void **state)
{
    struct run *run = *state;
    struct outbox_entry a = run_put(run, CAMDEN, 2024, 1);

    fake_start(&run->fake);
    run_well(run, &a);
    run_replace_from_elsewhere(run);
    run_well(run, NULL);
    assert_int_equal(run->notes, 0);
    assert_int_equal(run->counts.lost, 0);
    assert_int_equal(run->fake.submissions_seen, 1);
}

// A restored store counts revisions from 1 again, and a colleague's collector was there first.
static void promise_c_a_newer_one_in_a_restored_store_is_left_alone(void **state)
{
    struct run *run = *state;
    struct outbox_entry a = run_put(run, CAMDEN, 2024, 1);

    fake_start(&run->fake);
    run_well(run, &a);
    pthread_mutex_lock(&run->fake.lock);
    assert_int_equal(run->fake.records[0].revision, 1);
    memset(run->fake.records[0].id, 0xff, sizeof run->fake.records[0].id);
    run->fake.records[0].hash[0] ^= 1;
    pthread_mutex_unlock(&run->fake.lock);
    run_well(run, NULL);
    assert_int_equal(run->counts.lost, 0);
    assert_int_equal(run->fake.submissions_seen, 1);
}

// The store has neither what it replaces nor what that replaced, and holds what that one had replaced.
static void what_was_compared_before_a_restore_still_is(void **state)
{
    struct run *run = *state;
    struct outbox_entry first = run_put(run, CAMDEN, 2024, 1), waits;

    fake_start(&run->fake);
    run_well(run, &first);
    for (uint64_t figure = 2; figure <= 3; figure++) {
        waits = run_put_over_stored(run, 2024, figure);
        run_well(run, &waits);
    }
    waits = run_put_over_stored(run, 2024, 4);
    run_restore_backup(run, 1);
    run_well(run, NULL);
    assert_int_equal(run_state_of(run, &waits), OUTBOX_ACKNOWLEDGED);
    run_assert_stored(run, 1, &waits);
}

// The region is restored to what ours had replaced, and a colleague's return, which was made before ours and
// had waited, comes first. Whoever made theirs had not seen ours, nor we theirs.
static void come_after_a_restore(struct run *run)
{
    struct fake_record *newest = &run->fake.records[1];

    run_restore_backup(run, 1);
    run_replace_from_elsewhere(run);
    pthread_mutex_lock(&run->fake.lock);
    memcpy(newest->id, run->fake.records[0].id, sizeof newest->id);
    newest->id[CODEC_SUBMISSION_ID_BYTES - 1] ^= 1;
    if (memcmp(newest->id, run->fake.records[0].id, sizeof newest->id) < 0)
        newest->id[CODEC_SUBMISSION_ID_BYTES - 2]++;
    pthread_mutex_unlock(&run->fake.lock);
}

static void promise_c_what_was_lost_does_not_replace_what_came_after_the_restore(void **state)
{
    struct run *run = *state;
    struct outbox_entry first = run_put(run, CAMDEN, 2024, 1), second;

    fake_start(&run->fake);
    run_well(run, &first);
    second = run_put_over_stored(run, 2024, 2);
    run_well(run, &second);
    come_after_a_restore(run);
    run_well(run, NULL);
    assert_int_equal(run->counts.lost, 0);
    assert_int_equal(run->fake.count, 2);
    // Its folder is named, and compared with what is held.
    second = run_put_over_stored(run, 2024, 2);
    run_well(run, &second);
    assert_int_equal(run->fake.count, 3);
    run_assert_stored(run, 2, &second);
    assert_int_equal(run_state_of(run, &second), OUTBOX_ACKNOWLEDGED);
    assert_int_equal(run_tally(run).all, 2);
}

// The run that sends again what was lost is cut off, and the colleague's return is quicker.
static void promise_c_what_was_lost_and_waits_does_not_replace_what_came_after_the_restore(
    void **state)
{
    struct run *run = *state;
    struct outbox_entry first = run_put(run, CAMDEN, 2024, 1), second;

    fake_start(&run->fake);
    run_well(run, &first);
    second = run_put_over_stored(run, 2024, 2);
    run_well(run, &second);
    assert_int_equal(outbox_resend(run->outbox, second.submission_id, NULL), ERR_OK);
    come_after_a_restore(run);
    run_well(run, NULL);
    run_assert_left(run, &second, 2);
}

// The region's records were restored to before the folder's return: it comes back under its old
// id, and replaces nothing that came later.
static void a_named_folder_that_was_lost_keeps_its_id(void **state)
{
    struct run *run = *state;
    struct outbox_entry first = run_put(run, CAMDEN, 2024, 1);
    struct outbox_entry second;
    struct outbox_entry again;

    fake_start(&run->fake);
    run_well(run, &first);
    second = run_put_over_stored(run, 2024, 2);
    run_well(run, &second);
    run_restore_backup(run, 1);
    again = second;
    run_well(run, &again);
    assert_memory_equal(again.submission_id, second.submission_id, CODEC_SUBMISSION_ID_BYTES);
    assert_int_equal(run->counts.lost, 1);
    assert_int_equal(run_tally(run).all, 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, run_set_up, run_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_a_restored_aggregator_has_lost_is_sent_again),
        TEST(what_is_replaced_anyway_is_not_sent_again),
        TEST(what_was_refused_does_not_stand_for_what_is_lost),
        TEST(a_newer_one_from_another_collector_is_left_alone),
        TEST(promise_c_a_newer_one_in_a_restored_store_is_left_alone),
        TEST(what_was_compared_before_a_restore_still_is),
        TEST(promise_c_what_was_lost_does_not_replace_what_came_after_the_restore),
        TEST(promise_c_what_was_lost_and_waits_does_not_replace_what_came_after_the_restore),
        TEST(a_named_folder_that_was_lost_keeps_its_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
