// Figures as they are published, in CSV and JSON.
#include "reporter/output.h"

#include "tests/unit/sample_output.h"

#include <jansson.h>

#define WITHIN_EX "plans_issued_within_20_weeks_ex_percent"

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, SAMPLE_ARENA_CAP_BYTES);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static int lines(const char *text)
{
    int count = 0;

    for (; *text != '\0'; text++)
        count += *text == '\n';
    return count;
}

// --- bad input first -----------------------------------------------------------------------------
static void a_full_disk_is_an_error(void **state)
{
    struct table table;

    (void)state;
    sample_timely_table(&table, &arena);
    sample_full(output_csv, &table);
    sample_full(output_json, &table);
}

// --- values --------------------------------------------------------------------------------------
static void a_value_is_written_with_the_decimals_of_its_unit(void **state)
{
    char text[OUTPUT_VALUE_BYTES];
    struct table table;

    (void)state;
    sample_timely_table(&table, &arena);
    output_value(table_column(&table, WITHIN_EX), CAMDEN, text);
    assert_string_equal(text, "99.3");
    output_value(table_column(&table, WITHIN_EX), BARNET, text);
    assert_string_equal(text, "50.0");
    output_numerator(table_column(&table, WITHIN_EX), BARNET, text);
    assert_string_equal(text, "1000");
    output_denominator(table_column(&table, WITHIN_EX), BARNET, text);
    assert_string_equal(text, "2000");
    sample_transport_table(&table, &arena);
    output_value(table_column(&table, "line_2_1_4_gross_expenditure"), CAMDEN, text);
    assert_string_equal(text, "1234567.50");
    output_value(table_column(&table, "line_2_1_4_gross_expenditure_per_plan"), TABLE_LONDON, text);
    assert_string_equal(text, "12345.68");
    output_numerator(table_column(&table, "line_2_1_4_gross_expenditure_per_plan"), CAMDEN, text);
    assert_string_equal(text, "1234567.50");
    output_denominator(table_column(&table, "line_2_1_4_gross_expenditure_per_plan"), CAMDEN, text);
    assert_string_equal(text, "100");
}

static void promise_f_not_available_is_x_and_a_nought_is_0(void **state)
{
    const struct table_column *column;
    char text[OUTPUT_VALUE_BYTES];
    struct table table;

    (void)state;
    sample_timely_table(&table, &arena);
    column = table_column(&table, WITHIN_EX);
    output_value(column, CITY, text);
    assert_string_equal(text, "x");
    output_numerator(column, CITY, text);
    assert_string_equal(text, "0");
    output_denominator(column, CITY, text);
    assert_string_equal(text, "0");
    output_rank(column, CITY, text);
    assert_string_equal(text, "x");
    output_value(column, HACKNEY, text);
    assert_string_equal(text, "x");
    output_numerator(column, HACKNEY, text);
    assert_string_equal(text, "x");
    output_denominator(column, HACKNEY, text);
    assert_string_equal(text, "x");
}

static void what_cannot_be_is_z(void **state)
{
    char text[OUTPUT_VALUE_BYTES];
    struct table table;

    (void)state;
    sample_timely_table(&table, &arena);
    output_denominator(table_column(&table, "plans_issued_ex_count"), CAMDEN, text);
    assert_string_equal(text, "z");
    output_rank(table_column(&table, "plans_issued_ex_count"), TABLE_INNER, text);
    assert_string_equal(text, "z");
    output_rank(table_column(&table, WITHIN_EX), TABLE_LONDON, text);
    assert_string_equal(text, "z");
    sample_table(&table, &arena, "submissions", "2024");
    table_finish(&table);
    output_value(table_column(&table, "revision"), TABLE_LONDON, text);
    assert_string_equal(text, "z");
    output_value(table_column(&table, "revision"), CAMDEN, text);
    assert_string_equal(text, "x");
    output_rank(table_column(&table, "revision"), CAMDEN, text);
    assert_string_equal(text, "z");
    assert_string_equal(output_ranked_from(table_column(&table, "revision")->indicator), "z");
}

