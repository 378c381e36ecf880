#include "reporter/readers/cookie.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct {
    const char *header, *value;  // NULL: there is none that is good
} cases[] = {
    {"", NULL},
    {"qd", NULL},
    {"qd-reader", NULL},
    {"other=1", NULL},
    {"xqd=1", NULL},
    {"qdx=1", NULL},
    {"QD=1", NULL},
    {"qd=a b", NULL},
    {"qd=a,b", NULL},
    {"qd=a\"b", NULL},
    {"qd=a\\b", NULL},
    {"qd=\"a", NULL},
    {"qd=\xc3\xa9", NULL},
    {"qd=a\x7f", NULL},
    {"qd=123456789", NULL},  // does not fit
    {"qd=", ""},
    {"qd=\"\"", ""},
    {"qd=1", "1"},
    {"qd=\"1\"", "1"},
    {"qd=12345678", "12345678"},
    {"qd=a=b", "a=b"},
    {"a=1; qd=2; b=3", "2"},
    {"a=1;qd=2", "2"},
    {" ;; qd=2 ; b=3", "2"},
    {"qd=1; qd=2", "1"},
    {"a=qd=9; qd=2", "2"},
    {"xqd=1; qd=2", "2"},
};

static void a_value_is_found_or_nothing_is(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char value[9] = "?";
        const int is_found = cookie_find(cases[i].header, "qd", value, sizeof value);

        if (is_found != (cases[i].value != NULL))
            print_error("%s\n", cases[i].header);
        assert_int_equal(is_found, cases[i].value != NULL);
        assert_string_equal(value, cases[i].value == NULL ? "" : cases[i].value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_value_is_found_or_nothing_is)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
