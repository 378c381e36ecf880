// How a table stood: by a number of the journal or a time.
#include "reporter/table/as_of.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

static struct as_of parsed(const char *text)
{
    struct err_text why = {""};
    struct as_of as_of;

    if (as_of_parse(&as_of, text, &why) != ERR_OK)
        fail_msg("%s: %s", text, why.text);
    return as_of;
}

static void what_is_neither_is_refused(void **state)
{
    static const char *const wrong[] = {"",
                                        "-1",
                                        "12x",
                                        "99999999999999999999999",
                                        "2026-13-01",
                                        "2026-11-31",
                                        "1969-12-31",
                                        "2026-11-23 10:00:00",
                                        "2026-11-23T10:00",
                                        "2026-11-23T24:00:00Z",
                                        "2026-11-23T10:00:00Zx",
                                        "2026-11-23T10:00:00+01:00",
                                        "yesterday"};

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct err_text why = {""};
        struct as_of as_of;

        if (as_of_parse(&as_of, wrong[i], &why) != ERR_COMMAND)
            fail_msg("%s was taken", wrong[i]);
        assert_non_null(strstr(why.text, "2026-11-23T10:00:00Z"));
    }
}

static void a_number_is_of_the_journal(void **state)
{
    char text[AS_OF_TEXT_BYTES];

    (void)state;
    assert_true(parsed("1234").sequence == 1234);
    assert_true(parsed("1234").unix_ms == UINT64_MAX);
    assert_false(as_of_is_now(parsed("0")));
    assert_true(as_of_is_now(AS_OF_NOW));
    as_of_format(parsed("1234"), text);
    assert_string_equal(text, "at number 1234 of the journal");
}

static void a_time_is_until_its_end(void **state)
{
    char text[AS_OF_TEXT_BYTES];

    (void)state;
    assert_true(parsed("2025-11-23T10:00:00Z").unix_ms == 1763892000999);
    assert_true(parsed("2025-11-23").unix_ms == 1763942399999);
    assert_true(parsed("2025-11-23").sequence == UINT64_MAX);
    as_of_format(parsed("2025-11-23"), text);
    assert_string_equal(text, "on 23 Nov 2025 23:59:59 UTC");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_neither_is_refused),
        cmocka_unit_test(a_number_is_of_the_journal),
        cmocka_unit_test(a_time_is_until_its_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
