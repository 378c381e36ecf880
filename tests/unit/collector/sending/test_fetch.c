// A return of the borough's own, taken from the aggregator in pieces; and an aggregator that lies.
#include "collector/sending/fetch.h"

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
    HACKNEY = QD__LOCAL_AUTHORITY__E09000012,
    TIMEOUT_MS = 20 * 1000,
    RETURN_BYTES = 20 * 1000,
    PIECE_BYTES = 3000
};

struct fixture {
    struct keys_pair key;
    struct fake_aggregator fake;
    struct sender *sender;
    struct arena arena;
    struct err_text text;
    const Qd__Return *sent;
    uint8_t id[CODEC_SUBMISSION_ID_BYTES], hash[CODEC_HASH_BYTES];
};

static void hold_return(struct fixture *fixture, Qd__LocalAuthority authority)
{
    struct fake_aggregator *fake = &fixture->fake;

    fixture->sent = kept_return(&fixture->arena, authority, 2024, 1, RETURN_BYTES);
    assert_int_equal(ERR_OK, codec_pack_return(fixture->sent, &fixture->arena, &fake->fetched,
                                               &fake->fetched_size, NULL));
    codec_hash(fixture->hash, fake->fetched, fake->fetched_size);
    fake->fetched_says = (uint32_t)fake->fetched_size;
    fake->fetched_piece = PIECE_BYTES;
}

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    assert_non_null(fixture);
    arena_init(&fixture->arena, CODEC_ARENA_CAP_BYTES);
    keys_generate(&fixture->key);
    fake_init(&fixture->fake, (Qd__LocalAuthority)CAMDEN, &fixture->key);
    hold_return(fixture, (Qd__LocalAuthority)CAMDEN);
    codec_new_submission_id(fixture->id);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    sender_close(fixture->sender);
    fake_stop(&fixture->fake);
    arena_free(&fixture->arena);
    free(fixture);
    return 0;
}

static enum err fetch(struct fixture *fixture, const Qd__Return **returned)
{
    struct sender_options options = {.key = &fixture->key, .timeout_ms = TIMEOUT_MS};
    Qd__Welcome welcome = QD__WELCOME__INIT;
    Qd__Holding holding = QD__HOLDING__INIT;

    fake_start(&fixture->fake);
    options.aggregator = fixture->fake.endpoint;
    memcpy(options.server_key, fixture->fake.key.public_key, KEYS_BYTES);
    assert_int_equal(ERR_OK, sender_open(&fixture->sender, &options, &fixture->text));
    welcome.new_la_code = (Qd__LocalAuthority)CAMDEN;
    holding.period = fixture->sent->header->period;
    holding.submission_id = (ProtobufCBinaryData){sizeof fixture->id, fixture->id};
    holding.return_hash = (ProtobufCBinaryData){sizeof fixture->hash, fixture->hash};
    return fetch_return(fixture->sender, &fixture->arena, &welcome, &holding, returned,
                        &fixture->text);
}

static void expect_malformed(struct fixture *fixture)
{
    const Qd__Return *returned = NULL;

    assert_int_equal(ERR_MALFORMED, fetch(fixture, &returned));
    assert_null(returned);
    golden_note("a return for 2024", fixture->text.text);
    golden_check_noted("errors.golden", "a return that is not the one that is held");
}

static void what_is_longer_than_a_return_can_be_is_not_taken(void **state)
{
    struct fixture *fixture = *state;

    fixture->fake.fetched_says = CODEC_RETURN_MAX_BYTES + 1;
    expect_malformed(fixture);
}

static void empty_pieces_are_not_waited_out(void **state)
{
    struct fixture *fixture = *state;

    fixture->fake.fetched_piece = 0;
    expect_malformed(fixture);
}

static void more_bytes_than_were_said_are_not_taken(void **state)
{
    struct fixture *fixture = *state;

    fixture->fake.fetched_says -= 1;
    expect_malformed(fixture);
}

static void fewer_bytes_than_were_said_are_not_taken(void **state)
{
    struct fixture *fixture = *state;

    fixture->fake.fetched_says += 1;
    expect_malformed(fixture);
}

static void bytes_that_are_not_those_of_the_hash_are_not_taken(void **state)
{
    struct fixture *fixture = *state;

    fixture->hash[0] ^= 1;
    expect_malformed(fixture);
}

static void promise_d_another_boroughs_return_is_not_taken(void **state)
{
    struct fixture *fixture = *state;

    hold_return(fixture, (Qd__LocalAuthority)HACKNEY);
    expect_malformed(fixture);
}

static void a_refusal_is_told_in_its_words(void **state)
{
    const Qd__Return *returned = NULL;
    struct fixture *fixture = *state;

    fixture->fake.refuse = QD__REFUSAL_CODE__NOT_HELD;
    assert_int_equal(ERR_REFUSED, fetch(fixture, &returned));
    assert_null(returned);
    assert_true(fixture->text.text[0] != '\0');
}

static void a_return_is_put_together_from_its_pieces(void **state)
{
    struct fixture *fixture = *state;
    const Qd__Return *returned;
    const uint8_t *bytes;
    size_t size;

    if (fetch(fixture, &returned) != ERR_OK)
        fail_msg("%s", fixture->text.text);
    assert_int_equal(ERR_OK, codec_pack_return(returned, &fixture->arena, &bytes, &size, NULL));
    assert_int_equal(fixture->fake.fetched_size, size);
    assert_memory_equal(fixture->fake.fetched, bytes, size);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_is_longer_than_a_return_can_be_is_not_taken),
        TEST(empty_pieces_are_not_waited_out),
        TEST(more_bytes_than_were_said_are_not_taken),
        TEST(fewer_bytes_than_were_said_are_not_taken),
        TEST(bytes_that_are_not_those_of_the_hash_are_not_taken),
        TEST(promise_d_another_boroughs_return_is_not_taken),
        TEST(a_refusal_is_told_in_its_words),
        TEST(a_return_is_put_together_from_its_pieces),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
