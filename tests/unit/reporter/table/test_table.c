// The table from returns in memory: values, and sums over boroughs that have both figures.
#include "reporter/table/table.h"

#include "tests/support/sample_rows.h"

#define WITHIN "plans_issued_within_20_weeks_percent"
#define WITHIN_EX "plans_issued_within_20_weeks_ex_percent"

// --- bad input first
static void there_is_no_table_of_another_name(void **state)
{
    (void)state;
    assert_null(indicators_table("timelines"));
    assert_null(indicators_table(""));
}

static void an_arena_that_is_too_small_is_an_error(void **state)
{
    Qd__Period period = QD__PERIOD__INIT;
    struct err_text text = {""};
    struct arena small;
    struct table table;

    (void)state;
    assert_int_equal(period_parse(&period, "2024", NULL), ERR_OK);
    for (size_t cap = 0; cap < 100000; cap += 9000) {
        arena_init(&small, cap);
        assert_int_equal(
            table_begin(&table, &small, indicators_table("placements"), &period, &text),
            ERR_NO_MEMORY);
        assert_string_not_equal(text.text, "");
        arena_free(&small);
    }
}

static void a_table_of_nothing_covers_nothing(void **state)
{
    struct table table;

    (void)state;
    sample_table(&table, &arena, "timeliness", "2024");
    table_finish(&table);
    assert_true(table.count > 0);
    for (size_t i = 0; i < table.count; i++)
        for (int row = 0; row < TABLE_ROWS; row++) {
            assert_false(table.columns[i].cells[row].known);
            assert_int_equal(table.columns[i].cells[row].covered, 0);
            assert_int_equal(table.columns[i].cells[row].rank, 0);
        }
}

static void a_measure_that_there_is_not_has_no_column(void **state)
{
    struct table table;

    (void)state;
    sample_table(&table, &arena, "timeliness", "2024");
    assert_null(table_column(&table, "plans_issued_within_20_weeks"));
    assert_non_null(table_column(&table, WITHIN));
}

// --- promise F
static void promise_f_london_is_the_sum_of_numerators_over_the_sum_of_denominators(void **state)
{
    struct table table;

    (void)state;
    sample_table(&table, &arena, "timeliness", "2024");
    sample_add_timely(&table, CAMDEN, 10, 10);
    sample_add_timely(&table, BARNET, 30, 90);
    table_finish(&table);
    // The mean of 100.0 and 33.3 would be 66.7.
    assert_int_equal(sample_value(&table, WITHIN, TABLE_LONDON), 400);
    assert_int_equal(sample_cell(&table, WITHIN, TABLE_LONDON)->numerator.value, 40);
    assert_int_equal(sample_cell(&table, WITHIN, TABLE_LONDON)->denominator.value, 100);
}

// As DfE's figures for 2022 do not: London has the plans of two boroughs in its denominator only.
static void promise_f_a_missing_numerator_removes_the_denominator(void **state)
{
    const struct table_cell *london;
    struct table table;

    (void)state;
    sample_table(&table, &arena, "timeliness", "2024");
    sample_add_timely(&table, CAMDEN, 10, 20);
    sample_add_timely(&table, BARNET, SAMPLE_X, 90);
    sample_add_timely(&table, HACKNEY, 5, SAMPLE_X);
    table_finish(&table);
    london = sample_cell(&table, WITHIN, TABLE_LONDON);
    assert_int_equal(london->value, 500);
    assert_int_equal(london->numerator.value, 10);
    assert_int_equal(london->denominator.value, 20);
    assert_int_equal(london->covered, 1);
    assert_int_equal(london->of, 33);
    assert_false(sample_known(&table, WITHIN, BARNET));
    assert_int_equal(sample_cell(&table, WITHIN, BARNET)->denominator.value, 90);
    assert_int_equal(sample_cell(&table, WITHIN, BARNET)->covered, 0);
    // Both have the count of plans issued.
    assert_int_equal(sample_value(&table, "plans_issued_count", TABLE_LONDON), 110);
    assert_int_equal(sample_cell(&table, "plans_issued_count", TABLE_LONDON)->covered, 2);
}

