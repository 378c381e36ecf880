// The measures of the table `transport`.
#include "proto/form/codes.h"
#include "tests/support/tabled/tabled.h"

#define LINE_2_1_4 QD__SECTION251_LINE__LINE_2_1_4
#define LINE_2_1_6 QD__SECTION251_LINE__LINE_2_1_6
#define OF_2_1_4 " line=line_2_1_4"
#define GROSS "gross_expenditure" OF_2_1_4
#define PER_PLAN "gross_expenditure_per_plan" OF_2_1_4

static Qd__Return *stock_of(int row, int64_t plans)
{
    Qd__Return *stock = tabled_return(row, "2024-25 Q4");

    tabled_plans(stock, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, plans);
    return stock;
}

static void without_rows_there_is_no_expenditure_of_zero(void **state)
{
    struct table table;

    (void)state;
    tabled_begin_by(&table, "transport", "2024-25", "line");
    tabled_add(&table, tabled_return(CAMDEN, "2024-25"), stock_of(CAMDEN, 100));
    table_finish(&table);
    for (size_t i = 0; i < table.count; i++)
        assert_false(figure_known(table_cell(&table, 0, i, CAMDEN)->value));
}

static void promise_f_a_line_without_a_row_is_missing_not_zero(void **state)
{
    Qd__Return *returned = tabled_return(CAMDEN, "2024-25");
    struct table table;

    (void)state;
    tabled_transport(returned, LINE_2_1_4, 1000);
    tabled_begin_by(&table, "transport", "2024-25", "line");
    tabled_add(&table, returned, NULL);
    table_finish(&table);
    assert_int_equal(tabled_value(&table, GROSS, CAMDEN), 100000);
    assert_int_not_equal(tabled_state(&table, "gross_expenditure line=line_2_1_6", CAMDEN),
                         FIGURE_KNOWN);
    assert_int_equal(tabled_state(&table, "gross_expenditure", CAMDEN), FIGURE_NOT_AVAILABLE);
    assert_int_equal(tabled_state(&table, "children_count", CAMDEN), FIGURE_NOT_AVAILABLE);
}

// A line on which nothing was spent has a row of 0, and then the sum of all lines counts.
static void promise_f_spending_of_all_lines_needs_a_row_for_each_of_them(void **state)
{
    Qd__Return *three = tabled_return(CAMDEN, "2024-25"), *four = tabled_return(BARNET, "2024-25");
    struct table table;

    (void)state;
    for (int line = LINE_2_1_4; line <= QD__SECTION251_LINE__LINE_2_1_7; line++) {
        tabled_transport(three, (Qd__Section251Line)line, 1000);
        tabled_transport(four, (Qd__Section251Line)line, 1000);
    }
    tabled_transport(four, QD__SECTION251_LINE__LINE_1_4_11, 0);
    tabled_begin_by(&table, "transport", "2024-25", "mode");
    tabled_add(&table, three, NULL);
    tabled_add(&table, four, NULL);
    table_finish(&table);
    assert_int_equal(tabled_state(&table, "gross_expenditure", CAMDEN), FIGURE_NOT_AVAILABLE);
    assert_int_equal(tabled_value(&table, "gross_expenditure", BARNET), 300000);
    assert_int_equal(tabled_value(&table, "gross_expenditure", LONDON), 300000);
    assert_int_equal(tabled_cell(&table, "gross_expenditure", LONDON)->n, 1);
}

static void promise_f_a_row_without_its_amount_takes_the_sum(void **state)
{
    Qd__Return *returned = tabled_return(CAMDEN, "2024-25");
    struct table table;

    (void)state;
    tabled_transport(returned, LINE_2_1_4, 1000);
    tabled_transport(returned, LINE_2_1_4, 500);
    tabled_transport(returned, LINE_2_1_6, WRITTEN_X);
    tabled_begin_by(&table, "transport", "2024-25", "line");
    tabled_add(&table, returned, NULL);
    table_finish(&table);
    assert_int_equal(tabled_value(&table, GROSS, CAMDEN), 150000);
    assert_int_not_equal(tabled_state(&table, "gross_expenditure line=line_2_1_6", CAMDEN),
                         FIGURE_KNOWN);
    assert_int_not_equal(tabled_state(&table, "gross_expenditure", CAMDEN), FIGURE_KNOWN);
}

