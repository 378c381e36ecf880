#include "proto/form/period.h"

#include "tests/support/golden/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static Qd__Period parsed(const char *text)
{
    Qd__Period period;

    assert_int_equal(ERR_OK, period_parse(&period, text, NULL));
    return period;
}

static Qd__Date date(uint32_t year, uint32_t month, uint32_t day)
{
    Qd__Date made = QD__DATE__INIT;

    made.year = year;
    made.month = month;
    made.day = day;
    return made;
}

static void what_is_no_period_is_refused_with_words(void **state)
{
    static const char *const texts[] = {
        "",          " ",          "2024-26",       "2024-24",   "2024-2025",   "24-25",
        "202425",    "2024-25 Q0", "2024-25 Q5",    "2024-25 Q", "2024-25 Q11", "2024 Q1",
        "2024-25 4", "Q4 2024-25", "2100",          "2013-15",   "2013-14 Q5",  "2013 Q1",
        "2024-",     "2024--25",   "-2024",         "+2024",     "2024.0",      "2024-25Q4x",
        "2024 25",   "\xff\xfe",   "2024-2\xc2\xb2"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        Qd__Period period;
        struct err_text error = {""};

        assert_int_equal(ERR_MALFORMED, period_parse(&period, texts[i], &error));
        assert_non_null(strstr(error.text, "2024-25 Q4"));
        assert_int_equal(ERR_MALFORMED, period_parse(&period, texts[i], NULL));
    }
}

static void a_period_before_the_form_began_is_told_so(void **state)
{
    static const char *const texts[] = {"2013", "2013-14", "2013/14 q4", " 1999 ", "0000"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        Qd__Period period;
        struct err_text error = {""};

        assert_int_equal(ERR_MALFORMED, period_parse(&period, texts[i], &error));
        golden_note(texts[i], error.text);
    }
    golden_check_noted("errors.golden", "periods before the form began");
}

static void a_period_is_written_in_one_way(void **state)
{
    static const struct {
        const char *text, *written;
    } cases[] = {{"2024", "2024"},
                 {" 2024 ", "2024"},
                 {"2024-25", "2024-25"},
                 {"2024/25", "2024-25"},
                 {"2099-00", "2099-00"},
                 {"2024-25 Q4", "2024-25 Q4"},
                 {"2024-25q4", "2024-25 Q4"},
                 {"2024-25  Q1\t", "2024-25 Q1"},
                 {"2014", "2014"},
                 {"2099", "2099"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Qd__Period period = parsed(cases[i].text);
        char text[PERIOD_TEXT_BYTES];

        period_format(&period, text);
        assert_string_equal(cases[i].written, text);
    }
}

static void what_comes_from_the_wire_may_be_no_period(void **state)
{
    Qd__Period period = parsed("2024-25 Q4");

    (void)state;
    period.quarter = 5;
    assert_false(period_valid(&period));
    period.quarter = 0;
    assert_false(period_valid(&period));
    period.has_quarter = 0;
    assert_false(period_valid(&period));
    period = parsed("2024");
    period.has_quarter = 1;
    period.quarter = 1;
    assert_false(period_valid(&period));
    period = parsed("2024-25");
    period.year = UINT32_MAX;
    assert_false(period_valid(&period));
    period.year = 0;
    assert_false(period_valid(&period));
    period = parsed("2024");
    period.kind = (Qd__PeriodKind)77;
    assert_false(period_valid(&period));
}

static void a_key_that_is_no_period_is_refused(void **state)
{
    static const uint32_t keys[] = {0,          UINT32_MAX, 0x01000000, 0x0407e800,
                                    0x0307e800, 0x0307e805, 0x0107e801};

    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        char text[PERIOD_TEXT_BYTES];
        Qd__Period period;

        assert_false(period_from_key(&period, keys[i]));
        assert_string_equal("?", period_format_key(keys[i], text));
    }
}

static void keys_go_by_kind_and_then_by_time(void **state)
{
    static const char *const in_order[] = {"2014",       "2024",       "2025",       "2023-24",
                                           "2024-25",    "2023-24 Q4", "2024-25 Q1", "2024-25 Q2",
                                           "2024-25 Q3", "2024-25 Q4", "2025-26 Q1"};
    uint32_t before = 0;

    (void)state;
    for (size_t i = 0; i < sizeof in_order / sizeof in_order[0]; i++) {
        Qd__Period period = parsed(in_order[i]), back;
        uint32_t key = period_key(&period);
        char text[PERIOD_TEXT_BYTES];

        assert_true(key > before);
        before = key;
        assert_true(period_from_key(&back, key));
        assert_int_equal(key, period_key(&back));
        assert_string_equal(in_order[i], period_format_key(key, text));
    }
}