static void a_rank_says_from_which_end_it_counts(void **state)
{
    char text[OUTPUT_VALUE_BYTES];
    struct table table;

    (void)state;
    sample_timely_table(&table, &arena);
    output_rank(table_column(&table, "plans_issued_ex_count"), BARNET, text);
    assert_string_equal(text, "1");
    output_rank(table_column(&table, "plans_issued_ex_count"), CITY, text);
    assert_string_equal(text, "3");
    output_rank(table_column(&table, "plans_issued_ex_count"), HACKNEY, text);
    assert_string_equal(text, "x");
    assert_string_equal(
        output_ranked_from(table_column(&table, "plans_issued_ex_count")->indicator), "highest");
    assert_string_equal(output_ranked_from(table_column(&table, WITHIN_EX)->indicator), "highest");
    assert_string_equal(
        output_ranked_from(
            table_column(&table, "plans_issued_over_52_weeks_ex_percent")->indicator),
        "lowest");
}

static void the_extremes_of_a_figure_are_written_in_full(void **state)
{
    struct indicator count = {.unit = INDICATOR_COUNT, .denominator = INDICATOR_NO_FIGURE};
    struct indicator pounds = {.unit = INDICATOR_POUNDS, .denominator = INDICATOR_NO_FIGURE};
    struct table_column column = {.indicator = &count};
    char text[OUTPUT_VALUE_BYTES];

    (void)state;
    column.cells[0] = (struct table_cell){.known = 1, .value = INT64_MIN};
    output_value(&column, 0, text);
    assert_string_equal(text, "-9223372036854775808");
    column.indicator = &pounds;
    output_value(&column, 0, text);
    assert_string_equal(text, "-92233720368547758.08");
    column.cells[0].value = -5;
    output_value(&column, 0, text);
    assert_string_equal(text, "-0.05");
    column.cells[0].value = 0;
    output_value(&column, 0, text);
    assert_string_equal(text, "0.00");
}

static void a_time_is_written_as_date_and_time(void **state)
{
    Qd__Return *returned = sample_return(&arena, CAMDEN, "2024");
    char text[OUTPUT_VALUE_BYTES];
    struct table table;

    (void)state;
    sample_table(&table, &arena, "submissions", "2024");
    sample_add(&table, returned, NULL);
    table_finish(&table);
    output_value(table_column(&table, "received_at"), CAMDEN, text);
    assert_string_equal(text, "2025-11-23T10:00:00Z");
}

// --- CSV -----------------------------------------------------------------------------------------
static void the_csv_has_a_line_for_each_row_and_measure(void **state)
{
    struct table table;
    char *text;

    (void)state;
    sample_timely_table(&table, &arena);
    text = sample_written(output_csv, &table, NULL);
    assert_int_equal(lines(text), 1 + (int)table.count * TABLE_ROWS);
    assert_null(strchr(text, '\r'));
    assert_ptr_equal(
        strstr(text, "table,period,geographic_level,area_code,old_la_code,area_name,measure,label,"
                     "unit,value,numerator,denominator,covered,of,rank,ranked_from,polarity\n"),
        text);
    free(text);
    text = sample_written(output_csv, &table, WITHIN_EX);
    assert_int_equal(lines(text), 1 + TABLE_ROWS);
    free(text);
}

