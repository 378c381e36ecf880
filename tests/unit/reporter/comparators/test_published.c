// What DfE published, in the columns of the form.
#include "reporter/comparators/published.h"

#include "proto/form/figures.h"
#include "proto/form/period.h"
#include "tests/support/tabled/tabled.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/quarterday-published-XXXXXX";

static const char *path(const char *name)
{
    return arena_printf(&tabled_arena, "%s/%s", folder, name);
}

static int set_up(void **state)
{
    if (mkdtemp(folder) == NULL || tabled_set_up(state) != 0)
        return -1;
    return mkdir(path("published"), 0700);
}

static int tear_down(void **state)
{
    (void)unlink(path("published/timeliness.csv"));
    (void)unlink(path("published/transport.csv"));
    (void)rmdir(path("published"));
    (void)rmdir(folder);
    return tabled_tear_down(state);
}

static enum err read_written(struct published *published, enum form_part part, const char *text,
                             struct err_text *why)
{
    FILE *file =
        fopen(arena_printf(&tabled_arena, "%s/published/%s", folder, form_part(part)->file), "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    *published = (struct published){.count = 0};
    return published_read(published, &tabled_arena, folder, part, why);
}

static struct figure timely(const struct published_return *one, const char *column)
{
    const Qd__Timeliness *row = one->returned->timeliness;

    assert_non_null(row);
    return figure_in(&row->base, written_field(FORM_TIMELINESS, column));
}

// The last of an area and part.
static const struct published_return *last_of(const struct published *published, int part,
                                              const char *area_code)
{
    const struct published_return *last = NULL;

    for (size_t i = 0; i < published->count; i++) {
        const struct published_return *one = &published->list[i];

        if ((int)one->part == part && strcmp(one->area_code, area_code) == 0 &&
            (last == NULL || period_last_day(&one->period) > period_last_day(&last->period)))
            last = one;
    }
    return last;
}

static void what_is_no_figure_no_code_or_no_period_is_named_with_its_row(void **state)
{
    static const struct {
        enum form_part part;
        const char *text, *value;
    } wrong[] = {
        {FORM_TIMELINESS, "area_code,period,plans_issued\nE92000001,2024,-5\n", "\"-5\""},
        {FORM_TIMELINESS, "area_code,period,plans_issued\nE92000001,2024,\n", "\"\""},
        {FORM_TIMELINESS, "area_code,period,plans_issued\nE92000001,2024,1.5\n", "\"1.5\""},
        {FORM_TIMELINESS, "area_code,period,plans_issued\nE92000001,2024,99999999999999999999\n",
         "99999"},
        {FORM_TIMELINESS, "area_code,period,plans_issued\nE92000001,202,5\n", "202"},
        {FORM_TIMELINESS, "area_code,plans_issued\nE92000001,5\n", "period"},
        {FORM_TRANSPORT, "area_code,period,section_251_line\nE92000001,2024-25,line_9\n", "line_9"},
        {FORM_TRANSPORT,
         "area_code,period,section_251_line,gross_expenditure\nE92000001,2024-25,line_2_1_4,1."
         "234\n",
         "1.234"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct published published;
        struct err_text why = {""};

        assert_int_equal(read_written(&published, wrong[i].part, wrong[i].text, &why),
                         ERR_MALFORMED);
        assert_non_null(strstr(why.text, wrong[i].value));
    }
}

static void without_a_list_nothing_is_published(void **state)
{
    struct published published = {.count = 0};
    struct err_text why = {""};

    (void)state;
    assert_int_equal(published_read(&published, &tabled_arena, "/nowhere", FORM_TIMELINESS, &why),
                     ERR_OK);
    assert_null(last_of(&published, FORM_TIMELINESS, PUBLISHED_ENGLAND));
}

// Missing is not zero here either.
static void promise_f_an_x_and_a_column_that_is_not_there_are_not_available(void **state)
{
    const struct published_return *one;
    struct published published;
    struct err_text why = {""};

    (void)state;
    assert_int_equal(read_written(&published, FORM_TIMELINESS,
                                  "area_code,period,plans_issued,requests_open\n"
                                  "E92000001,2023,90,x\nE92000001,2024,0,1\nE12000007,2023,5,6\n",
                                  &why),
                     ERR_OK);
    assert_int_equal(published.count, 3);
    one = &published.list[0];
    assert_int_equal(timely(one, "plans_issued").value, 90);
    assert_int_equal(timely(one, "requests_open").state, FIGURE_NOT_AVAILABLE);
    assert_int_equal(timely(one, "assessments").state, FIGURE_NOT_AVAILABLE);
    one = last_of(&published, FORM_TIMELINESS, PUBLISHED_ENGLAND);
    assert_int_equal(one->period.year, 2024);
    assert_int_equal(timely(one, "plans_issued").state, FIGURE_KNOWN);
    assert_int_equal(timely(one, "plans_issued").value, 0);
    assert_null(published_find(&published, FORM_TIMELINESS, "E12000007", &one->period));
    assert_null(last_of(&published, FORM_PLACEMENTS, PUBLISHED_ENGLAND));
}

static void pounds_are_pence_and_codes_that_are_left_out_are_not_known(void **state)
{
    const Qd__Transport *row;
    struct published published;
    struct err_text why = {""};

    (void)state;
    assert_int_equal(
        read_written(&published, FORM_TRANSPORT,
                     "area_code,period,section_251_line,gross_expenditure\n"
                     "E09000007,2024-25,line_2_1_4,1234.5\nE09000007,2024-25,line_2_1_6,7\n",
                     &why),
        ERR_OK);
    assert_int_equal(published.count, 1);
    assert_int_equal(published.list[0].returned->n_transport, 2);
    row = published.list[0].returned->transport[0];
    assert_int_equal(row->gross_expenditure, 123450);
    assert_int_equal(row->mode, QD__TRANSPORT_MODE__TRANSPORT_MODE_NOT_KNOWN);
    assert_int_equal(published.list[0].returned->transport[1]->gross_expenditure, 700);
}

// DfE 2024: England 39,407 of 84,866; January 2025: 638,745 plans.
static void the_lists_that_come_with_the_programs_hold_england(void **state)
{
    const struct published_return *england;
    struct published published = {.count = 0};
    struct err_text why = {""};

    (void)state;
    assert_int_equal(
        published_read(&published, &tabled_arena, QD_DATA_DIR "/reference", FORM_TIMELINESS, &why),
        ERR_OK);
    assert_int_equal(
        published_read(&published, &tabled_arena, QD_DATA_DIR "/reference", FORM_PLACEMENTS, &why),
        ERR_OK);
    england = last_of(&published, FORM_TIMELINESS, PUBLISHED_ENGLAND);
    assert_int_equal(england->period.year, 2024);
    assert_int_equal(timely(england, "plans_issued_within_20_weeks_ex").value, 39407);
    assert_int_equal(timely(england, "plans_issued_ex").value, 84866);
    england = last_of(&published, FORM_PLACEMENTS, PUBLISHED_ENGLAND);
    assert_int_equal(england->returned->placements[0]->setting, QD__SETTING__TOTAL);
    assert_int_equal(england->returned->placements[0]->plans, 638745);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_figure_no_code_or_no_period_is_named_with_its_row),
        cmocka_unit_test(without_a_list_nothing_is_published),
        cmocka_unit_test(promise_f_an_x_and_a_column_that_is_not_there_are_not_available),
        cmocka_unit_test(pounds_are_pence_and_codes_that_are_left_out_are_not_known),
        cmocka_unit_test(the_lists_that_come_with_the_programs_hold_england),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
