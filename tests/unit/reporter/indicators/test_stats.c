#include "reporter/indicators/stats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int64_t rounded(int64_t numerator, int64_t scale, int64_t denominator)
{
    int64_t result = -12345;

    assert_int_equal(stats_round(numerator, scale, denominator, &result), 1);
    return result;
}

static void nothing_is_divided_by_zero_or_less(void **state)
{
    int64_t result = 42;

    (void)state;
    assert_int_equal(stats_round(5, 1000, 0, &result), 0);
    assert_int_equal(stats_round(0, 1000, 0, &result), 0);
    assert_int_equal(stats_round(5, 1000, -1, &result), 0);
    assert_int_equal(result, 42);
}

static void a_result_that_no_integer_holds_is_none(void **state)
{
    int64_t result = 42;

    (void)state;
    assert_int_equal(stats_round(INT64_MAX, 1000, 1, &result), 0);
    assert_int_equal(stats_round(INT64_MIN, 1000, 1, &result), 0);
    assert_int_equal(result, 42);
}

static void the_largest_figures_do_not_overflow_on_the_way(void **state)
{
    (void)state;
    assert_int_equal(rounded(INT64_MAX, 1000, INT64_MAX), 1000);
    assert_int_equal(rounded(INT64_MIN, 1, 1), INT64_MIN);
    assert_int_equal(rounded(INT64_MAX, 1, 1), INT64_MAX);
    assert_int_equal(rounded(INT64_MAX, 1000, 1000), INT64_MAX);
}

// Ties in DfE's release of 2025, primary need by type of placement: 134 of its 135 go up.
static void a_half_goes_up_as_dfe_does(void **state)
{
    (void)state;
    assert_int_equal(rounded(2, 1000, 32), 63);      // Camden, mainstream free school, pd: 6.3
    assert_int_equal(rounded(6, 1000, 32), 188);     // the same, slcn: 18.8
    assert_int_equal(rounded(12, 1000, 320), 38);    // Greenwich, educated elsewhere, mld: 3.8
    assert_int_equal(rounded(4, 1000, 320), 13);     // the same, pmld: 1.3
    assert_int_equal(rounded(108, 1000, 320), 338);  // the same, semh: 33.8
    assert_int_equal(rounded(11, 1000, 16), 688);    // Hammersmith and Fulham, post-16, asd: 68.8
    assert_int_equal(rounded(1, 1, 2), 1);
    assert_int_equal(rounded(3, 1, 2), 2);
    assert_int_equal(rounded(5, 1, 2), 3);
}

static void what_is_just_below_a_half_goes_down(void **state)
{
    (void)state;
    assert_int_equal(rounded(6249999, 1000, 100000000), 62);
    assert_int_equal(rounded(6250000, 1000, 100000000), 63);
    assert_int_equal(rounded(0, 1000, 7), 0);
    assert_int_equal(rounded(7, 1000, 7), 1000);
}

static void below_zero_a_half_goes_up_too(void **state)
{
    (void)state;
    assert_int_equal(rounded(-1, 1, 2), 0);
    assert_int_equal(rounded(-3, 1, 2), -1);
    assert_int_equal(rounded(-5, 1, 2), -2);
    assert_int_equal(rounded(-51, 1, 100), -1);
    assert_int_equal(rounded(-49, 1, 100), 0);
    assert_int_equal(rounded(-100, 1, 100), -1);
}

static void london_s_published_percentages_come_out(void **state)
{
    (void)state;
    assert_int_equal(rounded(8390, 1000, 12544), 669);
    assert_int_equal(rounded(8859, 1000, 13697), 647);
    assert_int_equal(rounded(17671, 1000, 17671 + 3246), 845);
    assert_int_equal(rounded(23756692400, 1, 99116), 239686);
    assert_int_equal(rounded(21623110500, 1, 93539), 231167);
}

