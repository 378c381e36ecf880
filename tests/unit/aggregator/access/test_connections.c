// A key has some connections and no more, and one that ends makes room for another.
#include "aggregator/access/connections.h"

#include "aggregator/access/listener.h"
#include "lib/net/zsock.h"
#include "tests/support/peer/peer.h"

enum { MANY = CONNECTIONS_OF_A_KEY };

struct fixture {
    struct keys_pair server, camden, hackney;
    struct listener listener;
    void *context;
    void *sockets[2 * MANY];
    size_t count;
    struct err_text text;
};

// Camden's key and any other are on the list.
static int look_up(void *context, const uint8_t public_key[KEYS_BYTES],
                   char user_id[ZAP_USER_ID_BYTES])
{
    struct fixture *f = context;

    (void)strcpy(user_id, memcmp(public_key, f->camden.public_key, KEYS_BYTES) == 0
                              ? "202:0123456789abcdef"
                              : "204:0123456789abcdef");
    return connections_admit(&f->listener.connections, user_id);
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    keys_generate(&f->server);
    keys_generate(&f->camden);
    keys_generate(&f->hackney);
    f->context = zmq_ctx_new();
    assert_int_equal(ERR_OK, listener_open(&f->listener, "tcp://127.0.0.1:*", 2, &f->server,
                                           look_up, f, &f->text));
    *state = f;
    return 0;
}

static void disconnect(struct fixture *f, size_t kept)
{
    while (f->count > kept)
        zsock_close(f->sockets[--f->count]);
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    disconnect(f, 0);
    (void)zmq_ctx_term(f->context);
    listener_close(&f->listener);
    free(f);
    return 0;
}

// Lets the listener work until `*counter` is `expected`, and takes the messages that come meanwhile.
static void attend_until(struct fixture *f, const unsigned *counter, unsigned expected)
{
    const uint64_t deadline_ms = clock_monotonic_ms() + PEER_DEADLINE_MS;

    while (*counter < expected) {
        zmq_pollitem_t items[] = {{.socket = zap_socket(f->listener.zap), .events = ZMQ_POLLIN},
                                  {.socket = f->listener.monitor, .events = ZMQ_POLLIN}};

        assert_true(clock_monotonic_ms() < deadline_ms);
        (void)zmq_poll(items, 2, PEER_DEADLINE_MS);
        listener_attend(&f->listener);
    }
    assert_int_equal(expected, *counter);
}

static void connect_many(struct fixture *f, const struct keys_pair *key, unsigned let_in,
                         unsigned refused)
{
    const struct monitor_events before = f->listener.events;

    for (unsigned i = 0; i < let_in + refused; i++)
        f->sockets[f->count++] =
            peer_connect(f->context, f->listener.endpoint, key, f->server.public_key);
    attend_until(f, &f->listener.events.let_in, before.let_in + let_in);
    attend_until(f, &f->listener.events.refused, before.refused + refused);
}

// So many last connections end.
static void end_some(struct fixture *f, unsigned some)
{
    const unsigned before = f->listener.events.disconnected;

    disconnect(f, f->count - some);
    attend_until(f, &f->listener.events.disconnected, before + some);
}

// Each sends a message, and the listener's owner takes it.
static void speak(struct fixture *f)
{
    for (size_t i = 0; i < f->count; i++) {
        zmq_msg_t peer, message;

        peer_send(f->sockets[i], (const uint8_t *)"hello", 5);
        (void)zmq_msg_init(&peer);
        (void)zmq_msg_init(&message);
        assert_true(zmq_msg_recv(&peer, f->listener.router, 0) >= 0);
        assert_int_equal(5, zmq_msg_recv(&message, f->listener.router, 0));
        connections_spoke(&f->listener.connections, zmq_msg_gets(&message, "User-Id"), &message);
        (void)zmq_msg_close(&peer);
        (void)zmq_msg_close(&message);
    }
}

static void a_key_has_some_connections_and_others_have_theirs(void **state)
{
    struct fixture *f = *state;

    connect_many(f, &f->camden, MANY, 0);
    connect_many(f, &f->camden, 0, 3);
    connect_many(f, &f->hackney, 2, 0);
    assert_int_equal(MANY + 2, f->listener.connections.silent);
}

static void one_that_has_spoken_makes_room_when_it_ends(void **state)
{
    struct fixture *f = *state;

    connect_many(f, &f->camden, MANY, 0);
    speak(f);
    assert_int_equal(MANY, f->listener.connections.speaking);
    end_some(f, 2);
    assert_int_equal(MANY - 2, f->listener.connections.speaking);
    connect_many(f, &f->camden, 2, 0);
    connect_many(f, &f->camden, 0, 1);
}

static void one_that_said_nothing_makes_room_when_it_ends(void **state)
{
    struct fixture *f = *state;

    connect_many(f, &f->camden, MANY, 0);
    end_some(f, MANY);
    assert_int_equal(0, f->listener.connections.silent);
    connect_many(f, &f->camden, MANY, 0);
    connect_many(f, &f->camden, 0, 1);
}

static void whoever_was_cut_off_by_opening_again_comes_back(void **state)
{
    struct fixture *f = *state;

    connect_many(f, &f->camden, MANY, 0);
    speak(f);
    assert_int_equal(ERR_OK, listener_reopen(&f->listener, 2, &f->text));
    assert_int_equal(0, f->listener.connections.speaking);
    attend_until(f, &f->listener.events.let_in, 2 * MANY);
}

// A message is read when its connection has ended, or after another has its descriptor.
static void a_message_that_comes_late_keeps_no_place(void **state)
{
    struct connections all = {.count = 0};
    char first[ZAP_USER_ID_BYTES] = "202:0123456789abcdef", second[ZAP_USER_ID_BYTES];
    zmq_msg_t message;

    (void)state;
    (void)zmq_msg_init(&message);
    memcpy(second, first, sizeof second);
    connections_changed(&all, 7, 1);
    assert_true(connections_admit(&all, first));
    connections_changed(&all, 7, 0);
    connections_spoke(&all, first, &message);
    assert_int_equal(0, all.silent);
    connections_changed(&all, 7, 1);
    assert_true(connections_admit(&all, second));
    assert_string_not_equal(first, second);
    connections_spoke(&all, first, &message);
    connections_settle(&all);
    assert_int_equal(1, all.silent);
    connections_changed(&all, 7, 0);
    connections_settle(&all);
    assert_int_equal(0, all.silent);
    connections_clear(&all);
    (void)zmq_msg_close(&message);
}

static void a_user_whose_name_leaves_no_room_is_not_counted(void **state)
{
    struct connections all = {.count = 0};
    char user_id[ZAP_USER_ID_BYTES] = "202:0123456789abcdef0";

    (void)state;
    assert_false(connections_admit(&all, user_id));
    connections_clear(&all);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_key_has_some_connections_and_others_have_theirs),
        TEST(one_that_has_spoken_makes_room_when_it_ends),
        TEST(one_that_said_nothing_makes_room_when_it_ends),
        TEST(whoever_was_cut_off_by_opening_again_comes_back),
        cmocka_unit_test(a_message_that_comes_late_keeps_no_place),
        cmocka_unit_test(a_user_whose_name_leaves_no_room_is_not_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
