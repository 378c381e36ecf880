// What the borough has returned before: which of the outbox's submissions counts.
#include "collector/outbox/outbox_history.h"

#include "proto/form/period.h"
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
};

static int set_up(void **state)
{
    (void)kept_set_up(state);
    kept_open(*state);
    return 0;
}

// A return that has been answered so; OUTBOX_PENDING: not yet.
static struct outbox_entry put(struct kept *fixture, int authority, uint32_t year, uint64_t figure,
                               enum outbox_state state)
{
    static const char words[] = "an answer";
    struct outbox_entry entry =
        kept_put(fixture->outbox, &fixture->arena, authority, year, figure, NULL);

    if (state != OUTBOX_PENDING)
        assert_int_equal(outbox_answer(fixture->outbox, entry.submission_id, state,
                                       (const uint8_t *)words, sizeof words, &fixture->text),
                         ERR_OK);
    return entry;
}

static enum err find(struct kept *fixture, int authority, uint32_t year, struct outbox_entry *entry,
                     const Qd__Return **returned)
{
    Qd__Period period = QD__PERIOD__INIT;

    period.kind = QD__PERIOD_KIND__CALENDAR_YEAR;
    period.year = year;
    return outbox_history_find(fixture->outbox, &fixture->arena, (Qd__LocalAuthority)authority,
                               &period, entry, returned, &fixture->text);
}

static void assert_found(struct kept *fixture, const struct outbox_entry *wanted)
{
    const Qd__Return *returned;
    struct outbox_entry found;
    const uint8_t *bytes;
    size_t size;

    assert_int_equal(find(fixture, CAMDEN, 2024, &found, &returned), ERR_OK);
    assert_memory_equal(found.submission_id, wanted->submission_id, CODEC_SUBMISSION_ID_BYTES);
    assert_int_equal(codec_pack_return(returned, &fixture->arena, &bytes, &size, NULL), ERR_OK);
    assert_int_equal(size, found.return_size);
    assert_memory_equal(bytes, found.return_bytes, size);
}

static void assert_none(struct kept *fixture)
{
    const Qd__Return *returned;
    struct outbox_entry found;

    assert_int_equal(find(fixture, CAMDEN, 2024, &found, &returned), ERR_NOT_FOUND);
    assert_null(returned);
}

static void of_an_outbox_that_holds_nothing_there_is_none(void **state)
{
    assert_none(*state);
}

static void what_is_on_its_way_or_was_refused_does_not_count(void **state)
{
    put(*state, CAMDEN, 2024, 1, OUTBOX_REFUSED);
    put(*state, CAMDEN, 2024, 2, OUTBOX_PENDING);
    assert_none(*state);
}

static void another_borough_and_another_period_do_not_count(void **state)
{
    put(*state, BARNET, 2024, 1, OUTBOX_ACKNOWLEDGED);
    put(*state, CAMDEN, 2023, 2, OUTBOX_ACKNOWLEDGED);
    put(*state, CAMDEN, 2025, 3, OUTBOX_ACKNOWLEDGED);
    assert_none(*state);
}

static void the_newest_with_a_receipt_is_found(void **state)
{
    struct outbox_entry newest;

    put(*state, CAMDEN, 2024, 1, OUTBOX_ACKNOWLEDGED);
    newest = put(*state, CAMDEN, 2024, 2, OUTBOX_ACKNOWLEDGED);
    assert_found(*state, &newest);
    put(*state, BARNET, 2024, 3, OUTBOX_ACKNOWLEDGED);
    put(*state, CAMDEN, 2024, 4, OUTBOX_REFUSED);
    put(*state, CAMDEN, 2024, 5, OUTBOX_PENDING);
    assert_found(*state, &newest);
}

static void one_that_is_sent_again_has_its_earlier_receipt(void **state)
{
    struct kept *fixture = *state;
    const struct outbox_entry lost = put(fixture, CAMDEN, 2024, 1, OUTBOX_ACKNOWLEDGED);

    assert_int_equal(outbox_resend(fixture->outbox, lost.submission_id, &fixture->text), ERR_OK);
    assert_found(fixture, &lost);
}

static enum err newest(struct kept *fixture, struct outbox_entry *entry)
{
    Qd__Period period = QD__PERIOD__INIT;

    period.kind = QD__PERIOD_KIND__CALENDAR_YEAR;
    period.year = 2024;
    return outbox_history_newest(fixture->outbox, &fixture->arena, (Qd__LocalAuthority)CAMDEN,
                                 &period, entry, &fixture->text);
}

static void the_newest_is_the_last_that_was_not_refused(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry entry, sent, waiting;

    put(fixture, CAMDEN, 2024, 1, OUTBOX_REFUSED);
    assert_int_equal(ERR_NOT_FOUND, newest(fixture, &entry));
    sent = put(fixture, CAMDEN, 2024, 2, OUTBOX_ACKNOWLEDGED);
    put(fixture, CAMDEN, 2024, 3, OUTBOX_REFUSED);
    put(fixture, BARNET, 2024, 4, OUTBOX_ACKNOWLEDGED);
    assert_int_equal(ERR_OK, newest(fixture, &entry));
    assert_memory_equal(sent.submission_id, entry.submission_id, CODEC_SUBMISSION_ID_BYTES);
    waiting = put(fixture, CAMDEN, 2024, 5, OUTBOX_PENDING);
    assert_int_equal(ERR_OK, newest(fixture, &entry));
    assert_memory_equal(waiting.submission_id, entry.submission_id, CODEC_SUBMISSION_ID_BYTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, kept_tear_down)
        TEST(of_an_outbox_that_holds_nothing_there_is_none),
        TEST(what_is_on_its_way_or_was_refused_does_not_count),
        TEST(another_borough_and_another_period_do_not_count),
        TEST(the_newest_with_a_receipt_is_found),
        TEST(one_that_is_sent_again_has_its_earlier_receipt),
        TEST(the_newest_is_the_last_that_was_not_refused),
#undef TEST
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
