#include "reporter/commands/page_orders.h"

#include "lib/base/clock.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cmocka.h>

enum { WAIT_MS = 50, EACH_US = 5 * 1000 };

static volatile sig_atomic_t signals;

static void count_signal(int number)
{
    (void)number;
    signals = signals + 1;
}

static void a_signal_does_not_end_the_wait(void **state)
{
    const struct sigaction counts = {.sa_handler = count_signal};
    const struct itimerval often = {{.tv_usec = EACH_US}, {.tv_usec = EACH_US}}, never = {{0}, {0}};
    static struct page_reply reply;
    int ends[2], file;
    enum err error;

    (void)state;
    assert_int_equal(0, socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends));
    assert_int_equal(0, sigaction(SIGALRM, &counts, NULL));
    assert_int_equal(0, setitimer(ITIMER_REAL, &often, NULL));
    error = page_order_receive(ends[0], clock_monotonic_ms() + WAIT_MS, &reply, &file);
    assert_int_equal(0, setitimer(ITIMER_REAL, &never, NULL));
    assert_int_equal(ERR_BUSY, error);
    assert_true(signals > 0);
    assert_int_equal(-1, file);
    (void)close(ends[0]);
    (void)close(ends[1]);
}

static void the_end_of_the_other_side_is_told(void **state)
{
    static struct page_reply reply;
    int ends[2], file;

    (void)state;
    assert_int_equal(0, socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends));
    (void)close(ends[1]);
    assert_int_equal(ERR_IO,
                     page_order_receive(ends[0], clock_monotonic_ms() + WAIT_MS, &reply, &file));
    (void)close(ends[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_signal_does_not_end_the_wait),
        cmocka_unit_test(the_end_of_the_other_side_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
