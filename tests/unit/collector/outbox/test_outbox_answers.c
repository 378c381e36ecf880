// The outbox: the answers that come to what was sent, and are kept.
#include "collector/outbox/outbox.h"

#include "tests/support/kept/kept.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { CAMDEN = QD__LOCAL_AUTHORITY__E09000007 };

static void an_answer_is_kept_as_it_came(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry entry;

    kept_open(fixture);
    entry = kept_put_found(fixture, CAMDEN, 2024, 1, 0);
    kept_answer(fixture, &entry, OUTBOX_ACKNOWLEDGED, "the receipt");
    kept_reopen(fixture);
    entry = kept_get(fixture, &entry);
    kept_assert_answer(&entry, OUTBOX_ACKNOWLEDGED, "the receipt");
}

// The answer arrived, and the program was killed before it could write it down.
static void promise_b_the_same_receipt_may_come_again(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry entry;

    kept_open(fixture);
    entry = kept_put_found(fixture, CAMDEN, 2024, 1, 0);
    kept_answer(fixture, &entry, OUTBOX_ACKNOWLEDGED, "the receipt");
    kept_answer(fixture, &entry, OUTBOX_ACKNOWLEDGED, "the receipt");
    entry = kept_get(fixture, &entry);
    kept_assert_answer(&entry, OUTBOX_ACKNOWLEDGED, "the receipt");
}

static void a_receipt_is_never_replaced(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry entry;

    kept_open(fixture);
    entry = kept_put_found(fixture, CAMDEN, 2024, 1, 0);
    kept_answer(fixture, &entry, OUTBOX_ACKNOWLEDGED, "the receipt");
    assert_int_equal(outbox_answer(fixture->outbox, entry.submission_id, OUTBOX_ACKNOWLEDGED,
                                   (const uint8_t *)"another", 7, &fixture->text),
                     ERR_EXISTS);
    assert_int_equal(outbox_answer(fixture->outbox, entry.submission_id, OUTBOX_REFUSED,
                                   (const uint8_t *)"the receipt", 11, &fixture->text),
                     ERR_EXISTS);
    entry = kept_get(fixture, &entry);
    kept_assert_answer(&entry, OUTBOX_ACKNOWLEDGED, "the receipt");
}

static void a_receipt_counts_more_than_a_refusal(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry entry;

    kept_open(fixture);
    entry = kept_put_found(fixture, CAMDEN, 2024, 1, 0);
    kept_answer(fixture, &entry, OUTBOX_REFUSED, "a refusal");
    kept_answer(fixture, &entry, OUTBOX_ACKNOWLEDGED, "the receipt");
    entry = kept_get(fixture, &entry);
    kept_assert_answer(&entry, OUTBOX_ACKNOWLEDGED, "the receipt");
}

struct earlier {
    size_t count;
    char texts[4][32];
};

static enum err note_earlier(void *context, const uint8_t *bytes, size_t size)
{
    struct earlier *earlier = context;

    assert_true(earlier->count < 4 && size < sizeof earlier->texts[0]);
    memcpy(earlier->texts[earlier->count], bytes, size);
    earlier->texts[earlier->count++][size] = '\0';
    return ERR_OK;
}

// The region has lost it; the first receipt still proves that it was there in time.
static void what_is_sent_again_keeps_its_earlier_receipts(void **state)
{
    struct kept *fixture = *state;
    struct outbox_entry entry;
    struct outbox_entry other;
    struct earlier earlier = {0};

    kept_open(fixture);
    entry = kept_put_found(fixture, CAMDEN, 2024, 1, 0);
    other = kept_put_found(fixture, CAMDEN, 2023, 1, 0);
    kept_answer(fixture, &entry, OUTBOX_ACKNOWLEDGED, "one");
    kept_answer(fixture, &other, OUTBOX_ACKNOWLEDGED, "another's");
    assert_int_equal(outbox_resend(fixture->outbox, entry.submission_id, NULL), ERR_OK);
    entry = kept_get(fixture, &entry);
    assert_int_equal(entry.state, OUTBOX_PENDING);
    assert_null(entry.answer);
    // Twice changes nothing: it is pending already.
    assert_int_equal(outbox_resend(fixture->outbox, entry.submission_id, NULL), ERR_OK);
    kept_answer(fixture, &entry, OUTBOX_ACKNOWLEDGED, "two");
    assert_int_equal(outbox_resend(fixture->outbox, entry.submission_id, NULL), ERR_OK);
    kept_answer(fixture, &entry, OUTBOX_ACKNOWLEDGED, "three");
    kept_reopen(fixture);
    entry = kept_get(fixture, &entry);
    kept_assert_answer(&entry, OUTBOX_ACKNOWLEDGED, "three");
    assert_int_equal(
        outbox_each_earlier(fixture->outbox, entry.submission_id, note_earlier, &earlier, NULL),
        ERR_OK);
    assert_int_equal(earlier.count, 2);
    assert_string_equal(earlier.texts[0], "one");
    assert_string_equal(earlier.texts[1], "two");
}

static enum err stop_at_second(void *context, const struct outbox_entry *entry)
{
    int *seen = context;

    (void)entry;
    return ++*seen == 2 ? ERR_BUSY : ERR_OK;
}

static void looking_at_all_stops_when_told(void **state)
{
    struct kept *fixture = *state;
    int seen = 0;

    kept_open(fixture);
    for (uint64_t i = 0; i < 5; i++)
        kept_put_found(fixture, CAMDEN, 2024, i, 0);
    assert_int_equal(outbox_each(fixture->outbox, stop_at_second, &seen, NULL), ERR_BUSY);
    assert_int_equal(seen, 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, kept_set_up, kept_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(an_answer_is_kept_as_it_came),
        TEST(promise_b_the_same_receipt_may_come_again),
        TEST(a_receipt_is_never_replaced),
        TEST(a_receipt_counts_more_than_a_refusal),
        TEST(what_is_sent_again_keeps_its_earlier_receipts),
        TEST(looking_at_all_stops_when_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
