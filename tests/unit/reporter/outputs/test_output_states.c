// Each state of a figure through each output: a value or a status, and never both or neither.
#include "reporter/outputs/glance_sheet.h"
#include "reporter/outputs/output.h"
#include "reporter/outputs/output_ees.h"
#include "tests/support/tabled/tabled_output.h"

#include <jansson.h>

#define WITHIN_EX "plans_issued_within_20_weeks_ex_percent"

static const struct {
    enum figure_state state;
    const char *sign, *words;  // in text; in CSV and JSON
    const char *open_data;
} states[] = {
    {FIGURE_NOT_RETURNED, "nr", "not returned", "x"},
    {FIGURE_NOT_AVAILABLE, "x", "not available", "x"},
    {FIGURE_NOT_COLLECTED, "nc", "not collected", "x"},
    {FIGURE_NOT_YET_KNOWN, "nyk", "not yet known", "x"},
    {FIGURE_NOT_APPLICABLE, "z", "not applicable", "z"},
    {FIGURE_NOTHING_TO_DIVIDE_BY, "0/0", "nothing to divide by", "z"},
    {FIGURE_CONFIDENTIAL, "c", "confidential", "c"},
    {FIGURE_ROUNDS_TO_0, "low", "rounds to 0", "low"},
};

enum { STATES = sizeof states / sizeof states[0], NONE = STATES };

// A table of one cell: Camden's percentage, which is 50.0 for NONE and else missing for that reason.
static void make(struct table *table, size_t why)
{
    Qd__Return *made = tabled_return(CAMDEN, "2024");
    Qd__Timeliness *flows = tabled_timeliness(made);

    TABLED_SET(flows, plans_issued_within_20_weeks_ex, 10);
    TABLED_SET(flows, plans_issued_ex, 20);
    tabled_begin_as(
        table,
        (struct table_request){.name = "timeliness", .measures = WITHIN_EX, .areas = "Camden"},
        "2024");
    tabled_add(table, made, NULL);
    table_finish(table);
    if (why != NONE)
        table_cell(table, 0, 0, CAMDEN)->value = figure_missing(states[why].state);
}

// The cells of the second line, which is Camden's, by the names in the first; no cell has a comma before
// the one that is asked for but for the label, which is quoted.
static const char *csv_cell(const char *csv, const char *name)
{
    const char *heading = csv, *cell = strchr(csv, '\n') + 1;

    while (strncmp(heading, name, strlen(name)) != 0 ||
           strchr(",\n", heading[strlen(name)]) == NULL) {
        assert_true(*heading != '\n');
        heading += strcspn(heading, ",\n") + 1;
        if (*cell == '"')
            cell = strchr(cell + 1, '"') + 1;
        cell += strcspn(cell, ",\n") + 1;
    }
    return arena_printf(&tabled_arena, "%.*s", (int)strcspn(cell, ",\n"), cell);
}

static void promise_f_csv_has_a_number_or_a_status_in_words(void **state)
{
    struct table table;

    (void)state;
    for (size_t i = 0; i < STATES; i++) {
        const char *csv;

        make(&table, i);
        csv = tabled_written(output_csv, &table);
        assert_string_equal(csv_cell(csv, "value"), "");
        assert_string_equal(csv_cell(csv, "status"), states[i].words);
    }
    make(&table, NONE);
    assert_string_equal(csv_cell(tabled_written(output_csv, &table), "value"), "50.0");
    assert_string_equal(csv_cell(tabled_written(output_csv, &table), "status"), "");
}

static void promise_f_json_has_null_and_a_status(void **state)
{
    (void)state;
    for (size_t i = 0; i <= STATES; i++) {
        const json_t *cell;
        struct table table;
        json_t *root;

        make(&table, i);
        root = json_loads(tabled_written(output_json, &table), 0, NULL);
        assert_int_equal(json_array_size(json_object_get(root, "cells")), 1);
        cell = json_array_get(json_object_get(root, "cells"), 0);
        if (i == NONE) {
            assert_true(json_number_value(json_object_get(cell, "value")) == 50.0);
            assert_true(json_is_null(json_object_get(cell, "status")));
        } else {
            assert_true(json_is_null(json_object_get(cell, "value")));
            assert_string_equal(json_string_value(json_object_get(cell, "status")),
                                states[i].words);
        }
        json_decref(root);
    }
}

static int stands_alone(const char *text, const char *sign)
{
    const char *line = strstr(text, "\nCamden ");

    assert_non_null(line);
    line += strlen("\nCamden ");
    line += strspn(line, " ");
    return strncmp(line, sign, strlen(sign)) == 0 && strchr(" \n", line[strlen(sign)]) != NULL;
}

static int is_explained(const char *text, size_t why)
{
    return strstr(text, arena_printf(&tabled_arena, "\n%-9s%s", states[why].sign,
                                     states[why].words)) != NULL;
}

static void promise_f_text_shows_the_sign_and_explains_those_that_occur(void **state)
{
    (void)state;
    for (size_t i = 0; i <= STATES; i++) {
        struct table table;
        const char *text;

        make(&table, i);
        text = tabled_written(output_text, &table);
        assert_true(stands_alone(text, i == NONE ? "50.0" : states[i].sign));
        for (size_t other = 0; other < STATES; other++)
            assert_int_equal(is_explained(text, other), other == i);
    }
}

static void promise_f_a_workbook_shows_the_sign_in_brackets(void **state)
{
    (void)state;
    for (size_t i = 0; i <= STATES; i++) {
        struct sheet sheet;
        struct table table;
        const char *shown =
            i == NONE ? "50.0" : arena_printf(&tabled_arena, "[%s]", states[i].sign);

        make(&table, i);
        assert_int_equal(glance_sheet(&sheet, &tabled_arena, &table), 1);
        assert_string_equal(sheet.rows[0].cells[sheet.columns_count - 1], shown);
    }
}

static void promise_f_open_data_has_the_symbol_of_dfe(void **state)
{
    (void)state;
    for (size_t i = 0; i <= STATES; i++) {
        struct table table;

        make(&table, i);
        assert_string_equal(csv_cell(tabled_written(output_ees_data, &table), WITHIN_EX),
                            i == NONE ? "50.0" : states[i].open_data);
    }
}

// A state that is new must be added above.
static void every_state_of_a_table_is_tried(void **state)
{
    (void)state;
    assert_int_equal(STATES, FIGURE_BLANK);
    for (int one = 0; one < STATES; one++)
        assert_int_equal(states[one].state, one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(promise_f_csv_has_a_number_or_a_status_in_words),
        cmocka_unit_test(promise_f_json_has_null_and_a_status),
        cmocka_unit_test(promise_f_text_shows_the_sign_and_explains_those_that_occur),
        cmocka_unit_test(promise_f_a_workbook_shows_the_sign_in_brackets),
        cmocka_unit_test(promise_f_open_data_has_the_symbol_of_dfe),
        cmocka_unit_test(every_state_of_a_table_is_tried),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
