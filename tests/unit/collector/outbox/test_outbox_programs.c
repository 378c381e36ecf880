// The outbox between several programs, and after the end of one.
#include "collector/outbox/outbox.h"

#include "tests/support/kept/kept.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { CAMDEN = QD__LOCAL_AUTHORITY__E09000007 };

static void promise_b_two_programs_at_once_make_one_submission(void **state)
{
    enum { PROGRAMS = 4, RETURNS = 5 };
    struct kept *fixture = *state;
    pid_t children[PROGRAMS];

    for (int i = 0; i < PROGRAMS; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            struct outbox_entry entry;
            int found;
            int failed = outbox_open(&fixture->outbox, fixture->path, NULL) != ERR_OK;

            for (uint32_t k = 0; k < RETURNS && !failed; k++)
                failed =
                    outbox_put(fixture->outbox, &fixture->arena,
                               kept_return(&fixture->arena, CAMDEN, 2014 + k, k, 0), NULL, &entry,
                               &found, NULL) != ERR_OK ||
                    outbox_answer(fixture->outbox, entry.submission_id, OUTBOX_ACKNOWLEDGED,
                                  entry.submission_id, sizeof entry.submission_id, NULL) != ERR_OK;
            _exit(failed);
        }
        assert_true(children[i] > 0);
    }
    for (int i = 0; i < PROGRAMS; i++) {
        int status;

        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    kept_open(fixture);
    assert_int_equal(kept_list(fixture)->count, RETURNS);
    assert_int_equal(kept_list(fixture)->newest, RETURNS);
}

// The child is killed while it writes; each time a little further on.
static void promise_b_a_kill_at_any_moment_leaves_whole_submissions(void **state)
{
    enum { ROUNDS = 12 };
    struct kept *fixture = *state;

    for (int round = 1; round <= ROUNDS; round++) {
        uint32_t told = 0;
        int ends[2];
        pid_t child;
        int status;

        assert_int_equal(pipe(ends), 0);
        child = fork();
        if (child == 0) {
            struct outbox_entry entry;
            int found;

            if (outbox_open(&fixture->outbox, fixture->path, NULL) != ERR_OK)
                _exit(1);
            for (uint32_t k = 0; k < 50; k++) {
                const uint64_t figure = (uint64_t)round * 1000 + k;
                const Qd__Return *returned =
                    kept_return(&fixture->arena, CAMDEN, 2014 + k, figure, 20 * 1000);

                if (outbox_put(fixture->outbox, &fixture->arena, returned, NULL, &entry, &found,
                               NULL) != ERR_OK ||
                    write(ends[1], &k, sizeof k) != sizeof k)
                    _exit(1);
            }
            for (;;)
                pause();
        }
        assert_true(child > 0);
        close(ends[1]);
        for (int k = 0; k < round; k++, told++) {
            uint32_t number;

            assert_int_equal(read(ends[0], &number, sizeof number), sizeof number);
        }
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, &status, 0), child);
        close(ends[0]);

        // kept_list looks at every hash.
        kept_open(fixture);
        assert_true(kept_list(fixture)->count >= told);
        outbox_close(fixture->outbox);
        fixture->outbox = NULL;
        kept_remove(fixture->path);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, kept_set_up, kept_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(promise_b_two_programs_at_once_make_one_submission),
        TEST(promise_b_a_kill_at_any_moment_leaves_whole_submissions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
