// What a line says of one borough: its place, and how it stands beside London.
#include "reporter/pages/line_words.h"

#include "tests/support/tabled/tabled.h"

#include <math.h>
#include <string.h>

#define WITHIN "plans_issued_within_20_weeks_percent"

static struct sentences sentences;

static int set_up(void **state)
{
    struct err_text text;

    return tabled_set_up(state) != 0 ||
                   sentences_read(&sentences, &tabled_arena, QD_DATA_DIR "/pages", &text) != ERR_OK
               ? -1
               : 0;
}

static int tear_down(void **state)
{
    sentences_free(&sentences);
    return tabled_tear_down(state);
}

// Plans in time of three boroughs in 2024; the others have not returned.
static void begin(struct table *table, struct subject *subject)
{
    tabled_begin_as(table, (struct table_request){.name = "timeliness", .measures = WITHIN},
                    "2024");
    tabled_add_timely(table, CAMDEN, 96, 100);
    tabled_add_timely(table, BARNET, 100, 100);
    tabled_add_timely(table, CITY, 5, 10);
    table_finish(table);
    assert_int_equal(subject_begin(subject, &sentences, table, 0, 0, CAMDEN), 0);
}

static void assert_begins(const char *words, const char *beginning)
{
    if (strncmp(words, beginning, strlen(beginning)) != 0)
        fail_msg("\"%s\" does not begin with \"%s\"", words, beginning);
}

static void a_borough_without_a_figure_has_no_place_and_no_distance(void **state)
{
    struct subject subject;
    struct table table;

    (void)state;
    begin(&table, &subject);
    assert_string_equal(line_words_place(&subject, HACKNEY), "");
    assert_string_equal(line_words_beside(&subject, HACKNEY, &subject.against), "");
    assert_string_equal(line_words_share(&subject, HACKNEY), "not returned");
    assert_string_equal(line_words_moved(&subject, CAMDEN), "");
}

static void boroughs_are_in_the_order_of_their_figures(void **state)
{
    struct subject subject;
    struct table table;

    (void)state;
    begin(&table, &subject);
    assert_int_equal(subject.ordered, 3);
    assert_int_equal(subject.order[0], BARNET);
    assert_int_equal(subject.order[1], CAMDEN);
    assert_int_equal(subject.order[2], CITY);
    assert_begins(line_words_place(&subject, CAMDEN), "2nd of 3; chance allows ");
    assert_string_equal(line_words_share(&subject, CAMDEN), "96 of 100");
}

static void boroughs_of_one_figure_share_the_place(void **state)
{
    struct subject subject;
    struct table table;

    (void)state;
    tabled_begin_as(&table, (struct table_request){.name = "timeliness", .measures = WITHIN},
                    "2024");
    tabled_add_timely(&table, CAMDEN, 50, 50);
    tabled_add_timely(&table, BARNET, 100, 100);
    tabled_add_timely(&table, CITY, 5, 10);
    table_finish(&table);
    assert_int_equal(subject_begin(&subject, &sentences, &table, 0, 0, CAMDEN), 0);
    assert_begins(line_words_place(&subject, CAMDEN), "1st of 3, with 1 other; ");
    assert_begins(line_words_place(&subject, CITY), "3rd of 3; ");
}

static void a_figure_differs_where_its_own_interval_leaves_the_other_out(void **state)
{
    struct subject subject;
    struct table table;

    (void)state;
    begin(&table, &subject);
    assert_string_equal(line_words_beside(&subject, CAMDEN, &subject.against),
                        "no different from London: within chance");
    assert_string_equal(line_words_beside(&subject, CITY, &subject.against),
                        "45.7 points below London");
    assert_string_equal(line_words_beside(&subject, BARNET, &subject.against),
                        "4.3 points above London");
}

static void what_has_no_best_is_told_from_the_nearer_end(void **state)
{
    struct subject subject;
    struct table table;

    (void)state;
    tabled_begin_as(&table,
                    (struct table_request){.name = "timeliness",
                                           .measures = "requests_decided_not_to_assess_percent"},
                    "2024");
    for (int row = 0; row < 3; row++) {
        Qd__Return *made = tabled_return(row, "2024");
        Qd__Timeliness *timeliness = tabled_timeliness(made);

        TABLED_SET(timeliness, requests_decided_not_to_assess, 10 + 20 * row);
        TABLED_SET(timeliness, requests_received, 100);
        tabled_add(&table, made, NULL);
    }
    table_finish(&table);
    assert_int_equal(subject_begin(&subject, &sentences, &table, 0, 0, CITY), 0);
    assert_begins(line_words_place(&subject, CITY), "1st lowest of 3");
    assert_begins(line_words_place(&subject, GREENWICH), "1st highest of 3");
    assert_string_equal(line_words_better(&subject), "no better or worse");
}

static void a_strip_has_its_ends_and_its_marks(void **state)
{
    struct subject subject;
    struct strip strip;
    struct table table;

    (void)state;
    begin(&table, &subject);
    assert_true(line_words_strip(&subject, CAMDEN, &strip));
    assert_int_equal(strip.count, 3);
    assert_string_equal(strip.lowest, "50.0");
    assert_string_equal(strip.highest, "100.0");
    assert_string_equal(strip.mine.label, "96.0%");
    assert_true(fabs(strip.london.figure - 100.0 * 201 / 210) < 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_borough_without_a_figure_has_no_place_and_no_distance),
        cmocka_unit_test(boroughs_are_in_the_order_of_their_figures),
        cmocka_unit_test(boroughs_of_one_figure_share_the_place),
        cmocka_unit_test(a_figure_differs_where_its_own_interval_leaves_the_other_out),
        cmocka_unit_test(what_has_no_best_is_told_from_the_nearer_end),
        cmocka_unit_test(a_strip_has_its_ends_and_its_marks),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
