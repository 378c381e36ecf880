#include "lib/base/terminal.h"

#include <pty.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

// What is heard at the other end of a terminal of so many columns while `colour` is painted.
static const char *painted(enum terminal_colour colour)
{
    const struct winsize window = {.ws_row = 24, .ws_col = 80};
    static char heard[256];
    int master, slave;
    ssize_t got;
    FILE *out;

    assert_int_equal(openpty(&master, &slave, NULL, NULL, &window), 0);
    out = fdopen(slave, "w");
    assert_non_null(out);
    terminal_paint(out, colour);
    fputs("x", out);
    terminal_paint(out, TERMINAL_PLAIN);
    assert_int_equal(fflush(out), 0);
    got = read(master, heard, sizeof heard - 1);
    assert_true(got > 0);
    heard[got] = '\0';
    assert_int_equal(fclose(out), 0);
    close(master);
    return heard;
}

static int text_columns_of(unsigned short columns)
{
    const struct winsize window = {.ws_row = 24, .ws_col = columns};
    int master, slave, result;
    FILE *out;

    assert_int_equal(openpty(&master, &slave, NULL, NULL, &window), 0);
    out = fdopen(slave, "w");
    assert_non_null(out);
    result = terminal_text_columns(out);
    assert_int_equal(fclose(out), 0);
    close(master);
    return result;
}

static void what_is_not_a_terminal_has_80_columns_and_no_colour(void **state)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size), *full = fopen("/dev/null", "w");

    (void)state;
    assert_non_null(out);
    assert_non_null(full);
    assert_int_equal(terminal_columns(out), 80);
    assert_int_equal(terminal_text_columns(full), 80);
    terminal_paint(out, TERMINAL_RED);
    fclose(out);
    assert_string_equal(text, "");
    free(text);
    fclose(full);
}

static void text_is_as_wide_as_the_terminal_within_bounds(void **state)
{
    (void)state;
    assert_int_equal(text_columns_of(0), 80);  // it does not say
    assert_int_equal(text_columns_of(20), 40);
    assert_int_equal(text_columns_of(60), 60);
    assert_int_equal(text_columns_of(100), 100);
    assert_int_equal(text_columns_of(240), 100);
}

static void a_terminal_is_painted_unless_somebody_minds(void **state)
{
    (void)state;
    assert_int_equal(unsetenv("NO_COLOR"), 0);
    assert_int_equal(setenv("TERM", "xterm", 1), 0);
    assert_string_equal(painted(TERMINAL_RED), "\033[1;31mx\033[0m");
    assert_int_equal(setenv("NO_COLOR", "", 1), 0);  // as no-color.org has it: empty is not set
    assert_string_equal(painted(TERMINAL_GREEN), "\033[1;32mx\033[0m");
    assert_int_equal(setenv("NO_COLOR", "1", 1), 0);
    assert_string_equal(painted(TERMINAL_RED), "x");
    assert_int_equal(unsetenv("NO_COLOR"), 0);
    assert_int_equal(setenv("TERM", "dumb", 1), 0);
    assert_string_equal(painted(TERMINAL_RED), "x");
    assert_int_equal(unsetenv("TERM"), 0);
    assert_string_equal(painted(TERMINAL_RED), "x");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_a_terminal_has_80_columns_and_no_colour),
        cmocka_unit_test(text_is_as_wide_as_the_terminal_within_bounds),
        cmocka_unit_test(a_terminal_is_painted_unless_somebody_minds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
