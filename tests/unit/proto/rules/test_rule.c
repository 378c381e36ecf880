#include "proto/rules/rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void what_is_not_a_rules_id_is_told(void **state)
{
    static const char *const words[] = {"",     " ",       "QD-",      "R",      "R0",
                                        "R022", "R99",     "QD-R99",   "QD R02", "QD-QD-R02",
                                        "R02",  "QD-R02x", "R02, R03", "(R02)"};

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        assert_null(rule_find(words[i]));
}

static void an_id_is_taken_in_the_forms_in_which_it_is_shown(void **state)
{
    static const char *const words[] = {"QD-R02", "qd-r02", "[QD-R02]", " QD-R02 ", "[ qd-r02 ]"};

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        assert_ptr_equal(rule_find(words[i]), rule_get(RULE_EX_OVER_ALL));
}

static void every_rule_is_found_by_its_id_alone(void **state)
{
    (void)state;
    for (int i = 0; i < RULE_COUNT; i++)
        assert_int_equal(rule_id(rule_find(rule_get((enum rule_id)i)->id)), i);
}

static void two_ways_to_write_an_id_are_the_same(void **state)
{
    (void)state;
    assert_int_equal(rule_compare_ids("[QD-R02]", "qd-r02 "), 0);
    assert_true(rule_compare_ids("QD-R02", "qd-r03") < 0);
    assert_true(rule_compare_ids("QD-R020", "QD-R02") > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_a_rules_id_is_told),
        cmocka_unit_test(an_id_is_taken_in_the_forms_in_which_it_is_shown),
        cmocka_unit_test(every_rule_is_found_by_its_id_alone),
        cmocka_unit_test(two_ways_to_write_an_id_are_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
