// What holds for the indicators of every table.
#include "reporter/indicators/indicators.h"

#include "tests/support/sample_arena.h"

#include <ctype.h>
#include <stdlib.h>

static struct indicators make(const struct indicator_table *table)
{
    struct indicators indicators;

    assert_int_equal(indicators_make(&indicators, &arena, table, NULL), ERR_OK);
    return indicators;
}

static int ends_with(const char *text, const char *end)
{
    return strlen(text) >= strlen(end) && strcmp(text + strlen(text) - strlen(end), end) == 0;
}

static void a_measure_that_there_is_not_is_not_found(void **state)
{
    struct indicators none = {.arena = &arena};
    struct indicators indicators = make(indicators_table("timeliness"));

    (void)state;
    assert_null(indicators_find(&none, "plans_issued_count"));
    assert_null(indicators_find(&indicators, ""));
    assert_null(indicators_find(&indicators, "plans_issued"));
    assert_string_equal(indicators_find(&indicators, "plans_issued_count")->measure,
                        "plans_issued_count");
}

static void an_indicator_without_its_words_fails_the_list(void **state)
{
    struct indicators indicators = {.arena = &arena};

    (void)state;
    indicators_add(&indicators, (struct indicator){.measure = "a", .label = "a", .formula = "a"});
    assert_true(indicators.failed);
    assert_int_equal(indicators.count, 0);
}

static void the_nearest_names_are_what_a_slip_of_the_finger_meant(void **state)
{
    struct indicators indicators = make(indicators_table("timeliness"));
    const char *nearest[INDICATORS_NEAREST];

    (void)state;
    assert_int_equal(indicators_nearest(&indicators, "plans_isued_count", nearest), 3);
    assert_string_equal(nearest[0], "plans_issued_count");
    indicators_nearest(&indicators, "plans_issued_within_20_weeks", nearest);
    assert_string_equal(nearest[0], "plans_issued_within_20_weeks_count");
    indicators_nearest(&indicators, "six_weeks", nearest);
    assert_string_equal(nearest[0], "request_outcome_six_weeks_count");
    // A word of any length is bounded.
    assert_int_equal(indicators_nearest(&indicators, "", nearest), 3);
    assert_int_equal(
        indicators_nearest(&indicators,
                           arena_printf(&arena, "%0*d%s", 3000, 0, "plans_issued_count"), nearest),
        3);
}

static void no_names_are_near_in_an_empty_list(void **state)
{
    struct indicators none = {.arena = &arena};
    const char *nearest[INDICATORS_NEAREST];

    (void)state;
    assert_int_equal(indicators_nearest(&none, "plans", nearest), 0);
}

static int by_measure(const void *a, const void *b)
{
    const struct indicator *left = a, *right = b;

    return strcmp(left->measure, right->measure);
}

static void measures_are_unique_in_their_table(void **state)
{
    (void)state;
    for (size_t t = 0; indicators_tables[t] != NULL; t++) {
        struct indicators indicators = make(indicators_tables[t]);

        qsort(indicators.list, indicators.count, sizeof indicators.list[0], by_measure);
        for (size_t i = 1; i < indicators.count; i++)
            assert_string_not_equal(indicators.list[i - 1].measure, indicators.list[i].measure);
    }
}

// Other tools read them: DfE's screener wants snake_case that begins with a lower-case letter.
static void measures_are_snake_case_and_say_their_unit(void **state)
{
    (void)state;
    for (size_t t = 0; indicators_tables[t] != NULL; t++) {
        struct indicators indicators = make(indicators_tables[t]);

        for (size_t i = 0; i < indicators.count; i++) {
            const struct indicator *indicator = &indicators.list[i];

            assert_true(islower((unsigned char)indicator->measure[0]));
            for (const char *at = indicator->measure; *at != '\0'; at++)
                assert_true(islower((unsigned char)*at) || isdigit((unsigned char)*at) ||
                            *at == '_');
            assert_int_equal(ends_with(indicator->measure, "_count"),
                             indicator->unit == INDICATOR_COUNT);
            assert_int_equal(ends_with(indicator->measure, "_percent"),
                             indicator->unit == INDICATOR_PERCENT);
        }
    }
}

