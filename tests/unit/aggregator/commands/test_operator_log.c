// The log: what is said, how it can be searched, and that nobody can fill a disk with it or keep it
// from telling about others.
#include "aggregator/commands/operator_log.h"

#include "tests/support/peer/peer.h"

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
    return ingest_open(&f->ingest, NULL, NULL, NULL, NULL) == ERR_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    ingest_close(f->ingest);
    free(f);
    return 0;
}

static void a_value_with_a_blank_or_a_quotation_mark_is_quoted(void **state)
{
    struct fixture *f = *state;

    OPERATOR_LOG(&f->log, STORED, LOG_TEXT("borough", "Camden"), LOG_TEXT("period", "2025-26 Q3"),
                 LOG_NUMBER("revision", 2), LOG_TEXT("why", "a \"b\" \\ c"), LOG_TEXT("note", ""),
                 LOG_TEXT("sum", "a=b"));
    assert_string_equal("event=stored borough=Camden period=\"2025-26 Q3\" revision=2 "
                        "why=\"a \\\"b\\\" \\\\ c\" note=\"\" sum=\"a=b\"\n",
                        f->said);
}

static void what_a_terminal_would_obey_is_written_out(void **state)
{
    struct fixture *f = *state;

    OPERATOR_LOG(&f->log, LIST_UNREADABLE, LOG_TEXT("why", "\x1b[2J\nevent=stored"));
    assert_string_equal("event=list_unreadable why=\"\\x1b[2J\\x0aevent=stored\"\n", f->said);
}

static void a_line_that_is_too_long_is_cut_within_its_quotation_marks(void **state)
{
    struct fixture *f = *state;
    char words[2 * LOG_LINE_BYTES];

    memset(words, 'w', sizeof words - 1);
    words[sizeof words - 1] = '\0';
    OPERATOR_LOG(&f->log, REFUSED, LOG_TEXT("why", words), LOG_NUMBER("after", 1));
    assert_true(strlen(f->said) <= LOG_LINE_BYTES);
    assert_string_equal("w\"\n", f->said + strlen(f->said) - 3);
}

static void a_stranger_is_told_with_the_key(void **state)
{
    const uint8_t key[KEYS_BYTES] = {0xab, 0xcd};
    struct fixture *f = *state;

    operator_log_stranger(&f->log, key);
    assert_int_equal(1, f->lines);
    assert_non_null(strstr(f->said, "event=stranger key=abcd0000"));
}

static void many_strangers_are_counted_and_not_told(void **state)
{
    const uint8_t key[KEYS_BYTES] = {1};
    struct fixture *f = *state;

    for (int i = 0; i < 10 * OPERATOR_LOG_STRANGERS_A_MINUTE; i++)
        operator_log_stranger(&f->log, key);
    // Each of them, and that the rest is only counted.
    assert_int_equal(OPERATOR_LOG_STRANGERS_A_MINUTE + 1, f->lines);
    assert_non_null(strstr(f->said, "event=only_counted borough=\"not on the allow-list\""));
    operator_log_summary(&f->log, f->ingest, &f->listener);
    assert_non_null(strstr(f->said, "strangers=200"));
    // Another minute.
    operator_log_stranger(&f->log, key);
    assert_int_equal(OPERATOR_LOG_STRANGERS_A_MINUTE + 3, f->lines);
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
    assert_non_null(strstr(f->said, "connected=2 disconnected=0 let_in=1"));
    operator_log_summary(&f->log, f->ingest, &f->listener);
    assert_int_equal(1, f->lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(a_value_with_a_blank_or_a_quotation_mark_is_quoted),
        TEST(what_a_terminal_would_obey_is_written_out),
        TEST(a_line_that_is_too_long_is_cut_within_its_quotation_marks),
        TEST(a_stranger_is_told_with_the_key),
        TEST(many_strangers_are_counted_and_not_told),
        TEST(a_minute_in_which_nothing_happened_says_nothing),
#undef TEST
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