// London's published sums: GBP 237,566,924 over 99,116 plans.
static void expenditure_is_over_the_plans_of_the_stock(void **state)
{
    Qd__Return *returned = tabled_return(CAMDEN, "2024-25");
    struct table table;

    (void)state;
    tabled_transport(returned, LINE_2_1_4, 237566924);
    tabled_begin_by(&table, "transport", "2024-25", "line");
    tabled_add(&table, returned, stock_of(CAMDEN, 99116));
    table_finish(&table);
    assert_int_equal(tabled_value(&table, GROSS, LONDON), 23756692400);
    assert_int_equal(tabled_value(&table, PER_PLAN, LONDON), 239686);
    assert_int_equal(tabled_cell(&table, PER_PLAN, CAMDEN)->denominator.value, 99116);
}

static void promise_f_without_plans_the_amount_stands_and_its_share_does_not(void **state)
{
    Qd__Return *returned = tabled_return(CAMDEN, "2024-25");
    Qd__Return *other = tabled_return(BARNET, "2024-25");
    struct table table;

    (void)state;
    tabled_transport(returned, LINE_2_1_4, 1000);
    tabled_transport(other, LINE_2_1_4, 3000);
    tabled_begin_by(&table, "transport", "2024-25", "line");
    tabled_add(&table, returned, stock_of(CAMDEN, WRITTEN_X));
    tabled_add(&table, other, stock_of(BARNET, 10));
    table_finish(&table);
    assert_int_equal(tabled_value(&table, GROSS, LONDON), 400000);
    assert_int_not_equal(tabled_state(&table, PER_PLAN, CAMDEN), FIGURE_KNOWN);
    assert_int_equal(tabled_value(&table, PER_PLAN, LONDON), 30000);
    assert_int_equal(tabled_cell(&table, PER_PLAN, LONDON)->n, 1);
}

static void children_are_counted_over_all_rows_when_each_knows_them(void **state)
{
    Qd__Return *returned = tabled_return(CAMDEN, "2024-25 Q1");
    Qd__Transport *first = tabled_transport(returned, LINE_2_1_4, 1000);
    Qd__Transport *second = tabled_transport(returned, LINE_2_1_6, 500);
    struct table table;

    (void)state;
    TABLED_SET(first, children, 3);
    TABLED_SET(first, solo, 1);
    TABLED_SET(first, passenger_assistants, 2);
    TABLED_SET(second, children, 1);
    TABLED_SET(second, solo, 0);
    written_other_lines(&tabled_arena, returned, WRITTEN_ZEROS);
    tabled_begin(&table, "transport", "2024-25 Q1");
    tabled_add(&table, returned, NULL);
    table_finish(&table);
    assert_int_equal(tabled_value(&table, "children_count", CAMDEN), 4);
    assert_int_equal(tabled_value(&table, "solo_percent", CAMDEN), 250);
    assert_int_equal(tabled_value(&table, "gross_expenditure_per_child", CAMDEN), 37500);
    assert_int_not_equal(tabled_state(&table, "passenger_assistants_count", CAMDEN), FIGURE_KNOWN);
    assert_int_not_equal(tabled_state(&table, "routes_count", CAMDEN), FIGURE_KNOWN);
}

static void spending_over_plans_is_never_called_the_cost_of_a_child(void **state)
{
    struct table table;

    (void)state;
    tabled_begin_by(&table, "transport", "2024-25", "line");
    assert_non_null(
        strstr(tabled_column(&table, PER_PLAN)->label, "not the cost of a child transported"));
}

static void every_line_of_the_form_can_be_asked_for(void **state)
{
    const ProtobufCEnumDescriptor *lines = &qd__section251_line__descriptor;
    struct table table;

    (void)state;
    tabled_begin_by(&table, "transport", "2024-25", "line");
    for (unsigned i = 0; i < lines->n_values; i++) {
        char code[CODES_WRITTEN_BYTES];

        assert_true(codes_write(lines, lines->values[i].value, code));
        (void)tabled_column(&table, arena_printf(&tabled_arena, "gross_expenditure line=%s", code));
    }
}

