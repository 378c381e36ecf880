// The measures of the table `timeliness`.
#include "proto/form/figures.h"
#include "tests/support/tabled/tabled.h"

static void a_return_without_timeliness_has_no_figures(void **state)
{
    struct table table;

    (void)state;
    tabled_begin(&table, "timeliness", "2024");
    tabled_add(&table, tabled_return(CAMDEN, "2024"), NULL);
    table_finish(&table);
    for (size_t i = 0; i < table.count; i++)
        assert_int_equal(table_cell(&table, 0, i, CAMDEN)->value.state, FIGURE_NOT_RETURNED);
}

static void a_column_that_is_not_given_has_no_figure(void **state)
{
    Qd__Return *returned = tabled_return(CAMDEN, "2024");
    Qd__Timeliness *flows = tabled_timeliness(returned);
    struct table table;

    (void)state;
    flows->has_plans_issued = 0;
    TABLED_SET(flows, plans_issued_ex, 4);
    flows->plans_issued_ex = UINT64_MAX;
    tabled_begin(&table, "timeliness", "2024");
    tabled_add(&table, returned, NULL);
    table_finish(&table);
    assert_int_not_equal(tabled_state(&table, "plans_issued_count", CAMDEN), FIGURE_KNOWN);
    assert_int_not_equal(tabled_state(&table, "plans_issued_ex_count", CAMDEN), FIGURE_KNOWN);
}

// A new column of the form is a new count without a line of code.
static void every_column_of_the_form_is_a_count(void **state)
{
    const ProtobufCMessageDescriptor *form = &qd__timeliness__descriptor;
    Qd__Return *returned = tabled_return(CAMDEN, "2024");
    Qd__Timeliness *flows = tabled_timeliness(returned);
    struct table table;

    (void)state;
    for (unsigned i = 0; i < form_columns(form); i++) {
        assert_true(figures_is_count(&form->fields[i]));
        written_figure(&tabled_arena, &flows->base, form->fields[i].name, 1000 + (int64_t)i);
    }
    tabled_begin(&table, "timeliness", "2024");
    tabled_add(&table, returned, NULL);
    table_finish(&table);
    for (unsigned i = 0; i < form_columns(form); i++)
        assert_int_equal(tabled_value(&table,
                                      arena_printf(&tabled_arena, "%s_count", form->fields[i].name),
                                      CAMDEN),
                         1000 + (int)i);
}

// London in 2024, as DfE published it.
static void denominators_are_dfe_s(void **state)
{
    static const struct {
        const char *field;
        int64_t value;
    } london[] = {
        {"requests_received", 21583},
        {"requests_decided_to_assess", 14483},
        {"requests_decided_not_to_assess", 5053},
        {"requests_decision_not_made", 1919},
        {"requests_withdrawn", 128},
        {"request_outcome_six_weeks", 17671},
        {"request_outcome_over_6_weeks", 3246},
        {"plans_issued", 13697},
        {"plans_issued_ex", 12544},
        {"plans_issued_within_20_weeks", 8859},
        {"plans_issued_within_20_weeks_ex", 8390},
        {"assessments", 200},
        {"assess_issued", 190},
        {"outcome_decision_within_time", 3},
        {"outcome_decision_over_time", 1},
        {"requests_open", 8},
        {"requests_open_over_6_weeks", 2},
    };
    static const struct {
        const char *measure;
        int64_t tenths;
    } expected[] = {
        {"requests_decided_to_assess_percent", 671},
        {"requests_decided_not_to_assess_percent", 234},
        {"requests_decision_not_made_percent", 89},
        {"requests_withdrawn_percent", 6},
        {"request_outcome_six_weeks_percent", 845},
        {"request_outcome_over_6_weeks_percent", 155},
        {"plans_issued_within_20_weeks_percent", 647},
        {"plans_issued_within_20_weeks_ex_percent", 669},
        {"assess_issued_percent", 950},
        {"outcome_decision_within_time_percent", 750},
        {"outcome_decision_over_time_percent", 250},
        {"requests_open_over_6_weeks_percent", 250},
    };
    Qd__Return *returned = tabled_return(CAMDEN, "2024");
    Qd__Timeliness *flows = tabled_timeliness(returned);
    struct table table;

    (void)state;
    for (size_t i = 0; i < sizeof london / sizeof london[0]; i++)
        written_figure(&tabled_arena, &flows->base, london[i].field, london[i].value);
    tabled_begin(&table, "timeliness", "2024");
    tabled_add(&table, returned, NULL);
    table_finish(&table);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        assert_int_equal(tabled_value(&table, expected[i].measure, LONDON), expected[i].tenths);
}

static void promise_f_a_sum_of_which_a_part_is_missing_is_missing(void **state)
{
    Qd__Return *returned = tabled_return(CAMDEN, "2024");
    Qd__Timeliness *flows = tabled_timeliness(returned);
    struct table table;

    (void)state;
    TABLED_SET(flows, request_outcome_six_weeks, 9);
    tabled_begin(&table, "timeliness", "2024");
    tabled_add(&table, returned, NULL);
    table_finish(&table);
    assert_int_not_equal(tabled_state(&table, "request_outcome_six_weeks_percent", CAMDEN),
                         FIGURE_KNOWN);
    assert_int_equal(tabled_cell(&table, "request_outcome_six_weeks_percent", CAMDEN)->n, 0);
}

