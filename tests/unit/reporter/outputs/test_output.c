// Figures as they are published: decimals, x, z, ranks.
#include "reporter/outputs/output.h"

#include "tests/support/sample_output.h"

#define WITHIN_EX "plans_issued_within_20_weeks_ex_percent"

static void a_value_is_written_with_the_decimals_of_its_unit(void **state)
{
    char text[OUTPUT_VALUE_BYTES];
    struct table table;

    (void)state;
    sample_timely_table(&table);
    output_value(table_column(&table, WITHIN_EX), CAMDEN, text);
    assert_string_equal(text, "99.3");
    output_value(table_column(&table, WITHIN_EX), BARNET, text);
    assert_string_equal(text, "50.0");
    output_numerator(table_column(&table, WITHIN_EX), BARNET, text);
    assert_string_equal(text, "1000");
    output_denominator(table_column(&table, WITHIN_EX), BARNET, text);
    assert_string_equal(text, "2000");
    sample_transport_table(&table);
    output_value(table_column(&table, "line_2_1_4_gross_expenditure"), CAMDEN, text);
    assert_string_equal(text, "1234567.50");
    output_value(table_column(&table, "line_2_1_4_gross_expenditure_per_plan"), TABLE_LONDON, text);
    assert_string_equal(text, "12345.68");
    output_numerator(table_column(&table, "line_2_1_4_gross_expenditure_per_plan"), CAMDEN, text);
    assert_string_equal(text, "1234567.50");
    output_denominator(table_column(&table, "line_2_1_4_gross_expenditure_per_plan"), CAMDEN, text);
    assert_string_equal(text, "100");
}

static void promise_f_not_available_is_x_and_a_zero_is_0(void **state)
{
    const struct table_column *column;
    char text[OUTPUT_VALUE_BYTES];
    struct table table;

    (void)state;
    sample_timely_table(&table);
    column = table_column(&table, WITHIN_EX);
    output_value(column, CITY, text);
    assert_string_equal(text, "x");
    output_numerator(column, CITY, text);
    assert_string_equal(text, "0");
    output_denominator(column, CITY, text);
    assert_string_equal(text, "0");
    output_rank(column, CITY, text);
    assert_string_equal(text, "x");
    output_value(column, HACKNEY, text);
    assert_string_equal(text, "x");
    output_numerator(column, HACKNEY, text);
    assert_string_equal(text, "x");
    output_denominator(column, HACKNEY, text);
    assert_string_equal(text, "x");
}

static void what_cannot_be_is_z(void **state)
{
    char text[OUTPUT_VALUE_BYTES];
    struct table table;

    (void)state;
    sample_timely_table(&table);
    output_denominator(table_column(&table, "plans_issued_ex_count"), CAMDEN, text);
    assert_string_equal(text, "z");
    output_rank(table_column(&table, "plans_issued_ex_count"), TABLE_INNER, text);
    assert_string_equal(text, "z");
    output_rank(table_column(&table, WITHIN_EX), TABLE_LONDON, text);
    assert_string_equal(text, "z");
    sample_table(&table, &arena, "submissions", "2024");
    table_finish(&table);
    output_value(table_column(&table, "revision"), TABLE_LONDON, text);
    assert_string_equal(text, "z");
    output_value(table_column(&table, "revision"), CAMDEN, text);
    assert_string_equal(text, "x");
    output_rank(table_column(&table, "revision"), CAMDEN, text);
    assert_string_equal(text, "z");
    assert_string_equal(output_ranked_from(table_column(&table, "revision")->indicator), "z");
}

static void a_rank_says_from_which_end_it_counts(void **state)
{
    char text[OUTPUT_VALUE_BYTES];
    struct table table;

    (void)state;
    sample_timely_table(&table);
    output_rank(table_column(&table, "plans_issued_ex_count"), BARNET, text);
    assert_string_equal(text, "1");
    output_rank(table_column(&table, "plans_issued_ex_count"), CITY, text);
    assert_string_equal(text, "3");
    output_rank(table_column(&table, "plans_issued_ex_count"), HACKNEY, text);
    assert_string_equal(text, "x");
    assert_string_equal(
        output_ranked_from(table_column(&table, "plans_issued_ex_count")->indicator), "highest");
    assert_string_equal(output_ranked_from(table_column(&table, WITHIN_EX)->indicator), "highest");
    assert_string_equal(
        output_ranked_from(
            table_column(&table, "plans_issued_over_52_weeks_ex_percent")->indicator),
        "lowest");
}

static void the_extremes_of_a_figure_are_written_in_full(void **state)
{
    struct indicator count = {.unit = INDICATOR_COUNT, .denominator = INDICATOR_NO_FIGURE};
    struct indicator pounds = {.unit = INDICATOR_POUNDS, .denominator = INDICATOR_NO_FIGURE};
    struct table_column column = {.indicator = &count};
    char text[OUTPUT_VALUE_BYTES];

    (void)state;
    column.cells[0] = (struct table_cell){.known = 1, .value = INT64_MIN};
    output_value(&column, 0, text);
    assert_string_equal(text, "-9223372036854775808");
    column.indicator = &pounds;
    output_value(&column, 0, text);
    assert_string_equal(text, "-92233720368547758.08");
    column.cells[0].value = -5;
    output_value(&column, 0, text);
    assert_string_equal(text, "-0.05");
    column.cells[0].value = 0;
    output_value(&column, 0, text);
    assert_string_equal(text, "0.00");
}

static void a_time_is_written_as_date_and_time(void **state)
{
    Qd__Return *returned = sample_return(&arena, CAMDEN, "2024");
    char text[OUTPUT_VALUE_BYTES];
    struct table table;

    (void)state;
    sample_table(&table, &arena, "submissions", "2024");
    sample_add(&table, returned, NULL);
    table_finish(&table);
    output_value(table_column(&table, "received_at"), CAMDEN, text);
    assert_string_equal(text, "2025-11-23T10:00:00Z");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_is_written_with_the_decimals_of_its_unit),
        cmocka_unit_test(promise_f_not_available_is_x_and_a_zero_is_0),
        cmocka_unit_test(what_cannot_be_is_z),
        cmocka_unit_test(a_rank_says_from_which_end_it_counts),
        cmocka_unit_test(the_extremes_of_a_figure_are_written_in_full),
        cmocka_unit_test(a_time_is_written_as_date_and_time),
    };

    return cmocka_run_group_tests(tests, sample_set_up, sample_tear_down);
}
