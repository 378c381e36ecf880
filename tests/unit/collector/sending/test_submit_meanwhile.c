// The run of `submit` when something came to the region meanwhile: nothing replaces what it was not compared
// with.
#include "collector/sending/submit.h"

#include "tests/support/golden/golden.h"
#include "tests/support/kept/kept.h"
#include "tests/support/run/run.h"

#include <string.h>

// A colleague's return came while ours waited: it is not replaced before somebody has compared the two.
static void promise_c_what_was_not_compared_with_what_is_held_is_left(void **state)
{
    struct run *run = *state;
    struct outbox_entry first = run_put(run, CAMDEN, 2024, 1), waits, other;

    fake_start(&run->fake);
    run_well(run, &first);
    waits = run_put_over_stored(run, 2024, 2);
    run_replace_from_elsewhere(run);
    other = run_put(run, CAMDEN, 2023, 1);
    run_well(run, NULL);
    run_assert_left(run, &waits, 3);
    assert_int_equal(run_state_of(run, &other), OUTBOX_ACKNOWLEDGED);
    // Whoever has compared them says so, and it goes.
    run_replace_from_elsewhere(run);  // of 2023, which is not in question
    kept_put_over(run->outbox, &run->arena, CAMDEN, 2024, 2, run_stored(run, 1)->id, NULL);
    run_well(run, NULL);
    assert_int_equal(run->counts.unseen, 0);
    assert_int_equal(run_state_of(run, &waits), OUTBOX_ACKNOWLEDGED);
}

// Nothing was known when it was put, on a new machine or by an older program.
static void promise_c_what_was_compared_with_nothing_replaces_nothing(void **state)
{
    struct run *run = *state;
    struct outbox_entry first = run_put(run, CAMDEN, 2024, 1), waits;

    fake_start(&run->fake);
    run_well(run, &first);
    run_replace_from_elsewhere(run);
    waits = run_put(run, CAMDEN, 2024, 2);
    run_well(run, &waits);
    run_assert_left(run, &waits, 2);
    assert_int_equal(run->counts.fresh_is_unseen, 1);
    // The same content as what is held takes nothing away.
    memcpy(run->fake.records[1].hash, waits.return_hash, CODEC_HASH_BYTES);
    run_well(run, NULL);
    assert_int_equal(run_state_of(run, &waits), OUTBOX_ACKNOWLEDGED);
}

// One after the other, each compared with the one before it, which was on its way.
static void what_was_compared_with_what_waits_goes_with_it(void **state)
{
    struct run *run = *state;
    struct outbox_entry first = run_put(run, CAMDEN, 2024, 1), second, third;

    fake_start(&run->fake);
    run_well(run, &first);
    second = run_put_over_stored(run, 2024, 2);
    third = kept_put_over(run->outbox, &run->arena, CAMDEN, 2024, 3, second.submission_id, NULL);
    run_well(run, &third);
    run_assert_stored(run, 1, &second);
    run_assert_stored(run, 2, &third);
}

// The newest was compared with what came meanwhile, and takes the place of the one that was not.
static void what_a_newer_one_here_has_taken_the_place_of_is_not_sent(void **state)
{
    struct run *run = *state;
    struct outbox_entry first = run_put(run, CAMDEN, 2024, 1), second, third;

    fake_start(&run->fake);
    run_well(run, &first);
    second = run_put_over_stored(run, 2024, 2);
    run_replace_from_elsewhere(run);
    third = run_put_over_stored(run, 2024, 3);
    run_well(run, &third);
    assert_int_equal(run->counts.unseen + run->counts.refused, 0);
    assert_int_equal(run_state_of(run, &second), OUTBOX_REFUSED);
    assert_int_equal(run->fake.count, 3);
    run_assert_stored(run, 2, &third);
}

// It was named again, and replaced once more before it could be sent.
static void a_named_folder_does_not_replace_what_it_was_not_compared_with(void **state)
{
    struct run *run = *state;
    struct outbox_entry first = run_put(run, CAMDEN, 2024, 1), again;

    fake_start(&run->fake);
    run_well(run, &first);
    run_replace_from_elsewhere(run);
    again = run_put(run, CAMDEN, 2024, 1);
    run_well(run, &again);
    assert_int_equal(run->counts.fresh_is_unseen, 1);
    golden_note("revision 2 came meanwhile", run->last_note.text);
    golden_check_noted("errors.golden", "a folder that was not compared with what is held");
    assert_int_equal(run_tally(run).all, 1);
    assert_int_equal(run->fake.count, 2);
}

// Another collector is quicker between Welcome and Submit: nothing is replaced, and nothing is refused for good.
static void promise_c_what_is_overtaken_between_welcome_and_submit_is_left(void **state)
{
    struct run *run = *state;
    struct outbox_entry first = run_put(run, CAMDEN, 2024, 1), second;
    struct outbox_entry other = run_put(run, CAMDEN, 2023, 1);

    fake_start(&run->fake);
    run->fake.overtake = 1;
    run_well(run, &first);  // which nobody had returned for when Welcome came
    assert_int_equal(run->counts.overtaken, 1);
    assert_int_equal(run->counts.refused + run->counts.unseen, 0);
    golden_note("another return came in between", run->last_note.text);
    golden_check_noted("errors.golden", "a return that was overtaken on its way");
    assert_int_equal(run_state_of(run, &first), OUTBOX_PENDING);
    assert_int_equal(run_state_of(run, &other), OUTBOX_ACKNOWLEDGED);
    // It was compared with what came, and is overtaken once more.
    first = kept_put_over(run->outbox, &run->arena, CAMDEN, 2024, 1, run_stored(run, 0)->id, NULL);
    run->fake.overtake = 1;
    run_well(run, &first);
    assert_int_equal(run->counts.overtaken, 1);
    assert_int_equal(run->fake.count, 3);
    first = run_put_over_stored(run, 2024, 1);
    run_well(run, &first);
    assert_int_equal(run_state_of(run, &first), OUTBOX_ACKNOWLEDGED);
    // So is one that another of this outbox had gone before in the same run.
    second = run_put_over_stored(run, 2024, 2);
    (void)kept_put_over(run->outbox, &run->arena, CAMDEN, 2024, 3, second.submission_id, NULL);
    run_well(run, NULL);
    assert_int_equal(run->counts.acknowledged, 2);
    assert_int_equal(run->counts.overtaken, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, run_set_up, run_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(promise_c_what_was_not_compared_with_what_is_held_is_left),
        TEST(promise_c_what_was_compared_with_nothing_replaces_nothing),
        TEST(what_was_compared_with_what_waits_goes_with_it),
        TEST(what_a_newer_one_here_has_taken_the_place_of_is_not_sent),
        TEST(a_named_folder_does_not_replace_what_it_was_not_compared_with),
        TEST(promise_c_what_is_overtaken_between_welcome_and_submit_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
