// Which editions a calendar asks for on a day, and which of those that stand there are not to be kept.
#include "reporter/editions/schedule.h"

#include "lib/base/clock.h"
#include "proto/form/period.h"
#include "tests/support/edited/edited.h"
#include "tests/support/stored/stored.h"
#include "tests/support/tabled/tabled.h"

#include <sys/stat.h>

enum { OPENS = 20000, DUE = 20030, REFRESH = 20060 };

static uint64_t send(struct stored *f, int row, const char *period, int32_t day)
{
    enum { MS_A_DAY = 24 * 60 * 60 * 1000 };
    static uint8_t byte;  // no two returns are alike
    Qd__Period of;

    byte++;
    assert_int_equal(period_parse(&of, period, NULL), ERR_OK);
    return stored_add(f->store,
                      (struct store_submission){.authority = boroughs[row].authority,
                                                .period = &of,
                                                .return_bytes = &byte,
                                                .return_size = 1,
                                                .received_at_unix_ms = (uint64_t)day * MS_A_DAY})
        .sequence;
}

// "2024-25 Q4 number 3 at +5", each edition that is asked for on a day; days are counted from the opening.
static struct schedule schedule_on(struct stored *f, const char *period, int32_t day)
{
    struct calendar_row row = {.opens = OPENS, .due = DUE, .refresh_until = REFRESH};
    const struct calendar calendar = {.path = "calendar.csv", .list = &row, .count = 1};
    struct schedule schedule;

