// Who is let in.
#include "lib/net/zsock.h"

#include "tests/support/scene/scene.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <zmq.h>

#include <cmocka.h>

static void promise_d_the_server_socket_asks_the_handler_always(void **state)
{
    const struct scene *scene = *state;
    static const struct {
        int option;
        int value;
    } expected[] = {
        {ZMQ_MECHANISM, ZMQ_CURVE},
        {ZMQ_CURVE_SERVER, 1},
        {93 /* ZAP_ENFORCE_DOMAIN */, 1},
        {ZMQ_LINGER, 0},
        {ZMQ_HANDSHAKE_IVL, ZSOCK_HANDSHAKE_MS},
        {ZMQ_HEARTBEAT_IVL, 0},
        {ZMQ_TCP_KEEPALIVE, 1},
        {ZMQ_TCP_KEEPALIVE_IDLE, ZSOCK_KEEPALIVE_IDLE_S},
        {ZMQ_TCP_KEEPALIVE_INTVL, ZSOCK_KEEPALIVE_S},
        {ZMQ_TCP_KEEPALIVE_CNT, ZSOCK_KEEPALIVE_COUNT},
        {ZMQ_RCVHWM, ZSOCK_RECEIVE_HIGH_WATER_MARK},
        {ZMQ_SNDHWM, ZSOCK_SEND_HIGH_WATER_MARK},
    };
    char domain[32];
    size_t size = sizeof domain;

    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        int value = -1;
        size_t value_size = sizeof value;

        assert_int_equal(zmq_getsockopt(scene->router, expected[i].option, &value, &value_size), 0);
        assert_int_equal(value, expected[i].value);
    }
    assert_int_equal(zmq_getsockopt(scene->router, ZMQ_ZAP_DOMAIN, domain, &size), 0);
    assert_string_equal(domain, ZAP_DOMAIN);
}

static void promise_d_an_unknown_key_gets_nothing_through(void **state)
{
    struct scene *scene = *state;

    scene_open_client(scene, scene->endpoint, &scene->stranger, scene->server.public_key);
    scene_send(scene->dealer, "stranger");
    SCENE_TURN_UNTIL(scene, scene->at_dealer.refused > 0 && scene->at_router.refused > 0);
    assert_int_equal(scene->at_dealer.let_in, 0);
    scene_lets_in_the_known_key_alone(scene);
}

static void promise_d_no_key_gets_nothing_through(void **state)
{
    struct scene *scene = *state;

    scene->other = zmq_socket(scene->context, ZMQ_DEALER);
    assert_int_equal(zmq_connect(scene->other, scene->endpoint), 0);
    scene_send(scene->other, "no key");
    SCENE_TURN_UNTIL(scene, scene->at_router.protocol_failures > 0);
    assert_int_equal(zap_accepted(scene->zap) + zap_refused(scene->zap), 0);
    scene_lets_in_the_known_key_alone(scene);
}

static void promise_d_a_password_instead_of_a_key_gets_nothing_through(void **state)
{
    struct scene *scene = *state;

    scene->other = zmq_socket(scene->context, ZMQ_DEALER);
    assert_int_equal(
        zmq_setsockopt(scene->other, ZMQ_PLAIN_USERNAME, scene_borough, strlen(scene_borough)), 0);
    assert_int_equal(zmq_setsockopt(scene->other, ZMQ_PLAIN_PASSWORD, "let me in", 9), 0);
    assert_int_equal(zmq_connect(scene->other, scene->endpoint), 0);
    scene_send(scene->other, "password");
    SCENE_TURN_UNTIL(scene, scene->at_router.protocol_failures > 0);
    scene_lets_in_the_known_key_alone(scene);
}

static void promise_d_a_wrong_server_key_gets_nothing_through(void **state)
{
    struct scene *scene = *state;

    scene_open_client(scene, scene->endpoint, &scene->known, scene->stranger.public_key);
    scene_send(scene->dealer, "to another");
    SCENE_TURN_UNTIL(scene, scene->at_dealer.handshake_failures > 1);
    scene_lets_in_the_known_key_alone(scene);
}

static void promise_d_a_public_key_without_its_secret_gets_nothing_through(void **state)
{
    struct scene *scene = *state;
    struct keys_pair forged = scene->stranger;

    memcpy(forged.public_key, scene->known.public_key, KEYS_BYTES);
    scene_open_client(scene, scene->endpoint, &forged, scene->server.public_key);
    scene_send(scene->dealer, "forged");
    SCENE_TURN_UNTIL(scene, scene->at_router.protocol_failures > 0);
    assert_int_equal(zap_accepted(scene->zap), 0);
    scene_lets_in_the_known_key_alone(scene);
}

static void promise_d_without_a_handler_nobody_is_let_in(void **state)
{
    struct scene *scene = *state;

    zap_close(scene->zap);
    scene->zap = NULL;
    scene_open_client(scene, scene->endpoint, &scene->known, scene->server.public_key);
    scene_send(scene->dealer, "unasked");
    SCENE_TURN_UNTIL(scene, scene->at_router.handshake_failures > 0);
    assert_int_equal(scene->at_router.let_in, 0);
    assert_int_equal(scene->at_dealer.let_in, 0);
    assert_int_equal(scene->received, 0);
}

static void promise_d_a_known_key_is_let_in_and_named_on_the_payload(void **state)
{
    struct scene *scene = *state;

    scene_open_client(scene, scene->endpoint, &scene->known, scene->server.public_key);
    for (unsigned i = 0; i < 100; i++)
        scene_send(scene->dealer, "hello");
    while (scene->received < 100) {
        const unsigned before = scene->received;

        SCENE_TURN_UNTIL(scene, scene->received > before);
        assert_string_equal(scene->received_from, scene_borough);
    }
    assert_int_equal(scene->at_dealer.let_in, 1);
    assert_int_equal(scene->at_router.let_in, 1);
}

static void a_peer_that_is_not_there_is_told(void **state)
{
    const struct scene *scene = *state;

    assert_int_equal(zmq_send(scene->router, "nobody", 6, ZMQ_SNDMORE | ZMQ_DONTWAIT), -1);
    assert_int_equal(zmq_errno(), EHOSTUNREACH);
}

#define IN_A_SCENE(test) cmocka_unit_test_setup_teardown(test, scene_make, scene_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_SCENE(promise_d_the_server_socket_asks_the_handler_always),
        IN_A_SCENE(promise_d_an_unknown_key_gets_nothing_through),
        IN_A_SCENE(promise_d_no_key_gets_nothing_through),
        IN_A_SCENE(promise_d_a_password_instead_of_a_key_gets_nothing_through),
        IN_A_SCENE(promise_d_a_wrong_server_key_gets_nothing_through),
        IN_A_SCENE(promise_d_a_public_key_without_its_secret_gets_nothing_through),
        IN_A_SCENE(promise_d_without_a_handler_nobody_is_let_in),
        IN_A_SCENE(promise_d_a_known_key_is_let_in_and_named_on_the_payload),
        IN_A_SCENE(a_peer_that_is_not_there_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
