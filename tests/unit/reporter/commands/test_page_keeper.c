#include "reporter/commands/page_keeper.h"

#include "lib/base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { ENDS = 2, DEADLINE_MS = 60 * 1000, SOON_MS = 1000, ROUNDS = 20 };

struct scene {
    int ends[ENDS];  // the service's, the keeper's
    pid_t keeper;
    struct page_keeper_wait *wait;
    struct page_reply reply;
};

static int set_up(void **state)
{
    struct scene *scene = test_calloc(1, sizeof *scene);

    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, scene->ends), 0);
    scene->wait =
        mmap(NULL, sizeof *scene->wait, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(scene->wait != MAP_FAILED);
    *state = scene;
    return 0;
}

static int tear_down(void **state)
{
    struct scene *scene = *state;

    (void)close(scene->ends[0]);
    assert_int_equal(waitpid(scene->keeper, NULL, 0), scene->keeper);
    (void)munmap(scene->wait, sizeof *scene->wait);
    test_free(scene);
    return 0;
}

static void begin(struct scene *scene)
{
    scene->keeper = fork();
    assert_true(scene->keeper >= 0);
    if (scene->keeper == 0) {
        const struct pages_places places = {.store = "/nowhere"};

        (void)close(scene->ends[0]);
        page_keeper_run(scene->ends[1], &places, scene->wait);
        _exit(0);
    }
    (void)close(scene->ends[1]);
}

static int is_answered(struct scene *scene, uint64_t number, uint64_t within_ms)
{
    const uint64_t until_ms = clock_monotonic_ms() + within_ms;
    int file;

    while (page_order_receive(scene->ends[0], until_ms, &scene->reply, &file) == ERR_OK) {
        assert_int_equal(file, -1);
        assert_int_equal(scene->reply.error, ERR_CORRUPT);
        if (scene->reply.number == number)
            return 1;
    }
    return 0;
}

static void an_overdue_order_is_answered(void **state)
{
    struct scene *scene = *state;

    scene->wait->number = 7;
    begin(scene);
    assert_true(is_answered(scene, 7, DEADLINE_MS));
}

// It answers the overdue order itself, and takes the next one, before it is ended: nobody else would answer that.
static void the_order_that_an_ended_worker_took_last_is_answered(void **state)
{
    struct scene *scene = *state;
    int is_found = 0;

    begin(scene);
    for (int i = 0; i < ROUNDS && !is_found; i++) {
        scene->wait->until_ms = 0;
        scene->wait->number = 7;
        assert_true(is_answered(scene, 7, DEADLINE_MS));
        scene->wait->until_ms = UINT64_MAX;
        scene->wait->number = 8;  // does not lie in the socket: it was taken
        is_found = is_answered(scene, 8, SOON_MS);
    }
    assert_true(is_found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(an_overdue_order_is_answered),
        TEST(the_order_that_an_ended_worker_took_last_is_answered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
