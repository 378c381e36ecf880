// The aggregator's try of its own listener: a proper one passes, and every way in which libzmq lets
// people in does not.
#include "aggregator/access/selftest.h"

#include "lib/net/zsock.h"
#include "tests/support/golden/golden.h"
#include "tests/support/peer/peer.h"

struct fixture {
    struct keys_pair server;
    struct listener listener;
    void *careless;  // another context
    int let_in;      // what the handler says
    int asked;
    struct err_text text;
};

static int look_up(void *context, const uint8_t public_key[KEYS_BYTES],
                   char user_id[ZAP_USER_ID_BYTES])
{
    struct fixture *f = context;

    (void)public_key;
    f->asked++;
    (void)snprintf(user_id, ZAP_USER_ID_BYTES, "somebody");
    return f->let_in;
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    keys_generate(&f->server);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    listener_close(&f->listener);
    if (f->careless != NULL)
        (void)zmq_ctx_term(f->careless);
    free(f);
    return 0;
}

static void open_listener(struct fixture *f)
{
    if (listener_open(&f->listener, "tcp://127.0.0.1:*", 1, &f->server, look_up, f, &f->text) !=
        ERR_OK)
        fail_msg("%s", f->text.text);
}

// Puts another ROUTER in the place of the listener's, made as a careless program makes one: in a
// context where nobody can be asked.
static void replace_router(struct fixture *f, int has_curve)
{
    const int yes = 1;

    open_listener(f);
    f->careless = zmq_ctx_new();
    zsock_close(f->listener.router);
    zsock_close(f->listener.monitor);
    f->listener.router = zmq_socket(f->careless, ZMQ_ROUTER);
    assert_non_null(f->listener.router);
    if (has_curve) {
        assert_int_equal(0, zmq_setsockopt(f->listener.router, ZMQ_CURVE_SERVER, &yes, sizeof yes));
        assert_int_equal(0, zmq_setsockopt(f->listener.router, ZMQ_CURVE_SECRETKEY,
                                           f->server.secret_key, KEYS_BYTES));
    }
    assert_int_equal(0, zmq_bind(f->listener.router, "tcp://127.0.0.1:*"));
    assert_int_equal(ERR_OK, zsock_bound(f->listener.router, f->listener.endpoint,
                                         sizeof f->listener.endpoint, &f->text));
    assert_int_equal(
        ERR_OK, monitor_watch(&f->listener.monitor, f->careless, f->listener.router, &f->text));
}

static void promise_d_a_listener_where_nobody_is_asked_is_found_open(void **state)
{
    struct fixture *f = *state;

    replace_router(f, 1);
    assert_int_not_equal(ERR_OK, selftest_run(&f->listener, &f->text));
    golden_note_in(f->listener.endpoint, "nobody is asked", f->text.text);
    golden_check_noted("errors.golden", "a listener that asks nobody");
    assert_int_equal(0, f->asked);
}

static void promise_d_a_listener_without_curve_does_not_pass(void **state)
{
    struct fixture *f = *state;

    replace_router(f, 0);
    assert_int_not_equal(ERR_OK, selftest_run(&f->listener, &f->text));
    golden_note_in(f->listener.endpoint, "no CURVE", f->text.text);
    golden_check_noted("errors.golden", "a listener without CURVE");
}

static void promise_d_a_handler_that_lets_everybody_in_is_found(void **state)
{
    struct fixture *f = *state;

    f->let_in = 1;
    open_listener(f);
    assert_int_not_equal(ERR_OK, selftest_run(&f->listener, &f->text));
    golden_note_in(f->listener.endpoint, "everybody is let in", f->text.text);
    golden_check_noted("errors.golden", "a listener that lets everybody in");
}

static void promise_d_a_proper_listener_turns_both_strangers_away(void **state)
{
    struct fixture *f = *state;

    open_listener(f);
    if (selftest_run(&f->listener, &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
    assert_int_equal(1, f->asked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(promise_d_a_listener_where_nobody_is_asked_is_found_open),
        TEST(promise_d_a_listener_without_curve_does_not_pass),
        TEST(promise_d_a_handler_that_lets_everybody_in_is_found),
        TEST(promise_d_a_proper_listener_turns_both_strangers_away),
#undef TEST
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
