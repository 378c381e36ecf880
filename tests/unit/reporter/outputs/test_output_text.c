// The table for a terminal.
#include "tests/support/sample_output.h"

#include "lib/base/utf8.h"
#include "lib/base/wrap.h"

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

static void a_full_disk_is_an_error(void **state)
{
    struct table table;

    (void)state;
    sample_timely_table(&table);
    sample_full(output_text, &table);
}

static void every_table_and_measure_fits_a_terminal(void **state)
{
    (void)state;
    for (size_t i = 0; table_names[i] != NULL; i++) {
        struct table table;
        char *text;

        sample_table(&table, &arena, table_names[i], "2024-25 Q4");
        table_finish(&table);
        text = sample_written(output_text, &table, NULL);
        assert_lines_fit(text);
        free(text);
        for (size_t j = 0; j < table.count; j++) {
            if (table.columns[j].indicator->crossed && j % 50 != 0)
                continue;
            text = sample_written(output_text, &table, table.columns[j].indicator->measure);
            assert_lines_fit(text);
            free(text);
        }
    }
}

// What one borough of the size that London's are returns: the widest that the figures get.
static Qd__Return *large_return(int row)
{
    Qd__Return *made = sample_return(&arena, row, "2024-25 Q4");
    Qd__Timeliness *flows = sample_timeliness(&arena, made);

    SAMPLE_SET(&arena, flows, plans_issued_within_20_weeks, 900);
    SAMPLE_SET(&arena, flows, plans_issued_within_20_weeks_ex, 900);
    SAMPLE_SET(&arena, flows, plans_issued, 900);
    SAMPLE_SET(&arena, flows, plans_issued_ex, 900);
    SAMPLE_SET(&arena, flows, request_outcome_six_weeks, 900);
    SAMPLE_SET(&arena, flows, request_outcome_over_6_weeks, 90);
    sample_plans(&arena, made, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, 9000);
    sample_plans(&arena, made, QD__SETTING__SPECIAL_INDEPENDENT, QD__NEED__ASD, 9000);
    sample_transport(&arena, made, QD__SECTION251_LINE__LINE_2_1_4, 19000000);
    return made;
}

static char *large_table(const char *name)
{
    struct table table;

    sample_table(&table, &arena, name, "2024-25 Q4");
    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        Qd__Return *made = large_return(row);

        sample_add(&table, made, made);
    }
    table_finish(&table);
    return sample_written(output_text, &table, NULL);
}

static void tables_of_real_size_fit_a_terminal(void **state)
{
    (void)state;
    for (size_t i = 0; table_names[i] != NULL; i++) {
        char *text = large_table(table_names[i]);

        assert_lines_fit(text);
        free(text);
    }
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
    char *text = large_table("placements");

    (void)state;
    assert_lines_fit(text);
    assert_int_equal(times(text, "\nEHC plans by placement, 2024-25 Q4, continued\n\n"), 1);
    for (int row = 0; row < TABLE_ROWS; row++)
        assert_int_equal(times(text, arena_printf(&arena, "\n%s ", table_row_name(row))), 2);
    assert_int_equal(times(text, "\n--------"), 2);
    // A count and its rank, and of the three percentages every part.
    assert_int_equal(times(text, " count  rank "), 1);
    assert_int_equal(times(text, " count      of  rank"), 3);
    assert_int_equal(times(text, " 0.0     0 297,000 33/33"), 1);
    assert_int_equal(times(text, " 100.0 297,000 297,000 33/33"), 2);
    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        const char *name = table_row_name(row);
        const char *line =
            arena_printf(&arena, "\n%-22s    9,000     1  0.0     0   9,000     1 ", name);

        assert_int_equal(times(text, line), 1);
    }
    free(text);
}

static void promise_f_a_row_shows_value_figures_rank_and_what_an_area_covers(void **state)
{
    struct table table;
    char *text;

    (void)state;
    sample_timely_table(&table);
    text = sample_written(output_text, &table, WITHIN_EX);
    assert_shows(text, "Timeliness of EHC plans, 2024\n"
                       "Plans issued within 20 weeks, exceptions left out\n\n");
    assert_shows(text, "    % count    of rank\n");
    assert_shows(text, "\nCity of London             x     0     0    x\n");
    assert_shows(text, "\nCamden                  99.3   134   135    1\n");
    assert_shows(text, "\nHackney                    x     x     x    x\n");
    assert_shows(text, "\nBarnet                  50.0 1,000 2,000    2\n");
    assert_shows(text, "\n----------");
    assert_shows(text, "\nInner London            99.3   134   135 2/14\n");
    assert_shows(text, "\nLondon                  53.1 1,134 2,135 3/33\n");
    free(text);
}

