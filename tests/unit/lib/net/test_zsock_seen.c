// What the connecting side can tell apart (zsock.h has the table).
#include "lib/net/zsock.h"

#include "tests/support/scene/scene.h"

#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zmq.h>

#include <cmocka.h>

// A port on which nobody listens: had a moment ago, and given back.

static void seen_when_nobody_listens(void **state)
{
    struct scene *scene = *state;
    char endpoint[ENDPOINT_BYTES];

    scene_free_port(endpoint);
    scene_open_client(scene, endpoint, &scene->known, scene->server.public_key);
    SCENE_TURN_UNTIL(scene, scene->at_dealer.retried > 1);
    assert_int_equal(scene->at_dealer.connected, 0);
    assert_int_equal(scene->at_dealer.handshake_failures, 0);
}

static void seen_when_the_host_has_no_address(void **state)
{
    struct scene *scene = *state;

    scene_open_client(scene, "tcp://aggregator.invalid:7733", &scene->known,
                      scene->server.public_key);
    SCENE_TURN_UNTIL(scene, scene->at_dealer.retried > 0);
    assert_int_equal(scene->at_dealer.connected, 0);
}

// Connects again with a shorter time, so that the test need not wait for the real one.
static void reopen_with(struct scene *scene, const char *endpoint, int option)
{
    const int short_ms = SHORT_MS;

    scene_open_client(scene, endpoint, &scene->known, scene->server.public_key);
    assert_int_equal(zmq_disconnect(scene->dealer, endpoint), 0);
    assert_int_equal(zmq_setsockopt(scene->dealer, option, &short_ms, sizeof short_ms), 0);
    assert_int_equal(zmq_connect(scene->dealer, endpoint), 0);
}

