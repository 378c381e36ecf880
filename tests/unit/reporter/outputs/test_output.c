// Figures as they are published: decimals, and the words and signs of what is missing.
#include "reporter/outputs/output.h"

#include "tests/support/tabled/tabled_output.h"

#define WITHIN_EX "plans_issued_within_20_weeks_ex_percent"

static const char *value_of(const struct table *table, const char *measure, int row)
{
    static char text[OUTPUT_VALUE_BYTES];

    output_value(tabled_column(table, measure)->indicator, tabled_cell(table, measure, row), text);
    return text;
}

static const char *numerator_of(const struct table *table, const char *measure, int row)
{
    static char text[OUTPUT_VALUE_BYTES];

    output_numerator(tabled_column(table, measure)->indicator,
                     tabled_cell(table, measure, row)->numerator, text);
    return text;
}

static const char *denominator_of(const struct table *table, const char *measure, int row)
{
    static char text[OUTPUT_VALUE_BYTES];

    output_denominator(tabled_column(table, measure)->indicator,
                       tabled_cell(table, measure, row)->denominator, text);
    return text;
}

static void a_value_is_written_with_the_decimals_of_its_indicator(void **state)
{
    struct table table;

    (void)state;
    tabled_timely(&table, WITHIN_EX);
    assert_string_equal(value_of(&table, WITHIN_EX, CAMDEN), "99.3");
    assert_string_equal(value_of(&table, WITHIN_EX, BARNET), "50.0");
    assert_string_equal(numerator_of(&table, WITHIN_EX, BARNET), "1000");
    assert_string_equal(denominator_of(&table, WITHIN_EX, BARNET), "2000");
    tabled_spent(&table, "gross_expenditure,gross_expenditure_per_plan");
    assert_string_equal(value_of(&table, "gross_expenditure line=line_2_1_4", CAMDEN),
                        "1234567.50");
    assert_string_equal(value_of(&table, "gross_expenditure_per_plan line=line_2_1_4", LONDON),
                        "12345.68");
    assert_string_equal(numerator_of(&table, "gross_expenditure_per_plan line=line_2_1_4", CAMDEN),
                        "1234567.50");
    assert_string_equal(
        denominator_of(&table, "gross_expenditure_per_plan line=line_2_1_4", CAMDEN), "100");
}

static void promise_f_what_is_missing_is_no_number_and_a_zero_is_0(void **state)
{
    char text[OUTPUT_VALUE_BYTES];
    struct table table;

    (void)state;
    tabled_timely(&table, WITHIN_EX);
    assert_string_equal(value_of(&table, WITHIN_EX, CITY), "");
    assert_string_equal(numerator_of(&table, WITHIN_EX, CITY), "0");
    assert_string_equal(denominator_of(&table, WITHIN_EX, CITY), "0");
    output_rank(tabled_cell(&table, WITHIN_EX, CITY), text);
    assert_string_equal(text, "");
    assert_string_equal(value_of(&table, WITHIN_EX, HACKNEY), "");
    assert_string_equal(numerator_of(&table, WITHIN_EX, HACKNEY), "");
    assert_string_equal(denominator_of(&table, WITHIN_EX, HACKNEY), "");
}

static void promise_f_every_state_has_a_sign_and_words_of_its_own(void **state)
{
    static const struct {
        enum figure_state state;
        const char *sign, *words;
    } states[] = {
        {FIGURE_NOT_AVAILABLE, "x", "not available"},
        {FIGURE_NOT_APPLICABLE, "z", "not applicable"},
        {FIGURE_NOT_YET_KNOWN, "nyk", "not yet known"},
        {FIGURE_NOT_COLLECTED, "nc", "not collected"},
        {FIGURE_NOT_RETURNED, "nr", "not returned"},
        {FIGURE_NOTHING_TO_DIVIDE_BY, "0/0", "nothing to divide by"},
        {FIGURE_CONFIDENTIAL, "c", "confidential"},
        {FIGURE_ROUNDS_TO_0, "low", "rounds to 0"},
        {FIGURE_KNOWN, "", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        assert_string_equal(output_sign(states[i].state), states[i].sign);
        assert_string_equal(output_status(states[i].state), states[i].words);
    }
}

static void a_rank_is_a_number_of_boroughs_alone(void **state)
{
    char text[OUTPUT_VALUE_BYTES];
    struct table table;

    (void)state;
    tabled_timely(&table, WITHIN_EX);
    output_rank(tabled_cell(&table, WITHIN_EX, BARNET), text);
    assert_string_equal(text, "2");
    output_rank(tabled_cell(&table, WITHIN_EX, LONDON), text);
    assert_string_equal(text, "");
}

static const char *written(const struct indicator *indicator, int64_t value)
{
    const struct table_cell cell = {.value = figure_of(value)};
    static char text[OUTPUT_VALUE_BYTES];

    output_value(indicator, &cell, text);
    return text;
}

static void the_extremes_of_a_figure_are_written_in_full(void **state)
{
    const struct indicator count = {.unit = INDICATOR_COUNT};
    const struct indicator pounds = {.unit = INDICATOR_POUNDS, .decimals = 2};

    (void)state;
    assert_string_equal(written(&count, INT64_MIN), "-9223372036854775808");
    assert_string_equal(written(&pounds, INT64_MIN), "-92233720368547758.08");
    assert_string_equal(written(&pounds, -5), "-0.05");
    assert_string_equal(written(&pounds, 0), "0.00");
    assert_string_equal(written(&count, 0), "0");
}

// Other tools read values as numbers; the table for a terminal shows a time as people read it.
static void a_time_is_a_number_of_seconds(void **state)
{
    struct table table;

    (void)state;
    tabled_begin(&table, "submissions", "2024");
    tabled_add(&table, tabled_return(CAMDEN, "2024"), NULL);
    table_finish(&table);
    assert_string_equal(value_of(&table, "received_at", CAMDEN), "1763892000");
    assert_string_equal(value_of(&table, "received_at", LONDON), "");
    assert_string_equal(output_level(&table, CAMDEN), "Local authority");
    assert_string_equal(output_level(&table, LONDON), "Regional");
    assert_string_equal(output_level(&table, LONDON + 1), "NHS area");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_is_written_with_the_decimals_of_its_indicator),
        cmocka_unit_test(promise_f_what_is_missing_is_no_number_and_a_zero_is_0),
        cmocka_unit_test(promise_f_every_state_has_a_sign_and_words_of_its_own),
        cmocka_unit_test(a_rank_is_a_number_of_boroughs_alone),
        cmocka_unit_test(the_extremes_of_a_figure_are_written_in_full),
        cmocka_unit_test(a_time_is_a_number_of_seconds),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
