#include "lib/base/guard.h"

#include "lib/base/err.h"
#include "tests/support/again/again.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const char sentence[] = "the file is damaged";

// --- what may happen in a call

static void read_where_nothing_is(void)
{
    const volatile char *nowhere =
        (const volatile char *)mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    (void)*nowhere;
}

// What a division by zero does on this machine, where it does not on another.
static void divide_by_zero(void)
{
    (void)raise(SIGFPE);
}

static void use_up_the_stack(void)
{
    volatile char much[64 * 1024];

    memset((char *)(uintptr_t)much, 1, sizeof much);
    if (much[1] == 1)
        use_up_the_stack();
    much[0] = much[1];
}

static void run_for_ever(void)
{
    for (volatile unsigned i = 0;; i = i + 1U) {
    }
}

// --- in a program of its own: this one, started again, without cmocka's handlers

static const struct {
    const char *name;
    void (*what)(void);
} parts[] = {
    {"read", read_where_nothing_is}, {"divide", divide_by_zero}, {"abort", abort},
    {"stack", use_up_the_stack},     {"run", run_for_ever},
};

static int play(const char *part, const char *how)
{
    const struct rlimit no_core = {0, 0};

    (void)setrlimit(RLIMIT_CORE, &no_core);
    if (strstr(how, "installed") != NULL)
        guard_install("qd-test");
    guard_enter(sentence);
    if (strstr(how, "inside") == NULL)
        guard_leave();
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (strcmp(parts[i].name, part) == 0)
            parts[i].what();
    return 0;
}

static void assert_words(struct again_end end)
{
    if (!AGAIN_IS_GUARDED) {
        assert_true(end.status != 0);
        assert_null(strstr(end.words, sentence));
        return;
    }
    assert_true(WIFEXITED(end.status));
    assert_int_equal(WEXITSTATUS(end.status), ERR_KIND_ENVIRONMENT);
    assert_string_equal(end.words, "qd-test: the file is damaged\n");
}

static void a_fault_in_a_call_ends_in_words(void **state)
{
    (void)state;
    assert_words(again_run("read", "installed and inside"));
    assert_words(again_run("divide", "installed and inside"));
    assert_words(again_run("abort", "installed and inside"));
    assert_words(again_run("stack", "installed and inside"));
}

static void a_call_that_never_comes_back_ends_in_words(void **state)
{
    (void)state;
    if (AGAIN_IS_GUARDED)  // else nothing would end it
        assert_words(again_run("run", "installed and inside"));
}

static void assert_killed(struct again_end end, int signal_number)
{
    if (!AGAIN_IS_GUARDED) {
        assert_true(end.status != 0);
        return;
    }
    assert_true(WIFSIGNALED(end.status));
    assert_int_equal(WTERMSIG(end.status), signal_number);
    assert_string_equal(end.words, "");
}

static void a_fault_of_our_own_is_one(void **state)
{
    (void)state;
    assert_killed(again_run("read", "installed"), SIGSEGV);
    assert_killed(again_run("divide", "installed"), SIGFPE);
    assert_killed(again_run("abort", "installed"), SIGABRT);
}

static void nothing_AGAIN_IS_GUARDED_that_no_main_asked_for(void **state)
{
    (void)state;
    assert_killed(again_run("abort", "inside"), SIGABRT);
    guard_enter(sentence);
    guard_give_up();  // comes back
    guard_leave();
}

static void a_thread_knows_whether_it_is_inside(void **state)
{
    (void)state;
    assert_false(guard_is_inside());
    guard_enter(sentence);
    assert_true(guard_is_inside());
    guard_leave();
    assert_false(guard_is_inside());
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fault_in_a_call_ends_in_words),
        cmocka_unit_test(a_call_that_never_comes_back_ends_in_words),
        cmocka_unit_test(a_fault_of_our_own_is_one),
        cmocka_unit_test(nothing_AGAIN_IS_GUARDED_that_no_main_asked_for),
        cmocka_unit_test(a_thread_knows_whether_it_is_inside),
    };

    const int played = again_main(argc, argv, play);

    return played >= 0 ? played : cmocka_run_group_tests(tests, NULL, NULL);
}
