// Funnels, quarters, fifths and ranks, on DfE's London 2024: plans issued within 20 weeks without
// exceptions. The over-dispersed values were worked out by a second program from the same papers.
#include "reporter/statistics/funnel.h"

#include "reporter/statistics/chance_rank.h"
#include "reporter/statistics/normal.h"
#include "reporter/statistics/quantile.h"

#include <gsl/gsl_statistics_double.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct proportion london[] = {
    {0, 0},     {172, 178}, {213, 590}, {136, 314}, {146, 171}, {232, 292}, {82, 82},
    {334, 383}, {183, 193}, {163, 453}, {217, 546}, {404, 404}, {98, 98},   {129, 466},
    {601, 601}, {345, 503}, {376, 421}, {295, 456}, {667, 916}, {372, 520}, {550, 646},
    {181, 215}, {156, 403}, {129, 439}, {316, 348}, {295, 372}, {259, 276}, {284, 345},
    {274, 476}, {25, 356},  {245, 260}, {280, 366}, {231, 455},
};
enum { BOROUGHS = sizeof london / sizeof london[0] };

static void assert_near(double value, double expected)
{
    if (!(fabs(value - expected) <= 1e-9 * fabs(expected)))
        fail_msg("%.17g is not %.17g to a relative 1e-9", value, expected);
}

static void an_area_without_anything_to_divide_by_is_in_no_funnel(void **state)
{
    static const struct proportion nothing[] = {{0, 0}, {0, 0}};
    struct funnel funnel;
    double room[2];

    (void)state;
    assert_int_equal(funnel_make(&funnel, nothing, 2, room), 0);
    assert_int_equal(funnel_make(&funnel, nothing, 0, room), 0);
}

static void areas_that_differ_by_luck_alone_have_plain_limits(void **state)
{
    static const struct proportion alike[] = {{50, 100}, {48, 100}, {53, 100}, {0, 0}};
    struct funnel funnel;
    double room[4];

    (void)state;
    assert_int_equal(funnel_make(&funnel, alike, 4, room), 1);
    assert_int_equal(funnel.over_dispersed, 0);
    assert_true(funnel.spread == 0);
    assert_near(funnel_limits(&funnel, 100, NORMAL_Z_95).low,
                funnel_plain_limits(&funnel, 100, NORMAL_Z_95).low);
}

static void everybody_alike_and_at_the_end_has_no_width(void **state)
{
    static const struct proportion all[] = {{10, 10}, {20, 20}};
    struct funnel funnel;
    double room[2];

    (void)state;
    assert_int_equal(funnel_make(&funnel, all, 2, room), 1);
    assert_true(funnel.centre == 1 && funnel.spread == 0);
    assert_int_equal(funnel_outside(funnel_limits(&funnel, 10, NORMAL_Z_95), all[0]), 0);
}

static void plain_limits_are_those_published_for_london(void **state)
{
    struct funnel funnel;
    double room[BOROUGHS];
    struct interval ealing, croydon;

    (void)state;
    assert_int_equal(funnel_make(&funnel, london, BOROUGHS, room), 1);
    assert_near(funnel.centre, 8390.0 / 12544);
    ealing = funnel_plain_limits(&funnel, 520, NORMAL_Z_95);
    assert_true(fabs(ealing.low - 0.628395097) < 5e-10);
    assert_true(fabs(ealing.high - 0.709296229) < 5e-10);
    assert_int_equal(funnel_outside(ealing, (struct proportion){372, 520}), 1);
    assert_int_equal(funnel_outside(funnel_plain_limits(&funnel, 520, NORMAL_Z_998),
                                    (struct proportion){372, 520}),
                     0);
    croydon = funnel_plain_limits(&funnel, 916, NORMAL_Z_95);
    assert_true(fabs(croydon.low - 0.638368220) < 5e-10);
    assert_true(fabs(croydon.high - 0.699323107) < 5e-10);
    assert_int_equal(funnel_outside(funnel_plain_limits(&funnel, 916, NORMAL_Z_998),
                                    (struct proportion){667, 916}),
                     1);
}

static void a_real_spread_widens_the_limits(void **state)
{
    struct funnel funnel;
    double room[BOROUGHS];

    (void)state;
    assert_int_equal(funnel_make(&funnel, london, BOROUGHS, room), 1);
    assert_int_equal(funnel.over_dispersed, 1);
    assert_near(funnel.dispersion, 102.86523838206026);
    assert_near(funnel.spread, 0.25977173300309764);
    assert_near(funnel_limits(&funnel, 520, NORMAL_Z_95).low, 0.18659811030043377);
    assert_near(funnel_limits(&funnel, 520, NORMAL_Z_95).high, 0.9895888510715423);
    assert_near(funnel_limits(&funnel, 10, NORMAL_Z_95).low, 0.12514745884594655);
    assert_near(funnel_limits(&funnel, 10, NORMAL_Z_95).high, 0.9997066964213583);
}

