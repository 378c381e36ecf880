#include "lib/base/thousands.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void what_does_not_fit_stays_as_it_is(void **state)
{
    char text[] = "1234";

    (void)state;
    thousands_group(text, sizeof text);
    assert_string_equal(text, "1234");
}

static void three_digits_make_a_group_before_the_point(void **state)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"0", "0"},
        {"-1", "-1"},
        {"999", "999"},
        {"1000", "1,000"},
        {"-1000", "-1,000"},
        {"-100", "-100"},
        {"123456", "123,456"},
        {"1234567.89", "1,234,567.89"},
        {"0.12345", "0.12345"},
        {"-9223372036854775808", "-9,223,372,036,854,775,808"},
        {"-92233720368547758.08", "-92,233,720,368,547,758.08"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[THOUSANDS_BYTES];

        snprintf(text, sizeof text, "%s", cases[i][0]);
        thousands_group(text, sizeof text);
        assert_string_equal(text, cases[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_does_not_fit_stays_as_it_is),
        cmocka_unit_test(three_digits_make_a_group_before_the_point),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
