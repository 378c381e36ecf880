// A year from its quarters.
#include "reporter/table/year.h"

#include "proto/form/period.h"
#include "tests/support/tabled/tabled.h"

static Qd__Period period_of(const char *text)
{
    Qd__Period period;

    assert_int_equal(period_parse(&period, text, NULL), ERR_OK);
    return period;
}

static void assert_quarters(const char *year_text, const char *const expected[YEAR_QUARTERS])
{
    const Qd__Period year = period_of(year_text);

    for (unsigned i = 0; i < YEAR_QUARTERS; i++) {
        char text[PERIOD_TEXT_BYTES];
        Qd__Period quarter;

        assert_true(year_quarter(&year, i, &quarter));
        period_format(&quarter, text);
        assert_string_equal(text, expected[i]);
    }
    // The first day of the first is the year's, and the last of the last.
    {
        Qd__Period first, last;

        year_quarter(&year, 0, &first);
        year_quarter(&year, YEAR_QUARTERS - 1, &last);
        assert_int_equal(period_first_day(&first), period_first_day(&year));
        assert_int_equal(period_last_day(&last), period_last_day(&year));
    }
}

static void a_year_has_its_quarters_in_the_order_of_time(void **state)
{
    static const char *const calendar[] = {"2023-24 Q4", "2024-25 Q1", "2024-25 Q2", "2024-25 Q3"};
    static const char *const financial[] = {"2024-25 Q1", "2024-25 Q2", "2024-25 Q3", "2024-25 Q4"};
    const Qd__Period quarter = period_of("2024-25 Q1");
    Qd__Period none;

    (void)state;
    assert_quarters("2024", calendar);
    assert_quarters("2024-25", financial);
    assert_false(year_quarter(&quarter, 0, &none));
}

static void the_first_calendar_year_begins_in_a_quarter_before_the_form(void **state)
{
    const Qd__Period first = period_of("2014");
    Qd__Period quarter;

    (void)state;
    assert_false(year_quarter(&first, 0, &quarter));
    assert_true(year_quarter(&first, 1, &quarter));
    assert_int_equal(quarter.year, 2014);
    assert_int_equal(quarter.quarter, 1);
}

static void promise_f_flows_add_up_and_three_quarters_make_no_year(void **state)
{
    const Qd__Period year = period_of("2024-25");
    struct figure quarters[YEAR_QUARTERS] = {figure_of(1), figure_of(20), figure_of(0),
                                             figure_of(300)};
    struct figure figure = year_figure(&year, 0, quarters);

    (void)state;
    assert_true(figure_known(figure));
    assert_int_equal(figure.value, 321);
    quarters[2] = figure_missing(FIGURE_NOT_RETURNED);
    assert_int_equal(year_figure(&year, 0, quarters).state, FIGURE_NOT_RETURNED);
    quarters[2] = figure_missing(FIGURE_NOT_COLLECTED);
    quarters[3] = figure_missing(FIGURE_NOT_AVAILABLE);
    assert_int_equal(year_figure(&year, 0, quarters).state, FIGURE_NOT_AVAILABLE);
}

static void a_stock_is_the_last_quarter_s_of_a_financial_year_alone(void **state)
{
    const Qd__Period financial = period_of("2024-25"), calendar = period_of("2024");
    const struct figure quarters[YEAR_QUARTERS] = {
        figure_of(1), figure_missing(FIGURE_NOT_RETURNED), figure_of(3), figure_of(4)};

    (void)state;
    assert_int_equal(year_figure(&financial, 1, quarters).value, 4);
    assert_int_equal(year_figure(&calendar, 1, quarters).state, FIGURE_NOT_APPLICABLE);
}

// --- in a table

static Qd__Return *quarter_of(int64_t spent, int64_t children)
{
    Qd__Return *made = tabled_return(CAMDEN, "2024-25 Q1");
    Qd__Transport *row = tabled_transport(made, QD__SECTION251_LINE__LINE_2_1_4, spent);

    TABLED_SET(row, children, children);
    written_other_lines(&tabled_arena, made, WRITTEN_ZEROS);
    return made;
}

static void a_table_of_a_year_adds_spending_and_takes_the_children_of_the_last_day(void **state)
{
    const Qd__Return *quarters[YEAR_QUARTERS];
    const Qd__Return *three[YEAR_QUARTERS] = {NULL};
    struct table table;

    (void)state;
    for (int i = 0; i < YEAR_QUARTERS; i++) {
        quarters[i] = quarter_of(1000 * (i + 1), 10 + i);
        three[i] = i == 0 ? NULL : quarters[i];
    }
    tabled_begin(&table, "transport", "2024-25");
    assert_true(tabled_add_year(&table, 0, CAMDEN, NULL, quarters));
    assert_true(tabled_add_year(&table, 0, BARNET, NULL, three));
    table_finish(&table);
    assert_int_equal(tabled_value(&table, "gross_expenditure", CAMDEN), 1000000);
    assert_int_equal(tabled_value(&table, "children_count", CAMDEN), 13);
    // Spent in the year over the children of its last day.
    assert_int_equal(tabled_value(&table, "gross_expenditure_per_child", CAMDEN), 76923);
    assert_int_equal(tabled_state(&table, "gross_expenditure", BARNET), FIGURE_NOT_RETURNED);
    assert_int_equal(tabled_value(&table, "children_count", BARNET), 13);
    assert_int_equal(table.differences_count, 0);
}

