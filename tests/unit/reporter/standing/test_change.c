// How a figure has changed since an earlier period.
#include "reporter/standing/change.h"

#include "proto/form/period.h"
#include "tests/support/tabled/tabled.h"

#include <math.h>

#define WITHIN "plans_issued_within_20_weeks_percent"
#define QUARTERS "2023-24 Q3,2023-24 Q4,2024-25 Q3,2024-25 Q4"

enum { YEAR_AGO_BEFORE, YEAR_AGO, LAST, NOW };  // the places of QUARTERS

static void assert_near(double value, double expected)
{
    if (!(fabs(value - expected) <= 1e-9 * fabs(expected)))
        fail_msg("%.17g is not %.17g to a relative 1e-9", value, expected);
}

// A return of that period with plans in time and all that were issued; -1 says x.
static void add(struct table *table, size_t period, int row, int64_t within, int64_t issued)
{
    char text[PERIOD_TEXT_BYTES];
    Qd__Timeliness *flows;
    Qd__Return *made;

    period_format(&table->periods.list[period], text);
    made = tabled_return(row, text);
    flows = tabled_timeliness(made);
    TABLED_SET(flows, plans_issued_within_20_weeks, within);
    TABLED_SET(flows, plans_issued, issued);
    TABLED_SET(flows, requests_open, issued);
    tabled_add_in(table, period, made);
}

static void begin(struct table *table, const char *measures)
{
    tabled_begin_as(table, (struct table_request){.name = "timeliness", .measures = measures},
                    QUARTERS);
}

static struct change since(const struct table *table, size_t earlier, enum change_since which,
                           int row)
{
    struct change change;

    change_of(&change, table, NOW, earlier, which, 0, row);
    return change;
}

static void a_figure_that_is_missing_now_or_then_has_no_change(void **state)
{
    struct change change;
    struct table table;

    (void)state;
    begin(&table, WITHIN);
    add(&table, NOW, CAMDEN, 5, 10);
    add(&table, LAST, BARNET, 5, 10);
    add(&table, NOW, HACKNEY, 5, -1);
    add(&table, LAST, HACKNEY, 5, 10);
    table_finish(&table);
    assert_int_equal(since(&table, LAST, CHANGE_SINCE_QUARTER, CAMDEN).state, CHANGE_MISSING);
    assert_int_equal(since(&table, LAST, CHANGE_SINCE_QUARTER, BARNET).state, CHANGE_MISSING);
    assert_int_equal(since(&table, LAST, CHANGE_SINCE_QUARTER, HACKNEY).state, CHANGE_MISSING);
    change = since(&table, LAST, CHANGE_SINCE_QUARTER, LONDON);
    assert_int_equal(change.state, CHANGE_MISSING);
    assert_int_equal(change.now.n, 0);
    assert_false(change.has_interval);
}

// Promise F: Barnet has the one and not the other, and is in neither sum.
static void promise_f_an_area_changes_over_the_boroughs_that_have_both(void **state)
{
    struct change change;
    struct table table;

    (void)state;
    begin(&table, WITHIN);
    add(&table, NOW, CAMDEN, 30, 40);
    add(&table, LAST, CAMDEN, 10, 20);
    add(&table, NOW, BARNET, 1000, 1000);
    add(&table, LAST, GREENWICH, 7, 7);
    table_finish(&table);
    change = since(&table, LAST, CHANGE_SINCE_QUARTER, LONDON);
    assert_int_equal(change.state, CHANGE_KNOWN);
    assert_int_equal(change.now.n, 1);
    assert_int_equal(change.now.of, 33);
    assert_int_equal(change.now.numerator.value, 30);
    assert_int_equal(change.before.denominator.value, 20);
    assert_near(change.change, 0.25);
}

