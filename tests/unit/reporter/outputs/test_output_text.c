// The table for a terminal.
#include "lib/base/utf8.h"
#include "reporter/outputs/output.h"
#include "tests/support/tabled/tabled_output.h"

#define WITHIN_EX "plans_issued_within_20_weeks_ex_percent"

static void assert_shows(const char *text, const char *piece)
{
    if (strstr(text, piece) == NULL)
        fail_msg("\"%s\" is not in:\n%s", piece, text);
}

static void assert_lines_fit(const char *text)
{
    while (*text != '\0') {
        const size_t bytes = strcspn(text, "\n");

        if (utf8_columns(text, bytes) > OUTPUT_TEXT_COLUMNS)
            fail_msg("too wide: %.*s", (int)bytes, text);
        assert_true(bytes == 0 || text[bytes - 1] != ' ');
        assert_int_equal(text[bytes], '\n');
        text += bytes + 1;
    }
}

static void begin_headlines(struct table *table, const char *name, const char *periods)
{
    tabled_begin_as(table, (struct table_request){.name = name, .headlines = 1}, periods);
}

static void begin_one(struct table *table, const char *name, const char *periods,
                      const char *measure)
{
    tabled_begin_as(table, (struct table_request){.name = name, .measures = measure}, periods);
}

static const char *const table_names[] = {"timeliness", "placements", "transport", "submissions"};

enum { TABLES = sizeof table_names / sizeof table_names[0] };

static void a_full_disk_is_an_error(void **state)
{
    struct table table;

    (void)state;
    tabled_timely(&table, NULL);
    tabled_full(output_text, &table);
}

static void every_table_and_measure_fits_a_terminal(void **state)
{
    static const char *const by[] = {NULL, "setting", "line,mode", NULL};

    (void)state;
    for (size_t i = 0; i < TABLES; i++) {
        struct table table, all;

        begin_headlines(&table, table_names[i], "2024-25 Q4");
        table_finish(&table);
        assert_lines_fit(tabled_written(output_text, &table));
        tabled_begin_by(&all, table_names[i], "2024-25 Q3..2024-25 Q4", by[i]);
        table_finish(&all);
        assert_lines_fit(tabled_written(output_text, &all));
        for (size_t j = 0; j < all.count; j++) {
            if (j > 0 &&
                strcmp(all.columns[j].indicator->name, all.columns[j - 1].indicator->name) == 0)
                continue;
            begin_one(&table, table_names[i], "2024-25 Q4", all.columns[j].indicator->name);
            table_finish(&table);
            assert_lines_fit(tabled_written(output_text, &table));
        }
    }
}

// What one borough of the size that London's are returns: the widest that the figures get.
static Qd__Return *large_return(int row)
{
    Qd__Return *made = tabled_return(row, "2024-25 Q4");
    Qd__Timeliness *flows = tabled_timeliness(made);

    TABLED_SET(flows, plans_issued_within_20_weeks, 900);
    TABLED_SET(flows, plans_issued_within_20_weeks_ex, 900);
    TABLED_SET(flows, plans_issued, 900);
    TABLED_SET(flows, plans_issued_ex, 900);
    TABLED_SET(flows, request_outcome_six_weeks, 900);
    TABLED_SET(flows, request_outcome_over_6_weeks, 90);
    tabled_plans(made, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, 9000);
    tabled_plans(made, QD__SETTING__SPECIAL_INDEPENDENT, QD__NEED__ASD, 9000);
    tabled_transport(made, QD__SECTION251_LINE__LINE_2_1_4, 19000000);
    return made;
}

static const char *large_table(const char *name)
{
    struct table table;

    begin_headlines(&table, name, "2024-25 Q4");
    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        Qd__Return *made = large_return(row);

        tabled_add(&table, made, made);
    }
    table_finish(&table);
    return tabled_written(output_text, &table);
}

static void tables_of_real_size_fit_a_terminal(void **state)
{
    (void)state;
    for (size_t i = 0; i < TABLES; i++)
        assert_lines_fit(large_table(table_names[i]));
}

static int times(const char *text, const char *piece)
{
    int count = 0;

    for (; (text = strstr(text, piece)) != NULL; text += strlen(piece))
        count++;
    return count;
}

