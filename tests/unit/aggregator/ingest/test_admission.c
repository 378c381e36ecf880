// The verdict on a Submit, one reason to refuse after the other. test_ingest.c sends them over the
// wire.
#include "aggregator/ingest/admission.h"

#include "tests/support/peer/peer.h"

#define MIB ((size_t)1024 * 1024)

static const Qd__LocalAuthority CAMDEN = QD__LOCAL_AUTHORITY__E09000007;
static const struct admission_terms camdens = {.authority = QD__LOCAL_AUTHORITY__E09000007};
static const struct admission_terms hackneys = {.authority = QD__LOCAL_AUTHORITY__E09000012};

struct fixture {
    struct arena arena;    // the sender's
    struct arena message;  // the judge's
    Qd__Submit submit;
    uint8_t hash[CODEC_HASH_BYTES];
    struct admission admission;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    arena_init(&f->arena, 16 * MIB);
    arena_init(&f->message, CODEC_ARENA_CAP_BYTES);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    arena_free(&f->arena);
    arena_free(&f->message);
    free(f);
    return 0;
}

static void submit_bytes(struct fixture *f, uint8_t *bytes, size_t size)
{
    qd__submit__init(&f->submit);
    codec_hash(f->hash, bytes, size);
    f->submit.schema_version = FORM_SCHEMA_VERSION;
    f->submit.return_hash = (ProtobufCBinaryData){sizeof f->hash, f->hash};
    f->submit.return_bytes = (ProtobufCBinaryData){size, bytes};
}

static void submit_return(struct fixture *f, const struct peer_return *given)
{
    const uint8_t *packed;
    uint8_t *bytes;
    size_t size;

    peer_pack_return(&f->arena, given, &packed, &size);
    bytes = arena_alloc(&f->arena, size);
    assert_non_null(bytes);
    memcpy(bytes, packed, size);
    submit_bytes(f, bytes, size);
}

static void submit_good(struct fixture *f)
{
    submit_return(f,
                  &(struct peer_return){
                      .authority = CAMDEN, .year = 2024, .quarter = 3, .issued = 10, .within = 9});
}

static void assert_refused(struct fixture *f, Qd__RefusalCode code)
{
    admission_check(&f->admission, &f->submit, &camdens, &f->message);
    assert_true(f->admission.refused);
    assert_int_equal(code, f->admission.code);
    assert_true(strlen(f->admission.text.text) > 0);
}

static void another_schema_version_is_refused(void **state)
{
    struct fixture *f = *state;

    submit_good(f);
    f->submit.schema_version = FORM_SCHEMA_VERSION + 1;
    assert_refused(f, QD__REFUSAL_CODE__UNKNOWN_VERSION);
}

static void more_bytes_than_a_return_may_have_are_refused_before_they_are_hashed(void **state)
{
    struct fixture *f = *state;

    submit_bytes(f, arena_zalloc(&f->arena, CODEC_RETURN_MAX_BYTES + 1),
                 CODEC_RETURN_MAX_BYTES + 1);
    f->hash[0] ^= 1;
    assert_refused(f, QD__REFUSAL_CODE__TOO_LARGE);
}

static void a_hash_of_other_bytes_is_refused(void **state)
{
    struct fixture *f = *state;

    submit_good(f);
    f->hash[CODEC_HASH_BYTES - 1] ^= 0x80;
    assert_refused(f, QD__REFUSAL_CODE__HASH_MISMATCH);
}

static void bytes_that_are_no_return_are_refused(void **state)
{
    struct fixture *f = *state;
    uint8_t noise[] = {0x08};

    submit_bytes(f, noise, sizeof noise);
    assert_refused(f, QD__REFUSAL_CODE__MALFORMED);
    submit_bytes(f, noise, 0);
    assert_refused(f, QD__REFUSAL_CODE__MALFORMED);
    assert_null(f->admission.returned);
}

static void a_return_that_takes_too_much_memory_is_refused(void **state)
{
    struct fixture *f = *state;
    struct arena small;

    arena_init(&small, 100);
    submit_good(f);
    admission_check(&f->admission, &f->submit, &camdens, &small);
    assert_true(f->admission.refused);
    assert_int_equal(QD__REFUSAL_CODE__TOO_LARGE, f->admission.code);
    arena_free(&small);
}

static void promise_d_a_return_of_another_borough_is_refused(void **state)
{
    struct fixture *f = *state;

    submit_good(f);
    admission_check(&f->admission, &f->submit, &hackneys, &f->message);
    assert_true(f->admission.refused);
    assert_int_equal(QD__REFUSAL_CODE__NOT_YOUR_BOROUGH, f->admission.code);
}

static void a_simulated_return_is_taken_only_where_the_store_was_made_for_it(void **state)
{
    const struct admission_terms simulated = {.authority = CAMDEN, .takes_simulated = 1};
    struct fixture *f = *state;

    submit_return(f, &(struct peer_return){.authority = CAMDEN,
                                           .year = 2024,
                                           .quarter = 3,
                                           .issued = 10,
                                           .within = 9,
                                           .simulated = 1});
    assert_refused(f, QD__REFUSAL_CODE__SIMULATED);
    admission_check(&f->admission, &f->submit, &simulated, &f->message);
    assert_false(f->admission.refused);
    // Real years may lie in the same store.
    submit_good(f);
    admission_check(&f->admission, &f->submit, &simulated, &f->message);
    assert_false(f->admission.refused);
}

static void promise_e_a_return_that_breaks_a_rule_is_refused(void **state)
{
    struct fixture *f = *state;

    submit_return(f,
                  &(struct peer_return){
                      .authority = CAMDEN, .year = 2024, .quarter = 3, .issued = 10, .within = 11});
    assert_refused(f, QD__REFUSAL_CODE__RULES_BROKEN);
    assert_true(f->admission.findings.stops > 0);
}

static void a_good_return_is_not_refused_and_can_be_read(void **state)
{
    struct fixture *f = *state;

    submit_good(f);
    admission_check(&f->admission, &f->submit, &camdens, &f->message);
    assert_false(f->admission.refused);
    assert_int_equal(CAMDEN, f->admission.returned->header->new_la_code);
    assert_int_equal(0, f->admission.findings.stops);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(another_schema_version_is_refused),
        TEST(more_bytes_than_a_return_may_have_are_refused_before_they_are_hashed),
        TEST(a_hash_of_other_bytes_is_refused),
        TEST(bytes_that_are_no_return_are_refused),
        TEST(a_return_that_takes_too_much_memory_is_refused),
        TEST(promise_d_a_return_of_another_borough_is_refused),
        TEST(a_simulated_return_is_taken_only_where_the_store_was_made_for_it),
        TEST(promise_e_a_return_that_breaks_a_rule_is_refused),
        TEST(a_good_return_is_not_refused_and_can_be_read),
#undef TEST
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