static void promise_f_the_boroughs_that_are_missing_are_named(void **state)
{
    Qd__Return *made;
    struct table table;
    char *text;

    (void)state;
    sample_table(&table, &arena, "timeliness", "2024");
    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        Qd__Timeliness *flows;

        made = sample_return(&arena, row, "2024");
        flows = sample_timeliness(&arena, made);
        SAMPLE_SET(&arena, flows, plans_issued_within_20_weeks_ex,
                   row == HACKNEY || row == BARNET ? SAMPLE_X : 5);
        SAMPLE_SET(&arena, flows, plans_issued_ex, 10);
        sample_add(&table, made, NULL);
    }
    table_finish(&table);
    text = sample_written(output_text, &table, WITHIN_EX);
    assert_shows(text, "\nx        not available");
    assert_shows(text, "\n31/33    no figure from Hackney, Barnet\n");
    free(text);
    text = sample_written(output_text, &table, NULL);
    assert_shows(text,
                 "\n31/33    Plans issued within 20 weeks, exceptions left out: no figure from "
                 "Hackney, Barnet\n");
    assert_shows(text, "no borough has a figure\n");
    free(text);
}

static void amounts_are_shown_to_the_pound(void **state)
{
    struct table table;
    char *text;

    (void)state;
    sample_transport_table(&table);
    text = sample_written(output_text, &table, NULL);
    assert_shows(text, "\nCamden ");
    assert_shows(text, " 1,234,568 ");
    assert_shows(text, " 12,345.68 ");
    assert_shows(text, "£ each");
    assert_shows(text, "\nplans    an amount over EHC plans is over those in the placements of "
                       "2024-25 Q4\n");
    free(text);
}

static void the_notes_tell_how_to_get_more(void **state)
{
    struct table table;
    char *text;

    (void)state;
    sample_timely_table(&table);
    text = sample_written(output_text, &table, NULL);
    assert_shows(text, "\nrank     1 is the highest, which is best; ties share the better rank\n");
    assert_shows(text, "received 23 Nov 2025");
    assert_shows(text, "--measure NAME");
    assert_shows(text, "--format csv");
    assert_shows(text, WITHIN_EX);
    free(text);
    text = sample_written(output_text, &table, "plans_issued_over_52_weeks_percent");
    assert_shows(text, "\nrank     1 is the lowest, which is best; ties share the better rank\n");
    assert_shows(text, "\nformula  plans_issued_over_52_weeks / plans_issued");
    free(text);
}

static void a_rank_without_a_best_is_shown_and_said_to_be_no_judgement(void **state)
{
    struct table table;
    char *text;

    (void)state;
    sample_timely_table(&table);
    text = sample_written(output_text, &table, "plans_issued_ex_count");
    assert_shows(text, " count rank\n");
    assert_shows(text, "\nCity of London              0    3\n");
    assert_shows(text, "\nBarnet                  2,000    1\n");
    assert_shows(text, "\nHackney                     x    x\n");
    assert_shows(text, "\nLondon                  2,135 3/33\n");
    assert_shows(text,
                 "\nrank     1 is the highest; ties share the better rank. The rank only puts "
                 "boroughs in order and is\n         no judgement: neither more nor less is "
                 "better in itself.\n");
    free(text);
}

// No table has such headlines yet.
static void ranks_that_count_from_both_ends_are_told_apart(void **state)
{
    struct table table;
    char *text;

    (void)state;
    sample_timely_table(&table);
    for (size_t i = 0; i < table.count; i++) {
        const char *measure = table.columns[i].indicator->measure;

        table.indicators.list[i].headline =
            strcmp(measure, WITHIN_EX) == 0 || strcmp(measure, "plans_issued_ex_count") == 0 ||
            strcmp(measure, "plans_issued_over_52_weeks_ex_percent") == 0;
    }
    text = sample_written(output_text, &table, NULL);
    assert_shows(text, "\nrank     Plans issued within 20 weeks, exceptions left out: 1 is the "
                       "highest, which is best; ties");
    assert_shows(text, "\nrank     Plans issued after 52 weeks, exceptions left out: 1 is the "
                       "lowest, which is best; ties");
    assert_shows(text, "\nrank     EHC plans issued, without exceptions: 1 is the highest; ties");
    free(text);
}

static void what_is_not_ranked_shows_no_rank(void **state)
{
    char *text = large_table("submissions");

    (void)state;
    assert_shows(text, "\nz        not applicable");
    assert_int_equal(times(text, "rank"), 0);
    assert_shows(text, "33/33");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_is_an_error),
        cmocka_unit_test(every_table_and_measure_fits_a_terminal),
        cmocka_unit_test(tables_of_real_size_fit_a_terminal),
        cmocka_unit_test(promise_f_a_table_that_is_too_wide_is_continued_and_drops_nothing),
        cmocka_unit_test(promise_f_a_row_shows_value_figures_rank_and_what_an_area_covers),
        cmocka_unit_test(promise_f_the_boroughs_that_are_missing_are_named),
        cmocka_unit_test(amounts_are_shown_to_the_pound),
        cmocka_unit_test(the_notes_tell_how_to_get_more),
        cmocka_unit_test(a_rank_without_a_best_is_shown_and_said_to_be_no_judgement),
        cmocka_unit_test(ranks_that_count_from_both_ends_are_told_apart),
        cmocka_unit_test(what_is_not_ranked_shows_no_rank),
    };

    return cmocka_run_group_tests(tests, sample_set_up, sample_tear_down);
}