// Newcombe 1998, table II, case (a): 56 of 70 less 48 of 80 is 0.2, and by method 10 0.0524 to 0.3339.
static void a_share_of_what_happened_has_newcombes_interval(void **state)
{
    struct change change;
    struct table table;

    (void)state;
    begin(&table, WITHIN);
    add(&table, NOW, CAMDEN, 56, 70);
    add(&table, LAST, CAMDEN, 48, 80);
    add(&table, YEAR_AGO, CAMDEN, 56, 70);
    table_finish(&table);
    change = since(&table, LAST, CHANGE_SINCE_QUARTER, CAMDEN);
    assert_false(change.in_percent);
    assert_near(change.change, 0.2);
    assert_true(change.has_interval);
    assert_true(fabs(change.interval.low - 0.0524) < 5e-5);
    assert_true(fabs(change.interval.high - 0.3339) < 5e-5);
    assert_int_equal(change.verdict, CHANGE_HIGHER);
    change = since(&table, YEAR_AGO, CHANGE_SINCE_YEAR, CAMDEN);
    assert_true(change.change == 0);
    assert_int_equal(change.verdict, CHANGE_NO_DIFFERENT);
}

static void a_count_of_what_happened_changes_in_per_cent_with_the_binomial_interval(void **state)
{
    struct change change;
    struct table table;

    (void)state;
    begin(&table, "plans_issued_count");
    add(&table, NOW, CAMDEN, 0, 10);
    add(&table, LAST, CAMDEN, 0, 20);
    add(&table, NOW, BARNET, 0, 10);
    add(&table, LAST, BARNET, 0, 0);
    table_finish(&table);
    change = since(&table, LAST, CHANGE_SINCE_QUARTER, CAMDEN);
    assert_true(change.in_percent && change.has_interval);
    assert_near(change.change, -0.5);
    // R: binom.test(10, 30)$conf.int is 0.1728742 to 0.5281200, over what is left of one.
    assert_true(fabs(change.interval.low - (0.1728742 / (1 - 0.1728742) - 1)) < 1e-6);
    assert_true(fabs(change.interval.high - (0.5281200 / (1 - 0.5281200) - 1)) < 1e-6);
    change = since(&table, LAST, CHANGE_SINCE_QUARTER, BARNET);
    assert_int_equal(change.state, CHANGE_FROM_ZERO);
}

static void what_there_is_on_a_day_changes_without_an_interval(void **state)
{
    struct change change;
    struct table table;

    (void)state;
    begin(&table, "requests_open_count");
    add(&table, NOW, CAMDEN, 0, 10);
    add(&table, YEAR_AGO, CAMDEN, 0, 8);
    table_finish(&table);
    change = since(&table, YEAR_AGO, CHANGE_SINCE_YEAR, CAMDEN);
    assert_near(change.change, 0.25);
    assert_false(change.has_interval);
    assert_int_equal(change.verdict, CHANGE_NO_VERDICT);
}

// One per cent that was two is a point less, and not half as much; and nobody knows how much of it is chance.
static void a_share_of_money_changes_in_points_without_an_interval(void **state)
{
    static const int64_t health[] = {20, 10};
    struct change change;
    struct table table;

    (void)state;
    tabled_begin_as(
        &table,
        (struct table_request){.name = "placements", .measures = "annual_cost_health_percent"},
        "2024-25 Q3,2025-26 Q3");
    for (size_t i = 0; i < 2; i++) {
        Qd__Return *made = tabled_return(CAMDEN, i == 0 ? "2024-25 Q3" : "2025-26 Q3");

        written_placement(&tabled_arena, made,
                          arena_printf(&tabled_arena,
                                       "setting=special_independent plans=1 annual_cost=1000 "
                                       "annual_cost_health=%lld annual_cost_social_care=0 "
                                       "annual_cost_education=%lld",
                                       (long long)health[i], 1000 - (long long)health[i]));
        tabled_add_in(&table, i, made);
    }
    table_finish(&table);
    change_of(&change, &table, 1, 0, CHANGE_SINCE_YEAR, 0, CAMDEN);
    assert_int_equal(change.state, CHANGE_KNOWN);
    assert_false(change.in_percent);
    assert_near(change.change, -0.01);
    assert_false(change.has_interval);
}

// Three of the four quarters are the same.
static void rolling_quarters_have_no_interval_against_the_quarter_before(void **state)
{
    struct change change;
    struct table table;

    (void)state;
    begin(&table, WITHIN);
    add(&table, NOW, CAMDEN, 56, 70);
    add(&table, LAST, CAMDEN, 48, 80);
    add(&table, YEAR_AGO, CAMDEN, 48, 80);
    table_finish(&table);
    table.rolling = 1;
    change = since(&table, LAST, CHANGE_SINCE_QUARTER, CAMDEN);
    assert_near(change.change, 0.2);
    assert_false(change.has_interval);
    assert_true(since(&table, YEAR_AGO, CHANGE_SINCE_YEAR, CAMDEN).has_interval);
}

