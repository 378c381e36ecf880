// What a reader must know of a figure that looks like any other.
#include "proto/form/period.h"
#include "tests/support/golden/golden.h"
#include "tests/support/tabled/tabled_output.h"

#include "reporter/outputs/output.h"

#define WITHIN "plans_issued_within_20_weeks_percent"

static marks_set marks(const struct table *table, const char *measure, int row)
{
    return tabled_cell(table, measure, row)->marks;
}

static int has(const struct table *table, const char *measure, int row, enum mark mark)
{
    return (marks(table, measure, row) >> mark & 1) != 0;
}

static Qd__Return *timely(int row, const char *period, int64_t within)
{
    Qd__Return *made = tabled_return(row, period);
    Qd__Timeliness *flows = tabled_timeliness(made);

    TABLED_SET(flows, plans_issued, 10);
    TABLED_SET(flows, plans_issued_within_20_weeks, within);
    return made;
}

// A borough's return as it stands in the store.
static void take(struct table *table, size_t period, const Qd__Return *returned, uint32_t revision,
                 uint32_t queries)
{
    struct receipt receipt = tabled_receipt(returned);

    receipt.revision = revision;
    receipt.queries = queries;
    table_borough_begin(table, period, boroughs_index(returned->header->new_la_code));
    tabled_take(table, TABLE_PERIOD, &receipt);
    assert_true(table_borough_end(table));
}

static void a_first_revision_that_asks_nothing_has_no_mark(void **state)
{
    struct table table;

    (void)state;
    tabled_begin(&table, "timeliness", "2024");
    take(&table, 0, timely(CAMDEN, "2024", 9), 1, 0);
    table_finish(&table);
    assert_int_equal(marks(&table, WITHIN, CAMDEN), 0);
    assert_int_equal(marks(&table, WITHIN, BARNET), 0);
}

static void a_later_revision_and_open_queries_are_marked_and_their_areas_with_them(void **state)
{
    const marks_set open_queries = marks_one(MARK_PROVISIONAL) | marks_one(MARK_QUERIES);
    struct table table;

    (void)state;
    tabled_begin(&table, "timeliness", "2024");
    take(&table, 0, timely(CAMDEN, "2024", 9), 2, 0);
    take(&table, 0, timely(BARNET, "2024", 9), 1, 3);
    table_finish(&table);
    assert_int_equal(marks(&table, WITHIN, CAMDEN), marks_one(MARK_REVISED));
    assert_int_equal(marks(&table, WITHIN, BARNET), open_queries);
    assert_int_equal(marks(&table, WITHIN, LONDON),
                     marks_one(MARK_REVISED) | open_queries | marks_one(MARK_FEW));
    // What has no value has no mark.
    assert_int_equal(marks(&table, "request_outcome_six_weeks_percent", CAMDEN), 0);
}

// Bands of which one plan is missing, and requests that add up: QD-R03 asks, and nothing else.
static Qd__Return *asked_about_bands(int row)
{
    Qd__Return *made = timely(row, "2024", 9);
    Qd__Timeliness *flows = made->timeliness;

    TABLED_SET(flows, plans_issued_20_to_52_weeks, 0);
    TABLED_SET(flows, plans_issued_over_52_weeks, 0);
    TABLED_SET(flows, plans_issued_undated, 0);
    TABLED_SET(flows, requests_received, 20);
    TABLED_SET(flows, requests_open, 5);
    return made;
}

static void an_open_query_marks_the_figures_that_it_is_about(void **state)
{
    struct table table;

    (void)state;
    tabled_begin(&table, "timeliness", "2024");
    take(&table, 0, asked_about_bands(CAMDEN), 1, 1);
    table_finish(&table);
    assert_true(has(&table, "plans_issued_count", CAMDEN, MARK_QUERIES));
    assert_true(has(&table, WITHIN, CAMDEN, MARK_QUERIES));
    assert_true(has(&table, WITHIN, CAMDEN, MARK_PROVISIONAL));
    assert_true(has(&table, "plans_issued_count", LONDON, MARK_QUERIES));
    assert_int_equal(marks(&table, "requests_received_count", CAMDEN), 0);
    assert_int_equal(marks(&table, "requests_open_count", CAMDEN), 0);
    assert_int_equal(table.notes_count, 0);
}