// --- quantiles

static size_t shares(double values[BOROUGHS])
{
    size_t count = 0;

    for (size_t i = 0; i < BOROUGHS; i++)
        if (london[i].of > 0)
            values[count++] = (double)london[i].count / (double)london[i].of;
    quantile_sort(values, count);
    return count;
}

static void quantiles_are_of_type_7(void **state)
{
    double values[BOROUGHS];
    const size_t count = shares(values);

    (void)state;
    for (size_t n = 1; n <= count; n++)
        for (double share = 0; share <= 1; share += 0.0625) {
            const double expected = gsl_stats_quantile_from_sorted_data(values, 1, n, share);

            assert_true(fabs(quantile(values, n, share) - expected) <= 1e-12);
        }
}

static void a_value_on_a_border_is_on_the_lower_side(void **state)
{
    static const double values[] = {1, 2, 3, 4, 5};  // Q1 2, Q2 3, Q3 4

    (void)state;
    assert_int_equal(quantile_quarter(values, 5, 5, 1), 1);
    assert_int_equal(quantile_quarter(values, 5, 4, 1), 2);
    assert_int_equal(quantile_quarter(values, 5, 3, 1), 3);
    assert_int_equal(quantile_quarter(values, 5, 2, 1), 4);
    assert_int_equal(quantile_quarter(values, 5, 2, 0), 1);
    assert_int_equal(quantile_quarter(values, 5, 3, 0), 2);
    assert_int_equal(quantile_quarter(values, 5, 4, 0), 3);
    assert_int_equal(quantile_quarter(values, 5, 5, 0), 4);
}

static void only_what_is_beyond_the_border_is_in_a_fifth(void **state)
{
    static const double values[] = {0, 1, 2, 3, 4, 5}, same[] = {7, 7, 7};

    (void)state;
    assert_int_equal(quantile_fifth(values, 6, 5), 1);
    assert_int_equal(quantile_fifth(values, 6, 4), 0);
    assert_int_equal(quantile_fifth(values, 6, 1), 0);
    assert_int_equal(quantile_fifth(values, 6, 0), -1);
    assert_int_equal(quantile_fifth(same, 3, 7), 0);
}

// --- ranks

static void ranks_that_luck_cannot_tell_apart_are_all_possible(void **state)
{
    static const struct proportion alike[] = {{5, 10}, {6, 10}, {0, 0}, {4, 10}};
    struct chance_rank ranks[4];

    (void)state;
    chance_rank(alike, 4, 1, ranks);
    assert_int_equal(ranks[0].best, 1);
    assert_int_equal(ranks[0].worst, 3);
    assert_int_equal(ranks[2].best, 0);
    assert_int_equal(ranks[2].worst, 0);
}

static void ranks_that_differ_beyond_luck_are_kept_apart(void **state)
{
    static const struct proportion apart[] = {{10, 1000}, {990, 1000}, {500, 1000}, {505, 1000}};
    struct chance_rank ranks[4];

    (void)state;
    chance_rank(apart, 4, 1, ranks);
    assert_int_equal(ranks[1].best, 1);
    assert_int_equal(ranks[1].worst, 1);
    assert_int_equal(ranks[2].best, 2);
    assert_int_equal(ranks[2].worst, 3);
    assert_int_equal(ranks[0].best, 4);
    assert_int_equal(ranks[0].worst, 4);
    chance_rank(apart, 4, 0, ranks);
    assert_int_equal(ranks[0].best, 1);
    assert_int_equal(ranks[0].worst, 1);
    assert_int_equal(ranks[1].best, 4);
}

static void a_borough_alone_is_first(void **state)
{
    static const struct proportion alone[] = {{5, 10}};
    struct chance_rank rank;

    (void)state;
    chance_rank(alone, 1, 1, &rank);
    assert_int_equal(rank.best, 1);
    assert_int_equal(rank.worst, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_area_without_anything_to_divide_by_is_in_no_funnel),
        cmocka_unit_test(areas_that_differ_by_luck_alone_have_plain_limits),
        cmocka_unit_test(everybody_alike_and_at_the_end_has_no_width),
        cmocka_unit_test(plain_limits_are_those_published_for_london),
        cmocka_unit_test(a_real_spread_widens_the_limits),
        cmocka_unit_test(quantiles_are_of_type_7),
        cmocka_unit_test(a_value_on_a_border_is_on_the_lower_side),
        cmocka_unit_test(only_what_is_beyond_the_border_is_in_a_fifth),
        cmocka_unit_test(ranks_that_luck_cannot_tell_apart_are_all_possible),
        cmocka_unit_test(ranks_that_differ_beyond_luck_are_kept_apart),
        cmocka_unit_test(a_borough_alone_is_first),
    };

    return cmocka_run_group_tests_name("funnel", tests, NULL, NULL);
}