// DfE counts other placement settings as educated elsewhere since January 2024.
static void a_line_never_crosses_a_change_of_definition(void **state)
{
    static const char *const where[] = {"setting=ed_elsewhere"};
    static const char *const periods[] = {"2022-23 Q4", "2023-24 Q4", "2024-25 Q4"};
    struct change change;
    struct table table;

    (void)state;
    tabled_begin_as(
        &table,
        (struct table_request){
            .name = "placements", .measures = "plans_count", .where = where, .where_count = 1},
        "2022-23 Q4,2023-24 Q4,2024-25 Q4");
    for (size_t i = 0; i < 3; i++) {
        Qd__Return *made = tabled_return(CAMDEN, periods[i]);

        tabled_plans(made, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, 5);
        tabled_plans(made, QD__SETTING__NEET, QD__NEED__NEED_NOT_KNOWN, 5);
        tabled_add_in(&table, i, made);
    }
    table_finish(&table);
    change_of(&change, &table, 1, 0, CHANGE_SINCE_YEAR, 0, CAMDEN);
    assert_int_equal(change.state, CHANGE_DEFINED_ANEW);
    assert_int_equal(change.before.value.value, 5);
    change_of(&change, &table, 2, 1, CHANGE_SINCE_YEAR, 0, CAMDEN);
    assert_int_equal(change.state, CHANGE_KNOWN);
}

// DfE counts cases since 2023, and had sums of authorities before.
static void what_is_counted_otherwise_since_2023_has_no_change(void **state)
{
    static const char *const periods[] = {"2022", "2023", "2024"};
    struct change change;
    struct table table;

    (void)state;
    tabled_begin_as(&table,
                    (struct table_request){.name = "timeliness", .measures = "plans_issued_count"},
                    "2022..2024");
    for (size_t i = 0; i < 3; i++) {
        Qd__Return *made = tabled_return(CAMDEN, periods[i]);

        TABLED_SET(tabled_timeliness(made), plans_issued, 10);
        tabled_add_in(&table, i, made);
    }
    table_finish(&table);
    change_of(&change, &table, 1, 0, CHANGE_SINCE_YEAR, 0, CAMDEN);
    assert_int_equal(change.state, CHANGE_DEFINED_ANEW);
    change_of(&change, &table, 2, 1, CHANGE_SINCE_YEAR, 0, CAMDEN);
    assert_int_equal(change.state, CHANGE_KNOWN);
}

static void the_earlier_periods_are_added_once_each(void **state)
{
    struct periods periods;
    struct err_text why = {""};
    char text[PERIODS_TEXT_BYTES];

    (void)state;
    assert_int_equal(periods_parse(&periods, &tabled_arena, "2024-25 Q4,2024-25 Q3", &why), ERR_OK);
    assert_int_equal(change_add_periods(&periods, &tabled_arena, &why), ERR_OK);
    periods_format(&periods, text);
    assert_string_equal(text, "2023-24 Q3, 2023-24 Q4, 2024-25 Q2, 2024-25 Q3, 2024-25 Q4");
    assert_int_equal(periods_parse(&periods, &tabled_arena, "2014", &why), ERR_OK);
    assert_int_equal(change_add_periods(&periods, &tabled_arena, &why), ERR_OK);
    assert_int_equal(periods.count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_figure_that_is_missing_now_or_then_has_no_change),
        cmocka_unit_test(promise_f_an_area_changes_over_the_boroughs_that_have_both),
        cmocka_unit_test(a_share_of_what_happened_has_newcombes_interval),
        cmocka_unit_test(a_count_of_what_happened_changes_in_per_cent_with_the_binomial_interval),
        cmocka_unit_test(what_there_is_on_a_day_changes_without_an_interval),
        cmocka_unit_test(a_share_of_money_changes_in_points_without_an_interval),
        cmocka_unit_test(rolling_quarters_have_no_interval_against_the_quarter_before),
        cmocka_unit_test(a_line_never_crosses_a_change_of_definition),
        cmocka_unit_test(what_is_counted_otherwise_since_2023_has_no_change),
        cmocka_unit_test(the_earlier_periods_are_added_once_each),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
