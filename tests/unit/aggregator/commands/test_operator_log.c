// The log: what is said, and that nobody can fill a disk with it.
#include "aggregator/commands/operator_log.h"

#include "tests/support/aggregator_peer.h"

enum { SAID_BYTES = 64 * 1024 };

struct fixture {
    struct operator_log log;
    char said[SAID_BYTES];
    unsigned lines;
    struct ingest *ingest;     // one that has had no messages
    struct listener listener;  // a closed one: only its events are read
};

static void hear(void *context, const char *line)
{
    struct fixture *f = context;
    const size_t used = strlen(f->said);

    (void)snprintf(f->said + used, sizeof f->said - used, "%s\n", line);
    f->lines++;
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    operator_log_open(&f->log, hear, f, 0);
    *state = f;
    return ingest_open(&f->ingest, NULL, NULL, NULL) == ERR_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    operator_log_close(&f->log);
    ingest_close(f->ingest);
    free(f);
    return 0;
}

static void a_line_that_is_too_long_is_cut(void **state)
{
    struct fixture *f = *state;
    char words[2 * OPERATOR_LOG_LINE_BYTES];

    memset(words, 'w', sizeof words - 1);
    words[sizeof words - 1] = '\0';
    operator_log_say(&f->log, "%s", words);
    assert_true(strlen(f->said) <= OPERATOR_LOG_LINE_BYTES);
}

static void a_stranger_is_told_with_the_key(void **state)
{
    const uint8_t key[KEYS_BYTES] = {0xab, 0xcd};
    struct fixture *f = *state;

    operator_log_stranger(&f->log, key);
    assert_int_equal(1, f->lines);
    assert_non_null(strstr(f->said, "abcd0000"));
}

static void many_refusals_are_counted_and_not_told(void **state)
{
    const uint8_t key[KEYS_BYTES] = {1};
    struct fixture *f = *state;

    for (int i = 0; i < 10 * OPERATOR_LOG_REFUSALS_A_MINUTE; i++)
        operator_log_stranger(&f->log, key);
    // Each of them, and that the rest is only counted.
    assert_int_equal(OPERATOR_LOG_REFUSALS_A_MINUTE + 1, f->lines);
    operator_log_summary(&f->log, f->ingest, &f->listener);
    assert_non_null(strstr(f->said, "200 with an unknown key"));
    // Another minute.
    operator_log_stranger(&f->log, key);
    assert_int_equal(OPERATOR_LOG_REFUSALS_A_MINUTE + 3, f->lines);
}

static void a_minute_in_which_nothing_happened_says_nothing(void **state)
{
    struct fixture *f = *state;

    operator_log_summary(&f->log, f->ingest, &f->listener);
    assert_int_equal(0, f->lines);
    f->listener.events.connected = 2;
    f->listener.events.let_in = 1;
    operator_log_summary(&f->log, f->ingest, &f->listener);
    assert_int_equal(1, f->lines);
    assert_non_null(strstr(f->said, "2 connected, 0 left, 1 let in"));
    operator_log_summary(&f->log, f->ingest, &f->listener);
    assert_int_equal(1, f->lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(a_line_that_is_too_long_is_cut),
        TEST(a_stranger_is_told_with_the_key),
        TEST(many_refusals_are_counted_and_not_told),
        TEST(a_minute_in_which_nothing_happened_says_nothing),
#undef TEST
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
