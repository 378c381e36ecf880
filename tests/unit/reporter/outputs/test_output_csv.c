// A table as tidy CSV.
#include "tests/support/sample_output.h"

#define WITHIN_EX "plans_issued_within_20_weeks_ex_percent"

static int lines(const char *text)
{
    int count = 0;

    for (; *text != '\0'; text++)
        count += *text == '\n';
    return count;
}

static void a_full_disk_is_an_error(void **state)
{
    struct table table;

    (void)state;
    sample_timely_table(&table);
    sample_full(output_csv, &table);
}

static void the_csv_has_a_line_for_each_row_and_measure(void **state)
{
    struct table table;
    char *text;

    (void)state;
    sample_timely_table(&table);
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
    sample_timely_table(&table);
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
    sample_transport_table(&table);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_is_an_error),
        cmocka_unit_test(the_csv_has_a_line_for_each_row_and_measure),
        cmocka_unit_test(a_line_of_csv_is_quoted_where_it_must_be),
        cmocka_unit_test(a_line_of_csv_says_when_a_rank_is_no_judgement_or_there_is_none),
        cmocka_unit_test(a_quotation_mark_is_doubled_and_a_line_end_kept),
        cmocka_unit_test(a_label_of_any_length_keeps_its_line),
    };

    return cmocka_run_group_tests(tests, sample_set_up, sample_tear_down);
}
