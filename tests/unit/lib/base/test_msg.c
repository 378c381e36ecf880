#include "lib/base/msg.h"

#include "lib/base/clock.h"

#include <fcntl.h>
#include <pty.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

// stderr goes elsewhere for the length of a test; what was written there is read back.
struct ear {
    int old_stderr;
    int read_fd;
    int is_terminal;
    char heard[64 * 1024];
};

static void listen_to(struct ear *ear, int read_fd, int write_fd)
{
    ear->read_fd = read_fd;
    assert_int_equal(fcntl(read_fd, F_SETFL, O_NONBLOCK), 0);
    fflush(stderr);
    ear->old_stderr = dup(STDERR_FILENO);
    assert_true(ear->old_stderr >= 0);
    assert_int_equal(dup2(write_fd, STDERR_FILENO), STDERR_FILENO);
    close(write_fd);
}

static void listen_to_pipe(struct ear *ear)
{
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    listen_to(ear, ends[0], ends[1]);
}

static void listen_to_terminal(struct ear *ear, unsigned short columns)
{
    const struct winsize window = {.ws_row = 24, .ws_col = columns};
    struct termios raw;
    int master;
    int slave;

    assert_int_equal(openpty(&master, &slave, NULL, NULL, &window), 0);
    assert_int_equal(tcgetattr(slave, &raw), 0);
    cfmakeraw(&raw);  // no \n to \r\n
    assert_int_equal(tcsetattr(slave, TCSANOW, &raw), 0);
    listen_to(ear, master, slave);
}

static const char *stop_listening(struct ear *ear)
{
    size_t used = 0;
    ssize_t got;

    fflush(stderr);
    while (used < sizeof ear->heard - 1 &&
           (got = read(ear->read_fd, ear->heard + used, sizeof ear->heard - 1 - used)) > 0)
        used += (size_t)got;
    ear->heard[used] = '\0';
    assert_int_equal(dup2(ear->old_stderr, STDERR_FILENO), STDERR_FILENO);
    close(ear->old_stderr);
    close(ear->read_fd);
    return ear->heard;
}

static unsigned count(const char *text, const char *what)
{
    unsigned found = 0;

    for (const char *at = text; (at = strstr(at, what)) != NULL; at += strlen(what))
        found++;
    return found;
}

// The throttle counts from the last line drawn, whichever test drew it.
static void wait_until_a_line_may_be_drawn(void)
{
    const uint64_t start_ms = clock_monotonic_ms();

    while (clock_monotonic_ms() - start_ms <= 101)
        usleep(1000);
}

static void a_failure_without_a_text_has_the_errors_few_words(void **state)
{
    const struct err_text empty = {""};
    struct ear ear;

    (void)state;
    listen_to_pipe(&ear);
    assert_int_equal(msg_failure(ERR_UNREACHABLE, NULL), 3);
    assert_int_equal(msg_failure(ERR_FINDINGS, &empty), 1);
    assert_string_equal(stop_listening(&ear), "qd-test: nobody answers\n"
                                              "qd-test: the return has findings that stop it\n");
}

static void a_failure_says_its_text_and_gives_the_exit_status(void **state)
{
    const struct err_text text = {"100% of it is wrong: %s"};
    struct ear ear;

    (void)state;
    listen_to_pipe(&ear);
    assert_int_equal(msg_failure(ERR_COMMAND, &text), 2);
    assert_string_equal(stop_listening(&ear), "qd-test: 100% of it is wrong: %s\n");
}

static void words_begin_with_the_programs_name(void **state)
{
    struct ear ear;

    (void)state;
    listen_to_pipe(&ear);
    msg("%d returns, %s", 33, "all stored");
    assert_string_equal(stop_listening(&ear), "qd-test: 33 returns, all stored\n");
}

static void progress_is_silent_where_there_is_no_terminal(void **state)
{
    struct ear ear;

    (void)state;
    listen_to_pipe(&ear);
    wait_until_a_line_may_be_drawn();
    msg_progress("sending", 1, 33);
    msg_progress_end();
    assert_string_equal(stop_listening(&ear), "");
}

static void progress_rewrites_one_line_and_clears_it(void **state)
{
    struct ear ear;
    const char *heard;

    (void)state;
    listen_to_terminal(&ear, 80);
    wait_until_a_line_may_be_drawn();
    msg_progress("sending", 12, 33);
    wait_until_a_line_may_be_drawn();
    msg_progress("walking", 13, 0);
    msg_progress_end();
    heard = stop_listening(&ear);
    assert_string_equal(heard, "\rsending: 12 of 33\033[K\rwalking: 13\033[K\r\033[K");
}

static void progress_is_drawn_at_most_ten_times_a_second(void **state)
{
    struct ear ear;
    unsigned drawn;
    uint64_t start_ms;
    uint64_t lasted_ms;

    (void)state;
    listen_to_terminal(&ear, 80);
    start_ms = clock_monotonic_ms();
    for (unsigned long i = 0; i < 20000; i++) {
        msg_progress("sending", i, 20000);
        if (i % 5000 == 0)
            msg("a word in between");
    }
    lasted_ms = clock_monotonic_ms() - start_ms;
    drawn = count(stop_listening(&ear), "sending: ");
    assert_true(drawn <= lasted_ms / 100 + 1);
}

static void words_clear_the_progress_line_first(void **state)
{
    struct ear ear;

    (void)state;
    listen_to_terminal(&ear, 80);
    wait_until_a_line_may_be_drawn();
    msg_progress("sending", 1, 2);
    msg("stored");
    msg_progress_end();
    assert_string_equal(stop_listening(&ear), "\rsending: 1 of 2\033[K\r\033[Kqd-test: stored\n");
}

static void progress_fits_a_narrow_terminal(void **state)
{
    struct ear ear;

    (void)state;
    listen_to_terminal(&ear, 10);
    wait_until_a_line_may_be_drawn();
    msg_progress("a long name for a work", 1, 2);
    msg_progress_end();
    assert_string_equal(stop_listening(&ear), "\ra long na\033[K\r\033[K");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_failure_without_a_text_has_the_errors_few_words),
        cmocka_unit_test(a_failure_says_its_text_and_gives_the_exit_status),
        cmocka_unit_test(words_begin_with_the_programs_name),
        cmocka_unit_test(progress_is_silent_where_there_is_no_terminal),
        cmocka_unit_test(progress_rewrites_one_line_and_clears_it),
        cmocka_unit_test(progress_is_drawn_at_most_ten_times_a_second),
        cmocka_unit_test(words_clear_the_progress_line_first),
        cmocka_unit_test(progress_fits_a_narrow_terminal),
    };

    msg_program("qd-test");
    return cmocka_run_group_tests_name("say", tests, NULL, NULL);
}