static void a_period_has_its_first_and_last_day(void **state)
{
    static const struct {
        const char *period;
        uint32_t first[3], last[3];
    } cases[] = {
        {"2024", {2024, 1, 1}, {2024, 12, 31}},        {"2024-25", {2024, 4, 1}, {2025, 3, 31}},
        {"2024-25 Q1", {2024, 4, 1}, {2024, 6, 30}},   {"2024-25 Q2", {2024, 7, 1}, {2024, 9, 30}},
        {"2024-25 Q3", {2024, 10, 1}, {2024, 12, 31}}, {"2024-25 Q4", {2025, 1, 1}, {2025, 3, 31}},
        {"2099-00 Q4", {2100, 1, 1}, {2100, 3, 31}}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Qd__Period period = parsed(cases[i].period);
        Qd__Date first = date(cases[i].first[0], cases[i].first[1], cases[i].first[2]);
        Qd__Date last = date(cases[i].last[0], cases[i].last[1], cases[i].last[2]);

        assert_int_equal(period_date_days(&first), period_first_day(&period));
        assert_int_equal(period_date_days(&last), period_last_day(&period));
    }
}

static void four_quarters_follow_one_another_and_make_a_year(void **state)
{
    static const char *const quarters[] = {"2024-25 Q1", "2024-25 Q2", "2024-25 Q3", "2024-25 Q4"};
    Qd__Period year = parsed("2024-25");
    int32_t next = period_first_day(&year);

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        Qd__Period quarter = parsed(quarters[i]);

        assert_int_equal(next, period_first_day(&quarter));
        next = period_last_day(&quarter) + 1;
    }
    assert_int_equal(next, period_last_day(&year) + 1);
}

static void before_the_first_period_there_is_none(void **state)
{
    static const char *const firsts[] = {"2014", "2014-15", "2014-15 Q1"};

    (void)state;
    for (size_t i = 0; i < sizeof firsts / sizeof firsts[0]; i++) {
        Qd__Period period = parsed(firsts[i]);
        const uint32_t key = period_key(&period);

        assert_int_equal(period_before(&period, &period), 0);
        assert_int_equal(period_key(&period), key);
    }
}