// Too wide for all parts of all figures: it goes on below, with the names again.
static void promise_f_a_table_that_is_too_wide_is_continued_and_drops_nothing(void **state)
{
    const char *text = large_table("placements");

    (void)state;
    assert_lines_fit(text);
    assert_int_equal(times(text, "\nEHC plans by placement, 2024-25 Q4, continued\n\n"), 1);
    assert_int_equal(times(text, "\nLondon "), 2);
    assert_int_equal(times(text, "\n--------"), 2);
    // A count and its rank, and of the three percentages every part.
    assert_int_equal(times(text, " count  rank "), 1);
    assert_int_equal(times(text, " count      of  rank"), 3);
    assert_int_equal(times(text, " 0.0     0 297,000 33/33"), 1);
    assert_int_equal(times(text, " 100.0 297,000 297,000 33/33"), 2);
    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        const char *name = boroughs[row].la_name;
        const char *line =
            arena_printf(&tabled_arena, "\n%-22s    9,000     1  0.0     0   9,000     1 ", name);

        assert_int_equal(times(text, line), 1);
    }
}

static void promise_f_a_row_shows_value_figures_rank_and_what_an_area_covers(void **state)
{
    struct table table;
    const char *text;

    (void)state;
    tabled_timely(&table, WITHIN_EX);
    text = tabled_written(output_text, &table);
    assert_shows(text, "Timeliness of EHC plans, 2024\n"
                       "Plans issued within 20 weeks, exceptions left out\n\n");
    assert_shows(text, "    % count    of rank\n");
    assert_shows(text, "\nCity of London           0/0     0     0\n");
    assert_shows(text, "\nCamden                  99.3   134   135    1\n");
    assert_shows(text, "\nHackney                   nr    nr    nr\n");
    assert_shows(text, "\nBarnet                  50.0 1,000 2,000    2\n");
    assert_shows(text, "\n----------");
    assert_shows(text, "\nInner London            99.3   134   135 2/14 f\n");
    assert_shows(text, "\nLondon                  53.1 1,134 2,135 3/33 f\n");
}

// Only the signs that occur are explained.
static void promise_f_the_signs_that_occur_are_explained(void **state)
{
    struct table table;
    const char *text;

    (void)state;
    tabled_timely(&table, WITHIN_EX);
    text = tabled_written(output_text, &table);
    assert_shows(text, "\nnr       not returned");
    assert_shows(text, "\n0/0      nothing to divide by");
    assert_null(strstr(text, "\nx "));
    assert_null(strstr(text, "\nz "));
    tabled_timely(&table, "plans_issued_count");
    text = tabled_written(output_text, &table);
    assert_shows(text, "\nx        not available");
    assert_shows(text, "\nCamden                      x\n");
}

static void promise_f_the_boroughs_that_are_missing_are_named(void **state)
{
    struct table one, all;
    const char *text;

    (void)state;
    begin_one(&one, "timeliness", "2024", WITHIN_EX);
    begin_headlines(&all, "timeliness", "2024");
    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        Qd__Return *made = tabled_return(row, "2024");
        Qd__Timeliness *flows = tabled_timeliness(made);

        TABLED_SET(flows, plans_issued_within_20_weeks_ex,
                   row == HACKNEY || row == BARNET ? WRITTEN_X : 5);
        TABLED_SET(flows, plans_issued_ex, 10);
        tabled_add(&one, made, NULL);
        tabled_add(&all, made, NULL);
    }
    table_finish(&one);
    table_finish(&all);
    text = tabled_written(output_text, &one);
    assert_shows(text, "\nx        not available");
    assert_shows(text, "\n31/33    no figure from Hackney, Barnet\n");
    text = tabled_written(output_text, &all);
    assert_shows(text,
                 "\n31/33    Plans issued within 20 weeks, exceptions left out: no figure from "
                 "Hackney, Barnet\n");
    assert_shows(text, "no borough has a figure\n");
}

// Money over money: the thousands of both are apart once.
static void an_amount_of_another_has_its_thousands_apart_once(void **state)
{
    Qd__Return *made = tabled_return(CAMDEN, "2025-26 Q3");
    struct table table;

    (void)state;
    written_placement(&tabled_arena, made,
                      "setting=special_independent plans=2 annual_cost=12345678 "
                      "annual_cost_health=1234567 annual_cost_education=11111111 "
                      "annual_cost_social_care=0");
    begin_one(&table, "placements", "2025-26 Q3", "annual_cost_health_percent");
    tabled_add(&table, made, NULL);
    table_finish(&table);
    assert_shows(tabled_written(output_text, &table), " 10.0 1,234,567 12,345,678 ");
}

static void amounts_are_shown_to_the_pound(void **state)
{
    struct table table;
    const char *text;

    (void)state;
    tabled_spent(&table, "gross_expenditure,gross_expenditure_per_plan");
    text = tabled_written(output_text, &table);
    assert_shows(text, "\nCamden ");
    assert_shows(text, " 1,234,568 ");
    assert_shows(text, " 12,345.68 ");
    assert_shows(text, "£ each");
    assert_shows(text, "\nplans    an amount over EHC plans is over those in the placements of "
                       "2024-25 Q4\n");
}

