// The turn with many submissions, and with more than the store can take.
#include "aggregator/ingest/ingest.h"

#include "lib/net/zsock.h"
#include "tests/support/region/region.h"

static void more_than_a_batch_is_all_answered(void **state)
{
    enum { MANY = 3 * INGEST_BATCH_MESSAGES };
    struct region *f = *state;
    unsigned revisions = 0;

    for (unsigned i = 0; i < MANY; i++) {
        const struct region_bytes submit =
            region_submit_of(f, (uint16_t)i, region_good(CAMDEN, i + 1));

        peer_send(f->camden_socket, submit.at, submit.size);
    }
    for (unsigned i = 0; i < MANY; i++) {
        const Qd__Receipt *receipt = region_receipt_in(f, region_answer(f, f->camden_socket));

        assert_int_equal(++revisions, receipt->revision);
    }
    assert_int_equal(MANY, region_stored(f));
    assert_true(ingest_counters(f->ingest)->batches < MANY);
}

// Takes a message of answers to this borough: their revisions must follow `last`. How many there were.
static unsigned take_receipts(struct region *f, void *socket, Qd__LocalAuthority whose,
                              unsigned last)
{
    unsigned count = 0;
    size_t bytes = 0;
    int more = 1;
    size_t more_size = sizeof more;

    while (more) {
        const struct region_bytes frame = region_answer(f, socket);
        const Qd__Receipt *receipt = region_receipt_in(f, frame);

        assert_int_equal(whose, receipt->new_la_code);
        assert_int_equal(last + ++count, receipt->revision);
        bytes += frame.size;
        assert_int_equal(0, zmq_getsockopt(socket, ZMQ_RCVMORE, &more, &more_size));
    }
    assert_in_range(bytes, 1, INGEST_MESSAGE_BYTES);
    return count;
}

static void a_peers_answers_of_a_turn_come_together(void **state)
{
    enum { MANY = INGEST_BATCH_MESSAGES };
    struct region *f = *state;
    unsigned camden = 0, hackney = 0, messages = 0;

    for (unsigned i = 0; i < MANY; i++) {
        const struct region_bytes ours =
            region_submit_of(f, (uint16_t)i, region_good(CAMDEN, i + 1));
        const struct region_bytes theirs =
            region_submit_of(f, (uint16_t)i, region_good(HACKNEY, i + 1));

        peer_send(f->camden_socket, ours.at, ours.size);
        peer_send(f->hackney_socket, theirs.at, theirs.size);
    }
    while (camden < MANY) {
        camden += take_receipts(f, f->camden_socket, CAMDEN, camden);
        messages++;
    }
    while (hackney < MANY)
        hackney += take_receipts(f, f->hackney_socket, HACKNEY, hackney);
    assert_true(messages < MANY);
    assert_int_equal(0, ingest_counters(f->ingest)->unsent);
}

static void a_peer_that_has_gone_is_not_fatal(void **state)
{
    struct region *f = *state;
    const struct region_bytes submit = region_submit_of(f, 1, region_good(CAMDEN, 10));
    const uint64_t deadline_ms = clock_monotonic_ms() + PEER_DEADLINE_MS;

    (void)region_receipt_in(f, region_ask(f, f->camden_socket, submit));
    for (int i = 0; i < 10; i++)
        peer_send(f->camden_socket, submit.at, submit.size);
    // Some of them may be lost with the connection; those that came are answered in vain.
    while (ingest_counters(f->ingest)->messages == 1 && clock_monotonic_ms() < deadline_ms) {
        zmq_pollitem_t item = {.socket = f->listener.router, .events = ZMQ_POLLIN};

        assert_int_equal(1, zmq_poll(&item, 1, PEER_DEADLINE_MS));
        zsock_close(f->camden_socket);
        f->camden_socket = NULL;
        while (f->listener.events.disconnected == 0 && clock_monotonic_ms() < deadline_ms) {
            zmq_pollitem_t gone = {.socket = f->listener.monitor, .events = ZMQ_POLLIN};

            (void)zmq_poll(&gone, 1, PEER_DEADLINE_MS);
            listener_attend(&f->listener);
        }
        region_turn(f);
    }
    // ZeroMQ takes the connection's end notice a moment before or after the rest of its messages.
    (void)region_receipt_in(
        f, region_ask(f, f->hackney_socket, region_submit_of(f, 1, region_good(HACKNEY, 10))));
    assert_int_equal(2, region_stored(f));
}

// Camden's first submission, into a new store of 1 MiB; its receipt.
static struct region_bytes begin_small_store(struct region *f, struct region_bytes submit)
{
    char path[128];

    region_close_store(f);
    (void)unlink(peer_path(&f->folder, "store/data.mdb", path));
    (void)unlink(peer_path(&f->folder, "store/lock.mdb", path));
    (void)unlink(peer_path(&f->folder, "store/witness", path));
    region_open_store(f, REGION_MIB);
    return region_ask(f, f->camden_socket, submit);
}

