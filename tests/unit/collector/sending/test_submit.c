// The run of `submit`: what stands in its way, and what it sends.
#include "collector/sending/submit.h"

#include "tests/support/golden/golden.h"
#include "tests/support/run/run.h"

#include <string.h>

// How far the last run got, in words: as errors.golden has it.
static void check_stopped(const struct run *run, const char *name)
{
    struct err_text words;

    submit_stop_words(&run->counts.stop, &words);
    golden_check("errors.golden", name, words.text);
}

// --- what stands in the way

static void promise_b_nobody_there_leaves_it_pending(void **state)
{
    struct run *run = *state;
    struct outbox_entry entry = run_put(run, CAMDEN, 2024, 1);

    fake_start(&run->fake);
    fake_stop(&run->fake);
    assert_int_equal(run_submit(run, &entry, SHORT_MS), ERR_UNREACHABLE);
    check_stopped(run, "a run that stopped before it sent anything");
    assert_int_equal(run_state_of(run, &entry), OUTBOX_PENDING);
    assert_int_equal(run->answers, 0);

    fake_start(&run->fake);
    run_well(run, NULL);
    assert_int_equal(run_state_of(run, &entry), OUTBOX_ACKNOWLEDGED);
    run_assert_stored(run, 0, &entry);
}

static void a_key_that_is_not_let_in_leaves_it_pending(void **state)
{
    struct run *run = *state;
    struct outbox_entry entry = run_put(run, CAMDEN, 2024, 1);

    run->fake.let_in[0] ^= 1;
    fake_start(&run->fake);
    assert_int_equal(run_submit(run, &entry, TIMEOUT_MS), ERR_NOT_LET_IN);
    assert_int_equal(run_state_of(run, &entry), OUTBOX_PENDING);
}

static void a_full_store_leaves_it_pending(void **state)
{
    struct run *run = *state;
    struct outbox_entry entry = run_put(run, CAMDEN, 2024, 1);

    run->fake.refuse = QD__REFUSAL_CODE__STORE_FULL;
    run->fake.refuse_again = 1;
    fake_start(&run->fake);
    assert_int_equal(run_submit(run, &entry, TIMEOUT_MS), ERR_FULL);
    golden_note_in(run->fake.endpoint, "a return", run->text.text);
    golden_check_noted("errors.golden", "a region's store that is full");
    check_stopped(run, "a run that stopped at a return that was not stored");
    assert_int_equal(run_state_of(run, &entry), OUTBOX_PENDING);

    run->fake.refuse = (Qd__RefusalCode)0;
    run_well(run, NULL);
    assert_int_equal(run_state_of(run, &entry), OUTBOX_ACKNOWLEDGED);
}

static void a_key_withdrawn_meanwhile_leaves_it_pending(void **state)
{
    struct run *run = *state;
    struct outbox_entry entry = run_put(run, CAMDEN, 2024, 1);

    run->fake.refuse = QD__REFUSAL_CODE__NOT_LET_IN;
    run->fake.refuse_again = 1;
    fake_start(&run->fake);
    assert_int_equal(run_submit(run, &entry, TIMEOUT_MS), ERR_NOT_LET_IN);
    assert_int_equal(run_state_of(run, &entry), OUTBOX_PENDING);
}

static void a_refusal_is_written_down_and_the_rest_goes_on(void **state)
{
    struct run *run = *state;
    struct outbox_entry first = run_put(run, CAMDEN, 2023, 1);
    struct outbox_entry second = run_put(run, CAMDEN, 2024, 1);

    run->fake.refuse = QD__REFUSAL_CODE__RULES_BROKEN;
    fake_start(&run->fake);
    run_well(run, &second);
    assert_int_equal(run->counts.refused, 2);
    assert_int_equal(run->answers, 2);
    assert_int_equal(run_state_of(run, &first), OUTBOX_REFUSED);
    assert_int_equal(run_state_of(run, &second), OUTBOX_REFUSED);
    run_well(run, NULL);
    assert_int_equal(run->answers, 0);
}

static void promise_d_a_return_for_another_borough_is_not_sent(void **state)
{
    struct run *run = *state;
    struct outbox_entry entry = run_put(run, BARNET, 2024, 1);
    struct outbox_entry kept;
    Qd__Envelope *envelope;

    fake_start(&run->fake);
    run_well(run, &entry);
    assert_int_equal(run->fake.submissions_seen, 0);
    assert_int_equal(run->counts.refused, 1);
    assert_int_equal(outbox_get(run->outbox, &run->arena, entry.submission_id, &kept, NULL),
                     ERR_OK);
    assert_int_equal(kept.state, OUTBOX_REFUSED);
    assert_int_equal(
        codec_unpack_envelope(&envelope, &run->arena, kept.answer, kept.answer_size, NULL), ERR_OK);
    assert_int_equal(envelope->content_case, QD__ENVELOPE__CONTENT_REFUSAL);
    assert_int_equal(envelope->refusal->code, QD__REFUSAL_CODE__NOT_YOUR_BOROUGH);
    assert_non_null(strstr(envelope->refusal->text, "Barnet"));
    assert_non_null(strstr(envelope->refusal->text, "Camden"));
}

