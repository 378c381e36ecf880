// How each borough stands, on DfE's London 2024: plans issued within 20 weeks without exceptions.
#include "reporter/standing/standing.h"

#include "tests/support/tabled/tabled.h"

#include <math.h>

#define WITHIN_EX "plans_issued_within_20_weeks_ex_percent"

static const struct proportion london[BOROUGHS_COUNT] = {
    {0, 0},     {172, 178}, {213, 590}, {136, 314}, {146, 171}, {232, 292}, {82, 82},
    {334, 383}, {183, 193}, {163, 453}, {217, 546}, {404, 404}, {98, 98},   {129, 466},
    {601, 601}, {345, 503}, {376, 421}, {295, 456}, {667, 916}, {372, 520}, {550, 646},
    {181, 215}, {156, 403}, {129, 439}, {316, 348}, {295, 372}, {259, 276}, {284, 345},
    {274, 476}, {25, 356},  {245, 260}, {280, 366}, {231, 455},
};

static int place_of(struct proportion share)
{
    int row = 0;

    while (london[row].count != share.count || london[row].of != share.of)
        row++;
    return row;
}

static void assert_near(double value, double expected)
{
    if (!(fabs(value - expected) <= 1e-9 * fabs(expected)))
        fail_msg("%.17g is not %.17g to a relative 1e-9", value, expected);
}

static void make_london(struct table *table, const char *measure)
{
    tabled_begin_as(table, (struct table_request){.name = "timeliness", .measures = measure},
                    "2024");
    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        Qd__Return *made = tabled_return(row, "2024");
        Qd__Timeliness *flows = tabled_timeliness(made);

        TABLED_SET(flows, plans_issued_within_20_weeks_ex, london[row].count);
        TABLED_SET(flows, plans_issued_ex, london[row].of);
        TABLED_SET(flows, requests_open_over_6_weeks, 1);
        tabled_add(table, made, NULL);
    }
    table_finish(table);
}

static void stand(struct standings *standings, const struct table *table)
{
    assert_int_equal(standing_make(standings, &tabled_arena, table), 0);
    standing_fill(standings, table, 0, 0);
}

static void a_figure_that_is_not_there_does_not_stand_anywhere(void **state)
{
    static const struct standing nowhere;
    struct standings standings;
    struct table table;

    (void)state;
    tabled_begin_as(&table, (struct table_request){.name = "timeliness", .measures = WITHIN_EX},
                    "2024");
    table_finish(&table);
    stand(&standings, &table);
    assert_false(standings.has_funnel);
    for (size_t row = 0; row < table_places(&table); row++)
        assert_memory_equal(&standings.list[row], &nowhere, sizeof nowhere);
}

static void a_borough_with_nothing_to_divide_by_is_not_ranked(void **state)
{
    const struct standing *city;
    struct standings standings;
    struct table table;

    (void)state;
    make_london(&table, WITHIN_EX);
    stand(&standings, &table);
    city = &standings.list[CITY];
    assert_false(city->has_interval || city->has_limits);
    assert_int_equal(city->ranked, 0);
    assert_int_equal(city->quarter, 0);
    assert_int_equal(city->chance.best, 0);
}

static void a_proportion_has_wilsons_interval_and_so_has_londons(void **state)
{
    const int redbridge = place_of((struct proportion){25, 356});
    struct standings standings;
    struct table table;

    (void)state;
    make_london(&table, WITHIN_EX);
    stand(&standings, &table);
    assert_near(standings.list[redbridge].interval.low, 0.0480156899457);
    assert_near(standings.list[redbridge].interval.high, 0.101609811788);
    assert_true(standings.list[LONDON].has_interval);
    assert_int_equal(standings.list[LONDON].ranked, 0);
    assert_near(standings.funnel.centre, 8390.0 / 12544);
}