static void promise_f_the_cover_says_of_how_many(void **state)
{
    struct table table;

    (void)state;
    sample_table(&table, &arena, "timeliness", "2024");
    sample_add_timely(&table, CAMDEN, 10, 20);
    sample_add_timely(&table, BARNET, 10, 20);
    sample_add_timely(&table, GREENWICH, 10,
                      20);  // by DfE's number inner, by the map of today outer
    table_finish(&table);
    assert_int_equal(sample_cell(&table, WITHIN, CAMDEN)->covered, 1);
    assert_int_equal(sample_cell(&table, WITHIN, CAMDEN)->of, 1);
    assert_int_equal(sample_cell(&table, WITHIN, CITY)->covered, 0);
    assert_int_equal(sample_cell(&table, WITHIN, TABLE_INNER)->covered, 1);
    assert_int_equal(sample_cell(&table, WITHIN, TABLE_INNER)->of, 14);
    assert_int_equal(sample_cell(&table, WITHIN, TABLE_OUTER)->covered, 2);
    assert_int_equal(sample_cell(&table, WITHIN, TABLE_OUTER)->of, 19);
    assert_int_equal(sample_cell(&table, WITHIN, TABLE_LONDON)->covered, 3);
    assert_int_equal(sample_cell(&table, WITHIN, TABLE_LONDON)->of, 33);
}

// City of London in 2024: all five plans were exceptions. DfE prints x, and London counts it.
static void promise_f_a_percentage_of_zero_is_not_available_and_covered(void **state)
{
    const struct table_cell *city;
    Qd__Timeliness *flows;
    Qd__Return *returned;
    struct table table;

    (void)state;
    sample_table(&table, &arena, "timeliness", "2024");
    returned = sample_return(&arena, CITY, "2024");
    flows = sample_timeliness(&arena, returned);
    SAMPLE_SET(&arena, flows, plans_issued_within_20_weeks_ex, 0);
    SAMPLE_SET(&arena, flows, plans_issued_ex, 0);
    sample_add(&table, returned, NULL);
    table_finish(&table);
    city = sample_cell(&table, WITHIN_EX, CITY);
    assert_false(city->known);
    assert_int_equal(city->rank, 0);
    assert_true(figure_known(city->denominator));
    assert_int_equal(city->denominator.value, 0);
    assert_int_equal(city->covered, 1);
    assert_int_equal(sample_cell(&table, WITHIN_EX, TABLE_LONDON)->covered, 1);
    assert_false(sample_known(&table, WITHIN_EX, TABLE_LONDON));
}

// Hackney in January 2024: its total leaves the denominator of London's percentage, not of its
// count.
static void promise_f_a_borough_with_a_total_and_no_parts_leaves_the_percentage(void **state)
{
    struct table table;

    (void)state;
    sample_table(&table, &arena, "placements", "2023-24 Q4");
    sample_add_mainstream(&table, CAMDEN, 60, 100);
    sample_add_mainstream(&table, BARNET, 40, 100);
    sample_add_mainstream(&table, HACKNEY, SAMPLE_X, 3525);
    table_finish(&table);
    assert_int_equal(sample_value(&table, "plans_count", TABLE_LONDON), 3725);
    assert_int_equal(sample_cell(&table, "plans_count", TABLE_LONDON)->covered, 3);
    assert_int_equal(sample_value(&table, "mainstream_percent", TABLE_LONDON), 500);
    assert_int_equal(sample_cell(&table, "mainstream_percent", TABLE_LONDON)->denominator.value,
                     200);
    assert_int_equal(sample_cell(&table, "mainstream_percent", TABLE_LONDON)->covered, 2);
    assert_int_equal(sample_value(&table, "mainstream_academy_count", TABLE_LONDON), 100);
    assert_false(sample_known(&table, "mainstream_count", HACKNEY));
    assert_int_equal(sample_value(&table, "plans_count", HACKNEY), 3525);
}

