// Intervals against published values (PHEindicatormethods' own test data) and against GSL.
#include "reporter/statistics/interval.h"

#include "reporter/statistics/normal.h"

#include <gsl/gsl_cdf.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_near(double value, double expected)
{
    const double error = fabs(value - expected);

    if (!(error <= 1e-9 * fabs(expected) || error <= 1e-15))
        fail_msg("%.17g is not %.17g to a relative 1e-9", value, expected);
}

static void without_anything_to_divide_by_there_is_no_interval(void **state)
{
    const struct proportion nothing = {0, 0}, some = {1, 2};
    struct interval interval;

    (void)state;
    assert_int_equal(interval_proportion(nothing, NORMAL_Z_95, &interval), 0);
    assert_int_equal(interval_difference(nothing, some, NORMAL_Z_95, &interval), 0);
    assert_int_equal(interval_difference(some, nothing, NORMAL_Z_95, &interval), 0);
    assert_int_equal(interval_events_ratio(5, 0, NORMAL_Z_95, &interval), 0);
    assert_int_equal(interval_events_ratio(0, 0, NORMAL_Z_95, &interval), 0);
}

static void a_proportion_has_wilsons_interval(void **state)
{
    static const struct {
        struct proportion share;
        double low, high;
    } published[] = {
        {{65, 100}, 0.552544432969, 0.736357517569},
        {{1, 100}, 0.00176743206414, 0.0544861961787},
        {{9856, 12345}, 0.791210175291, 0.805364007361},
        {{0, 20}, 0, 0.161125158053},
        {{20, 20}, 0.838874841947, 1},
        {{25, 356}, 0.0480156899457, 0.101609811788},
        {{8859, 13697}, 0.638739310158, 0.654746313487},
    };

    (void)state;
    for (size_t i = 0; i < sizeof published / sizeof published[0]; i++) {
        struct interval interval;

        assert_int_equal(interval_proportion(published[i].share, NORMAL_Z_95, &interval), 1);
        assert_near(interval.low, published[i].low);
        assert_near(interval.high, published[i].high);
    }
}

// Wilson's ends are where the observed share lies just z standard errors away.
static void wilsons_ends_are_z_standard_errors_from_the_share(void **state)
{
    (void)state;
    for (int64_t of = 1; of <= 2000; of += 37)
        for (int64_t count = 0; count <= of; count += 1 + of / 23) {
            const double share = (double)count / (double)of;
            struct interval interval;

            assert_int_equal(
                interval_proportion((struct proportion){count, of}, NORMAL_Z_998, &interval), 1);
            assert_true(interval.low <= share && share <= interval.high);
            if (count > 0)
                assert_near(share - interval.low,
                            NORMAL_Z_998 * sqrt(interval.low * (1 - interval.low) / (double)of));
            if (count < of)
                assert_near(interval.high - share,
                            NORMAL_Z_998 * sqrt(interval.high * (1 - interval.high) / (double)of));
        }
}

static void many_events_have_byars_interval(void **state)
{
    struct interval interval;

    (void)state;
    assert_int_equal(interval_events(1045, NORMAL_Z_95, &interval), 1);
    assert_near(interval.low, 982.593201807);
    assert_near(interval.high, 1110.33121299);
    assert_int_equal(interval_events(10, NORMAL_Z_998, &interval), 1);
    assert_near(interval.low, 2.9163183747);
    assert_near(interval.high, 24.1937249279);
    assert_int_equal(interval_events(20, NORMAL_Z_95, &interval), 1);
    assert_near(interval.low, 12.2114288348759);
    assert_near(interval.high, 30.8898803691971);
}

static void few_events_have_the_exact_poisson_interval(void **state)
{
    static const double levels[] = {NORMAL_Z_95, NORMAL_Z_998};

    (void)state;
    for (int64_t events = 0; events < INTERVAL_BYAR_EVENTS; events++)
        for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
            const double tail = gsl_cdf_ugaussian_Q(levels[i]), twice = 2 * (double)events;
            struct interval interval;

            assert_int_equal(interval_events(events, levels[i], &interval), 1);
            assert_near(interval.low, events == 0 ? 0 : gsl_cdf_chisq_Pinv(tail, twice) / 2);
            assert_near(interval.high, gsl_cdf_chisq_Qinv(tail, twice + 2) / 2);
        }
}

static void five_events_are_published(void **state)
{
    struct interval interval;

    (void)state;
    assert_int_equal(interval_events(5, NORMAL_Z_95, &interval), 1);
    assert_near(interval.low, 1.62348639011842);
    assert_near(interval.high, 11.6683320793227);
}