// --- ranks
static void nothing_to_rank_is_no_rank(void **state)
{
    const struct stats_ratio ratios[] = {{0, 0, 0}, {0, 5, 0}};
    int ranks[] = {-1, -1};

    (void)state;
    stats_rank(ratios, 0, 1, ranks);
    assert_int_equal(ranks[0], -1);
    stats_rank(ratios, 2, 1, ranks);
    assert_int_equal(ranks[0], 0);
    assert_int_equal(ranks[1], 0);
}

static void ties_share_the_better_rank_and_the_next_is_left_out(void **state)
{
    const struct stats_ratio ratios[] = {{1, 1, 2}, {1, 3, 4}, {1, 2, 4}, {1, 1, 4}};
    int ranks[4];

    (void)state;
    stats_rank(ratios, 4, 1, ranks);
    assert_int_equal(ranks[0], 2);
    assert_int_equal(ranks[1], 1);
    assert_int_equal(ranks[2], 2);
    assert_int_equal(ranks[3], 4);
    stats_rank(ratios, 4, 0, ranks);
    assert_int_equal(ranks[0], 2);
    assert_int_equal(ranks[1], 4);
    assert_int_equal(ranks[2], 2);
    assert_int_equal(ranks[3], 1);
}

static void all_that_tie_are_first(void **state)
{
    const struct stats_ratio ratios[] = {{1, 0, 1}, {1, 0, 7}, {0, 0, 0}, {1, 0, 3}};
    int ranks[4];

    (void)state;
    for (int highest_first = 0; highest_first <= 1; highest_first++) {
        stats_rank(ratios, 4, highest_first, ranks);
        assert_int_equal(ranks[0], 1);
        assert_int_equal(ranks[1], 1);
        assert_int_equal(ranks[2], 0);
        assert_int_equal(ranks[3], 1);
    }
}

// 66.66 and 66.74 both print as 66.7.
static void what_prints_alike_does_not_tie(void **state)
{
    const struct stats_ratio ratios[] = {{1, 6666, 10000}, {1, 6674, 10000}};
    int ranks[2];

    (void)state;
    stats_rank(ratios, 2, 1, ranks);
    assert_int_equal(ranks[0], 2);
    assert_int_equal(ranks[1], 1);
}

static void one_that_is_not_known_takes_no_place(void **state)
{
    const struct stats_ratio ratios[] = {{1, 1, 2}, {0, 9, 1}, {1, 1, 3}};
    int ranks[3];

    (void)state;
    stats_rank(ratios, 3, 1, ranks);
    assert_int_equal(ranks[0], 1);
    assert_int_equal(ranks[1], 0);
    assert_int_equal(ranks[2], 2);
}

static void fractions_too_long_for_a_double_are_told_apart(void **state)
{
    const struct stats_ratio larger = {1, INT64_MAX, INT64_MAX - 1};
    const struct stats_ratio smaller = {1, INT64_MAX - 1, INT64_MAX};
    const struct stats_ratio negative = {1, INT64_MIN, INT64_MAX};

    (void)state;
    assert_true(stats_compare(&larger, &smaller) > 0);
    assert_true(stats_compare(&smaller, &larger) < 0);
    assert_int_equal(stats_compare(&larger, &larger), 0);
    assert_true(stats_compare(&negative, &smaller) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_divided_by_zero_or_less),
        cmocka_unit_test(a_result_that_no_integer_holds_is_none),
        cmocka_unit_test(the_largest_figures_do_not_overflow_on_the_way),
        cmocka_unit_test(a_half_goes_up_as_dfe_does),
        cmocka_unit_test(what_is_just_below_a_half_goes_down),
        cmocka_unit_test(below_zero_a_half_goes_up_too),
        cmocka_unit_test(london_s_published_percentages_come_out),
        cmocka_unit_test(nothing_to_rank_is_no_rank),
        cmocka_unit_test(ties_share_the_better_rank_and_the_next_is_left_out),
        cmocka_unit_test(all_that_tie_are_first),
        cmocka_unit_test(what_prints_alike_does_not_tie),
        cmocka_unit_test(one_that_is_not_known_takes_no_place),
        cmocka_unit_test(fractions_too_long_for_a_double_are_told_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
