// A table as JSON.
#include "tests/support/sample_output.h"

#include <jansson.h>

#define WITHIN_EX "plans_issued_within_20_weeks_ex_percent"

static void a_full_disk_is_an_error(void **state)
{
    struct table table;

    (void)state;
    sample_timely_table(&table);
    sample_full(output_json, &table);
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

static void the_json_says_what_the_csv_says(void **state)
{
    json_t *root, *measure, *camden, *london;
    struct table table;
    char *text;

    (void)state;
    sample_timely_table(&table);
    text = sample_written(output_json, &table, WITHIN_EX);
    root = parse(text);
    assert_string_equal(word(root, "table"), "timeliness");
    assert_string_equal(word(root, "period"), "2024");
    assert_int_equal(
        json_integer_value(json_object_get(json_object_get(root, "as_at"), "sequence")), 7);
    assert_string_equal(word(json_object_get(root, "as_at"), "received_at"),
                        "2025-11-23T10:00:00Z");
    assert_int_equal(json_array_size(json_object_get(root, "areas")), TABLE_ROWS);
    assert_int_equal(json_array_size(json_object_get(root, "measures")), 1);
    measure = json_array_get(json_object_get(root, "measures"), 0);
    assert_string_equal(word(measure, "measure"), WITHIN_EX);
    assert_string_equal(word(measure, "unit"), "percent");
    assert_string_equal(word(measure, "polarity"), "high");
    assert_string_equal(word(measure, "ranked_from"), "highest");
    assert_int_equal(json_array_size(json_object_get(measure, "figures")), TABLE_ROWS);
    camden = json_array_get(json_object_get(measure, "figures"), CAMDEN);
    assert_string_equal(word(camden, "area_code"), "E09000007");
    assert_string_equal(word(camden, "value"), "99.3");
    assert_int_equal(json_integer_value(json_object_get(camden, "rank")), 1);
    london = json_array_get(json_object_get(measure, "figures"), TABLE_LONDON);
    assert_string_equal(word(london, "value"), "53.1");
    assert_int_equal(json_integer_value(json_object_get(london, "covered")), 3);
    assert_int_equal(json_integer_value(json_object_get(london, "of")), 33);
    assert_true(json_is_null(json_object_get(london, "rank")));
    json_decref(root);
    free(text);
}

static void the_json_of_what_is_not_ranked_has_null(void **state)
{
    struct table table;
    json_t *root, *measure;
    char *text;

    (void)state;
    sample_table(&table, &arena, "submissions", "2024");
    table_finish(&table);
    text = sample_written(output_json, &table, "returned_count");
    root = parse(text);
    measure = json_array_get(json_object_get(root, "measures"), 0);
    assert_string_equal(word(measure, "polarity"), "none");
    assert_true(json_is_null(json_object_get(measure, "ranked_from")));
    assert_true(json_is_null(
        json_object_get(json_array_get(json_object_get(measure, "figures"), CAMDEN), "rank")));
    json_decref(root);
    free(text);
}

static void every_table_is_json(void **state)
{
    (void)state;
    for (size_t i = 0; table_names[i] != NULL; i++) {
        struct table table;
        json_t *root;
        char *text;

        sample_table(&table, &arena, table_names[i], "2024-25 Q4");
        table_finish(&table);
        text = sample_written(output_json, &table, NULL);
        root = parse(text);
        assert_int_equal(json_array_size(json_object_get(root, "measures")), table.count);
        json_decref(root);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_is_an_error),
        cmocka_unit_test(the_json_says_what_the_csv_says),
        cmocka_unit_test(the_json_of_what_is_not_ranked_has_null),
        cmocka_unit_test(every_table_is_json),
    };

    return cmocka_run_group_tests(tests, sample_set_up, sample_tear_down);
}
