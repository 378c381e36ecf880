// The turn: what is answered to bad input, and to Hello.
#include "aggregator/ingest/ingest.h"

#include "aggregator/ingest/answer.h"
#include "proto/form/period.h"
#include "tests/support/region/region.h"
#include "tests/support/stored/stored.h"

// A message of several frames.
static void send_frames(void *socket, const struct region_bytes *frames, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_int_equal((int)frames[i].size, zmq_send(socket, frames[i].at, frames[i].size,
                                                       i + 1 < count ? ZMQ_SNDMORE : 0));
}

// --- bad input

static void bytes_that_are_no_envelope_are_refused_as_malformed(void **state)
{
    static const uint8_t noise[] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    struct region *f = *state;
    const struct region_bytes submit = region_submit_of(f, 1, region_good(CAMDEN, 10));
    const struct region_bytes bad[] = {{noise, sizeof noise},
                                       {noise, 0},
                                       {submit.at, submit.size - 1},
                                       {submit.at, submit.size / 2}};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const Qd__Refusal *refusal = region_refusal_of(f, bad[i]);

        assert_int_equal(QD__REFUSAL_CODE__MALFORMED, refusal->code);
        assert_false(refusal->has_submission_id);
        assert_false(refusal->again);
        assert_true(strlen(refusal->text) > 0);
    }
    assert_int_equal(0, region_stored(f));
}

// Whatever one flipped bit makes of a message, it is answered with a refusal or a receipt for what
// was really sent, and never ends the aggregator.
static void a_flipped_bit_is_never_fatal_and_never_stored_unseen(void **state)
{
    struct region *f = *state;
    const struct region_bytes submit = region_submit_of(f, 1, region_good(CAMDEN, 10));
    uint8_t *flipped = arena_alloc(&f->arena, submit.size);

    for (size_t bit = 0; bit < submit.size * 8; bit++) {
        struct region_bytes received;
        const Qd__Envelope *envelope;

        memcpy(flipped, submit.at, submit.size);
        flipped[bit / 8] ^= (uint8_t)(1U << bit % 8);
        received = region_ask(f, f->camden_socket, (struct region_bytes){flipped, submit.size});
        envelope = envelopes_read(&f->arena, received.at, received.size);
        // Only another submission id leaves the return as it was.
        if (envelope->content_case == QD__ENVELOPE__CONTENT_RECEIPT)
            assert_memory_not_equal(envelope->receipt->submission_id.data,
                                    ((uint8_t[CODEC_SUBMISSION_ID_BYTES]){1}),
                                    CODEC_SUBMISSION_ID_BYTES);
    }
    (void)region_stored(f);
}

static void an_answer_sent_to_the_aggregator_is_refused(void **state)
{
    struct region *f = *state;
    const struct region_bytes receipt =
        region_ask(f, f->camden_socket, region_submit_of(f, 1, region_good(CAMDEN, 10)));

    assert_int_equal(QD__REFUSAL_CODE__MALFORMED, region_refusal_of(f, receipt)->code);
}

static void a_message_of_several_frames_is_dropped(void **state)
{
    struct region *f = *state;
    const struct region_bytes submit = region_submit_of(f, 1, region_good(CAMDEN, 10));
    const struct region_bytes empty = {submit.at, 0};
    const struct region_bytes behind[] = {submit, submit, submit};
    const struct region_bytes in_front[] = {empty, submit};

    send_frames(f->camden_socket, behind, 3);
    send_frames(f->camden_socket, in_front, 2);
    // What comes after it is answered: the frames were not taken for messages of their own.
    (void)region_receipt_in(
        f, region_ask(f, f->camden_socket, region_submit_of(f, 2, region_good(CAMDEN, 11))));
    assert_int_equal(2, ingest_counters(f->ingest)->dropped);
    assert_int_equal(1, region_stored(f));
}

