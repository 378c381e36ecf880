#include "reporter/readers/tries.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { START_MS = 5000 };

static int set_up(void **state)
{
    *state = tries_open();
    return *state == NULL;
}

static int tear_down(void **state)
{
    tries_close(*state);
    return 0;
}

static uint64_t wait_ms(void **state, const char *name, uint64_t now_ms)
{
    int is_news = 0;

    return tries_wait_ms(*state, TRIES_ACCOUNT, name, now_ms, &is_news);
}

static void after_so_many_tries_the_name_waits_for_the_rest_of_the_time(void **state)
{
    for (int i = 0; i < TRIES_OF_AN_ACCOUNT; i++) {
        assert_int_equal(wait_ms(state, "anna", START_MS + 10), 0);
        tries_count(*state, TRIES_ACCOUNT, "anna", START_MS);
    }
    assert_int_equal(wait_ms(state, "anna", START_MS + 10), TRIES_WINDOW_MS - 10);
    assert_int_equal(wait_ms(state, "anna", START_MS + TRIES_WINDOW_MS - 1), 1);
    assert_int_equal(wait_ms(state, "anna", START_MS + TRIES_WINDOW_MS), 0);
    tries_count(*state, TRIES_ACCOUNT, "anna", START_MS + TRIES_WINDOW_MS);
    assert_int_equal(wait_ms(state, "anna", START_MS + TRIES_WINDOW_MS), 0);
}

static void another_name_and_another_kind_do_not_wait(void **state)
{
    int is_news = 0;

    for (int i = 0; i < TRIES_OF_AN_ACCOUNT; i++)
        tries_count(*state, TRIES_ACCOUNT, "anna", START_MS);
    assert_int_equal(tries_wait_ms(*state, TRIES_ADDRESS, "anna", START_MS, &is_news), 0);
    assert_int_equal(is_news, 0);
}

static void that_somebody_waits_is_news_once(void **state)
{
    int is_news = 0;

    for (int i = 0; i < TRIES_OF_AN_ADDRESS; i++)
        tries_count(*state, TRIES_ADDRESS, "192.0.2.1", START_MS);
    assert_true(tries_wait_ms(*state, TRIES_ADDRESS, "192.0.2.1", START_MS, &is_news) > 0);
    assert_int_equal(is_news, 1);
    is_news = 0;
    assert_true(tries_wait_ms(*state, TRIES_ADDRESS, "192.0.2.1", START_MS, &is_news) > 0);
    assert_int_equal(is_news, 0);
}

static void the_right_password_was_no_try(void **state)
{
    for (int i = 0; i < 10 * TRIES_OF_AN_ACCOUNT; i++) {
        tries_count(*state, TRIES_ACCOUNT, "anna", START_MS);
        tries_forgive(*state, TRIES_ACCOUNT, "anna");
    }
    assert_int_equal(wait_ms(state, "anna", START_MS), 0);
    tries_forgive(*state, TRIES_ACCOUNT, "anna");
    assert_int_equal(wait_ms(state, "anna", START_MS), 0);
}

// Whoever has one address of IPv6 has 2^64 of them.
static void addresses_of_one_network_share_a_count(void **state)
{
    int is_news = 0;

    for (int i = 0; i < TRIES_OF_AN_ADDRESS; i++) {
        char address[32];

        snprintf(address, sizeof address, "2001:db8:0:1::%x", (unsigned)i);
        tries_count(*state, TRIES_ADDRESS, address, START_MS);
    }
    assert_true(tries_wait_ms(*state, TRIES_ADDRESS, "2001:db8:0:1:f::", START_MS, &is_news) > 0);
    assert_int_equal(tries_wait_ms(*state, TRIES_ADDRESS, "2001:db8:0:2::", START_MS, &is_news), 0);
    for (int i = 0; i < TRIES_OF_AN_ADDRESS; i++)
        tries_count(*state, TRIES_ADDRESS, "192.0.2.1", START_MS);
    assert_int_equal(tries_wait_ms(*state, TRIES_ADDRESS, "192.0.2.2", START_MS, &is_news), 0);
}

static void many_other_names_push_no_count_out(void **state)
{
    for (int i = 0; i < TRIES_OF_AN_ACCOUNT; i++)
        tries_count(*state, TRIES_ACCOUNT, "anna", START_MS);
    for (int i = 0; i < 4 * TRIES_PLACES; i++) {
        char name[16];

        snprintf(name, sizeof name, "n%d", i);
        tries_count(*state, TRIES_ACCOUNT, name, START_MS);
    }
    assert_true(wait_ms(state, "anna", START_MS) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(after_so_many_tries_the_name_waits_for_the_rest_of_the_time),
        TEST(another_name_and_another_kind_do_not_wait),
        TEST(that_somebody_waits_is_news_once),
        TEST(the_right_password_was_no_try),
        TEST(addresses_of_one_network_share_a_count),
        TEST(many_other_names_push_no_count_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
