// The table from returns in memory: values, and sums over boroughs that have both figures.
#include "proto/form/figures.h"
#include "tests/support/golden/golden.h"
#include "tests/support/tabled/tabled.h"

#define WITHIN "plans_issued_within_20_weeks_percent"
#define WITHIN_EX "plans_issued_within_20_weeks_ex_percent"

// --- bad input first
static void a_word_that_is_not_right_is_refused_with_those_that_are(void **state)
{
    static const char *const place[] = {"setting=special_indpendent"}, *const no_code[] = {"need"},
                             *const no_dimension[] = {"colour=red"},
                             *const twice[] = {"need=asd", "need=hi"};
    static const struct {
        const char *what;
        struct table_request request;
    } cases[] = {
        {"a table timelines", {.name = "timelines"}},
        {"a table without a name", {.name = ""}},
        {"a measure plan_count", {.name = "placements", .measures = "plan_count"}},
        {"no measures", {.name = "placements", .measures = " ,"}},
        {"by setting,colour", {.name = "placements", .by = "setting,colour"}},
        {"by need,need", {.name = "placements", .by = "need,need"}},
        {"timeliness by need", {.name = "timeliness", .by = "need"}},
        {"submissions by need", {.name = "submissions", .by = "need"}},
        {"by five dimensions",
         {.name = "placements", .by = "setting,need,phase,residence,location"}},
        {"where setting=special_indpendent",
         {.name = "placements", .where = place, .where_count = 1}},
        {"where need", {.name = "placements", .where = no_code, .where_count = 1}},
        {"where colour=red", {.name = "placements", .where = no_dimension, .where_count = 1}},
        {"where need=asd, need=hi", {.name = "placements", .where = twice, .where_count = 2}},
        {"areas Camden,Paris", {.name = "placements", .areas = "Camden,Paris"}},
        {"no areas", {.name = "placements", .areas = ","}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct table_request request = cases[i].request;
        struct err_text text = {""};
        struct table table;

        request.kind = QD__PERIOD_KIND__FINANCIAL_QUARTER;
        assert_int_equal(table_begin(&table, &tabled_arena, tabled_areas(), &request, &text),
                         ERR_COMMAND);
        golden_note(cases[i].what, text.text);
    }
    golden_check_noted("errors.golden", "words of a table that are not right");
}

static void a_table_of_too_many_cells_is_refused(void **state)
{
    const struct table_request request = {.name = "placements",
                                          .by = "setting,need,phase",
                                          .kind = QD__PERIOD_KIND__FINANCIAL_QUARTER};
    struct err_text text = {""};
    struct periods periods;
    struct table table;

    (void)state;
    assert_int_equal(periods_parse(&periods, &tabled_arena, "2020-21 Q1..2024-25 Q4", &text),
                     ERR_OK);
    assert_int_equal(table_begin(&table, &tabled_arena, tabled_areas(), &request, &text), ERR_OK);
    assert_int_equal(table_lay(&table, &periods, &text), ERR_COMMAND);
    golden_note("setting, need and phase of 20 quarters", text.text);
    golden_check_noted("errors.golden", "a table of too many cells");
}

// Wherever the memory ends, that is what is said.
static void an_arena_that_is_too_small_is_an_error(void **state)
{
    struct table_request request = {
        .name = "placements", .by = "setting", .kind = QD__PERIOD_KIND__FINANCIAL_QUARTER};
    enum err error = ERR_NO_MEMORY;

    (void)state;
    assert_int_equal(periods_parse(&request.periods, &tabled_arena, "2024-25 Q4", NULL), ERR_OK);
    for (size_t cap = 0; error != ERR_OK; cap += cap / 16 + 900) {
        struct err_text text = {""};
        struct arena small;
        struct table table;

        arena_init(&small, cap);
        error = table_begin(&table, &small, tabled_areas(), &request, &text);
        if (error == ERR_OK)
            error = table_lay(&table, &request.periods, &text);
        arena_free(&small);
        assert_true(error == ERR_OK || error == ERR_NO_MEMORY);
        assert_int_equal(error == ERR_OK, text.text[0] == '\0');
    }
}

static void a_table_of_nothing_covers_nothing(void **state)
{
    struct table table;

    (void)state;
    tabled_begin(&table, "timeliness", "2024");
    table_finish(&table);
    assert_true(table.count > 0);
    for (size_t i = 0; i < table.count; i++)
        for (int row = 0; row < (int)table_places(&table); row++) {
            const struct table_cell *cell = table_cell(&table, 0, i, row);

            assert_int_equal(cell->value.state, FIGURE_NOT_RETURNED);
            assert_int_equal(cell->n, 0);
            assert_int_equal(cell->rank, 0);
        }
}

// --- promise F
static void promise_f_london_is_the_sum_of_numerators_over_the_sum_of_denominators(void **state)
{
    struct table table;

    (void)state;
    tabled_begin(&table, "timeliness", "2024");
    tabled_add_timely(&table, CAMDEN, 10, 10);
    tabled_add_timely(&table, BARNET, 30, 90);
    table_finish(&table);
    // The mean of 100.0 and 33.3 would be 66.7.
    assert_int_equal(tabled_value(&table, WITHIN, LONDON), 400);
    assert_int_equal(tabled_cell(&table, WITHIN, LONDON)->numerator.value, 40);
    assert_int_equal(tabled_cell(&table, WITHIN, LONDON)->denominator.value, 100);
}

// As DfE's figures for 2022 do not: London has the plans of two boroughs in its denominator only.
static void promise_f_a_missing_numerator_removes_the_denominator(void **state)
{
    const struct table_cell *london;
    struct table table;

    (void)state;
    tabled_begin(&table, "timeliness", "2024");
    tabled_add_timely(&table, CAMDEN, 10, 20);
    tabled_add_timely(&table, BARNET, WRITTEN_X, 90);
    tabled_add_timely(&table, HACKNEY, 5, WRITTEN_X);
    table_finish(&table);
    london = tabled_cell(&table, WITHIN, LONDON);
    assert_int_equal(london->value.value, 500);
    assert_int_equal(london->numerator.value, 10);
    assert_int_equal(london->denominator.value, 20);
    assert_int_equal(london->n, 1);
    assert_int_equal(london->of, 33);
    assert_int_not_equal(tabled_state(&table, WITHIN, BARNET), FIGURE_KNOWN);
    assert_int_equal(tabled_cell(&table, WITHIN, BARNET)->denominator.value, 90);
    assert_int_equal(tabled_cell(&table, WITHIN, BARNET)->n, 0);
    // Both have the count of plans issued.
    assert_int_equal(tabled_value(&table, "plans_issued_count", LONDON), 110);
    assert_int_equal(tabled_cell(&table, "plans_issued_count", LONDON)->n, 2);
}

static void promise_f_the_cover_says_of_how_many(void **state)
{
    struct table table;

    (void)state;
    tabled_begin(&table, "timeliness", "2024");
    tabled_add_timely(&table, CAMDEN, 10, 20);
    tabled_add_timely(&table, BARNET, 10, 20);
    tabled_add_timely(&table, GREENWICH, 10,
                      20);  // by DfE's number inner, by the map of today outer
    table_finish(&table);
    assert_int_equal(tabled_cell(&table, WITHIN, CAMDEN)->n, 1);
    assert_int_equal(tabled_cell(&table, WITHIN, CAMDEN)->of, 1);
    assert_int_equal(tabled_cell(&table, WITHIN, CITY)->n, 0);
    assert_int_equal(tabled_cell(&table, WITHIN, INNER)->n, 1);
    assert_int_equal(tabled_cell(&table, WITHIN, INNER)->of, 14);
    assert_int_equal(tabled_cell(&table, WITHIN, OUTER)->n, 2);
    assert_int_equal(tabled_cell(&table, WITHIN, OUTER)->of, 19);
    assert_int_equal(tabled_cell(&table, WITHIN, LONDON)->n, 3);
    assert_int_equal(tabled_cell(&table, WITHIN, LONDON)->of, 33);
}

// City of London in 2024: all five plans were exceptions. DfE prints x, and London counts it.
static void promise_f_a_percentage_of_zero_has_nothing_to_divide_by_and_is_covered(void **state)
{
    const struct table_cell *city;
    Qd__Timeliness *flows;
    Qd__Return *returned;
    struct table table;

    (void)state;
    tabled_begin(&table, "timeliness", "2024");
    returned = tabled_return(CITY, "2024");
    flows = tabled_timeliness(returned);
    TABLED_SET(flows, plans_issued_within_20_weeks_ex, 0);
    TABLED_SET(flows, plans_issued_ex, 0);
    tabled_add(&table, returned, NULL);
    table_finish(&table);
    city = tabled_cell(&table, WITHIN_EX, CITY);
    assert_int_equal(city->value.state, FIGURE_NOTHING_TO_DIVIDE_BY);
    assert_int_equal(city->rank, 0);
    assert_true(figure_known(city->denominator));
    assert_int_equal(city->denominator.value, 0);
    assert_int_equal(city->n, 1);
    assert_int_equal(tabled_cell(&table, WITHIN_EX, LONDON)->n, 1);
    assert_int_equal(tabled_state(&table, WITHIN_EX, LONDON), FIGURE_NOTHING_TO_DIVIDE_BY);
}

// Hackney in January 2024: its total leaves the denominator of London's percentage, not of its
// count.
static void promise_f_a_borough_with_a_total_and_no_parts_leaves_the_percentage(void **state)
{
    struct table table;

    (void)state;
    tabled_begin_by(&table, "placements", "2023-24 Q4", "setting");
    tabled_add_mainstream(&table, CAMDEN, 60, 100);
    tabled_add_mainstream(&table, BARNET, 40, 100);
    tabled_add_mainstream(&table, HACKNEY, WRITTEN_X, 3525);
    table_finish(&table);
    assert_int_equal(tabled_value(&table, "plans_count", LONDON), 3725);
    assert_int_equal(tabled_cell(&table, "plans_count", LONDON)->n, 3);
    assert_int_equal(tabled_value(&table, "plans_percent setting=mainstream_total", LONDON), 500);
    assert_int_equal(
        tabled_cell(&table, "plans_percent setting=mainstream_total", LONDON)->denominator.value,
        200);
    assert_int_equal(tabled_cell(&table, "plans_percent setting=mainstream_total", LONDON)->n, 2);
    assert_int_equal(tabled_value(&table, "plans_count setting=mainstream_academy", LONDON), 100);
    assert_int_not_equal(tabled_state(&table, "plans_count setting=mainstream_total", HACKNEY),
                         FIGURE_KNOWN);
    assert_int_equal(tabled_value(&table, "plans_count", HACKNEY), 3525);
}

static void promise_f_a_sum_beyond_an_integer_is_not_available(void **state)
{
    struct table table;

    (void)state;
    tabled_begin(&table, "timeliness", "2024");
    tabled_add_timely(&table, CAMDEN, INT64_MAX, INT64_MAX);
    tabled_add_timely(&table, BARNET, INT64_MAX, INT64_MAX);
    table_finish(&table);
    assert_int_equal(tabled_value(&table, WITHIN, CAMDEN), 1000);
    assert_int_not_equal(tabled_state(&table, WITHIN, LONDON), FIGURE_KNOWN);
    assert_int_not_equal(tabled_state(&table, "plans_issued_count", LONDON), FIGURE_KNOWN);
}

// --- returns, rows and names
static void a_return_that_comes_again_replaces_the_first(void **state)
{
    struct table table;

    (void)state;
    tabled_begin(&table, "timeliness", "2024");
    tabled_add_timely(&table, CAMDEN, 1, 2);
    tabled_add_timely(&table, CAMDEN, 2, 2);
    table_finish(&table);
    assert_int_equal(tabled_value(&table, WITHIN, CAMDEN), 1000);
    assert_int_equal(tabled_cell(&table, WITHIN, LONDON)->numerator.value, 2);
}

static void the_table_says_which_return_is_its_newest(void **state)
{
    struct table table;

    (void)state;
    tabled_begin(&table, "timeliness", "2024");
    assert_int_equal(table.sequence, 0);
    tabled_add_timely(&table, CAMDEN, 1, 2);
    table_finish(&table);
    assert_int_equal(table.sequence, 7);
    assert_int_equal(table.received_at_unix_ms, 1763892000000);
}

static void rows_have_their_codes_and_names(void **state)
{
    struct table table;

    (void)state;
    tabled_begin(&table, "timeliness", "2024");
    assert_string_equal(table_row_code(&table, CITY), "E09000001");
    assert_string_equal(table_row_name(&table, CAMDEN), "Camden");
    assert_string_equal(table_row_code(&table, INNER), "E13000001");
    assert_string_equal(table_row_name(&table, OUTER), "Outer London");
    assert_string_equal(table_row_code(&table, OUTER), "E13000002");
    assert_string_equal(table_row_code(&table, LONDON), "E12000007");
    assert_string_equal(table_row_name(&table, LONDON), "London");
    assert_int_equal(table.rows_count, BOROUGHS_COUNT + 3);
}

// Two columns of one measure by two definitions stood side by side with the same words above them.
static void a_headline_says_of_which_slice_it_is(void **state)
{
    struct table table;

    (void)state;
    tabled_begin_as(&table, (struct table_request){.name = "disputes", .headlines = 1}, "2024");
    assert_int_equal(table.count, 2);
    for (size_t i = 0; i < table.count; i++) {
        assert_string_not_equal(table.columns[i].slice_label, "");
        assert_non_null(strstr(table.columns[i].label, table.columns[i].slice_label));
    }
    assert_string_not_equal(table.columns[0].label, table.columns[1].label);
}

static void the_rows_are_those_that_are_asked_for(void **state)
{
    static const int rows[] = {BARNET, LONDON, CAMDEN, INNER, OUTER, LONDON + 1};
    struct table table;

    (void)state;
    tabled_begin_as(&table,
                    (struct table_request){.name = "timeliness",
                                           .areas = "Barnet,E12000007, LB Camden,london,nhs-ncl"},
                    "2024");
    assert_int_equal(table.rows_count, sizeof rows / sizeof rows[0]);
    for (size_t i = 0; i < table.rows_count; i++)
        assert_int_equal(table.rows[i], rows[i]);
    assert_string_equal(table_row_name(&table, LONDON + 1), "North Central London");
}

// --- which state an area has

static void add_state(struct table *table, int row, Qd__Absence why)
{
    const ProtobufCFieldDescriptor *column = written_field(FORM_TIMELINESS, "plans_issued");
    Qd__Return *returned = tabled_return(row, "2024");

    assert_int_equal(
        0, figures_set_absence(&tabled_arena, &tabled_timeliness(returned)->base, column, why));
    tabled_add(table, returned, NULL);
}

static void promise_f_an_area_without_a_figure_has_the_state_of_most_of_its_boroughs(void **state)
{
    struct table table;

    (void)state;
    tabled_begin_as(&table, (struct table_request){.name = "timeliness", .areas = "nhs-ncl,london"},
                    "2024");
    // North Central London: Barnet, Camden, Enfield, Haringey, Islington.
    add_state(&table, CAMDEN, QD__ABSENCE__NOT_COLLECTED);
    add_state(&table, BARNET, QD__ABSENCE__NOT_COLLECTED);
    add_state(&table, boroughs_index(QD__LOCAL_AUTHORITY__E09000010), QD__ABSENCE__NOT_YET_KNOWN);
    add_state(&table, boroughs_index(QD__LOCAL_AUTHORITY__E09000014), QD__ABSENCE__NOT_AVAILABLE);
    add_state(&table, boroughs_index(QD__LOCAL_AUTHORITY__E09000019), QD__ABSENCE__NOT_AVAILABLE);
    table_finish(&table);
    // Two and two: the first of the states.
    assert_int_equal(tabled_state(&table, "plans_issued_count", LONDON + 1), FIGURE_NOT_AVAILABLE);
    assert_int_equal(tabled_cell(&table, "plans_issued_count", LONDON + 1)->of, 5);
    assert_int_equal(tabled_state(&table, "plans_issued_count", LONDON), FIGURE_NOT_RETURNED);
}

static void promise_f_a_ratio_takes_the_denominators_reason_before_its_own(void **state)
{
    const ProtobufCFieldDescriptor *above =
        written_field(FORM_TIMELINESS, "plans_issued_within_20_weeks");
    const ProtobufCFieldDescriptor *below = written_field(FORM_TIMELINESS, "plans_issued");
    Qd__Return *both = tabled_return(CAMDEN, "2024"), *one = tabled_return(BARNET, "2024");
    Qd__Timeliness *both_flows = tabled_timeliness(both), *one_flows = tabled_timeliness(one);
    struct table table;

    (void)state;
    figures_set_absence(&tabled_arena, &both_flows->base, above, QD__ABSENCE__NOT_AVAILABLE);
    figures_set_absence(&tabled_arena, &both_flows->base, below, QD__ABSENCE__NOT_YET_KNOWN);
    figures_set_absence(&tabled_arena, &one_flows->base, above, QD__ABSENCE__NOT_COLLECTED);
    TABLED_SET(one_flows, plans_issued, 0);
    tabled_begin(&table, "timeliness", "2024");
    tabled_add(&table, both, NULL);
    tabled_add(&table, one, NULL);
    assert_int_equal(tabled_state(&table, WITHIN, CAMDEN), FIGURE_NOT_YET_KNOWN);
    assert_int_equal(tabled_state(&table, WITHIN, BARNET), FIGURE_NOT_COLLECTED);
    assert_int_equal(tabled_cell(&table, WITHIN, BARNET)->n, 0);
}

static void a_table_tells_whose_figures_are_made_up(void **state)
{
    Qd__Return *real = tabled_return(BARNET, "2024"), *made_up = tabled_return(CAMDEN, "2024");
    struct table table;

    (void)state;
    tabled_timeliness(real);
    tabled_timeliness(made_up);
    made_up->header->has_simulated = 1;
    made_up->header->simulated = QD__YES_NO__YES;
    tabled_begin(&table, "timeliness", "2024");
    tabled_add(&table, real, NULL);
    tabled_add(&table, made_up, NULL);
    table_finish(&table);
    assert_true(table_source_of(&table, 0, CAMDEN).simulated);
    assert_false(table_source_of(&table, 0, BARNET).simulated);
    assert_true(table_source_of(&table, 0, INNER).simulated);
    assert_false(table_source_of(&table, 0, OUTER).simulated);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_that_is_not_right_is_refused_with_those_that_are),
        cmocka_unit_test(a_table_of_too_many_cells_is_refused),
        cmocka_unit_test(an_arena_that_is_too_small_is_an_error),
        cmocka_unit_test(a_table_of_nothing_covers_nothing),
        cmocka_unit_test(promise_f_london_is_the_sum_of_numerators_over_the_sum_of_denominators),
        cmocka_unit_test(promise_f_a_missing_numerator_removes_the_denominator),
        cmocka_unit_test(promise_f_the_cover_says_of_how_many),
        cmocka_unit_test(promise_f_a_percentage_of_zero_has_nothing_to_divide_by_and_is_covered),
        cmocka_unit_test(promise_f_a_borough_with_a_total_and_no_parts_leaves_the_percentage),
        cmocka_unit_test(promise_f_a_sum_beyond_an_integer_is_not_available),
        cmocka_unit_test(a_return_that_comes_again_replaces_the_first),
        cmocka_unit_test(the_table_says_which_return_is_its_newest),
        cmocka_unit_test(rows_have_their_codes_and_names),
        cmocka_unit_test(a_headline_says_of_which_slice_it_is),
        cmocka_unit_test(the_rows_are_those_that_are_asked_for),
        cmocka_unit_test(promise_f_an_area_without_a_figure_has_the_state_of_most_of_its_boroughs),
        cmocka_unit_test(promise_f_a_ratio_takes_the_denominators_reason_before_its_own),
        cmocka_unit_test(a_table_tells_whose_figures_are_made_up),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
