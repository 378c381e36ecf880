#include "lib/net/zsock.h"

#include "tests/support/golden/golden.h"
#include "tests/support/scene/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include <cmocka.h>

// --- bad input

static void addresses_that_are_none_are_the_commands_fault(void **state)
{
    static const char *const endpoints[] = {"",
                                            "127.0.0.1:7733",
                                            "inproc://aggregator",
                                            "ipc:///tmp/aggregator",
                                            "tcp://",
                                            "tcp://127.0.0.1",
                                            "tcp://127.0.0.1:999999",
                                            "TCP://127.0.0.1:7733",
                                            "udp://*:1",
                                            "tcp://127.0.0.1:x",
                                            "tcp://:7733",
                                            "tcp://127.0.0.1:",
                                            "tcp://127.0.0.1:-1",
                                            "tcp://127.0.0.1:7733 ",
                                            "tcp://127.0.0.1:65536",
                                            "tcp://127.0.0.1:99999999999999999999999"};
    const struct scene *scene = *state;

    for (size_t i = 0; i < sizeof endpoints / sizeof endpoints[0]; i++) {
        struct err_text text = {""};
        void *socket = (void *)state;
        void *monitor = (void *)state;

        assert_int_equal(zsock_serve(&socket, scene->context, endpoints[i], &scene->server, &text),
                         ERR_COMMAND);
        assert_null(socket);
        golden_note(endpoints[i], text.text);
        assert_int_equal(zsock_connect_watched(&socket, &monitor, scene->context, endpoints[i],
                                               &scene->known, scene->server.public_key, NULL),
                         ERR_COMMAND);
        assert_null(socket);
        assert_null(monitor);
        assert_int_equal(zsock_probe(scene->context, endpoints[i], 0, NULL), ERR_COMMAND);
    }
    golden_check_noted("errors.golden", "endpoints");
}

static void one_cannot_connect_to_any_port(void **state)
{
    struct scene *scene = *state;

    assert_int_equal(zsock_connect(&scene->other, scene->context, "tcp://127.0.0.1:*",
                                   &scene->known, scene->server.public_key, NULL),
                     ERR_COMMAND);
    assert_int_equal(zsock_connect(&scene->other, scene->context, "tcp://127.0.0.1:0",
                                   &scene->known, scene->server.public_key, NULL),
                     ERR_COMMAND);
}

static void an_address_of_another_machine_cannot_be_served(void **state)
{
    const struct scene *scene = *state;
    struct err_text text;
    void *socket;

    assert_int_equal(
        zsock_serve(&socket, scene->context, "tcp://192.0.2.1:7733", &scene->server, &text),
        ERR_COMMAND);
    golden_note("192.0.2.1", text.text);
    golden_check_noted("errors.golden", "an address of another machine");
}

static void an_address_that_is_taken_is_busy(void **state)
{
    const struct scene *scene = *state;
    struct err_text text;
    void *socket;

    assert_int_equal(zsock_serve(&socket, scene->context, scene->endpoint, &scene->server, &text),
                     ERR_BUSY);
    assert_null(socket);
    golden_note_in(scene->endpoint, "served twice", text.text);
    golden_check_noted("errors.golden", "an address that is taken");
}

static void an_endpoint_that_does_not_fit_is_an_error(void **state)
{
    const struct scene *scene = *state;
    char room[4];

    assert_int_equal(zsock_bound(scene->router, room, sizeof room, NULL), ERR_IO);
}

static void closing_nothing_is_fine(void **state)
{
    (void)state;
    zsock_close(NULL);
}

// --- how large a message may be

static void send_of_size(void *socket, size_t size)
{
    char *bytes = malloc(size);

    assert_non_null(bytes);
    memset(bytes, 'x', size);
    assert_int_equal(zmq_send(socket, bytes, size, ZMQ_DONTWAIT), (int)size);
    free(bytes);
}

static void assert_cut_off(struct scene *scene, size_t size)
{
    scene_open_client(scene, scene->endpoint, &scene->known, scene->server.public_key);
    SCENE_TURN_UNTIL(scene, scene->at_dealer.let_in == 1);
    send_of_size(scene->dealer, size);
    // Cut off, and let in again: it may try with something smaller.
    SCENE_TURN_UNTIL(scene, scene->at_dealer.disconnected > 0 && scene->at_dealer.let_in > 1);
    assert_int_equal(scene->received, 0);
}

static void a_message_of_two_mebibytes_is_cut_off(void **state)
{
    struct scene *scene = *state;

    assert_cut_off(scene, (size_t)2 * ZSOCK_MESSAGE_MAX_BYTES);
    scene_lets_in_the_known_key_alone(scene);
}

static void a_message_of_one_byte_too_many_is_cut_off(void **state)
{
    struct scene *scene = *state;

    assert_cut_off(scene, (size_t)ZSOCK_MESSAGE_MAX_BYTES + 1);
}

static void the_largest_message_comes_through(void **state)
{
    struct scene *scene = *state;

    scene_open_client(scene, scene->endpoint, &scene->known, scene->server.public_key);
    send_of_size(scene->dealer, ZSOCK_MESSAGE_MAX_BYTES);
    SCENE_TURN_UNTIL(scene, scene->received == 1);
    assert_int_equal(scene->received_size, ZSOCK_MESSAGE_MAX_BYTES);
    assert_int_equal(scene->at_dealer.disconnected, 0);
}

// --- the monitor

static void opening_and_closing_in_a_hurry_blocks_nobody(void **state)
{
    struct scene *scene = *state;

    // At whatever moment of a handshake it is closed, libzmq's threads must not be left waiting for
    // the monitor: then nothing more would come through.
    for (unsigned i = 0; i < 60; i++) {
        scene_open_client(scene, scene->endpoint, i % 2 == 0 ? &scene->known : &scene->stranger,
                          i % 3 == 0 ? scene->stranger.public_key : scene->server.public_key);
        for (unsigned turns = 0; turns < i % 4; turns++)
            scene_turn(scene);
    }
    scene_lets_in_the_known_key_alone(scene);
}

#define IN_A_SCENE(test) cmocka_unit_test_setup_teardown(test, scene_make, scene_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_SCENE(addresses_that_are_none_are_the_commands_fault),
        IN_A_SCENE(one_cannot_connect_to_any_port),
        IN_A_SCENE(an_address_of_another_machine_cannot_be_served),
        IN_A_SCENE(an_address_that_is_taken_is_busy),
        IN_A_SCENE(an_endpoint_that_does_not_fit_is_an_error),
        cmocka_unit_test(closing_nothing_is_fine),
        IN_A_SCENE(a_message_of_two_mebibytes_is_cut_off),
        IN_A_SCENE(a_message_of_one_byte_too_many_is_cut_off),
        IN_A_SCENE(the_largest_message_comes_through),
        IN_A_SCENE(opening_and_closing_in_a_hurry_blocks_nobody),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