// What only the collector asks names its part and column, or none.
static void a_query_that_travelled_marks_what_it_names(void **state)
{
    static const struct {
        const char *asked, *column;
        int marks_requests;
    } cases[] = {{"rule=QD-E01 part=timeliness", "plans_issued", 0},
                 {"rule=QD-I07 part=return", "period", 1},
                 {"rule=QD-F03", NULL, 1},
                 {"rule=QD-Z99", NULL, 1}};  // a newer collector's

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Qd__Return *made = asked_about_bands(CAMDEN);
        struct table table;

        TABLED_SET(made->timeliness, plans_issued_undated, 1);  // now they add up
        written_row(&tabled_arena, made, FORM_EXPLANATIONS, cases[i].asked);
        made->explanations[0]->explanation = arena_strdup(&tabled_arena, "");
        if (cases[i].column != NULL)
            made->explanations[0]->column = arena_strdup(&tabled_arena, cases[i].column);
        tabled_begin(&table, "timeliness", "2024");
        take(&table, 0, made, 1, 1);
        table_finish(&table);
        assert_true(has(&table, "plans_issued_count", CAMDEN, MARK_QUERIES));
        assert_int_equal(has(&table, "requests_received_count", CAMDEN, MARK_QUERIES),
                         cases[i].marks_requests);
    }
}

// Judged on the table's day, which is no clock's; a period that the calendar does not have is final.
static void a_figure_is_provisional_before_the_calendars_refresh_day(void **state)
{
    struct calendar_row rows[1] = {{.refresh_until = 20000}};
    const struct calendar calendar = {.list = rows, .count = 1};
    static const char *const periods[] = {"2023", "2024"};
    struct err_text text;

    (void)state;
    assert_int_equal(period_parse(&rows[0].period, "2024", &text), ERR_OK);
    for (int32_t day = 19999; day <= 20000; day++) {
        struct table table;

        tabled_begin_as(
            &table,
            (struct table_request){.name = "timeliness", .measures = WITHIN, .calendar = &calendar},
            "2023,2024");
        table.as_at = day;
        for (size_t i = 0; i < 2; i++)
            take(&table, i, timely(CAMDEN, periods[i], 9), 1, 0);
        table_finish(&table);
        assert_false(table_cell(&table, 0, 0, CAMDEN)->marks & marks_one(MARK_PROVISIONAL));
        assert_int_equal((table_cell(&table, 1, 0, CAMDEN)->marks & marks_one(MARK_PROVISIONAL)) !=
                             0,
                         day < 20000);
    }
}

static void an_area_of_fewer_than_half_of_its_boroughs_is_marked(void **state)
{
    static const int boroughs_of[] = {16, 17};

    (void)state;
    for (size_t i = 0; i < sizeof boroughs_of / sizeof boroughs_of[0]; i++) {
        struct table table;

        tabled_begin(&table, "timeliness", "2024");
        for (int row = 0; row < boroughs_of[i]; row++)
            take(&table, 0, timely(row, "2024", 9), 1, 0);
        table_finish(&table);
        assert_int_equal(tabled_cell(&table, WITHIN, LONDON)->n, boroughs_of[i]);
        assert_int_equal(has(&table, WITHIN, LONDON, MARK_FEW), boroughs_of[i] == 16);
    }
}

static Qd__Return *placed(int row, const char *day)
{
    Qd__Return *made = tabled_return(row, "2024-25 Q4");

    tabled_plans(made, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, 100);
    written_cells(&tabled_arena, &made->header->base,
                  arena_printf(&tabled_arena, "as_at_date=%s", day));
    return made;
}

static void a_borough_that_counted_on_another_day_than_most_is_marked(void **state)
{
    struct table table;

    (void)state;
    tabled_begin(&table, "placements", "2024-25 Q4");
    tabled_add(&table, placed(CITY, "2025-01-16"), NULL);
    tabled_add(&table, placed(CAMDEN, "2025-03-31"), NULL);
    tabled_add(&table, placed(BARNET, "2025-01-16"), NULL);
    table_finish(&table);
    assert_false(has(&table, "plans_count", CITY, MARK_AS_AT));
    assert_true(has(&table, "plans_count", CAMDEN, MARK_AS_AT));
    assert_true(has(&table, "plans_count", LONDON, MARK_AS_AT));
    assert_non_null(strstr(tabled_written(output_text, &table),
                           "16 January 2025 is the day of most; another one have Camden"));
}

// Spending has no day; over plans that were counted on one it has.
static void a_figure_has_the_marks_of_the_returns_that_it_is_made_of(void **state)
{
    Qd__Return *spent = tabled_return(CAMDEN, "2024-25"), *other = tabled_return(BARNET, "2024-25");
    struct table table;

    (void)state;
    tabled_transport(spent, QD__SECTION251_LINE__LINE_2_1_4, 1000);
    tabled_transport(other, QD__SECTION251_LINE__LINE_2_1_4, 1000);
    tabled_begin_by(&table, "transport", "2024-25", "line");
    tabled_add(&table, spent, placed(CAMDEN, "2025-03-31"));
    tabled_add(&table, other, placed(BARNET, "2025-01-16"));
    table_finish(&table);
    assert_false(has(&table, "gross_expenditure line=line_2_1_4", CAMDEN, MARK_AS_AT));
    assert_true(has(&table, "gross_expenditure_per_plan line=line_2_1_4", CAMDEN, MARK_AS_AT));
    assert_false(has(&table, "gross_expenditure_per_plan line=line_2_1_4", BARNET, MARK_AS_AT));
}

