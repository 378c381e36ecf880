// The calendar, from files that a test writes.
#include "proto/reference/calendar.h"

#include "lib/base/clock.h"
#include "proto/form/period.h"
#include "tests/support/golden/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define HEADINGS "period,opens,due,refresh_until\n"
#define Q3 "2025-26 Q3,2026-01-01,2026-01-31,2026-02-28\n"

struct fixture {
    char folder[64], path[96];
    struct arena arena;
    struct calendar calendar;
    struct err_text text;
};

static int set_up(void **state)
{
    enum { CAP_BYTES = 1000 * 1000 };
    struct fixture *f = calloc(1, sizeof *f);

    if (f == NULL)
        return -1;
    *state = f;
    arena_init(&f->arena, CAP_BYTES);
    snprintf(f->folder, sizeof f->folder, "/tmp/qd-calendar-XXXXXX");
    if (mkdtemp(f->folder) == NULL)
        return -1;
    snprintf(f->path, sizeof f->path, "%s/calendar.csv", f->folder);
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    unlink(f->path);
    rmdir(f->folder);
    arena_free(&f->arena);
    free(f);
    return 0;
}

static enum err read_text(struct fixture *f, const char *text)
{
    FILE *file = fopen(f->path, "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    f->text.text[0] = '\0';
    return calendar_read(&f->calendar, &f->arena, f->path, &f->text);
}

static void a_row_that_is_not_right_is_named_with_what_to_write(void **state)
{
    static const struct {
        const char *what, *text;
    } cases[] = {
        {"no bytes", ""},
        {"no periods", HEADINGS},
        {"no column refresh_until", "period,opens,due\n"},
        {"a fifth quarter", HEADINGS "2025-26 Q5,2026-01-01,2026-01-31,2026-02-28\n"},
        {"no day to open", HEADINGS "2025-26 Q3,,2026-01-31,2026-02-28\n"},
        {"due 31/01/2026", HEADINGS "2025-26 Q3,2026-01-01,31/01/2026,2026-02-28\n"},
        {"due before it opens", HEADINGS "2025-26 Q3,2026-01-01,2025-12-31,2026-02-28\n"},
        {"refreshed before it is due", HEADINGS "2025-26 Q3,2026-01-01,2026-01-31,2026-01-30\n"},
        {"a quarter twice", HEADINGS Q3 "2025-26q3,2026-01-01,2026-01-31,2026-02-28\n"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(read_text(f, cases[i].text), ERR_MALFORMED);
        assert_non_null(strstr(f->text.text, f->path));
        golden_note_in(f->folder, cases[i].what, f->text.text);
    }
    golden_check_noted("errors.golden", "calendars");
}

static void a_period_is_found_in_whatever_order_they_stand(void **state)
{
    struct fixture *f = *state;
    const struct calendar_row *row;
    char day[CLOCK_DAY_BYTES];
    Qd__Period period;

    assert_int_equal(read_text(f, HEADINGS Q3 "2024-25 Q1,2024-07-01,2024-07-31,2024-08-31\n"
                                              "2025,2026-01-01,2026-03-01,2026-04-01\n"),
                     ERR_OK);
    assert_int_equal(period_parse(&period, "2024-25 Q1", NULL), ERR_OK);
    row = calendar_of(&f->calendar, &period);
    assert_non_null(row);
    clock_format_day(row->due, day);
    assert_string_equal(day, "2024-07-31");
    assert_int_equal(period_parse(&period, "2024-25 Q2", NULL), ERR_OK);
    assert_null(calendar_of(&f->calendar, &period));
}

static void figures_are_provisional_until_the_day_before_the_refresh_day(void **state)
{
    struct fixture *f = *state;
    Qd__Period period, other;
    int32_t until;

    assert_int_equal(read_text(f, HEADINGS Q3), ERR_OK);
    assert_int_equal(period_parse(&period, "2025-26 Q3", NULL), ERR_OK);
    assert_int_equal(period_parse(&other, "2025-26 Q2", NULL), ERR_OK);
    until = f->calendar.list[0].refresh_until;
    assert_true(calendar_is_provisional(&f->calendar, &period, until - 1));
    assert_false(calendar_is_provisional(&f->calendar, &period, until));
    assert_false(calendar_is_provisional(&f->calendar, &other, until - 1));
}

static void the_reference_lists_may_have_one_and_need_not(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(calendar_find(&f->calendar, &f->arena, NULL, f->folder, &f->text), ERR_OK);
    assert_null(f->calendar.path);
    assert_int_equal(read_text(f, HEADINGS Q3), ERR_OK);
    assert_int_equal(calendar_find(&f->calendar, &f->arena, NULL, f->folder, &f->text), ERR_OK);
    assert_string_equal(f->calendar.path, f->path);
    assert_int_equal(calendar_find(&f->calendar, &f->arena, "/nowhere.csv", f->folder, &f->text),
                     ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_row_that_is_not_right_is_named_with_what_to_write, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_period_is_found_in_whatever_order_they_stand, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            figures_are_provisional_until_the_day_before_the_refresh_day, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_reference_lists_may_have_one_and_need_not, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