// A sub-total of lines has all of them, or nothing.
static void promise_f_transport_of_all_ages_needs_its_three_lines(void **state)
{
    Qd__Return *two = tabled_return(CAMDEN, "2024-25"), *three = tabled_return(BARNET, "2024-25");
    struct table table;

    (void)state;
    tabled_transport(two, LINE_2_1_4, 1000);
    tabled_transport(two, LINE_2_1_6, 500);
    tabled_transport(three, LINE_2_1_4, 1000);
    tabled_transport(three, LINE_2_1_6, 500);
    tabled_transport(three, QD__SECTION251_LINE__LINE_2_1_7, 25);
    tabled_transport(three, QD__SECTION251_LINE__LINE_1_4_11, 4);
    tabled_begin_by(&table, "transport", "2024-25", "line");
    tabled_add(&table, two, NULL);
    tabled_add(&table, three, NULL);
    table_finish(&table);
    assert_int_equal(tabled_state(&table, "gross_expenditure line=line_2_1_total", CAMDEN),
                     FIGURE_NOT_AVAILABLE);
    assert_int_equal(tabled_value(&table, "gross_expenditure line=line_2_1_total", BARNET), 152500);
    assert_int_equal(tabled_value(&table, "gross_expenditure", BARNET), 152900);
    assert_int_equal(tabled_cell(&table, "gross_expenditure line=line_2_1_total", LONDON)->n, 1);
}

// A line for children up to 16 over plans up to 25 says so, and is no headline.
static void spending_over_plans_says_that_the_plans_are_of_all_ages(void **state)
{
    struct table table;

    (void)state;
    tabled_begin_by(&table, "transport", "2024-25", "line");
    assert_non_null(strstr(tabled_column(&table, PER_PLAN)->label, "plans of all ages"));
    tabled_begin_as(&table, (struct table_request){.name = "transport", .headlines = 1}, "2024-25");
    assert_int_equal(table.count, 3);
    assert_string_equal(table.columns[0].slice->names[0], "line_2_1_4");
    assert_string_equal(table.columns[1].slice->names[0], "line_2_1_total");
    assert_string_equal(table.columns[2].slice->names[0], "line_2_1_total");
    assert_string_equal(table.columns[2].indicator->name, "gross_expenditure_per_plan");
}

// Nobody takes it for a year's.
static void money_of_a_quarter_says_so(void **state)
{
    struct table quarter, year;

    (void)state;
    tabled_begin(&quarter, "transport", "2024-25 Q4");
    tabled_begin(&year, "transport", "2024-25");
    assert_string_equal(tabled_column(&quarter, "gross_expenditure")->label,
                        "Gross expenditure, in the quarter");
    assert_non_null(
        strstr(tabled_column(&quarter, "gross_expenditure_per_plan")->label, ", in the quarter"));
    assert_string_equal(tabled_column(&year, "gross_expenditure")->label, "Gross expenditure");
    assert_null(strstr(tabled_column(&quarter, "children_count")->label, "quarter"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_rows_there_is_no_expenditure_of_zero),
        cmocka_unit_test(promise_f_a_line_without_a_row_is_missing_not_zero),
        cmocka_unit_test(promise_f_spending_of_all_lines_needs_a_row_for_each_of_them),
        cmocka_unit_test(promise_f_a_row_without_its_amount_takes_the_sum),
        cmocka_unit_test(expenditure_is_over_the_plans_of_the_stock),
        cmocka_unit_test(promise_f_without_plans_the_amount_stands_and_its_share_does_not),
        cmocka_unit_test(children_are_counted_over_all_rows_when_each_knows_them),
        cmocka_unit_test(spending_over_plans_is_never_called_the_cost_of_a_child),
        cmocka_unit_test(every_line_of_the_form_can_be_asked_for),
        cmocka_unit_test(promise_f_transport_of_all_ages_needs_its_three_lines),
        cmocka_unit_test(spending_over_plans_says_that_the_plans_are_of_all_ages),
        cmocka_unit_test(money_of_a_quarter_says_so),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