static void promise_f_a_sum_beyond_an_integer_is_not_available(void **state)
{
    struct table table;

    (void)state;
    sample_table(&table, &arena, "timeliness", "2024");
    sample_add_timely(&table, CAMDEN, INT64_MAX, INT64_MAX);
    sample_add_timely(&table, BARNET, INT64_MAX, INT64_MAX);
    table_finish(&table);
    assert_int_equal(sample_value(&table, WITHIN, CAMDEN), 1000);
    assert_false(sample_known(&table, WITHIN, TABLE_LONDON));
    assert_false(sample_known(&table, "plans_issued_count", TABLE_LONDON));
}

// --- returns, rows and names
static void a_return_that_comes_again_replaces_the_first(void **state)
{
    struct table table;

    (void)state;
    sample_table(&table, &arena, "timeliness", "2024");
    sample_add_timely(&table, CAMDEN, 1, 2);
    sample_add_timely(&table, CAMDEN, 2, 2);
    table_finish(&table);
    assert_int_equal(sample_value(&table, WITHIN, CAMDEN), 1000);
    assert_int_equal(sample_cell(&table, WITHIN, TABLE_LONDON)->numerator.value, 2);
}

static void the_table_says_which_return_is_its_newest(void **state)
{
    struct table table;

    (void)state;
    sample_table(&table, &arena, "timeliness", "2024");
    assert_int_equal(table.sequence, 0);
    sample_add_timely(&table, CAMDEN, 1, 2);
    table_finish(&table);
    assert_int_equal(table.sequence, 7);
    assert_int_equal(table.received_at_unix_ms, 1763892000000);
}

static void rows_have_their_codes_and_names(void **state)
{
    (void)state;
    assert_string_equal(table_row_code(CITY), "E09000001");
    assert_string_equal(table_row_name(CAMDEN), "Camden");
    assert_string_equal(table_row_code(TABLE_INNER), "E13000001");
    assert_string_equal(table_row_name(TABLE_OUTER), "Outer London");
    assert_string_equal(table_row_code(TABLE_OUTER), "E13000002");
    assert_string_equal(table_row_code(TABLE_LONDON), "E12000007");
    assert_string_equal(table_row_name(TABLE_LONDON), "London");
}

static void the_tables_have_the_names_that_are_said(void **state)
{
    (void)state;
    for (size_t i = 0; indicators_tables[i] != NULL; i++)
        assert_string_equal(indicators_tables[i]->name, table_names[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_is_no_table_of_another_name),
        cmocka_unit_test(an_arena_that_is_too_small_is_an_error),
        cmocka_unit_test(a_table_of_nothing_covers_nothing),
        cmocka_unit_test(a_measure_that_there_is_not_has_no_column),
        cmocka_unit_test(promise_f_london_is_the_sum_of_numerators_over_the_sum_of_denominators),
        cmocka_unit_test(promise_f_a_missing_numerator_removes_the_denominator),
        cmocka_unit_test(promise_f_the_cover_says_of_how_many),
        cmocka_unit_test(promise_f_a_percentage_of_zero_is_not_available_and_covered),
        cmocka_unit_test(promise_f_a_borough_with_a_total_and_no_parts_leaves_the_percentage),
        cmocka_unit_test(promise_f_a_sum_beyond_an_integer_is_not_available),
        cmocka_unit_test(a_return_that_comes_again_replaces_the_first),
        cmocka_unit_test(the_table_says_which_return_is_its_newest),
        cmocka_unit_test(rows_have_their_codes_and_names),
        cmocka_unit_test(the_tables_have_the_names_that_are_said),
    };

    return cmocka_run_group_tests(tests, sample_set_up, sample_tear_down);
}