static void plans_in_no_band_mark_what_is_made_of_them(void **state)
{
    Qd__Return *made = timely(CAMDEN, "2024", 7);
    struct table table;

    (void)state;
    TABLED_SET(made->timeliness, plans_issued_20_to_52_weeks, 1);
    TABLED_SET(made->timeliness, plans_issued_over_52_weeks, 1);
    TABLED_SET(made->timeliness, requests_received, 5);
    tabled_begin(&table, "timeliness", "2024");
    take(&table, 0, made, 1, 0);
    table_finish(&table);
    assert_int_equal(tabled_value(&table, "plans_issued_in_no_band_count", CAMDEN), 1);
    assert_true(has(&table, WITHIN, CAMDEN, MARK_UNDATED));
    assert_true(has(&table, "plans_issued_over_20_weeks_percent", CAMDEN, MARK_UNDATED));
    assert_false(has(&table, "requests_received_count", CAMDEN, MARK_UNDATED));
}

static void a_line_breaks_where_the_definition_of_the_counts_changed(void **state)
{
    static const char *const periods[] = {"2021", "2022", "2023", "2024"};
    struct table table;

    (void)state;
    tabled_begin_as(
        &table, (struct table_request){.name = "timeliness", .measures = WITHIN, .areas = "Camden"},
        "2021..2024");
    for (size_t i = 0; i < sizeof periods / sizeof periods[0]; i++)
        take(&table, i, timely(CAMDEN, periods[i], 9), 1, 0);
    table_finish(&table);
    for (size_t i = 0; i < sizeof periods / sizeof periods[0]; i++)
        assert_int_equal(table_cell(&table, i, 0, CAMDEN)->marks,
                         i == 2 ? marks_one(MARK_BREAK) : 0);
    golden_check("tables.golden", "a line that breaks", tabled_written(output_text, &table));
}

// Of one period, and of periods that are counted alike, nothing is said.
static void a_table_of_one_definition_has_no_break(void **state)
{
    struct table table;

    (void)state;
    tabled_begin(&table, "timeliness", "2023,2024");
    take(&table, 0, timely(CAMDEN, "2023", 9), 1, 0);
    take(&table, 1, timely(CAMDEN, "2024", 9), 1, 0);
    table_finish(&table);
    assert_false(has(&table, WITHIN, CAMDEN, MARK_BREAK));
    assert_null(strstr(tabled_written(output_text, &table), "the line breaks"));
}

static void text_has_the_letters_and_csv_and_json_the_words(void **state)
{
    struct table table;

    (void)state;
    tabled_begin_as(
        &table,
        (struct table_request){.name = "timeliness", .measures = WITHIN, .areas = "Camden,London"},
        "2024");
    take(&table, 0, timely(CAMDEN, "2024", 9), 2, 3);
    table_finish(&table);
    golden_check("tables.golden", "letters of marks", tabled_written(output_text, &table));
    assert_non_null(
        strstr(tabled_written(output_csv, &table), ",no,few provisional queries revised,,\n"));
    assert_non_null(strstr(tabled_written(output_json, &table),
                           "\"marks\":[\"few\",\"provisional\",\"queries\",\"revised\"]"));
}

static void every_letter_and_word_is_its_own(void **state)
{
    (void)state;
    for (int i = 0; i < MARKS; i++) {
        assert_int_equal(strlen(marks_words[i].letter), 1);
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(marks_words[i].letter, marks_words[j].letter);
            assert_string_not_equal(marks_words[i].word, marks_words[j].word);
        }
    }
    for (size_t i = 0; i < marks_undated_count; i++) {
        struct formula formula;

        assert_true(formula_parse(&formula, marks_undated[i].part, marks_undated[i].sum));
        assert_true(formula.count > 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_first_revision_that_asks_nothing_has_no_mark),
        cmocka_unit_test(a_later_revision_and_open_queries_are_marked_and_their_areas_with_them),
        cmocka_unit_test(an_open_query_marks_the_figures_that_it_is_about),
        cmocka_unit_test(a_query_that_travelled_marks_what_it_names),
        cmocka_unit_test(a_figure_is_provisional_before_the_calendars_refresh_day),
        cmocka_unit_test(an_area_of_fewer_than_half_of_its_boroughs_is_marked),
        cmocka_unit_test(a_borough_that_counted_on_another_day_than_most_is_marked),
        cmocka_unit_test(a_figure_has_the_marks_of_the_returns_that_it_is_made_of),
        cmocka_unit_test(plans_in_no_band_mark_what_is_made_of_them),
        cmocka_unit_test(a_line_breaks_where_the_definition_of_the_counts_changed),
        cmocka_unit_test(a_table_of_one_definition_has_no_break),
        cmocka_unit_test(text_has_the_letters_and_csv_and_json_the_words),
        cmocka_unit_test(every_letter_and_word_is_its_own),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
