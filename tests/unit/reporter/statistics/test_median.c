// Medians over places, of which several have their sum alone.
#include "reporter/statistics/median.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { PARTS_MAX = 16 };

// Places of one each at those prices.
static int of_single(struct median *median, const int64_t *prices, size_t count)
{
    struct median_part parts[PARTS_MAX];

    for (size_t i = 0; i < count; i++)
        parts[i] = (struct median_part){prices[i], 1, 1};
    return median_make(median, parts, count);
}

static void without_places_there_is_no_median(void **state)
{
    struct median_part endless[] = {{1, 1, INT64_MAX}, {2, 1, INT64_MAX}};
    struct median median;

    (void)state;
    assert_int_equal(median_make(&median, NULL, 0), 0);
    assert_int_equal(median_make(&median, endless, 2), 0);
}

static void a_median_that_is_no_integer_is_none(void **state)
{
    struct median_part large[] = {{INT64_MAX, 1, 1}}, tiny[] = {{INT64_MAX, 3, 3}};
    struct median median;
    int64_t rounded;

    (void)state;
    assert_int_equal(median_make(&median, large, 1), 1);
    assert_int_equal(median_round(&median, 100, 1, &rounded), 0);
    assert_int_equal(median_round(&median, 1, 1, &rounded), 1);
    assert_int_equal(rounded, INT64_MAX);
    assert_int_equal(median_make(&median, tiny, 1), 1);
    assert_int_equal(median_round(&median, 1, 1, &rounded), 1);
    assert_int_equal(rounded, INT64_MAX / 3);
}

static void each_place_counts_at_the_ratio_of_its_part(void **state)
{
    // 3 places at 50, 1 at 20, 2 at 60: 20 50 50 | 50 60 60.
    struct median_part odd[] = {{150, 3, 3}, {20, 1, 1}, {120, 2, 2}, {10, 1, 1}};
    struct median_part even[] = {{150, 3, 3}, {20, 1, 1}, {120, 2, 2}};
    // 2 places at 10, 2 at 15: the mean of the two in the middle.
    struct median_part apart[] = {{30, 2, 2}, {20, 2, 2}};
    struct median median;

    (void)state;
    assert_int_equal(median_make(&median, odd, 4), 1);
    assert_true(median_value(&median) == 50);
    assert_int_equal(median_make(&median, even, 3), 1);
    assert_true(median_value(&median) == 50);
    assert_int_equal(median_make(&median, apart, 2), 1);
    assert_true(median_value(&median) == 12.5);
    assert_false(median.has_interval);
}

static void places_may_count_otherwise_than_the_denominator(void **state)
{
    // What places cost now over what they did: 1.10 for one place, 1.05 for four.
    struct median_part parts[] = {{1100, 1000, 1}, {4200, 4000, 4}};
    struct median_part endless[] = {{INT64_MAX, 2, 1}};
    struct median median;
    int64_t numerator, denominator;

    (void)state;
    assert_int_equal(median_make(&median, parts, 2), 1);
    assert_true(fabs(median_value(&median) - 1.05) < 1e-15);
    assert_int_equal(median_fraction(&median, &numerator, &denominator), 1);
    assert_true(numerator * 100 == denominator * 105);
    assert_int_equal(median_make(&median, endless, 1), 1);
    assert_int_equal(median_fraction(&median, &numerator, &denominator), 0);
}

static void it_is_rounded_once_a_half_upwards(void **state)
{
    static const struct {
        int64_t first, second, denominator, rounded;
    } known[] = {
        {1, 2, 1, 2},       // 1.5
        {1, 1, 2, 1},       // 0.5
        {1, 1, 3, 0},       // 0.33
        {2, 2, 3, 1},       // 0.67
        {100, 101, 3, 34},  // 33.5: of thirds that no double has
        {0, 0, 7, 0},       // nothing
        {-1, -2, 1, -1},    // -1.5
    };

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        struct median_part parts[] = {{known[i].first, known[i].denominator, 1},
                                      {known[i].second, known[i].denominator, 1}};
        struct median median;
        int64_t rounded;

        assert_int_equal(median_make(&median, parts, 2), 1);
        assert_int_equal(median_round(&median, 1, 1, &rounded), 1);
        assert_int_equal(rounded, known[i].rounded);
    }
}

// P(Bin(n, 1/2) <= k - 1) <= 0.025: k = 1 from 6 places on, 2 from 9, 3 from 12.
static void single_places_have_an_interval_by_order(void **state)
{
    static const int64_t prices[] = {12, 5, 8, 1, 9, 3, 11, 2, 10, 4, 7, 6};
    static const struct {
        size_t count;
        double low, high;
    } known[] = {{6, 1, 12}, {9, 2, 11}, {12, 3, 10}};
    struct median_part one_of_two[] = {{1, 1, 1}, {2, 1, 1}, {3, 1, 1},
                                       {4, 1, 1}, {5, 1, 1}, {12, 2, 2}};
    struct median median;

    (void)state;
    assert_int_equal(of_single(&median, prices, 5), 1);
    assert_false(median.has_interval);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        assert_int_equal(of_single(&median, prices, known[i].count), 1);
        assert_true(median.has_interval);
        assert_true(median.interval.low == known[i].low && median.interval.high == known[i].high);
    }
    assert_int_equal(median_make(&median, one_of_two, 6), 1);
    assert_false(median.has_interval);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_places_there_is_no_median),
        cmocka_unit_test(a_median_that_is_no_integer_is_none),
        cmocka_unit_test(each_place_counts_at_the_ratio_of_its_part),
        cmocka_unit_test(places_may_count_otherwise_than_the_denominator),
        cmocka_unit_test(it_is_rounded_once_a_half_upwards),
        cmocka_unit_test(single_places_have_an_interval_by_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
