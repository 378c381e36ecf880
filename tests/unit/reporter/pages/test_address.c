// Names and periods as addresses have them.
#include "reporter/pages/address.h"

#include "proto/form/boroughs.h"
#include "proto/form/period.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static struct arena arena;

static void what_is_no_period_or_not_written_so_is_refused(void **state)
{
    static const char *const none[] = {"",          "2024-Q4",
                                       "2024-26",   "2024-25-q5",
                                       "2024-25q4", "2024-25-q4-q4",
                                       "2024-25-q", "1999",
                                       "2024-",     "20244444444444444444444444444444"};
    Qd__Period period;

    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (address_read_period(&period, none[i]))
            fail_msg("\"%s\" is a period", none[i]);
}

static void a_period_comes_back_from_its_address(void **state)
{
    static const char *const all[] = {"2024", "2024-25", "2024-25-q4", "2098-99-q1"};

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        Qd__Period period;

        assert_true(address_read_period(&period, all[i]));
        assert_true(period_valid(&period));
        assert_string_equal(address_period(&arena, &period), all[i]);
    }
}

static void each_borough_has_an_address_of_its_own(void **state)
{
    (void)state;
    for (int row = 0; row < BOROUGHS_COUNT; row++)
        assert_int_equal(address_borough(address_of(&arena, boroughs[row].la_name)), row);
    assert_int_equal(address_borough("Camden"), -1);
    assert_int_equal(address_borough(""), -1);
}

static void a_name_is_its_own_address_and_no_part_of_it(void **state)
{
    (void)state;
    assert_true(address_is("new-plans", "new_plans"));
    assert_false(address_is("new-plan", "new_plans"));
    assert_false(address_is("new-plans-", "new_plans"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_period_or_not_written_so_is_refused),
        cmocka_unit_test(a_period_comes_back_from_its_address),
        cmocka_unit_test(each_borough_has_an_address_of_its_own),
        cmocka_unit_test(a_name_is_its_own_address_and_no_part_of_it),
    };
    int failed;

    arena_init(&arena, 1000 * 1000);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&arena);
    return failed;
}
