#include "lib/base/clock.h"
#include "reporter/service/connections.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

static int is_shut(int descriptor)
{
    char byte;

    return recv(descriptor, &byte, 1, MSG_DONTWAIT) == 0;
}

static void whoever_takes_too_long_is_ended_and_nobody_else(void **state)
{
    struct connections *connections = connections_open();
    const uint64_t overdue_ms = clock_monotonic_ms() + CONNECTIONS_ANSWER_MS + 1000;
    struct connection *slow, *gone;
    int slow_ends[2], gone_ends[2];

    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, slow_ends), 0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, gone_ends), 0);
    slow = connections_add(connections, slow_ends[0], "192.0.2.1");
    gone = connections_add(connections, gone_ends[0], "192.0.2.1");
    assert_int_equal(connections_count(connections), 2);
    assert_int_equal(connections_end_overdue(connections, clock_monotonic_ms()), 0);
    connections_answered(slow);
    connections_remove(connections, gone);
    assert_int_equal(connections_end_overdue(connections, overdue_ms), 1);
    assert_int_equal(connections_end_overdue(connections, overdue_ms), 0);
    assert_true(is_shut(slow_ends[1]));
    assert_false(is_shut(gone_ends[1]));
    connections_remove(connections, NULL);
    connections_close(connections);
    for (int i = 0; i < 2; i++) {
        close(slow_ends[i]);
        close(gone_ends[i]);
    }
}

static void those_of_a_network_are_counted_until_they_are_gone(void **state)
{
    struct connections *connections = connections_open();
    struct connection *one = connections_add(connections, -1, "2001:db8:0:1::1");
    struct connection *other = connections_add(connections, -1, "2001:db8:0:1:f::2");

    (void)state;
    assert_int_equal(connections_of(connections, "2001:db8:0:1::3"), 2);
    assert_int_equal(connections_of(connections, "2001:db8:0:2::1"), 0);
    assert_int_equal(connections_of(connections, "192.0.2.1"), 0);
    connections_remove(connections, one);
    assert_int_equal(connections_of(connections, "2001:db8:0:1::1"), 1);
    connections_remove(connections, other);
    assert_int_equal(connections_of(connections, "2001:db8:0:1::1"), 0);
    connections_close(connections);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_of_a_network_are_counted_until_they_are_gone),
        cmocka_unit_test(whoever_takes_too_long_is_ended_and_nobody_else)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
