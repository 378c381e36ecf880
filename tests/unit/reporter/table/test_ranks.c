// Which borough is first: the rank of each in a table.
#include "tests/support/tabled/tabled.h"

#define WITHIN "plans_issued_within_20_weeks_percent"

static void boroughs_are_ranked_by_the_fraction_and_areas_never(void **state)
{
    struct table table;

    (void)state;
    tabled_begin(&table, "timeliness", "2024");
    tabled_add_timely(&table, CAMDEN, 1, 2);
    tabled_add_timely(&table, GREENWICH, 3, 4);
    tabled_add_timely(&table, HACKNEY, 2, 4);
    tabled_add_timely(&table, BARNET, 1, 4);
    table_finish(&table);
    assert_int_equal(tabled_cell(&table, WITHIN, GREENWICH)->rank, 1);
    assert_int_equal(tabled_cell(&table, WITHIN, CAMDEN)->rank, 2);
    assert_int_equal(tabled_cell(&table, WITHIN, HACKNEY)->rank, 2);
    assert_int_equal(tabled_cell(&table, WITHIN, BARNET)->rank, 4);
    assert_int_equal(tabled_cell(&table, WITHIN, CITY)->rank, 0);
    for (int area = INNER; area < (int)table_places(&table); area++)
        assert_int_equal(tabled_cell(&table, WITHIN, area)->rank, 0);
}

static void rank_1_is_the_lowest_where_low_is_good(void **state)
{
    struct table table;

    (void)state;
    tabled_begin(&table, "timeliness", "2024");
    for (int row = CAMDEN; row <= GREENWICH; row++) {
        Qd__Return *returned = tabled_return(row, "2024");
        Qd__Timeliness *flows = tabled_timeliness(returned);

        TABLED_SET(flows, plans_issued_over_52_weeks, row);
        TABLED_SET(flows, plans_issued, 10);
        tabled_add(&table, returned, NULL);
    }
    table_finish(&table);
    assert_int_equal(tabled_cell(&table, "plans_issued_over_52_weeks_percent", CAMDEN)->rank, 1);
    assert_int_equal(tabled_cell(&table, "plans_issued_over_52_weeks_percent", GREENWICH)->rank, 2);
}

// 10, missing, 30, 20 and missing, where low is good: DfE's LAIT ranks them 1, none, 3, 2 and none.
static void who_has_no_figure_takes_no_rank(void **state)
{
    static const int rows[] = {CITY, CAMDEN, GREENWICH, HACKNEY, BARNET};
    static const int late[] = {10, WRITTEN_X, 30, 20, WRITTEN_X}, ranks[] = {1, 0, 3, 2, 0};
    struct table table;

    (void)state;
    tabled_begin(&table, "timeliness", "2024");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Qd__Return *returned = tabled_return(rows[i], "2024");
        Qd__Timeliness *flows = tabled_timeliness(returned);

        TABLED_SET(flows, plans_issued_over_52_weeks, late[i]);
        TABLED_SET(flows, plans_issued, 100);
        tabled_add(&table, returned, NULL);
    }
    table_finish(&table);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(tabled_cell(&table, "plans_issued_over_52_weeks_percent", rows[i])->rank,
                         ranks[i]);
}

// Neither more nor fewer plans are better in themselves: the rank only puts boroughs in order.
static void rank_1_is_the_highest_where_neither_is_good(void **state)
{
    struct table table;

    (void)state;
    tabled_begin(&table, "timeliness", "2024");
    tabled_add_timely(&table, CAMDEN, 1, 20);
    tabled_add_timely(&table, GREENWICH, 1, 30);
    tabled_add_timely(&table, HACKNEY, 1, 20);
    tabled_add_timely(&table, BARNET, 1, 10);
    tabled_add_timely(&table, CITY, 1, WRITTEN_X);
    table_finish(&table);
    assert_int_equal(tabled_cell(&table, "plans_issued_count", GREENWICH)->rank, 1);
    assert_int_equal(tabled_cell(&table, "plans_issued_count", CAMDEN)->rank, 2);
    assert_int_equal(tabled_cell(&table, "plans_issued_count", HACKNEY)->rank, 2);
    assert_int_equal(tabled_cell(&table, "plans_issued_count", BARNET)->rank, 4);
    assert_int_equal(tabled_cell(&table, "plans_issued_count", CITY)->rank, 0);
    for (int area = INNER; area < (int)table_places(&table); area++)
        assert_int_equal(tabled_cell(&table, "plans_issued_count", area)->rank, 0);
}

static void shares_without_a_best_are_ranked_by_the_fraction(void **state)
{
    struct table table;

    (void)state;
    tabled_begin_by(&table, "placements", "2023-24 Q4", "setting");
    tabled_add_mainstream(&table, CAMDEN, 10, 40);
    tabled_add_mainstream(&table, GREENWICH, 30, 100);
    tabled_add_mainstream(&table, BARNET, 25, 100);
    tabled_add_mainstream(&table, HACKNEY, WRITTEN_X, 100);
    table_finish(&table);
    assert_int_equal(tabled_cell(&table, "plans_percent setting=mainstream_total", GREENWICH)->rank,
                     1);
    assert_int_equal(tabled_cell(&table, "plans_percent setting=mainstream_total", CAMDEN)->rank,
                     2);
    assert_int_equal(tabled_cell(&table, "plans_percent setting=mainstream_total", BARNET)->rank,
                     2);
    assert_int_equal(tabled_cell(&table, "plans_percent setting=mainstream_total", HACKNEY)->rank,
                     0);
    assert_int_equal(tabled_cell(&table, "plans_percent setting=mainstream_total", CITY)->rank, 0);
}

static void the_sending_of_returns_is_not_ranked(void **state)
{
    struct table table;

    (void)state;
    tabled_begin(&table, "submissions", "2024");
    tabled_add(&table, tabled_return(CAMDEN, "2024"), NULL);
    table_finish(&table);
    for (size_t i = 0; i < table.count; i++)
        assert_int_equal(table_cell(&table, 0, i, CAMDEN)->rank, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boroughs_are_ranked_by_the_fraction_and_areas_never),
        cmocka_unit_test(rank_1_is_the_lowest_where_low_is_good),
        cmocka_unit_test(who_has_no_figure_takes_no_rank),
        cmocka_unit_test(rank_1_is_the_highest_where_neither_is_good),
        cmocka_unit_test(shares_without_a_best_are_ranked_by_the_fraction),
        cmocka_unit_test(the_sending_of_returns_is_not_ranked),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
