// Several periods of one kind, as they are written.
#include "proto/form/period.h"
#include "tests/support/golden/golden.h"
#include "tests/support/tabled/tabled.h"

static const char *parsed(const char *text)
{
    static char words[PERIODS_TEXT_BYTES];
    struct err_text why = {""};
    struct periods periods;

    if (periods_parse(&periods, &tabled_arena, text, &why) != ERR_OK)
        fail_msg("%s: %s", text, why.text);
    periods_format(&periods, words);
    return words;
}

static void assert_refused(const char *text)
{
    struct err_text why = {""};
    struct periods periods;

    assert_int_equal(periods_parse(&periods, &tabled_arena, text, &why), ERR_COMMAND);
    golden_note(text, why.text);
}

static void what_is_not_a_period_is_refused(void **state)
{
    (void)state;
    assert_refused("");
    assert_refused("2024,");
    assert_refused("2024..");
    assert_refused("..2024");
    assert_refused("2023..2024..2025");
    assert_refused("Q4");
    assert_refused("2024..2023");
    assert_refused("2023..2024-25");
    assert_refused("2024,2024-25");
    assert_refused("2024-25,2024");
    assert_refused("2024-25,2024-25 Q1");
    golden_check_noted("errors.golden", "periods");
}

static void a_range_has_both_ends_and_all_between(void **state)
{
    struct periods periods;

    (void)state;
    assert_string_equal(parsed("2024"), "2024");
    assert_string_equal(parsed("2022..2024"), "2022 to 2024");
    assert_string_equal(parsed("2024..2024"), "2024");
    assert_string_equal(parsed("2022-23..2024-25"), "2022-23 to 2024-25");
    assert_int_equal(periods_parse(&periods, &tabled_arena, "2023-24 Q3..2024-25 Q2", NULL),
                     ERR_OK);
    assert_int_equal(periods.count, 4);
    assert_int_equal(periods.list[1].quarter, 4);
    assert_int_equal(periods.list[2].year, 2024);
    assert_int_equal(periods.list[2].quarter, 1);
}

static void periods_stand_in_the_order_of_time_each_once(void **state)
{
    (void)state;
    assert_string_equal(parsed("2024,2020, 2022,2020"), "2020, 2022, 2024");
    assert_string_equal(parsed("2024,2022..2023"), "2022 to 2024");
    assert_string_equal(parsed("2024-25 Q4,2023-24 Q4"), "2023-24 Q4, 2024-25 Q4");
}

static void a_kind_has_a_name(void **state)
{
    Qd__PeriodKind kind;

    (void)state;
    assert_true(periods_kind("financial-years", &kind));
    assert_int_equal(kind, QD__PERIOD_KIND__FINANCIAL_YEAR);
    assert_string_equal(periods_kind_name(QD__PERIOD_KIND__FINANCIAL_QUARTER), "quarters");
    assert_false(periods_kind("years", &kind));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_a_period_is_refused),
        cmocka_unit_test(a_range_has_both_ends_and_all_between),
        cmocka_unit_test(periods_stand_in_the_order_of_time_each_once),
        cmocka_unit_test(a_kind_has_a_name),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
