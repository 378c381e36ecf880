// What the probe finds where it asks.
#include "lib/net/zsock.h"

#include "tests/support/golden/golden.h"
#include "tests/support/scene/scene.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void the_probe_finds_an_aggregator_without_a_key(void **state)
{
    struct scene *scene = *state;

    assert_int_equal(zsock_probe(scene->context, scene->endpoint, DEADLINE_MS, NULL), ERR_OK);
    scene_lets_in_the_known_key_alone(scene);
}

static void the_probe_finds_nobody(void **state)
{
    const struct scene *scene = *state;
    char endpoint[ENDPOINT_BYTES];
    struct err_text text;

    scene_free_port(endpoint);
    assert_int_equal(zsock_probe(scene->context, endpoint, SHORT_MS, &text), ERR_UNREACHABLE);
    golden_note_in(endpoint, "nobody listens", text.text);
    golden_check_noted("errors.golden", "an address where nobody is");
    assert_int_equal(zsock_probe(scene->context, endpoint, 0, NULL), ERR_UNREACHABLE);
}

// A service in a process of its own, because the probe waits in this one: it says `words` to the
// first who comes, and ends.
static pid_t start_service(int listener, const char *words)
{
    const pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        struct pollfd waiting = {.fd = listener, .events = POLLIN};

        if (poll(&waiting, 1, DEADLINE_MS) != 1)
            _exit(1);
        scene_serve_one(listener, words, NULL);
        _exit(0);
    }
    return child;
}

static void the_probe_finds_something_else(void **state)
{
    static const struct {
        const char *what, *says;
    } services[] = {{"it hangs up", ""},
                    {"a web server", "HTTP/1.1 400 Bad Request\r\n\r\n"},
                    {"a byte 255", "\xff"}};
    const struct scene *scene = *state;

    for (size_t i = 0; i < sizeof services / sizeof services[0]; i++) {
        char endpoint[ENDPOINT_BYTES];
        struct err_text text;
        const int listener = scene_listen(endpoint, 8);
        const pid_t service = start_service(listener, services[i].says);
        int status;

        assert_int_equal(zsock_probe(scene->context, endpoint, DEADLINE_MS, &text),
                         ERR_UNREACHABLE);
        golden_note_in(endpoint, services[i].what, text.text);
        assert_int_equal(waitpid(service, &status, 0), service);
        assert_int_equal(status, 0);
        close(listener);
    }
    golden_check_noted("errors.golden", "an address where something else is");
}

#define IN_A_SCENE(test) cmocka_unit_test_setup_teardown(test, scene_make, scene_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_SCENE(the_probe_finds_an_aggregator_without_a_key),
        IN_A_SCENE(the_probe_finds_nobody),
        IN_A_SCENE(the_probe_finds_something_else),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
