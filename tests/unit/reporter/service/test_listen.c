#include "reporter/service/listen.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void what_is_no_number_and_port_is_refused(void **state)
{
    static const char *const wrong[] = {"",
                                        "8080",
                                        ":8080",
                                        "127.0.0.1",
                                        "127.0.0.1:",
                                        "localhost:80",
                                        "127.0.0.1:-1",
                                        "127.0.0.1:65536",
                                        "127.0.0.1:8x",
                                        "::1:80x",
                                        "[::1]",
                                        "[::1:80",
                                        "127.1:80",
                                        "[]:80",
                                        "127.0.0.1: 80"};
    struct listen_address address;
    struct err_text text;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(listen_parse(&address, wrong[i], &text), ERR_COMMAND);
        assert_non_null(strstr(text.text, wrong[i]));
    }
}

static void loopback_is_told_from_other_addresses(void **state)
{
    static const struct {
        const char *text;
        int is_loopback;
    } cases[] = {{"127.0.0.1:0", 1}, {"127.9.9.9:80", 1}, {"[::1]:80", 1},
                 {"0.0.0.0:80", 0},  {"192.0.2.1:80", 0}, {"[::]:80", 0}};
    struct listen_address address;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(listen_parse(&address, cases[i].text, NULL), ERR_OK);
        assert_int_equal(address.is_loopback, cases[i].is_loopback);
    }
}

static void the_port_that_was_free_is_in_the_url_and_taken_then(void **state)
{
    struct listen_address address, again;
    int descriptor, other;

    (void)state;
    assert_int_equal(listen_parse(&address, "127.0.0.1:0", NULL), ERR_OK);
    assert_int_equal(listen_open(&descriptor, &address, "http", NULL), ERR_OK);
    assert_int_equal(strncmp(address.url, "http://127.0.0.1:", 17), 0);
    assert_string_not_equal(address.url, "http://127.0.0.1:0");
    assert_int_equal(listen_parse(&again, address.url + strlen("http://"), NULL), ERR_OK);
    assert_int_equal(listen_open(&other, &again, "http", NULL), ERR_BUSY);
    assert_int_equal(other, -1);
    close(descriptor);
}

static void a_peer_is_written_without_its_port(void **state)
{
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = 5};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = 5};
    char text[LISTEN_PEER_BYTES];

    (void)state;
    inet_pton(AF_INET, "192.0.2.7", &four.sin_addr);
    listen_peer((const struct sockaddr *)&four, text);
    assert_string_equal(text, "192.0.2.7");
    inet_pton(AF_INET6, "2001:db8::7", &six.sin6_addr);
    listen_peer((const struct sockaddr *)&six, text);
    assert_string_equal(text, "2001:db8::7");
    inet_pton(AF_INET6, "::ffff:192.0.2.7", &six.sin6_addr);
    listen_peer((const struct sockaddr *)&six, text);
    assert_string_equal(text, "192.0.2.7");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_number_and_port_is_refused),
        cmocka_unit_test(loopback_is_told_from_other_addresses),
        cmocka_unit_test(the_port_that_was_free_is_in_the_url_and_taken_then),
        cmocka_unit_test(a_peer_is_written_without_its_port),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