static void a_period_begins_where_the_one_before_ends(void **state)
{
    static const struct {
        const char *period, *before;
    } cases[] = {{"2024-25 Q4", "2024-25 Q3"},
                 {"2024-25 Q2", "2024-25 Q1"},
                 {"2024-25 Q1", "2023-24 Q4"},
                 {"2024-25", "2023-24"},
                 {"2024", "2023"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const Qd__Period period = parsed(cases[i].period);
        char text[PERIOD_TEXT_BYTES];
        Qd__Period before;

        assert_int_equal(period_before(&before, &period), 1);
        period_format(&before, text);
        assert_string_equal(text, cases[i].before);
        assert_int_equal(period_last_day(&before) + 1, period_first_day(&period));
    }
}

static void the_stock_of_a_year_is_that_of_the_january_in_its_fourth_quarter(void **state)
{
    static const struct {
        const char *flow, *stock;
    } cases[] = {{"2024", "2024-25 Q4"}, {"2024-25", "2024-25 Q4"}, {"2024-25 Q2", "2024-25 Q2"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Qd__Period period = parsed(cases[i].flow);
        char text[PERIOD_TEXT_BYTES];

        period_of_stock(&period, &period);
        period_format(&period, text);
        assert_string_equal(cases[i].stock, text);
    }
}

static void days_that_do_not_exist_are_told(void **state)
{
    static const uint32_t none[][3] = {
        {2025, 2, 29}, {1900, 2, 29},      {2025, 4, 31},         {2025, 0, 1},
        {2025, 13, 1}, {2025, 1, 0},       {2025, 1, 32},         {0, 1, 1},
        {10000, 1, 1}, {UINT32_MAX, 1, 1}, {2025, UINT32_MAX, 1}, {2025, 1, UINT32_MAX}};
    static const uint32_t some[][3] = {{2024, 2, 29}, {2000, 2, 29}, {1, 1, 1}, {9999, 12, 31}};

    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        Qd__Date day = date(none[i][0], none[i][1], none[i][2]);

        assert_false(period_date_valid(&day));
    }
    for (size_t i = 0; i < sizeof some / sizeof some[0]; i++) {
        Qd__Date day = date(some[i][0], some[i][1], some[i][2]);

        assert_true(period_date_valid(&day));
    }
}

static void days_are_counted_from_1970(void **state)
{
    Qd__Date first = date(1970, 1, 1), before = date(1969, 12, 31), census = date(2025, 1, 16);

    (void)state;
    assert_int_equal(0, period_date_days(&first));
    assert_int_equal(-1, period_date_days(&before));
    assert_int_equal(20104, period_date_days(&census));
}

static void a_period_is_found_in_a_name(void **state)
{
    static const struct {
        const char *name, *period;  // NULL: none
    } examples[] = {
        {"", NULL},
        {"placements", NULL},
        {"20250116", NULL},
        {"2025-01-16", NULL},
        {"2025-27-Q3", NULL},
        {"2025-26-Q5", NULL},
        {"2025-26-Q33", NULL},
        {"a2025-26-Q3", NULL},
        {"2013", NULL},
        {"2024-25-Q4 and 2025-26-Q1", NULL},
        {"2024-25-Q4 (copy of 2024-25-Q3)", NULL},
        {"Q1 to Q3 2024-25", NULL},
        {"2024 Q4", NULL},
        {"Q4", NULL},
        {"2025-03", NULL},
        {"14-15 March", NULL},
        {"school 123456 v2", NULL},
        {"2025-26-Q3", "2025-26 Q3"},
        {"Q3 2025-26", "2025-26 Q3"},
        {"Quarter 3 2025-2026", "2025-26 Q3"},
        {"2025/26 qtr_3", "2025-26 Q3"},
        {"202526Q3", "2025-26 Q3"},
        {"FY2526 Q3 v2", "2025-26 Q3"},
        {"25-26-Q3", "2025-26 Q3"},
        {"SEN2 2025-26 Q3", "2025-26 Q3"},
        {"202425", "2024-25"},
        {"2025-26 q3", "2025-26 Q3"},
        {"2025_26_Q3", "2025-26 Q3"},
        {"2025-26Q3", "2025-26 Q3"},
        {"camden 2018-19-q4 (final)", "2018-19 Q4"},
        {"2025-26-Q3 2025-26_Q3", "2025-26 Q3"},
        {"2024-25", "2024-25"},
        {"returns_2024-25_v2", "2024-25"},
        {"2024", "2024"},
        {"camden-2024", "2024"},
        {"Oct-Dec 2024", "2024-25 Q3"},
        {"January to March 2025", "2024-25 Q4"},
        {"SEND Apr_Jun 2025 v2", "2025-26 Q1"},
        {"2025-26 July - September", "2025-26 Q2"},
        {"Oct-Dec 2024-25 Q3", "2024-25 Q3"},
        {"Oct-Dec 2024-25 Q4", NULL},
        {"Nov-Jan 2025-26", "2025-26"},
        {"Oct-Dec", NULL},
        {"January 2025", "2025"},
        {"Jan-Mar 2014", NULL},
    };
    Qd__Period period;
    char text[PERIOD_TEXT_BYTES];

    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        const int found = period_in_name(&period, examples[i].name);

        if (found != (examples[i].period != NULL))
            fail_msg("%s: %d", examples[i].name, found);
        if (found) {
            period_format(&period, text);
            assert_string_equal(text, examples[i].period);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_period_is_refused_with_words),
        cmocka_unit_test(a_period_before_the_form_began_is_told_so),
        cmocka_unit_test(a_period_is_written_in_one_way),
        cmocka_unit_test(a_period_is_found_in_a_name),
        cmocka_unit_test(what_comes_from_the_wire_may_be_no_period),
        cmocka_unit_test(a_key_that_is_no_period_is_refused),
        cmocka_unit_test(keys_go_by_kind_and_then_by_time),
        cmocka_unit_test(a_period_has_its_first_and_last_day),
        cmocka_unit_test(four_quarters_follow_one_another_and_make_a_year),
        cmocka_unit_test(before_the_first_period_there_is_none),
        cmocka_unit_test(a_period_begins_where_the_one_before_ends),
        cmocka_unit_test(the_stock_of_a_year_is_that_of_the_january_in_its_fourth_quarter),
        cmocka_unit_test(days_that_do_not_exist_are_told),
        cmocka_unit_test(days_are_counted_from_1970),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
