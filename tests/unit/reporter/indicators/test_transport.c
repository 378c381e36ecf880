#include "reporter/indicators/transport.h"

#include "tests/support/sample_arena.h"

#define LINE_2_1_4 QD__SECTION251_LINE__LINE_2_1_4
#define LINE_2_1_6 QD__SECTION251_LINE__LINE_2_1_6
#define GROSS "line_2_1_4_gross_expenditure"

static Qd__Return *stock_of(int row, int64_t plans)
{
    Qd__Return *stock = sample_return(&arena, row, "2024-25 Q4");

    sample_plans(&arena, stock, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, plans);
    return stock;
}

static void without_rows_there_is_no_expenditure_of_zero(void **state)
{
    struct table table;

    (void)state;
    sample_table(&table, &arena, "transport", "2024-25");
    sample_add(&table, sample_return(&arena, CAMDEN, "2024-25"), stock_of(CAMDEN, 100));
    table_finish(&table);
    for (size_t i = 0; i < table.count; i++)
        assert_false(table.columns[i].cells[CAMDEN].known);
}

static void promise_f_a_line_without_a_row_is_missing_not_zero(void **state)
{
    Qd__Return *returned = sample_return(&arena, CAMDEN, "2024-25");
    struct table table;

    (void)state;
    sample_transport(&arena, returned, LINE_2_1_4, 1000);
    sample_table(&table, &arena, "transport", "2024-25");
    sample_add(&table, returned, NULL);
    table_finish(&table);
    assert_int_equal(sample_value(&table, GROSS, CAMDEN), 100000);
    assert_false(sample_known(&table, "line_2_1_6_gross_expenditure", CAMDEN));
    assert_int_equal(sample_value(&table, "gross_expenditure", CAMDEN), 100000);
}

static void promise_f_a_row_without_its_amount_takes_the_sum(void **state)
{
    Qd__Return *returned = sample_return(&arena, CAMDEN, "2024-25");
    struct table table;

    (void)state;
    sample_transport(&arena, returned, LINE_2_1_4, 1000);
    sample_transport(&arena, returned, LINE_2_1_4, 500);
    sample_transport(&arena, returned, LINE_2_1_6, SAMPLE_X);
    sample_table(&table, &arena, "transport", "2024-25");
    sample_add(&table, returned, NULL);
    table_finish(&table);
    assert_int_equal(sample_value(&table, GROSS, CAMDEN), 150000);
    assert_false(sample_known(&table, "line_2_1_6_gross_expenditure", CAMDEN));
    assert_false(sample_known(&table, "gross_expenditure", CAMDEN));
}

// London's published sums: GBP 237,566,924 over 99,116 plans.
static void expenditure_is_over_the_plans_of_the_stock(void **state)
{
    Qd__Return *returned = sample_return(&arena, CAMDEN, "2024-25");
    struct table table;

    (void)state;
    sample_transport(&arena, returned, LINE_2_1_4, 237566924);
    sample_table(&table, &arena, "transport", "2024-25");
    sample_add(&table, returned, stock_of(CAMDEN, 99116));
    table_finish(&table);
    assert_int_equal(sample_value(&table, GROSS, TABLE_LONDON), 23756692400);
    assert_int_equal(sample_value(&table, GROSS "_per_plan", TABLE_LONDON), 239686);
    assert_int_equal(sample_cell(&table, GROSS "_per_plan", CAMDEN)->denominator.value, 99116);
}

static void promise_f_without_plans_the_amount_stands_and_its_share_does_not(void **state)
{
    Qd__Return *returned = sample_return(&arena, CAMDEN, "2024-25");
    Qd__Return *other = sample_return(&arena, BARNET, "2024-25");
    struct table table;

    (void)state;
    sample_transport(&arena, returned, LINE_2_1_4, 1000);
    sample_transport(&arena, other, LINE_2_1_4, 3000);
    sample_table(&table, &arena, "transport", "2024-25");
    sample_add(&table, returned, stock_of(CAMDEN, SAMPLE_X));
    sample_add(&table, other, stock_of(BARNET, 10));
    table_finish(&table);
    assert_int_equal(sample_value(&table, GROSS, TABLE_LONDON), 400000);
    assert_false(sample_known(&table, GROSS "_per_plan", CAMDEN));
    assert_int_equal(sample_value(&table, GROSS "_per_plan", TABLE_LONDON), 30000);
    assert_int_equal(sample_cell(&table, GROSS "_per_plan", TABLE_LONDON)->covered, 1);
}

static void children_are_counted_over_all_rows_when_each_knows_them(void **state)
{
    Qd__Return *returned = sample_return(&arena, CAMDEN, "2024-25 Q1");
    Qd__Transport *first = sample_transport(&arena, returned, LINE_2_1_4, 1000);
    Qd__Transport *second = sample_transport(&arena, returned, LINE_2_1_6, 500);
    struct table table;

    (void)state;
    SAMPLE_SET(&arena, first, children, 3);
    SAMPLE_SET(&arena, first, solo, 1);
    SAMPLE_SET(&arena, first, passenger_assistants, 2);
    SAMPLE_SET(&arena, second, children, 1);
    SAMPLE_SET(&arena, second, solo, 0);
    sample_table(&table, &arena, "transport", "2024-25 Q1");
    sample_add(&table, returned, NULL);
    table_finish(&table);
    assert_int_equal(sample_value(&table, "children_count", CAMDEN), 4);
    assert_int_equal(sample_value(&table, "solo_percent", CAMDEN), 250);
    assert_int_equal(sample_value(&table, "gross_expenditure_per_child", CAMDEN), 37500);
    assert_false(sample_known(&table, "passenger_assistants_count", CAMDEN));
    assert_false(sample_known(&table, "routes_count", CAMDEN));
}

static void spending_over_plans_is_never_called_the_cost_of_a_child(void **state)
{
    struct table table;

    (void)state;
    sample_table(&table, &arena, "transport", "2024-25");
    assert_non_null(strstr(table_column(&table, GROSS "_per_plan")->indicator->label,
                           "not the cost of a child transported"));
}

static void every_line_of_the_form_is_a_measure(void **state)
{
    const ProtobufCEnumDescriptor *lines = &qd__section251_line__descriptor;
    struct table table;

    (void)state;
    sample_table(&table, &arena, "transport", "2024-25");
    for (unsigned i = 0; i < lines->n_values; i++) {
        char code[CODES_WRITTEN_BYTES];

        assert_true(codes_write(lines, lines->values[i].value, code));
        assert_non_null(table_column(&table, arena_printf(&arena, "%s_gross_expenditure", code)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_rows_there_is_no_expenditure_of_zero),
        cmocka_unit_test(promise_f_a_line_without_a_row_is_missing_not_zero),
        cmocka_unit_test(promise_f_a_row_without_its_amount_takes_the_sum),
        cmocka_unit_test(expenditure_is_over_the_plans_of_the_stock),
        cmocka_unit_test(promise_f_without_plans_the_amount_stands_and_its_share_does_not),
        cmocka_unit_test(children_are_counted_over_all_rows_when_each_knows_them),
        cmocka_unit_test(spending_over_plans_is_never_called_the_cost_of_a_child),
        cmocka_unit_test(every_line_of_the_form_is_a_measure),
    };

    return cmocka_run_group_tests(tests, sample_set_up, sample_tear_down);
}
