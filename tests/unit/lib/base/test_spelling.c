#include "lib/base/spelling.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void names_of_any_length_are_compared(void **state)
{
    char name[4 * SPELLING_NAME_BYTES];

    (void)state;
    memset(name, 'a', sizeof name);
    name[sizeof name - 1] = '\0';
    assert_int_equal(spelling_slips(name, ""), SPELLING_NAME_BYTES - 1);
    assert_int_equal(spelling_slips("", name), SPELLING_NAME_BYTES - 1);
    assert_int_equal(spelling_slips(name, name), 0);
    assert_int_equal(spelling_slips("", ""), 0);
}

static void names_without_letters_are_like_none(void **state)
{
    (void)state;
    assert_false(spelling_same("", ""));
    assert_false(spelling_same("--", "__"));
    assert_false(spelling_holds("plans", "--"));
}

static void case_and_signs_do_not_count(void **state)
{
    (void)state;
    assert_int_equal(spelling_letters("Plans, issued_20!"), 13);
    assert_true(spelling_same("Plans issued", "plans_issued"));
    assert_false(spelling_same("plans", "plan"));
    assert_true(spelling_holds("Camden Placements (2)", "placements"));
    assert_false(spelling_holds("placement", "placements"));
    assert_int_equal(spelling_slips("Plans Issued", "plans_issued"), 0);
}

static void slips_are_letters_put_in_left_out_or_changed(void **state)
{
    (void)state;
    assert_int_equal(spelling_slips("roots", "routes"), 2);
    assert_int_equal(spelling_slips("plans", "plan"), 1);
    assert_int_equal(spelling_slips("plan", "plans"), 1);
    assert_int_equal(spelling_slips("kitten", "sitting"), 3);
    assert_int_equal(spelling_slips("abc", ""), 3);
}

static void more_slips_than_are_looked_for_are_one_more(void **state)
{
    (void)state;
    assert_int_equal(spelling_slips_within("kitten", "sitting", 3), 3);
    assert_int_equal(spelling_slips_within("kitten", "sitting", 2), 3);
    assert_int_equal(spelling_slips_within("kitten", "sitting", 0), 1);
    assert_int_equal(spelling_slips_within("a", "abcdef", 2), 3);
    assert_int_equal(spelling_slips_within("Plans Issued", "plans_issued", 0), 0);
}

static void short_names_may_have_fewer_slips(void **state)
{
    (void)state;
    assert_int_equal(spelling_slips_allowed(""), 0);
    assert_int_equal(spelling_slips_allowed("a"), 0);
    assert_int_equal(spelling_slips_allowed("urn"), 1);
    assert_int_equal(spelling_slips_allowed("roots"), 2);
    assert_int_equal(spelling_slips_allowed("plans_issued_within_20_weeks"), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_any_length_are_compared),
        cmocka_unit_test(names_without_letters_are_like_none),
        cmocka_unit_test(case_and_signs_do_not_count),
        cmocka_unit_test(slips_are_letters_put_in_left_out_or_changed),
        cmocka_unit_test(more_slips_than_are_looked_for_are_one_more),
        cmocka_unit_test(short_names_may_have_fewer_slips),
    };

    return cmocka_run_group_tests_name("spelling", tests, NULL, NULL);
}
