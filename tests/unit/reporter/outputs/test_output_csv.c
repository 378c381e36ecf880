// A table as tidy CSV.
#include "reporter/outputs/output.h"
#include "tests/support/tabled/tabled_output.h"

#include <ctype.h>

#define WITHIN_EX "plans_issued_within_20_weeks_ex_percent"

static int lines(const char *text)
{
    int count = 0;

    for (; *text != '\0'; text++)
        count += *text == '\n';
    return count;
}

static void assert_line(const char *text, const char *line)
{
    if (strstr(text, line) == NULL)
        fail_msg("\"%s\" is not in:\n%s", line, text);
}

static void a_full_disk_is_an_error(void **state)
{
    struct table table;

    (void)state;
    tabled_timely(&table, WITHIN_EX);
    tabled_full(output_csv, &table);
}

static void the_csv_has_a_line_for_each_row_and_column(void **state)
{
    struct table table;
    const char *text;

    (void)state;
    tabled_begin(&table, "timeliness", "2022..2024");
    table_finish(&table);
    text = tabled_written(output_csv, &table);
    assert_int_equal(lines(text), 1 + 3 * (int)table.count * (int)table.rows_count);
    assert_null(strchr(text, '\r'));
    assert_ptr_equal(
        strstr(text,
               "table,period,area_name,area_code,old_la_code,geographic_level,measure,label,"
               "unit,value,status,numerator,denominator,n,of,rank,ranked_from,direction,"
               "ranked,rank_best,rank_worst,quartile,fifth,interval,low,high,limits,limit_low,"
               "limit_high,spread,stands_out,made_from,numerator_of_quarters,denominator_of_"
               "quarters,simulated,marks,note,borough_notes\n"),
        text);
}

static void a_line_of_csv_is_quoted_where_it_must_be(void **state)
{
    struct table table;
    const char *text;

    (void)state;
    tabled_timely(&table, WITHIN_EX);
    text = tabled_written(output_csv, &table);
    assert_line(text, "\ntimeliness,2024,Camden,E09000007,202,Local authority," WITHIN_EX
                      ",\"Plans issued within 20 weeks, exceptions left "
                      "out\",percent,99.3,,134,135,1,1,1,highest,high,2,1,1,A,best,Wilson,"
                      "95.9235916999,99.8691211754,over-dispersed,0,100,0.430401652343,no,"
                      "return,,,no,,,\n");
    assert_line(text, "\ntimeliness,2024,City of London,E09000001,201,Local authority," WITHIN_EX
                      ",\"Plans issued within 20 weeks, exceptions left "
                      "out\",percent,,nothing to divide by,0,0,1,1,,highest,high,"
                      ",,,,,,,,,,,,,return,,,no,,,\n");
    assert_line(text, "\ntimeliness,2024,Hackney,E09000012,204,Local authority," WITHIN_EX
                      ",\"Plans issued within 20 weeks, exceptions left "
                      "out\",percent,,not returned,,,0,1,,highest,high,"
                      ",,,,,,,,,,,,,,,,no,,,\n");
    assert_line(text, "\ntimeliness,2024,London,E12000007,,Regional," WITHIN_EX
                      ",\"Plans issued within 20 weeks, exceptions left "
                      "out\",percent,53.1,,1134,2135,3,33,,highest,high,,,,,,Wilson,"
                      "50.9942785403,55.2240411697,,,,,,return,,,no,few,,\n");
}

static void a_line_of_csv_says_when_a_rank_is_no_judgement_or_there_is_none(void **state)
{
    struct table table;
    const char *text;

    (void)state;
    tabled_spent(&table, "gross_expenditure_per_plan");
    text = tabled_written(output_csv, &table);
    assert_line(text,
                ",pounds,line_2_1_4,total,total,total,12345.68,,1234567.50,100,1,1,1,highest,"
                "none,1,,,lowest,,not applicable,,,not applicable,,,,not applicable,return,,,no,,,"
                "\n");
    tabled_begin_as(&table,
                    (struct table_request){.name = "submissions", .measures = "returned_count"},
                    "2024");
    table_finish(&table);
    text = tabled_written(output_csv, &table);
    assert_line(text, ",returned_count,Sent,count,0,,0,,1,1,,,none,"
                      ",,,,,not applicable,,,,,,,,,,,no,,,\n");
}

// A dimension is a column, and what is not broken down is `total`.
static void a_slice_stands_in_the_columns_of_its_dimensions(void **state)
{
    Qd__Return *made = tabled_return(CAMDEN, "2024-25 Q4");
    struct table table;
    const char *text;

    (void)state;
    tabled_plans(made, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, 5);
    tabled_plans(made, QD__SETTING__SPECIAL_INDEPENDENT, QD__NEED__ASD, 5);
    tabled_begin_as(&table,
                    (struct table_request){.name = "placements",
                                           .measures = "plans_count",
                                           .by = "setting,need",
                                           .areas = "Camden"},
                    "2024-25 Q4");
    tabled_add(&table, made, NULL);
    table_finish(&table);
    text = tabled_written(output_csv, &table);
    assert_line(text, ",unit,setting,need,phase,residence,location,value,status,");
    assert_line(text, ",EHC plans,count,total,total,total,total,total,5,,5,,1,1,1,");
    assert_line(text, ",EHC plans,count,special_independent,asd,total,total,total,5,,5,,1,1,1,");
    assert_line(text, ",EHC plans,count,inmss,total,total,total,total,5,,5,,1,1,1,");
    assert_line(text, ",EHC plans,count,neet,asd,total,total,total,0,,0,,1,1,1,");
}