static void another_protocol_version_is_refused(void **state)
{
    struct region *f = *state;
    struct region_bytes hello;

    envelopes_pack_hello(&f->arena, CODEC_PROTOCOL_VERSION + 1, &hello.at, &hello.size);
    assert_int_equal(QD__REFUSAL_CODE__UNKNOWN_VERSION, region_refusal_of(f, hello)->code);
}

static void another_schema_version_is_refused(void **state)
{
    struct region *f = *state;
    const struct region_bytes content = region_pack_return(f, region_good(CAMDEN, 10));
    const Qd__Refusal *refusal = region_refusal_of(
        f,
        region_pack_submit(
            f, (struct peer_submit){.id = 1, .schema_version = FORM_SCHEMA_VERSION + 1}, content));

    assert_int_equal(QD__REFUSAL_CODE__UNKNOWN_VERSION, refusal->code);
    assert_true(refusal->has_submission_id);
    assert_int_equal(1, refusal->submission_id.data[0]);
    assert_false(refusal->again);
}

static void bytes_that_are_not_those_of_the_hash_are_refused(void **state)
{
    struct region *f = *state;
    const struct region_bytes content = region_pack_return(f, region_good(CAMDEN, 10));
    const Qd__Refusal *refusal = region_refusal_of(
        f, region_pack_submit(f, (struct peer_submit){.id = 1, .hash_flip = 1}, content));

    assert_int_equal(QD__REFUSAL_CODE__HASH_MISMATCH, refusal->code);
    assert_int_equal(0, region_stored(f));
}

static void a_return_that_cannot_be_decoded_is_refused_as_malformed(void **state)
{
    static const uint8_t noise[] = {0x0a, 0xff, 0xff};
    struct region *f = *state;
    const Qd__Refusal *refusal =
        region_refusal_of(f, region_pack_submit(f, (struct peer_submit){.id = 1},
                                                (struct region_bytes){noise, sizeof noise}));

    assert_int_equal(QD__REFUSAL_CODE__MALFORMED, refusal->code);
    assert_true(refusal->has_submission_id);
}

static void promise_d_a_return_of_another_borough_is_refused(void **state)
{
    struct region *f = *state;
    const Qd__Refusal *refusal =
        region_refusal_of(f, region_submit_of(f, 1, region_good(HACKNEY, 10)));

    assert_int_equal(QD__REFUSAL_CODE__NOT_YOUR_BOROUGH, refusal->code);
    assert_non_null(strstr(refusal->text, "Hackney"));
    assert_non_null(strstr(refusal->text, "Camden"));
    assert_int_equal(0, region_stored(f));
}

static void promise_e_a_return_that_breaks_a_rule_is_refused_with_its_findings(void **state)
{
    struct region *f = *state;
    struct peer_return bad = region_good(CAMDEN, 10);
    const Qd__Refusal *refusal;
    int is_there = 0;

    bad.within = 11;
    refusal = region_refusal_of(f, region_submit_of(f, 1, bad));
    assert_int_equal(QD__REFUSAL_CODE__RULES_BROKEN, refusal->code);
    assert_false(refusal->again);
    for (size_t i = 0; i < refusal->n_findings; i++) {
        assert_int_equal(FORM_TIMELINESS, refusal->findings[i]->part);
        is_there |= strcmp(refusal->findings[i]->rule, "QD-R01") == 0;
    }
    assert_true(is_there);
    assert_int_equal(0, region_stored(f));
}

// --- Hello