// Two boroughs that share an office, and its outbox: what waits for one key is not sent with the
// other.
static void promise_d_what_waits_for_another_key_is_left(void **state)
{
    struct run *run = *state;
    struct outbox_entry other = run_put(run, BARNET, 2024, 1);
    struct outbox_entry own = run_put(run, CAMDEN, 2024, 1);

    fake_start(&run->fake);
    run_well(run, &own);
    assert_int_equal(run->counts.acknowledged, 1);
    assert_int_equal(run->counts.elsewhere, 1);
    assert_int_equal(run->notes, 1);
    golden_note("a return of Barnet, with the key of Camden", run->last_note.text);
    golden_check_noted("errors.golden", "a return that waits for another key");
    assert_int_equal(run_state_of(run, &other), OUTBOX_PENDING);
    assert_int_equal(run_state_of(run, &own), OUTBOX_ACKNOWLEDGED);
    assert_int_equal(run->fake.submissions_seen, 1);
}

// --- what is sent

static void nothing_pending_sends_nothing(void **state)
{
    struct run *run = *state;

    fake_start(&run->fake);
    run_well(run, NULL);
    assert_int_equal(run->answers, 0);
    assert_int_equal(run->notes, 0);
}

static void pending_returns_go_out_oldest_first(void **state)
{
    struct run *run = *state;
    struct outbox_entry entries[4];

    entries[0] = run_put(run, CAMDEN, 2024, 1);
    entries[1] = run_put(run, CAMDEN, 2019, 1);
    entries[2] = run_put(run, CAMDEN, 2024, 2);
    entries[3] = run_put(run, CAMDEN, 2024, 1);
    fake_start(&run->fake);
    run_well(run, &entries[3]);
    assert_int_equal(run->counts.acknowledged, 4);
    assert_int_equal(run->counts.lost, 0);
    for (size_t i = 0; i < 4; i++)
        run_assert_stored(run, i, &entries[i]);
    assert_int_equal(run_stored(run, 3)->revision, 3);
}

// Stored, and the answer lost with the connection: the next run asks again and stores nothing
// twice.
static void promise_b_a_run_cut_off_is_finished_by_the_next(void **state)
{
    struct run *run = *state;
    struct outbox_entry entry = run_put(run, CAMDEN, 2024, 1);
    struct outbox_entry kept;

    fake_start(&run->fake);
    run->fake.lose_answers = 1000;
    assert_int_equal(run_submit(run, &entry, SHORT_MS), ERR_TIMEOUT);
    check_stopped(run, "a run that stopped without an answer");
    assert_int_equal(run_state_of(run, &entry), OUTBOX_PENDING);
    run->fake.lose_answers = 0;
    run_well(run, NULL);
    assert_int_equal(run->fake.count, 1);
    assert_int_equal(outbox_get(run->outbox, &run->arena, entry.submission_id, &kept, NULL),
                     ERR_OK);
    assert_int_equal(kept.answer_size, run_stored(run, 0)->receipt_size);
    assert_memory_equal(kept.answer, run_stored(run, 0)->receipt, kept.answer_size);
}

static void what_a_run_that_stopped_says(void **state)
{
    const struct submit_stop after_others = {.stage = SUBMIT_BEFORE_SENDING, .answered = 1};
    struct run *run = *state;
    struct submit_stop *stop = &run->counts.stop;

    *stop = after_others;
    check_stopped(run, "a run that stopped behind other returns");
    stop->authority = (Qd__LocalAuthority)CAMDEN;
    stop->period_key = run_put(run, CAMDEN, 2024, 1).period_key;
    stop->stage = SUBMIT_RECEIPT_UNWRITTEN;
    check_stopped(run, "a run that stopped at a receipt");
    stop->stage = SUBMIT_REFUSAL_UNWRITTEN;
    check_stopped(run, "a run that stopped at a refusal");
}

static void promise_b_the_same_again_is_not_sent_again(void **state)
{
    struct run *run = *state;
    struct outbox_entry entry = run_put(run, CAMDEN, 2024, 1);

    fake_start(&run->fake);
    run_well(run, &entry);
    entry = run_put(run, CAMDEN, 2024, 1);
    assert_int_equal(entry.state, OUTBOX_ACKNOWLEDGED);
    run_well(run, &entry);
    assert_int_equal(run->answers, 0);
    assert_int_equal(run->fake.submissions_seen, 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, run_set_up, run_tear_down)
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
