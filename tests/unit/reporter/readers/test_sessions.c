#include "reporter/readers/sessions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { START_MS = 1000 };

static struct sessions_reader reader_of(const char *name, const struct borough *borough)
{
    struct sessions_reader reader = {.borough = borough};

    snprintf(reader.name, sizeof reader.name, "%s", name);
    return reader;
}

static void begin(struct sessions *sessions, const char *name, uint64_t now_ms,
                  char word[SESSIONS_WORD_BYTES])
{
    const struct sessions_reader reader = reader_of(name, NULL);

    sessions_begin(sessions, &reader, now_ms, word);
}

static void note(void *context, const struct sessions_reader *reader)
{
    char *told = context;

    snprintf(told + strlen(told), sizeof reader->name, "%s", reader->name);
}

static int set_up(void **state)
{
    *state = sessions_open();
    return *state == NULL;
}

static int tear_down(void **state)
{
    sessions_close(*state);
    return 0;
}

static void a_word_that_nobody_was_given_is_nobodys(void **state)
{
    char word[SESSIONS_WORD_BYTES];
    struct sessions_reader reader;

    begin(*state, "anna", START_MS, word);
    assert_false(sessions_find(*state, "", START_MS, &reader));
    assert_false(sessions_find(*state, "anna", START_MS, &reader));
    word[0] = word[0] == '0' ? '1' : '0';
    assert_false(sessions_find(*state, word, START_MS, &reader));
}

static void a_session_knows_its_reader(void **state)
{
    const struct sessions_reader camden = reader_of("camden", boroughs_find("Camden"));
    char one[SESSIONS_WORD_BYTES], other[SESSIONS_WORD_BYTES];
    struct sessions_reader reader;

    sessions_begin(*state, &camden, START_MS, one);
    begin(*state, "anna", START_MS, other);
    assert_string_not_equal(one, other);
    assert_int_equal(strlen(one), SESSIONS_WORD_BYTES - 1);
    assert_true(sessions_find(*state, one, START_MS, &reader));
    assert_string_equal(reader.name, "camden");
    assert_ptr_equal(reader.borough, boroughs_find("Camden"));
    assert_true(sessions_find(*state, other, START_MS, &reader));
    assert_null(reader.borough);
    assert_int_equal(sessions_count(*state, START_MS), 2);
}

static void half_an_hour_idle_ends_it_and_a_page_begins_the_time_again(void **state)
{
    const uint64_t almost = SESSIONS_IDLE_MS - 1;
    char word[SESSIONS_WORD_BYTES];
    struct sessions_reader reader;

    begin(*state, "anna", START_MS, word);
    assert_true(sessions_find(*state, word, START_MS + almost, &reader));
    assert_true(sessions_find(*state, word, START_MS + 2 * almost, &reader));
    assert_false(sessions_find(*state, word, START_MS + 2 * almost + SESSIONS_IDLE_MS, &reader));
}

static void whoever_reads_on_signs_in_again_after_half_a_day(void **state)
{
    char word[SESSIONS_WORD_BYTES], told[100] = "";
    struct sessions_reader reader;
    uint64_t now_ms = START_MS;

    begin(*state, "anna", START_MS, word);
    for (; now_ms < START_MS + SESSIONS_LONGEST_MS; now_ms += SESSIONS_IDLE_MS / 2)
        assert_true(sessions_find(*state, word, now_ms, &reader));
    assert_false(sessions_find(*state, word, START_MS + SESSIONS_LONGEST_MS, &reader));
    assert_int_equal(sessions_count(*state, START_MS + SESSIONS_LONGEST_MS), 0);
    sessions_expire(*state, START_MS + SESSIONS_LONGEST_MS, note, told);
    assert_string_equal(told, "anna");
}

// Two threads read the clock, and take turns the other way round.
static void a_clock_that_was_read_earlier_ends_no_session(void **state)
{
    char word[SESSIONS_WORD_BYTES];
    struct sessions_reader reader;

    begin(*state, "anna", START_MS, word);
    assert_true(sessions_find(*state, word, START_MS - 1, &reader));
    assert_int_equal(sessions_count(*state, START_MS - 1), 1);
    sessions_expire(*state, START_MS - 1, NULL, NULL);
    assert_true(sessions_find(*state, word, START_MS + SESSIONS_IDLE_MS - 1, &reader));
}