static void the_notes_tell_how_to_get_more(void **state)
{
    struct table table;
    const char *text;

    (void)state;
    tabled_timely(&table, NULL);
    text = tabled_written(output_text, &table);
    assert_shows(text, "received 23 Nov 2025");
    assert_shows(text, "--measure NAME");
    assert_shows(text, "--format csv");
    assert_shows(text, WITHIN_EX);
    assert_shows(
        text, "\nnote     request_outcome_six_weeks_percent: Requests that nobody has answered ");
    tabled_timely(&table,
                  "plans_issued_20_to_52_weeks_percent,plans_issued_20_to_52_weeks_ex_percent");
    assert_shows(
        tabled_written(output_text, &table),
        "\nnote     plans_issued_20_to_52_weeks_percent, plans_issued_20_to_52_weeks_ex_percent: "
        "Neither");
    tabled_timely(&table, "plans_issued_within_20_weeks_ex_percent");
    assert_shows(tabled_written(output_text, &table),
                 "\nrank     1 is the highest, which is best; ties share the better rank\n");
    tabled_timely(&table, "plans_issued_over_52_weeks_percent");
    text = tabled_written(output_text, &table);
    assert_shows(text, "\nrank     1 is the lowest, which is best; ties share the better rank\n");
    assert_shows(text, "\nformula  plans_issued_over_52_weeks / plans_issued");
    tabled_spent(&table, NULL);
    assert_shows(tabled_written(output_text, &table), "breaks it down by line, mode, phase,");
}

static void a_rank_without_a_best_is_shown_and_said_to_be_no_judgement(void **state)
{
    struct table table;
    const char *text;

    (void)state;
    tabled_timely(&table, "plans_issued_ex_count");
    text = tabled_written(output_text, &table);
    assert_shows(text, " count rank\n");
    assert_shows(text, "\nCity of London              0    3\n");
    assert_shows(text, "\nBarnet                  2,000    1\n");
    assert_shows(text, "\nHackney                    nr\n");
    assert_shows(text, "\nLondon                  2,135 3/33 f\n");
    assert_shows(text,
                 "\nrank     1 is the highest; ties share the better rank. The rank only puts "
                 "boroughs in order and is\n         no judgement: neither more nor less is "
                 "better in itself.\n");
}

static void ranks_that_count_from_both_ends_are_told_apart(void **state)
{
    struct table table;
    const char *text;

    (void)state;
    tabled_timely(&table, WITHIN_EX ",plans_issued_ex_count,plans_issued_over_52_weeks_ex_percent");
    text = tabled_written(output_text, &table);
    assert_shows(text, "\nrank     Plans issued within 20 weeks, exceptions left out: 1 is the "
                       "highest, which is best; ties");
    assert_shows(text, "\nrank     Plans issued after 52 weeks, exceptions left out: 1 is the "
                       "lowest, which is best; ties");
    assert_shows(text, "\nrank     EHC plans issued, without exceptions: 1 is the highest; ties");
}

static void what_is_not_ranked_shows_no_rank(void **state)
{
    const char *text = large_table("submissions");

    (void)state;
    assert_shows(text, "\nz        not applicable");
    assert_int_equal(times(text, "rank"), 0);
    assert_shows(text, "33/33");
    assert_shows(text, " 2025-11-23 10:00 ");
}

// The same columns one period beside the other.
static void several_periods_stand_side_by_side(void **state)
{
    struct table table;
    const char *text;

    (void)state;
    begin_one(&table, "timeliness", "2023..2024", "plans_issued_count");
    for (int i = 0; i < 2; i++) {
        Qd__Return *made = tabled_return(CAMDEN, "2024");

        TABLED_SET(tabled_timeliness(made), plans_issued, 100 + i);
        tabled_add_in(&table, (size_t)i, made);
    }
    table_finish(&table);
    text = tabled_written(output_text, &table);
    assert_shows(text, "Timeliness of EHC plans, 2023 to 2024\nEHC plans issued\n\n");
    assert_shows(text, " 2023          2024\n");
    assert_shows(text, "\nCamden                    100    1      101    1\n");
}