// The plain 99.8 % limits leave 31 of 32 outside: that is spread, and not chance.
static void only_what_is_beyond_the_usual_spread_stands_out(void **state)
{
    struct standings standings;
    struct table table;
    int high = 0, low = 0;

    (void)state;
    make_london(&table, WITHIN_EX);
    stand(&standings, &table);
    assert_true(standings.funnel.over_dispersed);
    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        high += standings.list[row].stands_out > 0;
        low += standings.list[row].stands_out < 0;
    }
    assert_int_equal(high, 4);  // those with 100 %
    assert_int_equal(low, 1);
    assert_int_equal(standings.list[place_of((struct proportion){25, 356})].stands_out, -1);
}

static void quarters_and_ranks_by_chance_are_of_those_that_are_ranked(void **state)
{
    const int redbridge = place_of((struct proportion){25, 356});
    const int barnet = place_of((struct proportion){601, 601});
    struct standings standings;
    struct table table;

    (void)state;
    make_london(&table, WITHIN_EX);
    stand(&standings, &table);
    assert_int_equal(standings.list[barnet].ranked, 32);
    assert_int_equal(standings.list[barnet].quarter, 1);
    assert_int_equal(standings.list[barnet].fifth, 1);
    assert_int_equal(standings.list[barnet].chance.best, 1);
    assert_int_equal(standings.list[barnet].chance.worst, 4);
    assert_int_equal(standings.list[redbridge].quarter, 4);
    assert_int_equal(standings.list[redbridge].chance.best, 32);
}

// A count has no interval, and nothing stands out; the quarter and the fifth are there.
static void what_is_no_proportion_has_a_quarter_and_nothing_else(void **state)
{
    const int croydon = place_of((struct proportion){667, 916});
    struct standings standings;
    struct table table;

    (void)state;
    make_london(&table, "plans_issued_ex_count");
    stand(&standings, &table);
    assert_false(standings.has_funnel);
    assert_false(standings.list[croydon].has_interval || standings.list[croydon].has_limits);
    assert_int_equal(standings.list[croydon].ranked, 33);
    assert_int_equal(standings.list[croydon].quarter, 1);
    assert_int_equal(standings.list[croydon].fifth, 1);
    assert_int_equal(standings.list[croydon].stands_out, 0);
    assert_int_equal(standings.list[croydon].chance.worst, 0);
}

// A whole that is less than its part is no proportion, whatever a rule lets through.
static void a_part_above_its_whole_has_no_interval(void **state)
{
    const struct indicator share = {.kind = INDICATOR_PROPORTION, .denominator = "plans"};
    const struct table_cell cell = {
        .numerator = figure_of(3), .denominator = figure_of(2), .value = figure_of(1500)};
    struct interval interval;

    (void)state;
    assert_false(standing_interval(&share, &cell, &interval));
}

// Oracle: PHEindicatormethods' test data for rates.
static void a_rate_has_byars_interval_and_the_exact_one_below_ten_events(void **state)
{
    const struct indicator rate = {.kind = INDICATOR_RATE, .denominator = "plans"};
    struct table_cell cell = {
        .numerator = figure_of(5), .denominator = figure_of(100), .value = figure_of(50)};
    struct interval interval;

    (void)state;
    assert_true(standing_interval(&rate, &cell, &interval));
    assert_near(100 * interval.low, 1.62348639011842);
    assert_near(100 * interval.high, 11.6683320793227);
    cell.numerator = figure_of(20);
    assert_true(standing_interval(&rate, &cell, &interval));
    assert_near(100 * interval.low, 12.2114288348759);
    assert_near(100 * interval.high, 30.8898803691971);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_figure_that_is_not_there_does_not_stand_anywhere),
        cmocka_unit_test(a_borough_with_nothing_to_divide_by_is_not_ranked),
        cmocka_unit_test(a_proportion_has_wilsons_interval_and_so_has_londons),
        cmocka_unit_test(only_what_is_beyond_the_usual_spread_stands_out),
        cmocka_unit_test(quarters_and_ranks_by_chance_are_of_those_that_are_ranked),
        cmocka_unit_test(what_is_no_proportion_has_a_quarter_and_nothing_else),
        cmocka_unit_test(a_part_above_its_whole_has_no_interval),
        cmocka_unit_test(a_rate_has_byars_interval_and_the_exact_one_below_ten_events),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
