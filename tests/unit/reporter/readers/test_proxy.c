#include "reporter/readers/proxy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define SECRET "0123456789abcdef0123456789abcdef"

static const char *forwarded(const char *header)
{
    static char address[PROXY_ADDRESS_BYTES];

    strcpy(address, "the proxy");
    return proxy_forwarded(header, address, sizeof address) ? address : "";
}

static void what_is_no_address_is_left_out(void **state)
{
    char address[PROXY_ADDRESS_BYTES] = "127.0.0.1";

    (void)state;
    assert_string_equal(forwarded(""), "");
    assert_string_equal(forwarded("unknown"), "");
    assert_string_equal(forwarded("192.0.2.7, "), "");
    assert_string_equal(forwarded("192.0.2.7, anna reader=x"), "");
    assert_string_equal(forwarded("192.0.2.7,1111111111111111111111111111111111111111111111111"),
                        "");
    assert_false(proxy_forwarded("192.0.2.7", address, 5));
    assert_string_equal(address, "127.0.0.1");
}

static void the_last_address_is_the_readers(void **state)
{
    (void)state;
    assert_string_equal(forwarded("192.0.2.7"), "192.0.2.7");
    assert_string_equal(forwarded("203.0.113.9, 192.0.2.7"), "192.0.2.7");
    assert_string_equal(forwarded("203.0.113.9,\t2001:db8::1 "), "2001:db8::1");
}

static void port_and_brackets_are_taken_away(void **state)
{
    (void)state;
    assert_string_equal(forwarded("192.0.2.7:5678"), "192.0.2.7");
    assert_string_equal(forwarded("203.0.113.9:1, [2001:db8::1]:5678"), "2001:db8::1");
    assert_string_equal(forwarded("[2001:db8::1]"), "2001:db8::1");
    assert_string_equal(forwarded("192.0.2.7:"), "");
    assert_string_equal(forwarded("192.0.2.7:x"), "");
    assert_string_equal(forwarded("[2001:db8::1"), "");
    assert_string_equal(forwarded("[2001:db8::1]5678"), "");
}

static void one_of_ipv4_within_ipv6_is_itself(void **state)
{
    (void)state;
    assert_string_equal(forwarded("::ffff:192.0.2.7"), "192.0.2.7");
    assert_string_equal(forwarded("::FFFF:c000:207"), "192.0.2.7");
    assert_string_equal(forwarded("[::ffff:192.0.2.7]:5678"), "192.0.2.7");
}

static void without_a_proxy_nobody_is_it(void **state)
{
    const struct proxy none = {.address = ""};
    struct proxy proxy = {.address = "127.0.0.1"};

    (void)state;
    memset(proxy.secret, 's', PROXY_SECRET_MIN_BYTES);
    assert_false(proxy_is_it(&none, "127.0.0.1", ""));
    assert_false(proxy_is_it(&none, "", ""));
    assert_false(proxy_is_it(&proxy, "127.0.0.1", NULL));
    assert_false(proxy_is_it(&proxy, "127.0.0.1", "s"));
    assert_false(proxy_is_it(&proxy, "127.0.0.2", proxy.secret));
    assert_true(proxy_is_it(&proxy, "127.0.0.1", proxy.secret));
}

// A peer's address is written in one way (reporter/service/listen.h), whatever way the operator chose.
static void its_own_address_may_be_written_in_any_way(void **state)
{
    static const struct {
        const char *given, *peer;
    } ways[] = {
        {"127.0.0.1", "127.0.0.1"},
        {"::ffff:127.0.0.1", "127.0.0.1"},
        {"0:0:0:0:0:0:0:1", "::1"},
        {"2001:DB8::0001", "2001:db8::1"},
    };
    char path[] = "/tmp/qd-proxy-XXXXXX";
    const int file = mkstemp(path);
    struct proxy proxy;

    (void)state;
    assert_int_equal(write(file, SECRET "\n", sizeof SECRET), sizeof SECRET);
    assert_int_equal(close(file), 0);
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        assert_int_equal(proxy_read(&proxy, ways[i].given, path, NULL), ERR_OK);
        assert_true(proxy_is_it(&proxy, ways[i].peer, SECRET));
    }
    assert_int_equal(proxy_read(&proxy, "localhost", path, NULL), ERR_COMMAND);
    assert_false(proxy_is_it(&proxy, "", SECRET));
    (void)unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(its_own_address_may_be_written_in_any_way),
        cmocka_unit_test(what_is_no_address_is_left_out),
        cmocka_unit_test(the_last_address_is_the_readers),
        cmocka_unit_test(port_and_brackets_are_taken_away),
        cmocka_unit_test(one_of_ipv4_within_ipv6_is_itself),
        cmocka_unit_test(without_a_proxy_nobody_is_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