static void seen_when_a_host_drops_packets(void **state)
{
    enum { FILLERS = 4 };
    struct scene *scene = *state;
    char endpoint[ENDPOINT_BYTES];
    const int listener = scene_listen(endpoint, 0);
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    int fillers[FILLERS];

    // The kernel drops what comes when the queue is full, as a firewall would.
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    for (unsigned i = 0; i < FILLERS; i++) {
        fillers[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        (void)connect(fillers[i], (const struct sockaddr *)&address, size);
    }
    reopen_with(scene, endpoint, ZMQ_CONNECT_TIMEOUT);
    SCENE_TURN_UNTIL(scene, scene->at_dealer.retried > 0);
    assert_int_equal(scene->at_dealer.connected, 0);
    scene_close_client(scene);
    for (unsigned i = 0; i < FILLERS; i++)
        close(fillers[i]);
    close(listener);
}

static void seen_when_the_server_key_is_wrong(void **state)
{
    struct scene *scene = *state;

    scene_open_client(scene, scene->endpoint, &scene->known, scene->stranger.public_key);
    SCENE_TURN_UNTIL(scene, scene->at_dealer.handshake_failures > 1);
    assert_true(scene->at_dealer.connected > 1);
    assert_true(scene->at_dealer.retried > 0);
    assert_int_equal(scene->at_dealer.let_in, 0);
    assert_int_equal(scene->at_dealer.refused, 0);
    assert_int_equal(scene->at_dealer.protocol_failures, 0);
    assert_int_equal(scene->at_dealer.handshake_timeouts, 0);
    // And it is a ZeroMQ server that hangs up.
    assert_int_equal(zsock_probe(scene->context, scene->endpoint, DEADLINE_MS, NULL), ERR_OK);
}

static void seen_when_the_key_is_refused(void **state)
{
    struct scene *scene = *state;

    // Once each, and never missed, however fast the refusal comes.
    for (unsigned i = 0; i < 30; i++) {
        scene_open_client(scene, scene->endpoint, &scene->stranger, scene->server.public_key);
        SCENE_TURN_UNTIL(scene, scene->at_dealer.refused > 0 && scene->at_dealer.disconnected > 0);
        assert_int_equal(scene->at_dealer.connected, 1);
        assert_int_equal(scene->at_dealer.refused, 1);
        assert_int_equal(scene->at_dealer.retried, 0);
        assert_int_equal(scene->at_dealer.let_in, 0);
        assert_int_equal(scene->at_dealer.protocol_failures, 0);
        assert_int_equal(scene->at_dealer.handshake_failures, 0);
    }
}

static void assert_protocol_failure_and_nothing_else(const struct scene *scene)
{
    assert_int_equal(scene->at_dealer.connected, 1);
    assert_int_equal(scene->at_dealer.protocol_failures, 1);
    assert_int_equal(scene->at_dealer.retried, 0);
    assert_int_equal(scene->at_dealer.refused, 0);
    assert_int_equal(scene->at_dealer.handshake_failures, 0);
    assert_int_equal(scene->at_dealer.undecided, 0);
}

static void seen_when_the_server_asks_for_no_key(void **state)
{
    struct scene *scene = *state;

    char endpoint[ENDPOINT_BYTES];

    scene->other = zmq_socket(scene->context, ZMQ_ROUTER);
    assert_int_equal(zmq_bind(scene->other, "tcp://127.0.0.1:*"), 0);
    assert_int_equal(zsock_bound(scene->other, endpoint, sizeof endpoint, NULL), ERR_OK);
    scene_open_client(scene, endpoint, &scene->known, scene->server.public_key);
    SCENE_TURN_UNTIL(scene, scene->at_dealer.disconnected > 0);
    assert_protocol_failure_and_nothing_else(scene);
}

static void seen_when_it_is_another_service(void **state)
{
    static const char *const greetings[] = {"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
                                            "SSH-2.0-OpenSSH_9.2p1\r\n", "x"};
    struct scene *scene = *state;

    for (size_t i = 0; i < sizeof greetings / sizeof greetings[0]; i++) {
        char endpoint[ENDPOINT_BYTES];
        int kept = -1;
        const int listener = scene_listen(endpoint, 8);

        scene_open_client(scene, endpoint, &scene->known, scene->server.public_key);
        SCENE_TURN_UNTIL(scene, (scene_serve_one(listener, greetings[i], &kept),
                                 scene->at_dealer.disconnected > 0));
        assert_protocol_failure_and_nothing_else(scene);
        close(kept);
        close(listener);
    }
}

static void seen_when_a_service_hangs_up_without_a_word(void **state)
{
    struct scene *scene = *state;
    char endpoint[ENDPOINT_BYTES];
    const int listener = scene_listen(endpoint, 8);

    scene_open_client(scene, endpoint, &scene->known, scene->server.public_key);
    SCENE_TURN_UNTIL(
        scene, (scene_serve_one(listener, "", NULL), scene->at_dealer.handshake_failures > 1));
    // The same as a wrong server key, but for the probe (below).
    assert_int_equal(scene->at_dealer.refused, 0);
    assert_int_equal(scene->at_dealer.let_in, 0);
    scene_close_client(scene);
    close(listener);
}

static void seen_when_a_service_says_nothing(void **state)
{
    struct scene *scene = *state;
    char endpoint[ENDPOINT_BYTES];
    const int listener = scene_listen(endpoint, 8);

    reopen_with(scene, endpoint, ZMQ_HANDSHAKE_IVL);
    SCENE_TURN_UNTIL(scene, scene->at_dealer.handshake_timeouts > 0);
    assert_int_equal(scene->at_dealer.handshake_failures, 0);
    assert_int_equal(scene->at_dealer.refused, 0);
    scene_close_client(scene);
    close(listener);
}

static void seen_when_all_is_well_and_when_the_server_goes(void **state)
{
    struct scene *scene = *state;

    scene_open_client(scene, scene->endpoint, &scene->known, scene->server.public_key);
    SCENE_TURN_UNTIL(scene, scene->at_dealer.let_in == 1);
    assert_int_equal(scene->at_dealer.connected, 1);
    assert_int_equal(scene->at_dealer.undecided, 0);
    scene_close_server(scene);
    SCENE_TURN_UNTIL(scene, scene->at_dealer.disconnected == 1 && scene->at_dealer.retried > 1);
    assert_int_equal(scene->at_dealer.protocol_failures, 0);
    assert_int_equal(scene->at_dealer.handshake_failures, 0);
}

#define IN_A_SCENE(test) cmocka_unit_test_setup_teardown(test, scene_make, scene_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_SCENE(seen_when_nobody_listens),
        IN_A_SCENE(seen_when_the_host_has_no_address),
        IN_A_SCENE(seen_when_a_host_drops_packets),
        IN_A_SCENE(seen_when_the_server_key_is_wrong),
        IN_A_SCENE(seen_when_the_key_is_refused),
        IN_A_SCENE(seen_when_the_server_asks_for_no_key),
        IN_A_SCENE(seen_when_it_is_another_service),
        IN_A_SCENE(seen_when_a_service_hangs_up_without_a_word),
        IN_A_SCENE(seen_when_a_service_says_nothing),
        IN_A_SCENE(seen_when_all_is_well_and_when_the_server_goes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
