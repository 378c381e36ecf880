// Who holds the address, and that reopening the listener makes everybody connect again.
#include "aggregator/access/listener.h"

#include "lib/net/zsock.h"
#include "tests/support/peer/peer.h"

struct fixture {
    struct keys_pair server, borough;
    struct listener listener;
    void *peer_context, *peer;
    int let_in;
    struct err_text text;
};

static int look_up(void *context, const uint8_t public_key[KEYS_BYTES],
                   char user_id[ZAP_USER_ID_BYTES])
{
    const struct fixture *f = context;

    (void)snprintf(user_id, ZAP_USER_ID_BYTES, "borough");
    return f->let_in && memcmp(public_key, f->borough.public_key, KEYS_BYTES) == 0;
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    keys_generate(&f->server);
    keys_generate(&f->borough);
    f->let_in = 1;
    f->peer_context = zmq_ctx_new();
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    zsock_close(f->peer);
    (void)zmq_ctx_term(f->peer_context);
    listener_close(&f->listener);
    free(f);
    return 0;
}

static void open_listener(struct fixture *f)
{
    if (listener_open(&f->listener, "tcp://127.0.0.1:*", 1, &f->server, look_up, f, &f->text) !=
        ERR_OK)
        fail_msg("%s", f->text.text);
}

// Lets the listener work until `*counter` is above `than`.
static void attend_until(struct fixture *f, const unsigned *counter, unsigned than)
{
    const uint64_t deadline_ms = clock_monotonic_ms() + PEER_DEADLINE_MS;

    while (*counter <= than) {
        zmq_pollitem_t items[] = {{.socket = zap_socket(f->listener.zap), .events = ZMQ_POLLIN},
                                  {.socket = f->listener.monitor, .events = ZMQ_POLLIN}};

        assert_true(clock_monotonic_ms() < deadline_ms);
        (void)zmq_poll(items, 2, PEER_DEADLINE_MS);
        listener_attend(&f->listener);
    }
}

static void an_address_that_is_malformed_or_taken_is_refused_with_words(void **state)
{
    struct fixture *f = *state;
    struct listener second;

    assert_int_equal(ERR_COMMAND, listener_open(&f->listener, "127.0.0.1:7733", 1, &f->server,
                                                look_up, f, &f->text));
    assert_int_equal(ERR_COMMAND, listener_open(&f->listener, "tcp://192.0.2.1:7733", 1, &f->server,
                                                look_up, f, &f->text));
    open_listener(f);
    assert_int_equal(ERR_BUSY, listener_open(&second, f->listener.endpoint, 1, &f->server, look_up,
                                             f, &f->text));
    assert_non_null(strstr(f->text.text, f->listener.endpoint));
    assert_null(second.context);
}

static void what_was_answered_last_still_goes_out(void **state)
{
    struct fixture *f = *state;
    struct arena arena;
    zmq_msg_t peer;
    zmq_msg_t message;
    zmq_pollitem_t item;
    size_t size;

    arena_init(&arena, 1000);
    open_listener(f);
    f->peer =
        peer_connect(f->peer_context, f->listener.endpoint, &f->borough, f->server.public_key);
    peer_send(f->peer, (const uint8_t *)"question", 8);
    attend_until(f, &f->listener.events.let_in, 0);
    (void)zmq_msg_init(&peer);
    (void)zmq_msg_init(&message);
    assert_true(zmq_msg_recv(&peer, f->listener.router, 0) >= 0);
    assert_int_equal(8, zmq_msg_recv(&message, f->listener.router, 0));
    assert_true(zmq_msg_send(&peer, f->listener.router, ZMQ_SNDMORE) >= 0);
    assert_int_equal(6, zmq_send(f->listener.router, "answer", 6, 0));
    listener_close(&f->listener);
    item = (zmq_pollitem_t){.socket = f->peer, .events = ZMQ_POLLIN};
    assert_int_equal(1, zmq_poll(&item, 1, PEER_DEADLINE_MS));
    assert_memory_equal("answer", peer_take(f->peer, &arena, &size), 6);
    (void)zmq_msg_close(&peer);
    (void)zmq_msg_close(&message);
    arena_free(&arena);
}

static void promise_d_a_listener_opened_again_asks_everybody_again(void **state)
{
    struct fixture *f = *state;
    char endpoint[LISTENER_ENDPOINT_BYTES];

    open_listener(f);
    memcpy(endpoint, f->listener.endpoint, sizeof endpoint);
    f->peer =
        peer_connect(f->peer_context, f->listener.endpoint, &f->borough, f->server.public_key);
    attend_until(f, &f->listener.events.let_in, 0);
    for (unsigned times = 1; times < 5; times++) {
        if (listener_reopen(&f->listener, 1, &f->text) != ERR_OK)
            fail_msg("%s", f->text.text);
        assert_string_equal(endpoint, f->listener.endpoint);
        attend_until(f, &f->listener.events.let_in, times);
    }
    // Withdrawn meanwhile: it comes again by itself, and stays outside.
    f->let_in = 0;
    assert_int_equal(ERR_OK, listener_reopen(&f->listener, 1, &f->text));
    attend_until(f, &f->listener.events.refused, 0);
    assert_int_equal(5, f->listener.events.let_in);
}

static void many_peers_share_the_queues(void **state)
{
    struct fixture *f = *state;
    int queue = -1;
    size_t size = sizeof queue;

    for (int peers = 1; peers <= LISTENER_QUEUED_BYTES / ZSOCK_MESSAGE_MAX_BYTES; peers++)
        assert_in_range(listener_queue((size_t)peers) * peers * (size_t)ZSOCK_MESSAGE_MAX_BYTES, 1,
                        LISTENER_QUEUED_BYTES);
    assert_int_equal(1, listener_queue(100000));
    assert_int_equal(listener_queue(1), listener_queue(0));
    open_listener(f);
    assert_int_equal(0, zmq_getsockopt(f->listener.router, ZMQ_RCVHWM, &queue, &size));
    assert_int_equal(listener_queue(1), queue);
    assert_int_equal(ERR_OK, listener_reopen(&f->listener, 33, &f->text));
    assert_int_equal(0, zmq_getsockopt(f->listener.router, ZMQ_RCVHWM, &queue, &size));
    assert_int_equal(listener_queue(33), queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(an_address_that_is_malformed_or_taken_is_refused_with_words),
        TEST(what_was_answered_last_still_goes_out),
        TEST(many_peers_share_the_queues),
        TEST(promise_d_a_listener_opened_again_asks_everybody_again),
#undef TEST
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