// The year's return wins even where it has no figure and the quarters would.
static void the_year_s_return_is_never_mixed_with_its_quarters(void **state)
{
    Qd__Return *year = tabled_return(CAMDEN, "2024-25");
    const Qd__Return *quarters[YEAR_QUARTERS];
    struct table table;

    (void)state;
    tabled_transport(year, QD__SECTION251_LINE__LINE_2_1_4, WRITTEN_X);
    for (int i = 0; i < YEAR_QUARTERS; i++)
        quarters[i] = quarter_of(1000, 10);
    tabled_begin(&table, "transport", "2024-25");
    assert_true(tabled_add_year(&table, 0, CAMDEN, year, quarters));
    table_finish(&table);
    assert_int_equal(tabled_state(&table, "gross_expenditure", CAMDEN), FIGURE_NOT_AVAILABLE);
    assert_int_equal(table_source_of(&table, 0, CAMDEN).made_from, TABLE_FROM_RETURN);
}

// A return for the year without the part leaves the part to the quarters.
static void a_part_that_the_year_s_return_does_not_have_comes_from_the_quarters(void **state)
{
    Qd__Return *year = tabled_return(CAMDEN, "2024-25");
    const Qd__Return *quarters[YEAR_QUARTERS];
    struct table table;

    (void)state;
    (void)tabled_timeliness(year);
    for (int i = 0; i < YEAR_QUARTERS; i++)
        quarters[i] = quarter_of(1000, 10);
    tabled_begin(&table, "transport", "2024-25");
    assert_true(tabled_add_year(&table, 0, CAMDEN, year, quarters));
    assert_int_equal(tabled_value(&table, "gross_expenditure", CAMDEN), 400000);
    assert_int_equal(table_source_of(&table, 0, CAMDEN).made_from, TABLE_FROM_QUARTERS);
}

// Made-up quarters beside a real year: they are only compared with it.
static void a_year_is_made_up_only_where_its_figures_are(void **state)
{
    Qd__Return *year = tabled_return(CAMDEN, "2024-25");
    const Qd__Return *quarters[YEAR_QUARTERS];
    struct table table;

    (void)state;
    tabled_transport(year, QD__SECTION251_LINE__LINE_2_1_4, 10000);
    for (int i = 0; i < YEAR_QUARTERS; i++) {
        Qd__Return *quarter = quarter_of(2500, 10);

        quarter->header->has_simulated = 1;
        quarter->header->simulated = QD__YES_NO__YES;
        quarters[i] = quarter;
    }
    tabled_begin(&table, "transport", "2024-25");
    assert_true(tabled_add_year(&table, 0, CAMDEN, year, quarters));
    assert_true(tabled_add_year(&table, 0, BARNET, NULL, quarters));
    assert_false(table_source_of(&table, 0, CAMDEN).simulated);
    assert_true(table_source_of(&table, 0, BARNET).simulated);
}

static void a_receipt_is_of_one_return_and_not_of_four(void **state)
{
    struct table table;
    Qd__Period which;

    (void)state;
    tabled_begin(&table, "submissions", "2024-25");
    assert_true(table_wants(&table, 0, TABLE_PERIOD, &which));
    assert_false(table_wants(&table, 0, TABLE_QUARTER_1, &which));
    tabled_begin_as(&table,
                    (struct table_request){.name = "timeliness", .measures = "plans_issued_count"},
                    "2024-25 Q1");
    assert_false(table_wants(&table, 0, TABLE_QUARTER_1, &which));
    assert_false(table_wants(&table, 0, TABLE_STOCK, &which));
    tabled_begin(&table, "transport", "2024");
    assert_true(table_wants(&table, 0, TABLE_STOCK, &which));
    // What is divided by plans takes the Q4 that follows.
    assert_int_equal(which.year, 2024);
    assert_int_equal(which.quarter, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_year_has_its_quarters_in_the_order_of_time),
        cmocka_unit_test(the_first_calendar_year_begins_in_a_quarter_before_the_form),
        cmocka_unit_test(promise_f_flows_add_up_and_three_quarters_make_no_year),
        cmocka_unit_test(a_stock_is_the_last_quarter_s_of_a_financial_year_alone),
        cmocka_unit_test(a_table_of_a_year_adds_spending_and_takes_the_children_of_the_last_day),
        cmocka_unit_test(the_year_s_return_is_never_mixed_with_its_quarters),
        cmocka_unit_test(a_part_that_the_year_s_return_does_not_have_comes_from_the_quarters),
        cmocka_unit_test(a_year_is_made_up_only_where_its_figures_are),
        cmocka_unit_test(a_receipt_is_of_one_return_and_not_of_four),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
