#include "reporter/indicators/submissions.h"

#include "tests/support/sample_arena.h"

static void promise_f_who_has_not_returned_is_known_and_nothing_else_of_them(void **state)
{
    struct table table;

    (void)state;
    sample_table(&table, &arena, "submissions", "2024");
    sample_add(&table, sample_return(&arena, CAMDEN, "2024"), NULL);
    table_finish(&table);
    assert_int_equal(sample_value(&table, "returned_count", CAMDEN), 1);
    assert_int_equal(sample_value(&table, "returned_count", BARNET), 0);
    assert_int_equal(sample_value(&table, "returned_count", TABLE_LONDON), 1);
    assert_int_equal(sample_cell(&table, "returned_count", TABLE_LONDON)->covered, 33);
    for (size_t i = 0; i < table.count; i++)
        if (strcmp(table.columns[i].indicator->measure, "returned_count") != 0) {
            assert_false(table.columns[i].cells[BARNET].known);
            assert_int_equal(table.columns[i].cells[TABLE_LONDON].covered, 1);
        }
}

static void the_receipt_and_the_rows_of_each_part_are_shown(void **state)
{
    Qd__Return *returned = sample_return(&arena, CAMDEN, "2024");
    const struct indicator_source source = {.period = returned,
                                            .revision = 3,
                                            .queries = 2,
                                            .sequence = 9,
                                            .received_at_unix_ms = 1763892000123};
    struct table table;

    (void)state;
    sample_timeliness(&arena, returned);
    sample_plans(&arena, returned, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, 1);
    sample_plans(&arena, returned, QD__SETTING__NEET, QD__NEED__NEED_NOT_KNOWN, 1);
    sample_table(&table, &arena, "submissions", "2024");
    table_add(&table, CAMDEN, &source);
    table_finish(&table);
    assert_int_equal(sample_value(&table, "revision", CAMDEN), 3);
    assert_int_equal(sample_value(&table, "queries_count", CAMDEN), 2);
    assert_int_equal(sample_value(&table, "received_at", CAMDEN), 1763892000123);
    assert_int_equal(sample_value(&table, "timeliness_rows_count", CAMDEN), 1);
    assert_int_equal(sample_value(&table, "placements_rows_count", CAMDEN), 2);
    assert_int_equal(sample_value(&table, "transport_rows_count", CAMDEN), 0);
    assert_int_equal(sample_value(&table, "explanations_rows_count", CAMDEN), 0);
}

static void revisions_and_times_are_not_summed(void **state)
{
    struct table table;

    (void)state;
    sample_table(&table, &arena, "submissions", "2024");
    sample_add(&table, sample_return(&arena, CAMDEN, "2024"), NULL);
    sample_add(&table, sample_return(&arena, HACKNEY, "2024"), NULL);
    table_finish(&table);
    assert_false(sample_known(&table, "revision", TABLE_LONDON));
    assert_false(sample_known(&table, "received_at", TABLE_LONDON));
    assert_int_equal(sample_cell(&table, "revision", TABLE_LONDON)->covered, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(promise_f_who_has_not_returned_is_known_and_nothing_else_of_them),
        cmocka_unit_test(the_receipt_and_the_rows_of_each_part_are_shown),
        cmocka_unit_test(revisions_and_times_are_not_summed),
    };

    return cmocka_run_group_tests(tests, sample_set_up, sample_tear_down);
}
