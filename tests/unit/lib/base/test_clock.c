#include "lib/base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static const struct {
    uint64_t unix_ms;
    const char *text;
    const char *words;
} cases[] = {
    // The largest number that a peer can send must not overrun the text.
    {UINT64_MAX, "584556019-04-03T14:25:51Z", "3 Apr 584556019 14:25:51 UTC"},
    {0, "1970-01-01T00:00:00Z", "1 Jan 1970 00:00:00 UTC"},
    {999, "1970-01-01T00:00:00Z", "1 Jan 1970 00:00:00 UTC"},
    {1000, "1970-01-01T00:00:01Z", "1 Jan 1970 00:00:01 UTC"},
    {1795428000000, "2026-11-23T10:00:00Z", "23 Nov 2026 10:00:00 UTC"},
    // A leap day, and the last second of a year.
    {1709164800000, "2024-02-29T00:00:00Z", "29 Feb 2024 00:00:00 UTC"},
    {1735689599999, "2024-12-31T23:59:59Z", "31 Dec 2024 23:59:59 UTC"},
};

static void times_are_shown_in_utc(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[CLOCK_TEXT_BYTES];
        char words[CLOCK_TEXT_BYTES];

        clock_format(cases[i].unix_ms, text);
        clock_format_words(cases[i].unix_ms, words);
        assert_string_equal(text, cases[i].text);
        assert_string_equal(words, cases[i].words);
    }
}

static void the_time_zone_of_the_machine_does_not_matter(void **state)
{
    assert_int_equal(setenv("TZ", "America/New_York", 1), 0);
    tzset();
    times_are_shown_in_utc(state);
    assert_int_equal(unsetenv("TZ"), 0);
    tzset();
}

static void the_monotonic_clock_never_goes_back(void **state)
{
    uint64_t before_ms = clock_monotonic_ms();

    (void)state;
    for (unsigned i = 0; i < 10000; i++) {
        const uint64_t now_ms = clock_monotonic_ms();

        assert_true(now_ms >= before_ms);
        before_ms = now_ms;
    }
}

static void the_unix_clock_is_the_systems(void **state)
{
    const time_t before = time(NULL);
    const uint64_t now_ms = clock_unix_ms();
    const time_t after = time(NULL);

    (void)state;
    // time() may lag by a tick behind the exact clock.
    assert_true(now_ms / 1000 + 1 >= (uint64_t)before);
    assert_true(now_ms / 1000 <= (uint64_t)after + 1);
}

static void today_is_the_day_that_the_environment_says(void **state)
{
    static const struct {
        const char *given, *day;  // NULL: the clock's
    } days[] = {{"2026-13-01", NULL},         {"2026-04-15 10:00", NULL},
                {"tomorrow", NULL},           {"", NULL},
                {"2026-04-15", "2026-04-15"}, {"2024-02-29", "2024-02-29"},
                {"1970-01-01", "1970-01-01"}};

    (void)state;
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        char text[CLOCK_DAY_BYTES], before[CLOCK_TEXT_BYTES], after[CLOCK_TEXT_BYTES];

        assert_int_equal(setenv("QUARTERDAY_TODAY", days[i].given, 1), 0);
        clock_format(clock_unix_ms(), before);
        clock_format_day(clock_today(), text);
        clock_format(clock_unix_ms(), after);
        if (days[i].day != NULL)
            assert_string_equal(text, days[i].day);
        else  // midnight may have come between
            assert_true(strncmp(text, before, strlen(text)) == 0 ||
                        strncmp(text, after, strlen(text)) == 0);
    }
    assert_int_equal(unsetenv("QUARTERDAY_TODAY"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_shown_in_utc),
        cmocka_unit_test(the_time_zone_of_the_machine_does_not_matter),
        cmocka_unit_test(the_monotonic_clock_never_goes_back),
        cmocka_unit_test(the_unix_clock_is_the_systems),
        cmocka_unit_test(today_is_the_day_that_the_environment_says),
    };

    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