static void a_line_of_csv_is_quoted_where_it_must_be(void **state)
{
    struct table table;
    char *text;

    (void)state;
    sample_timely_table(&table, &arena);
    text = sample_written(output_csv, &table, WITHIN_EX);
    assert_non_null(strstr(text, "\ntimeliness,2024,Local authority,E09000007,202,Camden," WITHIN_EX
                                 ",\"Plans issued within 20 weeks, exceptions left "
                                 "out\",percent,99.3,134,135,1,1,1,highest,high\n"));
    assert_non_null(
        strstr(text, "\ntimeliness,2024,Local authority,E09000001,201,City of London," WITHIN_EX
                     ",\"Plans issued within 20 weeks, exceptions left "
                     "out\",percent,x,0,0,1,1,x,highest,high\n"));
    assert_non_null(strstr(text, "\ntimeliness,2024,Regional,E12000007,,London," WITHIN_EX
                                 ",\"Plans issued within 20 weeks, exceptions left "
                                 "out\",percent,53.1,1134,2135,3,33,z,highest,high\n"));
    free(text);
}

static void a_line_of_csv_says_when_a_rank_is_no_judgement_or_there_is_none(void **state)
{
    struct table table;
    char *text;

    (void)state;
    sample_transport_table(&table, &arena);
    text = sample_written(output_csv, &table, "line_2_1_4_gross_expenditure_per_plan");
    assert_non_null(strstr(text, ",pounds_each,12345.68,1234567.50,100,1,1,1,highest,none\n"));
    free(text);
    sample_table(&table, &arena, "submissions", "2024");
    table_finish(&table);
    text = sample_written(output_csv, &table, "returned_count");
    assert_non_null(strstr(text, ",returned_count,Sent,count,0,0,z,1,1,z,z,none\n"));
    free(text);
}

static void a_quotation_mark_is_doubled_and_a_line_end_kept(void **state)
{
    const struct indicator odd = {.measure = "odd",
                                  .label = "a \"b\"\nc",
                                  .unit = INDICATOR_COUNT,
                                  .denominator = INDICATOR_NO_FIGURE};
    struct table_column column = {.indicator = &odd};
    struct table table;
    char *text;

    (void)state;
    sample_table(&table, &arena, "timeliness", "2024");
    table.columns = &column;
    table.count = 1;
    text = sample_written(output_csv, &table, NULL);
    assert_non_null(strstr(text, ",odd,\"a \"\"b\"\"\nc\",count,x,"));
    free(text);
}

static void a_label_of_any_length_keeps_its_line(void **state)
{
    struct indicator odd = {
        .measure = "odd", .unit = INDICATOR_COUNT, .denominator = INDICATOR_NO_FIGURE};
    struct table_column column = {.indicator = &odd};
    struct table table;
    char *label = arena_alloc(&arena, 5001), *text;

    (void)state;
    memset(label, 'a', 5000);
    label[5000] = '\0';
    odd.label = label;
    sample_table(&table, &arena, "timeliness", "2024");
    table.columns = &column;
    table.count = 1;
    text = sample_written(output_csv, &table, NULL);
    assert_int_equal(lines(text), 1 + TABLE_ROWS);
    free(text);
}

// --- JSON ----------------------------------------------------------------------------------------
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
    sample_timely_table(&table, &arena);
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
        cmocka_unit_test(a_value_is_written_with_the_decimals_of_its_unit),
        cmocka_unit_test(promise_f_not_available_is_x_and_a_nought_is_0),
        cmocka_unit_test(what_cannot_be_is_z),
        cmocka_unit_test(a_rank_says_from_which_end_it_counts),
        cmocka_unit_test(the_extremes_of_a_figure_are_written_in_full),
        cmocka_unit_test(a_time_is_written_as_date_and_time),
        cmocka_unit_test(the_csv_has_a_line_for_each_row_and_measure),
        cmocka_unit_test(a_line_of_csv_is_quoted_where_it_must_be),
        cmocka_unit_test(a_line_of_csv_says_when_a_rank_is_no_judgement_or_there_is_none),
        cmocka_unit_test(a_quotation_mark_is_doubled_and_a_line_end_kept),
        cmocka_unit_test(a_label_of_any_length_keeps_its_line),
        cmocka_unit_test(the_json_says_what_the_csv_says),
        cmocka_unit_test(the_json_of_what_is_not_ranked_has_null),
        cmocka_unit_test(every_table_is_json),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