static void figures_are_within_those_of_the_table(void **state)
{
    (void)state;
    for (size_t t = 0; indicators_tables[t] != NULL; t++) {
        struct indicators indicators = make(indicators_tables[t]);
        const int count = (int)indicators_tables[t]->figures_count();

        for (size_t i = 0; i < indicators.count; i++) {
            const struct indicator *indicator = &indicators.list[i];
            const int ratio =
                indicator->unit == INDICATOR_PERCENT || indicator->unit == INDICATOR_POUNDS_EACH;

            assert_in_range(indicator->numerator, 0, count - 1);
            if (ratio)
                assert_in_range(indicator->denominator, 0, count - 1);
            else
                assert_int_equal(indicator->denominator, INDICATOR_NO_FIGURE);
        }
    }
}

static void every_table_has_its_words_and_headlines(void **state)
{
    (void)state;
    for (size_t t = 0; indicators_tables[t] != NULL; t++) {
        struct indicators indicators = make(indicators_tables[t]);
        int headlines = 0;

        assert_ptr_equal(indicators_table(indicators_tables[t]->name), indicators_tables[t]);
        assert_string_not_equal(indicators_tables[t]->title, "");
        assert_string_not_equal(indicators_tables[t]->about, "");
        for (size_t i = 0; i < indicators.count; i++) {
            assert_string_not_equal(indicators.list[i].label, "");
            assert_string_not_equal(indicators.list[i].formula, "");
            assert_string_not_equal(indicators.list[i].source, "");
            headlines += indicators.list[i].headline;
        }
        assert_in_range(headlines, 1, 8);
    }
}

// What does not add up has no order either; where less is better 1 is the lowest, else the highest.
static void all_that_adds_up_is_ranked_but_the_sending_of_returns(void **state)
{
    (void)state;
    for (size_t t = 0; indicators_tables[t] != NULL; t++) {
        const int of_returns = strcmp(indicators_tables[t]->name, "submissions") == 0;
        struct indicators indicators = make(indicators_tables[t]);

        for (size_t i = 0; i < indicators.count; i++) {
            const enum indicator_polarity polarity = indicators.list[i].polarity;
            const char *from = indicators_ranked_from(polarity);

            if (of_returns)
                assert_null(from);
            else
                assert_string_equal(from, polarity == POLARITY_LOW ? "lowest" : "highest");
            assert_true(from == NULL || indicators_unit_sums(indicators.list[i].unit));
        }
    }
}

static void units_and_polarities_have_names(void **state)
{
    (void)state;
    assert_string_equal(indicators_unit_name(INDICATOR_PERCENT), "percent");
    assert_string_equal(indicators_unit_name(INDICATOR_POUNDS_EACH), "pounds_each");
    assert_string_equal(indicators_polarity_name(POLARITY_HIGH), "high");
    assert_string_equal(indicators_polarity_name(POLARITY_LOW), "low");
    assert_string_equal(indicators_polarity_name(POLARITY_NONE), "none");
    assert_string_equal(indicators_polarity_name(POLARITY_UNRANKED), "none");
    assert_false(indicators_unit_sums(INDICATOR_NUMBER));
    assert_false(indicators_unit_sums(INDICATOR_TIME));
    assert_true(indicators_unit_sums(INDICATOR_PERCENT));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_measure_that_there_is_not_is_not_found),
        cmocka_unit_test(an_indicator_without_its_words_fails_the_list),
        cmocka_unit_test(the_nearest_names_are_what_a_slip_of_the_finger_meant),
        cmocka_unit_test(no_names_are_near_in_an_empty_list),
        cmocka_unit_test(measures_are_unique_in_their_table),
        cmocka_unit_test(measures_are_snake_case_and_say_their_unit),
        cmocka_unit_test(figures_are_within_those_of_the_table),
        cmocka_unit_test(every_table_has_its_words_and_headlines),
        cmocka_unit_test(all_that_adds_up_is_ranked_but_the_sending_of_returns),
        cmocka_unit_test(units_and_polarities_have_names),
    };

    return cmocka_run_group_tests(tests, sample_set_up, sample_tear_down);
}
