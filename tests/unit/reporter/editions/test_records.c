// A CSV as records: which lines are the same line in two of them.
#include "reporter/editions/records.h"

#include "tests/support/tabled/tabled.h"

static enum err read_error(const char *csv)
{
    struct err_text text = {""};
    struct records records;

    return records_read(&records, &tabled_arena, "a.csv", csv, strlen(csv), &text);
}

static struct records read_all(const char *csv)
{
    struct records *records = arena_alloc(&tabled_arena, sizeof *records);  // its lines know it
    struct err_text text = {""};

    if (records_read(records, &tabled_arena, "a.csv", csv, strlen(csv), &text) != ERR_OK)
        fail_msg("%s", text.text);
    return *records;
}

static void what_is_no_csv_is_refused(void **state)
{
    (void)state;
    assert_int_equal(read_error("area_code,value\nE1\n"), ERR_MALFORMED);
    assert_int_equal(read_error("area_code,value\nE1,1,2\n"), ERR_MALFORMED);
    assert_int_equal(read_error("area_code,value\n\"E1,1\n"), ERR_MALFORMED);
    assert_int_equal(read_error(""), ERR_MALFORMED);
}

static void lines_stand_by_their_keys_whatever_their_order(void **state)
{
    const struct records records = read_all("value,area_code,measure\n"
                                            "1,E2,a\n"
                                            "2,E1,b\n"
                                            "3,E1,a\n");

    (void)state;
    assert_int_equal(records.count, 3);
    assert_string_equal(records_cell(&records.list[0], "value"), "3");
    assert_string_equal(records_cell(&records.list[1], "value"), "2");
    assert_string_equal(records_cell(&records.list[2], "value"), "1");
    assert_string_equal(records_cell(&records.list[0], "nowhere"), "");
    assert_int_equal(records_column(&records, "measure"), 2);
    assert_int_equal(records_column(&records, "nowhere"), -1);
}

static void a_text_stands_whole_whatever_is_in_it(void **state)
{
    const struct records records = read_all("school,value\n\"=1+1, \"\"two\"\"\nlines\",5\n");

    (void)state;
    assert_string_equal(records_cell(&records.list[0], "school"), "=1+1, \"two\"\nlines");
}

static void lines_may_end_as_windows_ends_them(void **state)
{
    const struct records records = read_all("area_code,value\r\nE1,5\r\n");

    (void)state;
    assert_string_equal(records_cell(&records.list[0], "value"), "5");
}

static void a_heading_with_a_question_mark_is_no_optional_column(void **state)
{
    const struct records records = read_all("value,?value,?other\n1,2,3\n");

    (void)state;
    assert_string_equal(records_cell(&records.list[0], "value"), "1");
    assert_string_equal(records_cell(&records.list[0], "?other"), "");
}

static void two_of_other_columns_are_narrowed_to_those_of_both(void **state)
{
    struct records a = read_all("value,need,area_code,low\n1,asd,E2,5\n2,slcn,E1,6\n3,asd,E1,7\n");
    struct records b = read_all("area_code,high,value\nE1,9,4\n");

    (void)state;
    assert_int_equal(records_narrow(&a, &tabled_arena, &b), ERR_OK);
    assert_int_equal(records_narrow(&b, &tabled_arena, &a), ERR_OK);
    assert_int_equal(a.columns_count, 2);
    assert_int_equal(b.columns_count, 2);
    for (size_t i = 0; i < 2; i++)
        assert_string_equal(a.headings[i], b.headings[i]);
    assert_int_equal(a.count, 3);
    assert_string_equal(records_cell(&a.list[0], "value"), "2");
    assert_string_equal(records_cell(&a.list[1], "value"), "3");
    assert_string_equal(records_cell(&a.list[2], "area_code"), "E2");
    assert_string_equal(records_cell(&b.list[0], "value"), "4");
    assert_false(records_is_same(&a.list[0], &b.list[0]));
    assert_true(records_is_same(&a.list[0], &a.list[0]));
}

// "a b" for a line of both, "a -" and "- b" for a line of one of them.
static const char *walked(const char *a, const char *b)
{
    const struct records none = {.count = 0};
    const struct records first = a == NULL ? none : read_all(a);
    const struct records second = b == NULL ? none : read_all(b);
    struct records_walk walk = {&first, &second, 0, 0};
    const struct records_line *one, *other;
    const char *words = "";

    while (records_next(&walk, &one, &other))
        words = arena_printf(&tabled_arena, "%s[%s %s]", words,
                             one == NULL ? "-" : records_cell(one, "value"),
                             other == NULL ? "-" : records_cell(other, "value"));
    return words;
}

static void two_walk_together_by_their_keys(void **state)
{
    (void)state;
    assert_string_equal(
        walked("area_code,value\nE1,1\nE2,2\nE4,4\n", "area_code,value\nE4,40\nE3,30\nE1,10\n"),
        "[1 10][2 -][- 30][4 40]");
    assert_string_equal(walked("area_code,value\n", "area_code,value\nE1,10\n"), "[- 10]");
    assert_string_equal(walked(NULL, "area_code,value\nE1,10\n"), "[- 10]");
    assert_string_equal(walked("area_code,value\nE1,10\n", NULL), "[10 -]");
    assert_string_equal(walked(NULL, NULL), "");
}

static void lines_of_one_key_go_together_in_the_order_of_their_cells(void **state)
{
    (void)state;
    assert_string_equal(walked("area_code,value\nE1,2\nE1,1\n", "area_code,value\nE1,1\nE1,3\n"),
                        "[1 1][2 3]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_csv_is_refused),
        cmocka_unit_test(lines_stand_by_their_keys_whatever_their_order),
        cmocka_unit_test(a_text_stands_whole_whatever_is_in_it),
        cmocka_unit_test(lines_may_end_as_windows_ends_them),
        cmocka_unit_test(a_heading_with_a_question_mark_is_no_optional_column),
        cmocka_unit_test(two_of_other_columns_are_narrowed_to_those_of_both),
        cmocka_unit_test(two_walk_together_by_their_keys),
        cmocka_unit_test(lines_of_one_key_go_together_in_the_order_of_their_cells),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