static void promise_f_a_year_says_which_returns_it_is_made_from_and_where_they_differ(void **state)
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
    begin_one(&table, "timeliness", "2024", "plans_issued_count");
    assert_true(tabled_add_year(&table, 0, CAMDEN, year, quarters));
    assert_true(tabled_add_year(&table, 0, BARNET, NULL, quarters));
    table_finish(&table);
    text = tabled_written(output_text, &table);
    assert_lines_fit(text);
    assert_shows(text, "\nyear     made from the returns for its quarters of Barnet; from the "
                       "others' returns for the year.");
    assert_shows(text, "\ndiffers  Camden, EHC plans issued: 50 by its return for the year, which "
                       "the table has; 46 by its");
    tabled_timely(&table, WITHIN_EX);
    assert_shows(tabled_written(output_text, &table),
                 "\nyear     made from the boroughs' returns for the year\n");
}

static void promise_g_made_up_figures_and_removed_returns_are_told(void **state)
{
    const struct receipt removed = {.redacted = 1, .parts = 1U << FORM_TIMELINESS, .revision = 2};
    Qd__Return *made_up = tabled_return(CAMDEN, "2024");
    struct table table;
    const char *text;

    (void)state;
    made_up->header->has_simulated = 1;
    made_up->header->simulated = QD__YES_NO__YES;
    TABLED_SET(tabled_timeliness(made_up), plans_issued, 5);
    begin_one(&table, "timeliness", "2024", "plans_issued_count");
    tabled_add(&table, made_up, NULL);
    table_borough_begin(&table, 0, BARNET);
    tabled_take(&table, TABLE_PERIOD, &removed);
    (void)table_borough_end(&table);
    table_finish(&table);
    text = tabled_written(output_text, &table);
    assert_shows(text, "\nSIMULATED: some of the figures are made up");
    assert_shows(text, "\nmade up  simulated are the returns of Camden\n");
    assert_shows(text, "\nredacted the operator removed the return of Barnet");
}

static void made_up_plans_make_no_amount_made_up(void **state)
{
    Qd__Return *made = tabled_return(CAMDEN, "2024-25"),
               *stock = tabled_return(CAMDEN, "2024-25 Q4");
    struct table table;
    const char *text;

    (void)state;
    stock->header->has_simulated = 1;
    stock->header->simulated = QD__YES_NO__YES;
    tabled_transport(made, QD__SECTION251_LINE__LINE_2_1_4, 1234567);
    tabled_plans(stock, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, 100);
    begin_one(&table, "transport", "2024-25", "gross_expenditure");
    tabled_add(&table, made, stock);
    table_finish(&table);
    text = tabled_written(output_text, &table);
    assert_shows(text, "\nSIMULATED: some of the figures are made up");
    assert_shows(text, "\nmade up  simulated are only the plans, by which amounts are divided, of "
                       "Camden\n");
}

// A few rows of a terminal are all that is wanted.
static void the_rows_are_those_that_were_asked_for(void **state)
{
    struct table table;
    const char *text;

    (void)state;
    tabled_begin_as(&table,
                    (struct table_request){
                        .name = "timeliness", .measures = WITHIN_EX, .areas = "Camden,Barnet"},
                    "2024");
    table_finish(&table);
    text = tabled_written(output_text, &table);
    assert_shows(text, "\nCamden");
    assert_null(strstr(text, "\nHackney"));
    assert_null(strstr(text, "\nLondon"));
    assert_null(strstr(text, "------"));
    assert_null(strstr(text, "n/33"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_is_an_error),
        cmocka_unit_test(every_table_and_measure_fits_a_terminal),
        cmocka_unit_test(tables_of_real_size_fit_a_terminal),
        cmocka_unit_test(promise_f_a_table_that_is_too_wide_is_continued_and_drops_nothing),
        cmocka_unit_test(promise_f_a_row_shows_value_figures_rank_and_what_an_area_covers),
        cmocka_unit_test(promise_f_the_signs_that_occur_are_explained),
        cmocka_unit_test(promise_f_the_boroughs_that_are_missing_are_named),
        cmocka_unit_test(an_amount_of_another_has_its_thousands_apart_once),
        cmocka_unit_test(amounts_are_shown_to_the_pound),
        cmocka_unit_test(the_notes_tell_how_to_get_more),
        cmocka_unit_test(a_rank_without_a_best_is_shown_and_said_to_be_no_judgement),
        cmocka_unit_test(ranks_that_count_from_both_ends_are_told_apart),
        cmocka_unit_test(what_is_not_ranked_shows_no_rank),
        cmocka_unit_test(several_periods_stand_side_by_side),
        cmocka_unit_test(promise_f_a_year_says_which_returns_it_is_made_from_and_where_they_differ),
        cmocka_unit_test(promise_g_made_up_figures_and_removed_returns_are_told),
        cmocka_unit_test(made_up_plans_make_no_amount_made_up),
        cmocka_unit_test(the_rows_are_those_that_were_asked_for),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