static void hello_is_told_whose_key_it_is_and_what_is_held(void **state)
{
    struct region *f = *state;
    struct peer_return other_period = region_good(CAMDEN, 30);
    const Qd__Receipt *last;
    const Qd__Envelope *envelope;
    struct region_bytes hello;
    struct region_bytes received;

    other_period.quarter = 4;
    (void)region_ask(f, f->hackney_socket, region_submit_of(f, 1, region_good(HACKNEY, 10)));
    (void)region_ask(f, f->camden_socket, region_submit_of(f, 1, region_good(CAMDEN, 10)));
    last = region_receipt_in(
        f, region_ask(f, f->camden_socket, region_submit_of(f, 2, region_good(CAMDEN, 20))));
    (void)region_ask(f, f->camden_socket, region_submit_of(f, 3, other_period));
    envelopes_pack_hello(&f->arena, CODEC_PROTOCOL_VERSION, &hello.at, &hello.size);
    received = region_ask(f, f->camden_socket, hello);
    envelope = envelopes_read(&f->arena, received.at, received.size);
    assert_int_equal(QD__ENVELOPE__CONTENT_WELCOME, envelope->content_case);
    assert_int_equal(CAMDEN, envelope->welcome->new_la_code);
    assert_int_equal(CODEC_PROTOCOL_VERSION, envelope->welcome->protocol_version);
    assert_int_equal(2, envelope->welcome->n_holdings);
    assert_int_equal(2, envelope->welcome->holdings[0]->revision);
    assert_memory_equal(last->return_hash.data, envelope->welcome->holdings[0]->return_hash.data,
                        CODEC_HASH_BYTES);
    assert_int_equal(2, envelope->welcome->holdings[0]->submission_id.data[0]);
    assert_int_equal(4, envelope->welcome->holdings[1]->period->quarter);
}

static void hold(struct region *f, Qd__PeriodKind kind, uint32_t year, uint32_t quarter)
{
    static const uint8_t bytes[] = "a return";
    Qd__Period period = QD__PERIOD__INIT;

    period.kind = kind;
    period.year = year;
    period.has_quarter = quarter != 0;
    period.quarter = quarter;
    (void)stored_add(f->store, (struct store_submission){.authority = CAMDEN,
                                                         .period = &period,
                                                         .return_bytes = bytes,
                                                         .return_size = sizeof bytes});
}

static void the_longest_welcome_is_as_long_as_is_said(void **state)
{
    struct region *f = *state;
    const Qd__Envelope *envelope;
    struct region_bytes hello, received;

    for (uint32_t year = PERIOD_YEAR_MIN; year <= PERIOD_YEAR_MAX; year++) {
        hold(f, QD__PERIOD_KIND__CALENDAR_YEAR, year, 0);
        hold(f, QD__PERIOD_KIND__FINANCIAL_YEAR, year, 0);
        for (uint32_t quarter = 1; quarter <= 4; quarter++)
            hold(f, QD__PERIOD_KIND__FINANCIAL_QUARTER, year, quarter);
    }
    envelopes_pack_hello(&f->arena, CODEC_PROTOCOL_VERSION, &hello.at, &hello.size);
    received = region_ask(f, f->camden_socket, hello);
    envelope = envelopes_read(&f->arena, received.at, received.size);
    assert_int_equal(6 * (PERIOD_YEAR_MAX - PERIOD_YEAR_MIN + 1), envelope->welcome->n_holdings);
    assert_in_range(received.size, 1, ANSWER_MAX_BYTES);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, region_set_up, region_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(bytes_that_are_no_envelope_are_refused_as_malformed),
        TEST(a_flipped_bit_is_never_fatal_and_never_stored_unseen),
        TEST(an_answer_sent_to_the_aggregator_is_refused),
        TEST(a_message_of_several_frames_is_dropped),
        TEST(another_protocol_version_is_refused),
        TEST(another_schema_version_is_refused),
        TEST(bytes_that_are_not_those_of_the_hash_are_refused),
        TEST(a_return_that_cannot_be_decoded_is_refused_as_malformed),
        TEST(promise_d_a_return_of_another_borough_is_refused),
        TEST(promise_e_a_return_that_breaks_a_rule_is_refused_with_its_findings),
        TEST(hello_is_told_whose_key_it_is_and_what_is_held),
        TEST(the_longest_welcome_is_as_long_as_is_said),
#undef TEST
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
