// What a return replaces, as the aggregator says; and what is no answer to that.
#include "collector/sending/replaced.h"

#include "proto/form/period.h"
#include "tests/support/fake/fake.h"
#include "tests/support/golden/golden.h"
#include "tests/support/kept/kept.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    CAMDEN = QD__LOCAL_AUTHORITY__E09000007,
    PIECE_BYTES = 100,
    TIMEOUT_MS = 20 * 1000,
    PATIENCE_MS = 5 * 1000,  // to be let in also on a busy machine, and then to wait for nothing
};

struct fixture {
    char folder[64];
    struct keys_pair key;
    struct fake_aggregator fake;
    struct outbox *outbox;
    struct sender *sender;
    struct arena arena;
    const Qd__Return *held;
    const Qd__Welcome *welcome;
    struct replaced replaced;
    struct err_text text;
};

// Another collector of the borough has sent a return for 2024.
static void hold(struct fixture *fixture)
{
    struct fake_aggregator *fake = &fixture->fake;
    struct fake_record *record = &fake->records[fake->count++];

    fixture->held = kept_return(&fixture->arena, CAMDEN, 2024, 1, 0);
    assert_int_equal(ERR_OK, codec_pack_return(fixture->held, &fixture->arena, &fake->fetched,
                                               &fake->fetched_size, NULL));
    fake->fetched_says = (uint32_t)fake->fetched_size;
    fake->fetched_piece = PIECE_BYTES;
    record->period_key = period_key(fixture->held->header->period);
    record->revision = 1;
    memset(record->id, 1, sizeof record->id);
    codec_hash(record->hash, fake->fetched, fake->fetched_size);
}

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    assert_non_null(fixture);
    strcpy(fixture->folder, "/tmp/qd-replaced-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    arena_init(&fixture->arena, 4 * CODEC_ARENA_CAP_BYTES);
    keys_generate(&fixture->key);
    fake_init(&fixture->fake, (Qd__LocalAuthority)CAMDEN, &fixture->key);
    assert_int_equal(outbox_open(&fixture->outbox, fixture->folder, NULL), ERR_OK);
    hold(fixture);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    sender_close(fixture->sender);
    fake_stop(&fixture->fake);
    outbox_close(fixture->outbox);
    arena_free(&fixture->arena);
    kept_remove(fixture->folder);
    free(fixture);
    return 0;
}

static void greet(struct fixture *fixture, int timeout_ms)
{
    struct sender_options options = {.key = &fixture->key, .timeout_ms = timeout_ms};

    fake_start(&fixture->fake);
    options.aggregator = fixture->fake.endpoint;
    memcpy(options.server_key, fixture->fake.key.public_key, KEYS_BYTES);
    assert_int_equal(sender_open(&fixture->sender, &options, &fixture->text), ERR_OK);
    if (sender_hello(fixture->sender, &fixture->arena, &fixture->welcome, &fixture->text) != ERR_OK)
        fail_msg("%s", fixture->text.text);
}

static enum err find(struct fixture *fixture)
{
    return replaced_find(&fixture->replaced, fixture->outbox, fixture->sender, fixture->welcome,
                         fixture->held->header, &fixture->arena, &fixture->text);
}

static void no_answer_is_an_error(void **state)
{
    struct fixture *fixture = *state;

    greet(fixture, PATIENCE_MS);
    fixture->fake.silent = 1;
    assert_int_equal(find(fixture), ERR_TIMEOUT);
    golden_note_in(fixture->fake.endpoint, "what is held", fixture->text.text);
    golden_check_noted("errors.golden", "an aggregator that does not answer");
}

static void a_lost_connection_is_an_error(void **state)
{
    struct fixture *fixture = *state;

    greet(fixture, PATIENCE_MS);
    fake_stop(&fixture->fake);
    assert_int_equal(find(fixture), ERR_UNREACHABLE);
}

static void a_key_withdrawn_meanwhile_is_an_error(void **state)
{
    struct fixture *fixture = *state;

    greet(fixture, TIMEOUT_MS);
    fixture->fake.refuse = QD__REFUSAL_CODE__NOT_LET_IN;
    assert_int_equal(find(fixture), ERR_NOT_LET_IN);
}

static void another_return_than_the_one_that_is_named_is_an_error(void **state)
{
    struct fixture *fixture = *state;

    fixture->fake.records[0].hash[0] ^= 1;
    greet(fixture, TIMEOUT_MS);
    assert_int_equal(find(fixture), ERR_MALFORMED);
}

static void what_cannot_be_given_is_not_known(void **state)
{
    struct fixture *fixture = *state;

    greet(fixture, TIMEOUT_MS);
    fixture->fake.refuse = QD__REFUSAL_CODE__NOT_HELD;
    assert_int_equal(find(fixture), ERR_OK);
    assert_int_equal(fixture->replaced.state, REPLACED_UNKNOWN);
    assert_memory_equal(fixture->replaced.submission_id, fixture->fake.records[0].id,
                        CODEC_SUBMISSION_ID_BYTES);
}

static void what_came_from_elsewhere_is_fetched(void **state)
{
    struct fixture *fixture = *state;

    // Something waits here that was never compared with it.
    kept_put(fixture->outbox, &fixture->arena, CAMDEN, 2024, 2, NULL);
    greet(fixture, TIMEOUT_MS);
    assert_int_equal(find(fixture), ERR_OK);
    assert_int_equal(fixture->replaced.state, REPLACED_KNOWN);
    assert_int_equal(fixture->replaced.is_elsewhere, 1);
    assert_int_equal(fixture->replaced.revision, 1);
    assert_int_equal(fixture->replaced.returned->timeliness->plans_issued,
                     fixture->held->timeliness->plans_issued);
}

static void what_waits_and_was_compared_is_what_is_replaced(void **state)
{
    struct fixture *fixture = *state;
    const struct outbox_entry waits = kept_put_over(fixture->outbox, &fixture->arena, CAMDEN, 2024,
                                                    2, fixture->fake.records[0].id, NULL);

    greet(fixture, TIMEOUT_MS);
    assert_int_equal(find(fixture), ERR_OK);
    assert_int_equal(fixture->replaced.state, REPLACED_KNOWN);
    assert_int_equal(fixture->replaced.is_elsewhere, 0);
    assert_memory_equal(fixture->replaced.submission_id, waits.submission_id,
                        CODEC_SUBMISSION_ID_BYTES);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(no_answer_is_an_error),
        TEST(a_lost_connection_is_an_error),
        TEST(a_key_withdrawn_meanwhile_is_an_error),
        TEST(another_return_than_the_one_that_is_named_is_an_error),
        TEST(what_cannot_be_given_is_not_known),
        TEST(what_came_from_elsewhere_is_fetched),
        TEST(what_waits_and_was_compared_is_what_is_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
