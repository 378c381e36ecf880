// A table as JSON.
#include "reporter/outputs/output.h"
#include "tests/support/tabled/tabled_output.h"

#include <jansson.h>

#define WITHIN_EX "plans_issued_within_20_weeks_ex_percent"

static void a_full_disk_is_an_error(void **state)
{
    struct table table;

    (void)state;
    tabled_timely(&table, WITHIN_EX);
    tabled_full(output_json, &table);
}

static json_t *parse(const char *text)
{
    json_error_t error;
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);

    if (root == NULL)
        fail_msg("line %d: %s", error.line, error.text);
    return root;
}

static const char *word(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static double number(const json_t *object, const char *key)
{
    assert_true(json_is_number(json_object_get(object, key)));
    return json_number_value(json_object_get(object, key));
}

static int is_null(const json_t *object, const char *key)
{
    return json_is_null(json_object_get(object, key));
}

// The cell of an area.
static const json_t *cell_of(const json_t *root, const char *area_code)
{
    const json_t *cell;
    size_t i;

    json_array_foreach(json_object_get(root, "cells"), i,
                       cell) if (strcmp(word(cell, "area_code"), area_code) == 0) return cell;
    fail_msg("%s has no cell", area_code);
    return NULL;
}

static void the_json_says_what_the_csv_says(void **state)
{
    const json_t *measure, *as_at, *camden, *city, *london;
    struct table table;
    json_t *root;

    (void)state;
    tabled_timely(&table, WITHIN_EX);
    root = parse(tabled_written(output_json, &table));
    assert_string_equal(word(root, "table"), "timeliness");
    assert_string_equal(json_string_value(json_array_get(json_object_get(root, "periods"), 0)),
                        "2024");
    as_at = json_object_get(root, "as_at");
    assert_true(number(as_at, "sequence") == 7);
    assert_string_equal(word(as_at, "received_at"), "2025-11-23T10:00:00Z");
    assert_true(json_is_false(json_object_get(root, "simulated")));
    assert_int_equal(json_array_size(json_object_get(root, "areas")), table.rows_count);
    assert_int_equal(json_array_size(json_object_get(root, "measures")), 1);
    assert_int_equal(json_array_size(json_object_get(root, "cells")), table.rows_count);
    measure = json_array_get(json_object_get(root, "measures"), 0);
    assert_string_equal(word(measure, "measure"), WITHIN_EX);
    assert_string_equal(word(measure, "unit"), "percent");
    assert_string_equal(word(measure, "kind"), "proportion");
    assert_string_equal(word(measure, "direction"), "high");
    assert_string_equal(word(measure, "ranked_from"), "highest");
    camden = cell_of(root, "E09000007");
    assert_true(number(camden, "value") == 99.3);
    assert_true(is_null(camden, "status"));
    assert_true(number(camden, "rank") == 1);
    assert_string_equal(word(camden, "made_from"), "return");
    city = cell_of(root, "E09000001");
    assert_true(is_null(city, "value"));
    assert_string_equal(word(city, "status"), "nothing to divide by");
    assert_true(number(city, "denominator") == 0);
    london = cell_of(root, "E12000007");
    assert_true(number(london, "value") == 53.1);
    assert_true(number(london, "n") == 3 && number(london, "of") == 33);
    assert_true(is_null(london, "rank"));
    json_decref(root);
}

static void the_json_of_what_is_not_ranked_has_null(void **state)
{
    const json_t *measure;
    struct table table;
    json_t *root;

    (void)state;
    tabled_begin_as(&table,
                    (struct table_request){.name = "submissions", .measures = "returned_count"},
                    "2024");
    table_finish(&table);
    root = parse(tabled_written(output_json, &table));
    measure = json_array_get(json_object_get(root, "measures"), 0);
    assert_string_equal(word(measure, "direction"), "none");
    assert_true(is_null(measure, "ranked_from"));
    assert_true(is_null(cell_of(root, "E09000007"), "rank"));
    json_decref(root);
}

static void every_table_is_json_and_each_measure_stands_once(void **state)
{
    static const struct {
        const char *table, *by;
    } tables[] = {{"timeliness", NULL},
                  {"placements", "setting"},
                  {"transport", "line,mode"},
                  {"submissions", NULL}};

    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        size_t measures = 0;
        struct table table;
        json_t *root;

        tabled_begin_as(
            &table,
            (struct table_request){.name = tables[i].table, .by = tables[i].by, .headlines = 1},
            "2024-25 Q4");
        table_finish(&table);
        root = parse(tabled_written(output_json, &table));
        for (size_t j = 0; j < table.count; j++)
            measures += j == 0 || strcmp(table.columns[j].indicator->name,
                                         table.columns[j - 1].indicator->name) != 0;
        assert_int_equal(json_array_size(json_object_get(root, "measures")), measures);
        assert_int_equal(json_array_size(json_object_get(root, "cells")),
                         table.count * table.rows_count);
        json_decref(root);
    }
}

static void a_slice_is_members_of_its_cell(void **state)
{
    struct table table;
    const json_t *cell;
    json_t *root;

    (void)state;
    tabled_spent(&table, "gross_expenditure");
    root = parse(tabled_written(output_json, &table));
    assert_int_equal(json_array_size(json_object_get(root, "dimensions")), 4);
    cell = cell_of(root, "E09000007");
    assert_string_equal(word(cell, "line"), "line_2_1_4");
    assert_string_equal(word(cell, "mode"), "total");
    assert_true(number(cell, "value") == 1234567.50);
    json_decref(root);
}

static void a_text_keeps_its_quotation_marks_and_line_ends(void **state)
{
    static const char odd[] = "a \"b\" \\ c\n\t\x01 \u00a3";
    struct table table;
    json_t *root;

    (void)state;
    tabled_timely(&table, WITHIN_EX);
    table.columns[0].measure_label = odd;
    root = parse(tabled_written(output_json, &table));
    assert_string_equal(word(json_array_get(json_object_get(root, "measures"), 0), "label"), odd);
    json_decref(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_is_an_error),
        cmocka_unit_test(the_json_says_what_the_csv_says),
        cmocka_unit_test(the_json_of_what_is_not_ranked_has_null),
        cmocka_unit_test(every_table_is_json_and_each_measure_stands_once),
        cmocka_unit_test(a_slice_is_members_of_its_cell),
        cmocka_unit_test(a_text_keeps_its_quotation_marks_and_line_ends),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