// Newcombe 1998, table II, method 10: 56/70 against 48/80, and the edges 9/10 - 3/10, 10/10 - 0/20.
static void a_difference_has_newcombes_interval(void **state)
{
    static const struct {
        struct proportion now, before;
        double low, high;
    } published[] = {
        {{56, 70}, {48, 80}, 0.0524, 0.3339}, {{9, 10}, {3, 10}, 0.1705, 0.8090},
        {{6, 7}, {2, 7}, 0.0582, 0.8062},     {{5, 56}, {0, 29}, -0.0381, 0.1926},
        {{0, 10}, {0, 20}, -0.1611, 0.2775},  {{10, 10}, {0, 20}, 0.6791, 1.0000},
    };

    (void)state;
    for (size_t i = 0; i < sizeof published / sizeof published[0]; i++) {
        struct interval interval;

        assert_int_equal(
            interval_difference(published[i].now, published[i].before, NORMAL_Z_95, &interval), 1);
        assert_true(fabs(interval.low - published[i].low) < 0.00005001);
        assert_true(fabs(interval.high - published[i].high) < 0.00005001);
    }
}

static void a_ratio_of_events_has_the_exact_binomial_interval(void **state)
{
    static const int64_t counts[] = {0, 1, 2, 7, 30, 155, 4021, 60000};

    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        for (size_t j = 1; j < sizeof counts / sizeof counts[0]; j++) {
            const double x = (double)counts[i], y = (double)counts[j];
            const double tail = gsl_cdf_ugaussian_Q(NORMAL_Z_95);
            struct interval interval;

            assert_int_equal(interval_events_ratio(counts[i], counts[j], NORMAL_Z_95, &interval),
                             1);
            // At either end what was counted has the chance of one tail. GSL's own inverse does not
            // converge everywhere, so it is asked the other way round.
            if (counts[i] == 0)
                assert_true(interval.low == 0);
            else
                assert_near(gsl_cdf_beta_P(interval.low / (1 + interval.low), x, y + 1), tail);
            assert_near(gsl_cdf_beta_P(1 / (1 + interval.high), y, x + 1), tail);
        }
}

// Where one of the two is 1 or 0 the limits have a closed form: of n tries none, or at least one, succeeds.
static void a_ratio_of_events_is_as_exact_where_one_is_huge(void **state)
{
    static const int64_t huge[] = {1000000, 50000000};
    const double tail = gsl_cdf_ugaussian_Q(NORMAL_Z_95);

    (void)state;
    for (size_t i = 0; i < sizeof huge / sizeof huge[0]; i++) {
        const double n = (double)huge[i];
        struct interval interval;

        assert_int_equal(interval_events_ratio(0, huge[i], NORMAL_Z_95, &interval), 1);
        assert_near(interval.high, expm1(-log(tail) / n));
        assert_int_equal(interval_events_ratio(1, huge[i], NORMAL_Z_95, &interval), 1);
        assert_near(interval.low, expm1(-log1p(-tail) / (n + 1)));
        assert_int_equal(interval_events_ratio(huge[i], 1, NORMAL_Z_95, &interval), 1);
        assert_near(interval.high, 1 / expm1(-log1p(-tail) / (n + 1)));
    }
}

static void a_median_of_fewer_than_six_values_has_no_interval(void **state)
{
    (void)state;
    for (size_t count = 0; count < 6; count++) {
        size_t rank;

        assert_int_equal(interval_median_rank(count, &rank), 0);
    }
}

static void a_medians_interval_is_cut_where_the_binomial_says(void **state)
{
    (void)state;
    for (unsigned count = 6; count < 30000; count += 1 + count / 7) {
        size_t rank;

        assert_int_equal(interval_median_rank(count, &rank), 1);
        assert_true(rank * 2 <= count);
        assert_true(gsl_cdf_binomial_P((unsigned)rank - 1, 0.5, count) <= 0.025);
        assert_true(gsl_cdf_binomial_P((unsigned)rank, 0.5, count) > 0.025);
    }
}

static void the_normal_quantile_is_gsls(void **state)
{
    (void)state;
    assert_near(normal_quantile(0.025), NORMAL_Z_95);
    assert_near(normal_quantile(0.001), NORMAL_Z_998);
    for (double tail = 1e-12; tail < 1; tail = tail < 0.01 ? tail * 3 : tail + 0.0137)
        assert_near(normal_quantile(tail), gsl_cdf_ugaussian_Qinv(tail));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_anything_to_divide_by_there_is_no_interval),
        cmocka_unit_test(a_proportion_has_wilsons_interval),
        cmocka_unit_test(wilsons_ends_are_z_standard_errors_from_the_share),
        cmocka_unit_test(many_events_have_byars_interval),
        cmocka_unit_test(few_events_have_the_exact_poisson_interval),
        cmocka_unit_test(five_events_are_published),
        cmocka_unit_test(a_difference_has_newcombes_interval),
        cmocka_unit_test(a_ratio_of_events_has_the_exact_binomial_interval),
        cmocka_unit_test(a_ratio_of_events_is_as_exact_where_one_is_huge),
        cmocka_unit_test(a_median_of_fewer_than_six_values_has_no_interval),
        cmocka_unit_test(a_medians_interval_is_cut_where_the_binomial_says),
        cmocka_unit_test(the_normal_quantile_is_gsls),
    };

    return cmocka_run_group_tests_name("interval", tests, NULL, NULL);
}
