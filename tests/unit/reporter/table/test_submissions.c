// The table of submissions.
#include "tests/support/tabled/tabled.h"

static void promise_f_who_has_not_returned_is_known_and_nothing_else_of_them(void **state)
{
    struct table table;

    (void)state;
    tabled_begin(&table, "submissions", "2024");
    tabled_add(&table, tabled_return(CAMDEN, "2024"), NULL);
    table_finish(&table);
    assert_int_equal(tabled_value(&table, "returned_count", CAMDEN), 1);
    assert_int_equal(tabled_value(&table, "returned_count", BARNET), 0);
    assert_int_equal(tabled_value(&table, "returned_count", LONDON), 1);
    assert_int_equal(tabled_cell(&table, "returned_count", LONDON)->n, 33);
    for (size_t i = 0; i < table.count; i++)
        if (strcmp(table.columns[i].indicator->name, "returned_count") != 0) {
            assert_int_equal(table_cell(&table, 0, i, BARNET)->value.state, FIGURE_NOT_RETURNED);
            assert_int_equal(table_cell(&table, 0, i, LONDON)->n, 1);
        }
}

static void the_receipt_and_the_rows_of_each_part_are_shown(void **state)
{
    Qd__Return *returned = tabled_return(CAMDEN, "2024");
    const struct receipt receipt = {.returned = returned,
                                    .revision = 3,
                                    .queries = 2,
                                    .sequence = 9,
                                    .received_at_unix_ms = 1763892000123};
    struct table table;

    (void)state;
    tabled_timeliness(returned);
    tabled_plans(returned, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, 1);
    tabled_plans(returned, QD__SETTING__NEET, QD__NEED__NEED_NOT_KNOWN, 1);
    tabled_begin(&table, "submissions", "2024");
    table_borough_begin(&table, 0, CAMDEN);
    tabled_take(&table, TABLE_PERIOD, &receipt);
    assert_true(table_borough_end(&table));
    table_finish(&table);
    assert_int_equal(tabled_value(&table, "revision", CAMDEN), 3);
    assert_int_equal(tabled_value(&table, "queries_count", CAMDEN), 2);
    assert_int_equal(tabled_value(&table, "received_at", CAMDEN), 1763892000);
    assert_int_equal(tabled_value(&table, "timeliness_rows_count", CAMDEN), 1);
    assert_int_equal(tabled_value(&table, "placements_rows_count", CAMDEN), 2);
    assert_int_equal(tabled_value(&table, "transport_rows_count", CAMDEN), 0);
    assert_int_equal(tabled_value(&table, "explanations_rows_count", CAMDEN), 0);
}

static void revisions_and_times_are_not_summed(void **state)
{
    struct table table;

    (void)state;
    tabled_begin(&table, "submissions", "2024");
    tabled_add(&table, tabled_return(CAMDEN, "2024"), NULL);
    tabled_add(&table, tabled_return(HACKNEY, "2024"), NULL);
    table_finish(&table);
    assert_int_equal(tabled_state(&table, "revision", LONDON), FIGURE_NOT_APPLICABLE);
    assert_int_equal(tabled_state(&table, "received_at", LONDON), FIGURE_NOT_APPLICABLE);
    assert_int_equal(tabled_cell(&table, "revision", LONDON)->n, 2);
}

// What the operator removed was returned all the same.
static void promise_g_a_return_that_was_removed_is_counted_and_not_shown(void **state)
{
    const struct receipt receipt = {.redacted = 1, .parts = 1U << FORM_TIMELINESS, .revision = 2};
    struct table receipts, timeliness, placements;

    (void)state;
    tabled_begin(&receipts, "submissions", "2024");
    tabled_begin(&timeliness, "timeliness", "2024");
    tabled_begin(&placements, "placements", "2024-25 Q4");
    table_borough_begin(&receipts, 0, CAMDEN);
    tabled_take(&receipts, TABLE_PERIOD, &receipt);
    assert_true(table_borough_end(&receipts));
    table_borough_begin(&timeliness, 0, CAMDEN);
    tabled_take(&timeliness, TABLE_PERIOD, &receipt);
    assert_true(table_borough_end(&timeliness));
    table_borough_begin(&placements, 0, CAMDEN);
    tabled_take(&placements, TABLE_PERIOD, &receipt);
    assert_false(table_borough_end(&placements));
    assert_int_equal(tabled_value(&receipts, "returned_count", CAMDEN), 1);
    assert_int_equal(tabled_value(&receipts, "revision", CAMDEN), 2);
    assert_int_equal(tabled_state(&receipts, "timeliness_rows_count", CAMDEN),
                     FIGURE_NOT_AVAILABLE);
    assert_int_equal(tabled_state(&timeliness, "plans_issued_count", CAMDEN), FIGURE_NOT_AVAILABLE);
    assert_true(table_source_of(&timeliness, 0, CAMDEN).redacted);
    assert_true(table_source_of(&timeliness, 0, LONDON).redacted);
    assert_int_equal(tabled_state(&placements, "plans_count", CAMDEN), FIGURE_NOT_RETURNED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(promise_f_who_has_not_returned_is_known_and_nothing_else_of_them),
        cmocka_unit_test(the_receipt_and_the_rows_of_each_part_are_shown),
        cmocka_unit_test(revisions_and_times_are_not_summed),
        cmocka_unit_test(promise_g_a_return_that_was_removed_is_counted_and_not_shown),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