static void whoever_signed_out_is_gone(void **state)
{
    char one[SESSIONS_WORD_BYTES], other[SESSIONS_WORD_BYTES];
    struct sessions_reader reader;

    begin(*state, "anna", START_MS, one);
    begin(*state, "anna", START_MS, other);
    sessions_end(*state, one);
    sessions_end(*state, one);
    sessions_end(*state, "");
    assert_false(sessions_find(*state, one, START_MS, &reader));
    assert_true(sessions_find(*state, other, START_MS, &reader));
}

static void one_reader_has_so_many_and_loses_the_oldest(void **state)
{
    char words[SESSIONS_OF_ONE_READER + 1][SESSIONS_WORD_BYTES];
    struct sessions_reader reader;

    for (uint64_t i = 0; i <= SESSIONS_OF_ONE_READER; i++)
        begin(*state, "anna", START_MS + i, words[i]);
    assert_false(sessions_find(*state, words[0], START_MS + SESSIONS_OF_ONE_READER, &reader));
    assert_true(sessions_find(*state, words[1], START_MS + SESSIONS_OF_ONE_READER, &reader));
    assert_int_equal(sessions_count(*state, START_MS + SESSIONS_OF_ONE_READER),
                     SESSIONS_OF_ONE_READER);
}

static void when_all_places_are_taken_the_one_idle_longest_goes(void **state)
{
    char first[SESSIONS_WORD_BYTES], word[SESSIONS_WORD_BYTES];
    struct sessions_reader reader;

    begin(*state, "first", START_MS, first);
    for (unsigned i = 0; i < SESSIONS_MAX; i++) {
        char name[16];

        snprintf(name, sizeof name, "r%u", i);
        begin(*state, name, START_MS + 1 + i, word);
        assert_true(sessions_find(*state, word, START_MS + 1 + i, &reader));
    }
    assert_false(sessions_find(*state, first, START_MS + SESSIONS_MAX, &reader));
    assert_int_equal(sessions_count(*state, START_MS + SESSIONS_MAX), SESSIONS_MAX);
}

static void those_who_were_idle_are_told_by_name(void **state)
{
    char one[SESSIONS_WORD_BYTES], other[SESSIONS_WORD_BYTES], told[100] = "";

    begin(*state, "anna", START_MS, one);
    begin(*state, "berta", START_MS + 10, other);
    sessions_expire(*state, START_MS + SESSIONS_IDLE_MS, note, told);
    assert_string_equal(told, "anna");
    assert_int_equal(sessions_count(*state, START_MS + SESSIONS_IDLE_MS), 1);
}

static void another_password_or_borough_or_no_account_signs_out(void **state)
{
    static const char *const names[] = {"same", "gone", "other-password", "other-borough"};
    struct account before_list[] = {{.name = "same", .hash = "a"},
                                    {.name = "gone", .hash = "a"},
                                    {.name = "other-password", .hash = "a"},
                                    {.name = "other-borough", .hash = "a"}};
    struct account after_list[] = {{.name = "same", .hash = "a"},
                                   {.name = "other-password", .hash = "b"},
                                   {.name = "other-borough", .hash = "a"}};
    const struct accounts before = {before_list, 4}, after = {after_list, 3};
    char words[4][SESSIONS_WORD_BYTES];
    struct sessions_reader reader;

    after_list[2].borough = boroughs_find("Camden");
    for (int i = 0; i < 4; i++)
        begin(*state, names[i], START_MS, words[i]);
    sessions_keep_to(*state, &before, &after);
    assert_true(sessions_find(*state, words[0], START_MS, &reader));
    for (int i = 1; i < 4; i++)
        assert_false(sessions_find(*state, words[i], START_MS, &reader));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(a_word_that_nobody_was_given_is_nobodys),
        TEST(a_session_knows_its_reader),
        TEST(half_an_hour_idle_ends_it_and_a_page_begins_the_time_again),
        TEST(whoever_reads_on_signs_in_again_after_half_a_day),
        TEST(a_clock_that_was_read_earlier_ends_no_session),
        TEST(whoever_signed_out_is_gone),
        TEST(one_reader_has_so_many_and_loses_the_oldest),
        TEST(when_all_places_are_taken_the_one_idle_longest_goes),
        TEST(those_who_were_idle_are_told_by_name),
        TEST(another_password_or_borough_or_no_account_signs_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