static void a_full_store_refuses_and_still_answers_resends(void **state)
{
    enum { RETURNS = 400, RETURN_BYTES = 2200 };
    struct region *f = *state;
    const struct region_bytes first = region_submit_of(f, 1, region_good(CAMDEN, 10));
    const struct region_bytes receipt = begin_small_store(f, first);
    unsigned refused = 0;
    unsigned acknowledged = 1;

    for (unsigned id = 2; id < RETURNS; id++) {
        struct peer_return large = region_good(CAMDEN, id);
        struct region_bytes received;
        const Qd__Envelope *envelope;

        large.bytes = RETURN_BYTES;
        received = region_ask(f, f->camden_socket, region_submit_of(f, (uint16_t)id, large));
        envelope = envelopes_read(&f->arena, received.at, received.size);
        if (envelope->content_case == QD__ENVELOPE__CONTENT_RECEIPT) {
            acknowledged++;
            assert_int_equal(0, refused);
            continue;
        }
        assert_int_equal(QD__REFUSAL_CODE__STORE_FULL, envelope->refusal->code);
        assert_true(envelope->refusal->again);
        assert_true(envelope->refusal->has_submission_id);
        refused++;
    }
    assert_true(refused > 0);
    assert_true(store_percent_used(f->store) < 100);
    region_assert_same(receipt, region_ask(f, f->camden_socket, first));
    assert_int_equal(acknowledged, region_stored(f));
}

// Fills the small store until a large return does not fit any more, though small ones are taken.
static struct region_bytes fill_but_for_little(struct region *f)
{
    enum { LARGE_BYTES = REGION_MIB / 7, FILLER_BYTES = 2200 };
    struct peer_return large = region_good(CAMDEN, 1);
    struct region_bytes content;
    uint16_t id = 2;

    large.bytes = LARGE_BYTES;
    content = region_pack_return(f, large);
    while (store_percent_used(f->store) + 15 < STORE_FULL_PERCENT) {
        struct peer_return filler = region_good(CAMDEN, ++id);

        filler.bytes = FILLER_BYTES;
        (void)region_receipt_in(f,
                                region_ask(f, f->camden_socket, region_submit_of(f, id, filler)));
    }
    return content;
}

// 0 for a receipt, else the refusal's code.
static int code_in(struct region *f, struct region_bytes message)
{
    const Qd__Envelope *envelope = envelopes_read(&f->arena, message.at, message.size);

    return envelope->content_case == QD__ENVELOPE__CONTENT_REFUSAL ? (int)envelope->refusal->code
                                                                   : 0;
}

// The batch does not fit in what is left of the map: none of it is stored, none of it acknowledged,
// and what was stored before it still is.
static void promise_a_a_batch_that_fills_the_map_is_refused_as_a_whole(void **state)
{
    struct region *f = *state;
    const struct region_bytes first = region_submit_of(f, 1, region_good(CAMDEN, 10));
    const struct region_bytes receipt = begin_small_store(f, first);
    const struct region_bytes content = fill_but_for_little(f);
    uint64_t before = region_stored(f);
    int code = 0;

    for (uint16_t id = 1000; id < 1002; id++) {
        const struct region_bytes submit =
            region_pack_submit(f, (struct peer_submit){.id = id}, content);

        // Around it in the same batch, if they come together: a resend.
        peer_send(f->camden_socket, first.at, first.size);
        peer_send(f->camden_socket, submit.at, submit.size);
        peer_send(f->camden_socket, first.at, first.size);
        region_assert_same(receipt, region_answer(f, f->camden_socket));
        code = code_in(f, region_answer(f, f->camden_socket));
        before += code == 0;
        region_assert_same(receipt, region_answer(f, f->camden_socket));
    }
    assert_int_equal(QD__REFUSAL_CODE__STORE_FULL, code);
    assert_int_equal(before, region_stored(f));
    assert_true(store_percent_used(f->store) < STORE_FULL_PERCENT);
    (void)region_receipt_in(
        f, region_ask(f, f->camden_socket, region_submit_of(f, 2000, region_good(CAMDEN, 7))));
}

// The id was used only in a batch that was never stored.
static void promise_b_an_id_of_a_batch_that_was_refused_is_not_taken(void **state)
{
    struct region *f = *state;
    const struct region_bytes first = region_submit_of(f, 1, region_good(CAMDEN, 10));
    struct region_bytes content;
    struct region_bytes large;
    struct region_bytes small;
    uint16_t id = 900;

    (void)begin_small_store(f, first);
    content = fill_but_for_little(f);
    do {
        id++;
        large = region_pack_submit(f, (struct peer_submit){.id = id}, content);
    } while (code_in(f, region_ask(f, f->camden_socket, large)) == 0);
    small = region_submit_of(f, 1000, region_good(CAMDEN, 77));
    large = region_pack_submit(f, (struct peer_submit){.id = 1000}, content);
    peer_send(f->camden_socket, large.at, large.size);
    peer_send(f->camden_socket, small.at, small.size);
    assert_int_equal(QD__REFUSAL_CODE__STORE_FULL, code_in(f, region_answer(f, f->camden_socket)));
    // In the same batch it does not fit either; in the next it does.
    assert_int_not_equal(QD__REFUSAL_CODE__ID_TAKEN,
                         code_in(f, region_answer(f, f->camden_socket)));
    (void)region_receipt_in(f, region_ask(f, f->camden_socket, small));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, region_set_up, region_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(more_than_a_batch_is_all_answered),
        TEST(a_peers_answers_of_a_turn_come_together),
        TEST(a_peer_that_has_gone_is_not_fatal),
        TEST(a_full_store_refuses_and_still_answers_resends),
        TEST(promise_a_a_batch_that_fills_the_map_is_refused_as_a_whole),
        TEST(promise_b_an_id_of_a_batch_that_was_refused_is_not_taken),
#undef TEST
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
