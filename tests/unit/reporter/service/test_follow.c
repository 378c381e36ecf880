// What pages depend on, as it changes while a service runs.
#include "reporter/service/follow.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATH_BYTES = 64, WAIT_US = 10 * 1000, WAITS = 6000 };

struct place {
    char folder[PATH_BYTES], store[PATH_BYTES + 16], calendar[PATH_BYTES + 16];
    struct pages_places places;
    struct service_log log;
    struct follow_options options;
    char told[LOG_LINE_BYTES];
    // Of the store, as read_end finds it:
    _Atomic uint64_t sequence;
    _Atomic int is_broken;
};

static enum err read_end(void *context, struct follow_end *end, struct err_text *text)
{
    const struct place *place = context;

    if (place->is_broken)
        return err_say(text, ERR_CORRUPT, "it is broken");
    *end = (struct follow_end){.sequence = place->sequence};
    return ERR_OK;
}

static void note(void *context, const char *line)
{
    struct place *place = context;

    const size_t length = strlen(place->told);

    snprintf(place->told + length, sizeof place->told - length, "%s\n", line);
}

static void write_file(const char *path, const char *words)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_true(fputs(words, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static int set_up(void **state)
{
    struct place *place = test_calloc(1, sizeof *place);

    strcpy(place->folder, "/tmp/quarterday-follow-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    snprintf(place->store, sizeof place->store, "%s/data.mdb", place->folder);
    snprintf(place->calendar, sizeof place->calendar, "%s/calendar.csv", place->folder);
    write_file(place->store, "1");
    write_file(place->calendar, "period,opens,due,refresh_until\n");
    place->sequence = 1;
    place->places = (struct pages_places){.store = place->folder,
                                          .reference = place->folder,
                                          .templates = place->folder,
                                          .calendar = place->calendar};
    place->log = (struct service_log){note, place};
    place->options = (struct follow_options){
        .places = &place->places, .read = read_end, .context = place, .log = &place->log};
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    struct place *place = *state;

    unlink(place->store);
    unlink(place->calendar);
    rmdir(place->folder);
    test_free(place);
    return 0;
}

static void key_of(struct follow *follow, uint8_t key[SHA256_BYTES])
{
    const struct pages_reader panel = {.audience = PAGES_PANEL};
    struct follow_state state;

    follow_state(follow, &state);
    follow_key(key, &state, &panel, "/status", NULL);
}

// Waits until the page has another key.
static void wait_for_another(struct follow *follow, uint8_t key[SHA256_BYTES])
{
    uint8_t now[SHA256_BYTES];
    int waits = 0;

    do {
        assert_true(waits++ < WAITS);
        usleep(WAIT_US);
        key_of(follow, now);
    } while (memcmp(now, key, sizeof now) == 0);
    memcpy(key, now, sizeof now);
}

// Who is overdue is so from midnight on, and nobody has to write anything for it.
static void at_midnight_pages_are_others(void **state)
{
    static char today[] = "QUARTERDAY_TODAY=2026-11-23";
    struct place *place = *state;
    struct follow_state before, after;
    uint8_t key[SHA256_BYTES];
    struct follow *follow;

    assert_int_equal(putenv(today), 0);
    assert_int_equal(follow_open(&follow, &place->options, NULL), ERR_OK);
    follow_state(follow, &before);
    key_of(follow, key);
    today[sizeof today - 2] = '4';
    wait_for_another(follow, key);
    follow_state(follow, &after);
    assert_int_equal(after.day, before.day + 1);
    assert_int_equal(after.end.sequence, before.end.sequence);
    follow_close(follow);
    assert_int_equal(unsetenv("QUARTERDAY_TODAY"), 0);
}

static void a_file_that_was_written_makes_other_pages(void **state)
{
    struct place *place = *state;
    uint8_t key[SHA256_BYTES];
    struct follow *follow;

    assert_int_equal(follow_open(&follow, &place->options, NULL), ERR_OK);
    key_of(follow, key);
    write_file(place->calendar,
               "period,opens,due,refresh_until\n2024,2025-01-01,2025-01-31,2025-02-28\n");
    wait_for_another(follow, key);
    place->sequence = 2;
    write_file(place->store, "22");
    wait_for_another(follow, key);
    follow_close(follow);
}

static void a_store_that_breaks_is_told_once_and_its_last_end_is_kept(void **state)
{
    struct place *place = *state;
    struct follow_state now;
    struct follow *follow;
    int waits = 0;

    place->sequence = 7;
    assert_int_equal(follow_open(&follow, &place->options, NULL), ERR_OK);
    place->is_broken = 1;
    write_file(place->store, "333");
    do {
        assert_true(waits++ < WAITS);
        usleep(WAIT_US);
        follow_state(follow, &now);
    } while (now.is_readable);
    assert_int_equal(now.end.sequence, 7);
    place->is_broken = 0;
    do {
        assert_true(waits++ < WAITS);
        usleep(WAIT_US);
        follow_state(follow, &now);
    } while (!now.is_readable);
    follow_close(follow);
    assert_non_null(strstr(place->told, "event=store_unreadable"));
    assert_non_null(strstr(place->told, "why=\"it is broken\"\nevent=store_readable"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(at_midnight_pages_are_others),
        TEST(a_file_that_was_written_makes_other_pages),
        TEST(a_store_that_breaks_is_told_once_and_its_last_end_is_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