// The values are numbers, and nothing else, in every table.
static void promise_f_a_value_is_a_number_or_there_is_a_status(void **state)
{
    static const char *const tables[] = {"timeliness", "placements", "transport", "submissions"};

    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        Qd__Return *made = tabled_return(CAMDEN, "2024-25 Q4");
        struct table table;

        (void)tabled_timeliness(made);
        tabled_plans(made, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, 5);
        tabled_transport(made, QD__SECTION251_LINE__LINE_2_1_4, 10);
        tabled_begin(&table, tables[i], "2024-25 Q4");
        tabled_add(&table, made, made);
        table_finish(&table);
        for (size_t j = 0; j < table.count; j++)
            for (int row = 0; row < (int)table_places(&table); row++) {
                const struct table_cell *cell = table_cell(&table, 0, j, row);
                char text[OUTPUT_VALUE_BYTES];

                output_value(table.columns[j].indicator, cell, text);
                assert_int_equal(text[0] == '\0', output_status(cell->value.state)[0] != '\0');
                assert_int_equal(strspn(text, "-.0123456789"), strlen(text));
            }
    }
}

static void a_quotation_mark_is_doubled_and_a_line_end_kept(void **state)
{
    struct table table;

    (void)state;
    tabled_timely(&table, WITHIN_EX);
    table.columns[0].measure_label = "a \"b\"\nc";
    assert_line(tabled_written(output_csv, &table), "," WITHIN_EX ",\"a \"\"b\"\"\nc\",percent,");
}

static void a_label_of_any_length_keeps_its_line(void **state)
{
    char *label = arena_alloc(&tabled_arena, 5001);
    struct table table;

    (void)state;
    memset(label, 'a', 5000);
    label[5000] = '\0';
    tabled_timely(&table, WITHIN_EX);
    table.columns[0].measure_label = label;
    assert_int_equal(lines(tabled_written(output_csv, &table)), 1 + (int)table.rows_count);
}

// The year's return has 50 plans; the quarters make 46.
static void a_year_says_what_it_is_made_from_and_what_its_quarters_say(void **state)
{
    Qd__Return *year = tabled_return(CAMDEN, "2024");
    const Qd__Return *quarters[YEAR_QUARTERS];
    struct table table;
    const char *text;

    (void)state;
    TABLED_SET(tabled_timeliness(year), plans_issued, 50);
    for (int i = 0; i < YEAR_QUARTERS; i++) {
        Qd__Return *quarter = tabled_return(CAMDEN, "2024-25 Q1");

        TABLED_SET(tabled_timeliness(quarter), plans_issued, 10 + i);
        quarters[i] = quarter;
    }
    tabled_begin_as(&table,
                    (struct table_request){.name = "timeliness", .measures = "plans_issued_count"},
                    "2024");
    assert_true(tabled_add_year(&table, 0, CAMDEN, year, quarters));
    assert_true(tabled_add_year(&table, 0, BARNET, NULL, quarters));
    table_finish(&table);
    text = tabled_written(output_csv, &table);
    assert_line(text, ",Camden,E09000007,202,Local authority,plans_issued_count,EHC plans "
                      "issued,count,50,,50,,1,1,1,highest,none,2,,,highest,highest,not "
                      "applicable,,,not applicable,,,,not applicable,return,46,,no,,,\n");
    assert_line(text, ",Barnet,E09000003,302,Local authority,plans_issued_count,EHC plans "
                      "issued,count,46,,46,,1,1,2,highest,none,2,,,lowest,lowest,not "
                      "applicable,,,not applicable,,,,not applicable,quarters,,,no,,,\n");
    assert_line(text, ",London,E12000007,,Regional,plans_issued_count,EHC plans "
                      "issued,count,96,,96,,2,33,,highest,none,,,,,,not "
                      "applicable,,,,,,,,both,,,no,few,,\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_is_an_error),
        cmocka_unit_test(the_csv_has_a_line_for_each_row_and_column),
        cmocka_unit_test(a_line_of_csv_is_quoted_where_it_must_be),
        cmocka_unit_test(a_line_of_csv_says_when_a_rank_is_no_judgement_or_there_is_none),
        cmocka_unit_test(a_slice_stands_in_the_columns_of_its_dimensions),
        cmocka_unit_test(promise_f_a_value_is_a_number_or_there_is_a_status),
        cmocka_unit_test(a_quotation_mark_is_doubled_and_a_line_end_kept),
        cmocka_unit_test(a_label_of_any_length_keeps_its_line),
        cmocka_unit_test(a_year_says_what_it_is_made_from_and_what_its_quarters_say),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