// City of London in 2024: 5 plans, 4 of them in the bands. England's London of 2025 has 21 such plans.
static void plans_in_no_band_are_undated_and_late(void **state)
{
    static const struct {
        const char *measure;
        int64_t value;
    } expected[] = {
        {"plans_issued_in_no_band_count", 1},       {"plans_issued_in_no_band_ex_count", 0},
        {"plans_issued_over_20_weeks_count", 3},    {"plans_issued_over_20_weeks_percent", 600},
        {"plans_issued_over_20_weeks_ex_count", 1}, {"plans_issued_over_20_weeks_ex_percent", 333},
    };
    Qd__Return *returned = tabled_return(CITY, "2024"), *other = tabled_return(CAMDEN, "2024");
    Qd__Timeliness *flows = tabled_timeliness(returned), *some = tabled_timeliness(other);
    struct table table;

    (void)state;
    TABLED_SET(flows, plans_issued, 5);
    TABLED_SET(flows, plans_issued_within_20_weeks, 2);
    TABLED_SET(flows, plans_issued_20_to_52_weeks, 1);
    TABLED_SET(flows, plans_issued_over_52_weeks, 1);
    TABLED_SET(flows, plans_issued_ex, 3);
    TABLED_SET(flows, plans_issued_within_20_weeks_ex, 2);
    TABLED_SET(flows, plans_issued_20_to_52_weeks_ex, 1);
    TABLED_SET(flows, plans_issued_over_52_weeks_ex, 0);
    TABLED_SET(some, plans_issued, 10);
    TABLED_SET(some, plans_issued_within_20_weeks, 9);
    tabled_begin(&table, "timeliness", "2024");
    tabled_add(&table, returned, NULL);
    tabled_add(&table, other, NULL);
    table_finish(&table);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        assert_int_equal(tabled_value(&table, expected[i].measure, CITY), expected[i].value);
    // Without its bands a borough has plans that are late, and none that are known to be undated.
    assert_int_equal(tabled_value(&table, "plans_issued_over_20_weeks_count", CAMDEN), 1);
    assert_int_equal(tabled_state(&table, "plans_issued_in_no_band_count", CAMDEN),
                     FIGURE_NOT_AVAILABLE);
    assert_int_equal(tabled_value(&table, "plans_issued_over_20_weeks_percent", LONDON), 267);
    assert_int_equal(tabled_value(&table, "plans_issued_in_no_band_count", LONDON), 1);
    assert_int_equal(tabled_cell(&table, "plans_issued_in_no_band_count", LONDON)->n, 1);
}

static void a_backlog_is_over_what_is_open_and_over_what_was_received(void **state)
{
    static const char *const measures[] = {"requests_open_over_6_weeks_percent",
                                           "requests_open_over_6_weeks_percent_of_received",
                                           "assessments_open_over_20_weeks_percent",
                                           "assessments_open_over_20_weeks_percent_of_received"};
    static const int64_t tenths[] = {250, 1000, 500, 1500};
    Qd__Return *returned = tabled_return(CAMDEN, "2024-25 Q1");
    Qd__Timeliness *flows = tabled_timeliness(returned);
    struct table table;

    (void)state;
    TABLED_SET(flows, requests_received, 20);
    TABLED_SET(flows, requests_open, 80);
    TABLED_SET(flows, requests_open_over_6_weeks, 20);
    TABLED_SET(flows, assessments_open, 60);
    TABLED_SET(flows, assessments_open_over_20_weeks, 30);
    tabled_begin(&table, "timeliness", "2024-25 Q1");
    tabled_add(&table, returned, NULL);
    table_finish(&table);
    for (size_t i = 0; i < sizeof measures / sizeof measures[0]; i++) {
        assert_int_equal(tabled_value(&table, measures[i], CAMDEN), tenths[i]);
        assert_int_equal(tabled_cell(&table, measures[i], CAMDEN)->rank, 0);
    }
}

static void a_measure_that_misleads_alone_brings_the_other_one(void **state)
{
    struct table table;

    (void)state;
    tabled_begin_as(&table,
                    (struct table_request){.name = "timeliness",
                                           .measures = "requests_open_over_6_weeks_percent,"
                                                       "request_outcome_six_weeks_percent,"
                                                       "requests_decision_not_made_percent"},
                    "2024");
    assert_int_equal(table.count, 4);
    assert_string_equal(table.columns[1].indicator->name,
                        "requests_open_over_6_weeks_percent_of_received");
    assert_string_equal(table.columns[3].indicator->name, "requests_decision_not_made_percent");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_return_without_timeliness_has_no_figures),
        cmocka_unit_test(a_column_that_is_not_given_has_no_figure),
        cmocka_unit_test(every_column_of_the_form_is_a_count),
        cmocka_unit_test(denominators_are_dfe_s),
        cmocka_unit_test(promise_f_a_sum_of_which_a_part_is_missing_is_missing),
        cmocka_unit_test(plans_in_no_band_are_undated_and_late),
        cmocka_unit_test(a_backlog_is_over_what_is_open_and_over_what_was_received),
        cmocka_unit_test(a_measure_that_misleads_alone_brings_the_other_one),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