    assert_int_equal(period_parse(&row.period, period, NULL), ERR_OK);
    if (schedule_read(&schedule, &tabled_arena, &calendar, f->store, day, &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
    return schedule;
}

static const char *asked(struct stored *f, const char *period, int32_t day)
{
    const struct schedule schedule = schedule_on(f, period, day);

    if (schedule.count == 0)
        return "nothing";
    return arena_printf(&tabled_arena, "%llu, %+d%s", (unsigned long long)schedule.list[0].sequence,
                        schedule.list[0].as_at - OPENS, schedule.list[0].is_final ? ", final" : "");
}

static void nothing_is_asked_for_before_the_period_opens_or_somebody_returns(void **state)
{
    assert_string_equal(asked(*state, "2024-25 Q4", OPENS), "nothing");
    assert_string_equal(asked(*state, "2024-25 Q4", REFRESH), "nothing");
    send(*state, CAMDEN, "2024-25 Q4", OPENS - 1);
    assert_string_equal(asked(*state, "2024-25 Q4", OPENS - 1), "nothing");
    assert_string_equal(asked(*state, "2024-25 Q4", OPENS), "1, -1");
}

static void each_return_of_the_period_asks_for_an_edition_of_its_day(void **state)
{
    send(*state, CAMDEN, "2024-25 Q4", OPENS + 3);
    send(*state, CAMDEN, "2024-25 Q4", OPENS + 5);
    assert_string_equal(asked(*state, "2024-25 Q4", OPENS + 9), "2, +5");
    send(*state, CAMDEN, "2025-26 Q1", OPENS + 7);
    assert_string_equal(asked(*state, "2024-25 Q4", OPENS + 9), "2, +5");
}

static void promise_g_the_refresh_day_asks_once_more_for_what_had_come_before_it(void **state)
{
    send(*state, CAMDEN, "2024-25 Q4", OPENS + 3);
    send(*state, BARNET, "2024-25 Q4", REFRESH);
    assert_string_equal(asked(*state, "2024-25 Q4", REFRESH - 1), "2, +60");
    assert_string_equal(asked(*state, "2024-25 Q4", REFRESH), "1, +60, final");
    assert_string_equal(asked(*state, "2024-25 Q4", REFRESH + 900), "1, +60, final");
}

static void a_year_is_made_of_its_own_returns_and_those_of_its_quarters(void **state)
{
    send(*state, CAMDEN, "2024-25 Q1", OPENS + 3);
    send(*state, CAMDEN, "2024-25 Q4", OPENS + 4);
    send(*state, CAMDEN, "2025-26 Q1", OPENS + 5);
    assert_string_equal(asked(*state, "2024-25", OPENS + 9), "2, +4");
    send(*state, CAMDEN, "2024-25", OPENS + 6);
    assert_string_equal(asked(*state, "2024-25", OPENS + 9), "4, +6");
}

// --- what stands there

// The place of the only edition of a schedule, in the folder of the store.
static const char *place(struct stored *f, const struct schedule *schedule)
{
    const char *path =
        schedule_path(&schedule->list[0], &tabled_arena,
                      arena_printf(&tabled_arena, "%s/editions", f->folder), &f->text);

    assert_non_null(path);
    return path;
}

// An edition that stands there with nothing but its manifest.
static void put(const struct schedule_edition *edition, const char *path)
{
    edited_put(path, edition->sequence, edition->as_at, edition->redacted);
}

// Of Camden's return for the quarter, which came a day after its opening; and where its edition is to stand.
static struct schedule schedule_of_one(struct stored *f, const char **path)
{
    struct schedule schedule;

    send(f, CAMDEN, "2024-25 Q4", OPENS + 1);
    schedule = schedule_on(f, "2024-25 Q4", OPENS + 5);
    *path = place(f, &schedule);
    return schedule;
}

static int tear_down(void **state)
{
    const struct stored *f = *state;

    edition_folder_remove(arena_printf(&tabled_arena, "%s/editions", f->folder));
    return stored_tear_down(state);
}

static void an_edition_is_made_where_it_stands_as_at_its_day(void **state)
{
    struct stored *f = *state;
    const char *path;
    struct schedule schedule = schedule_of_one(f, &path);

    assert_non_null(strstr(path, "/editions/2024-25-q4/1"));
    assert_false(schedule_is_made(&schedule.list[0], &tabled_arena, path));
    put(&schedule.list[0], path);
    assert_true(schedule_is_made(&schedule.list[0], &tabled_arena, path));
    schedule = schedule_on(f, "2024-25 Q4", REFRESH);
    assert_string_equal(place(f, &schedule), path);
    assert_false(schedule_is_made(&schedule.list[0], &tabled_arena, path));
}

static void the_edition_before_is_the_nearest_number_that_is_whole(void **state)
{
    struct stored *f = *state;
    struct schedule schedule;

    for (int i = 0; i < 3; i++) {
        const char *path;

        send(f, CAMDEN, "2024-25 Q4", OPENS + i);
        schedule = schedule_on(f, "2024-25 Q4", OPENS + 5);
        path = place(f, &schedule);
        assert_true(schedule_before(&schedule.list[0], &tabled_arena, path) ==
                    (i == 0 ? EDITION_NO_SINCE : 1));
        if (i != 1)
            put(&schedule.list[0], path);
        else
            (void)mkdir(path, 0777);  // without a manifest
    }
}

static int outdated(struct stored *f, const struct schedule *schedule, const char *path)
{
    struct manifest manifest;
    int is_outdated = 0;

    assert_int_equal(
        schedule_is_outdated(&is_outdated, &manifest, schedule, &tabled_arena, path, &f->text),
        ERR_OK);
    return is_outdated;
}

static void the_editions_beside_come_by_their_numbers_and_end(void **state)
{
    static const char *const names[] = {"10", "9", ".7.making.abcdef", "08", "note"};
    struct stored *f = *state;
    uint64_t number = 0;
    const char *path, *next;

    (void)schedule_of_one(f, &path);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_int_equal(mkdir(arena_printf(&tabled_arena, "%.*s/%s",
                                            (int)(strrchr(path, '/') - path), path, names[i]),
                               0777),
                         0);
    assert_int_equal(schedule_next(&next, &number, &tabled_arena, path, &f->text), ERR_OK);
    assert_int_equal(number, 9);
    assert_non_null(strstr(next, "/editions/2024-25-q4/9"));
    assert_int_equal(schedule_next(&next, &number, &tabled_arena, path, &f->text), ERR_OK);
    assert_int_equal(number, 10);
    assert_int_equal(schedule_next(&next, &number, &tabled_arena, path, &f->text), ERR_OK);
    assert_int_equal(number, 0);
}

static void an_edition_that_cannot_be_read_is_not_taken_for_one_that_holds_nothing(void **state)
{
    struct stored *f = *state;
    struct arena small;
    struct manifest manifest;
    const char *path;
    const struct schedule schedule = schedule_of_one(f, &path);
    int is_outdated;

    assert_int_equal(
        schedule_is_outdated(&is_outdated, &manifest, &schedule, &tabled_arena, path, &f->text),
        ERR_NOT_FOUND);
    assert_non_null(strstr(f->text.text, path));
    put(&schedule.list[0], path);
    arena_init(&small, 1);
    assert_int_equal(
        schedule_is_outdated(&is_outdated, &manifest, &schedule, &small, path, &f->text),
        ERR_NO_MEMORY);
    arena_free(&small);
}

// The clock was set back: the edition of the second entry is cut at the end of a day before the first one.
static void promise_g_a_redaction_is_named_whatever_the_clock_said(void **state)
{
    struct stored *f = *state;
    struct edition_asked asked = {.period = "2024-25 Q4",
                                  .audience = "panel",
                                  .since = EDITION_NO_SINCE,
                                  .program = "qd-reporter",
                                  .version = "1"};
    struct schedule schedule;
    struct edition edition;

    send(f, CAMDEN, "2024-25 Q4", OPENS + 2);
    send(f, BARNET, "2024-25 Q4", OPENS + 1);
    stored_redact(f, boroughs[CAMDEN].authority, 1);
    schedule = schedule_on(f, "2024-25 Q4", OPENS + 5);
    asked.reference = arena_printf(&tabled_arena, "%s/editions", f->folder);
    (void)place(f, &schedule);
    asked.as_of = (struct as_of){2, UINT64_MAX};
    if (edition_begin(&edition, &tabled_arena, &asked, f->store, &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
    assert_int_equal(clock_day(edition.as_of.unix_ms), OPENS + 1);
    assert_int_equal(
        redacted_since(&schedule.list[0].redacted, &tabled_arena, &schedule.history, 2, &f->text),
        ERR_OK);
    assert_int_equal(schedule.list[0].redacted.count, 1);
    assert_true(redacted_has_all(&edition.manifest.redacted, &schedule.list[0].redacted));
}

static void promise_g_an_edition_that_holds_a_redacted_body_is_to_be_made_again(void **state)
{
    struct stored *f = *state;
    const char *path;
    struct schedule schedule = schedule_of_one(f, &path);

    put(&schedule.list[0], path);
    assert_false(outdated(f, &schedule, path));
    stored_redact(f, boroughs[CAMDEN].authority, 1);
    send(f, BARNET, "2024-25 Q4", OPENS + 2);
    schedule = schedule_on(f, "2024-25 Q4", OPENS + 5);
    assert_true(outdated(f, &schedule, path));
    assert_int_equal(
        redacted_since(&schedule.list[0].redacted, &tabled_arena, &schedule.history, 1, &f->text),
        ERR_OK);
    assert_int_equal(schedule.list[0].redacted.count, 1);
    assert_true(redacted_has(&schedule.list[0].redacted, 2));
    schedule.list[0].sequence = 1;
    put(&schedule.list[0], path);
    assert_false(outdated(f, &schedule, path));
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, stored_set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_STORE(nothing_is_asked_for_before_the_period_opens_or_somebody_returns),
        WITH_STORE(each_return_of_the_period_asks_for_an_edition_of_its_day),
        WITH_STORE(promise_g_the_refresh_day_asks_once_more_for_what_had_come_before_it),
        WITH_STORE(a_year_is_made_of_its_own_returns_and_those_of_its_quarters),
        WITH_STORE(an_edition_is_made_where_it_stands_as_at_its_day),
        WITH_STORE(the_edition_before_is_the_nearest_number_that_is_whole),
        WITH_STORE(the_editions_beside_come_by_their_numbers_and_end),
        WITH_STORE(an_edition_that_cannot_be_read_is_not_taken_for_one_that_holds_nothing),
        WITH_STORE(promise_g_a_redaction_is_named_whatever_the_clock_said),
        WITH_STORE(promise_g_an_edition_that_holds_a_redacted_body_is_to_be_made_again),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
