#include "lib/base/msg.h"

#include "lib/base/clock.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
    SAY_REDRAW_MS = 100,       // ten times a second is as fast as anybody reads
    SAY_LINE_MAX_BYTES = 256,  // of a progress line
    SAY_COLUMNS_DEFAULT = 80,  // where the terminal does not say
};

// The one place with state of its own: a process has one stderr.
static struct {
    const char *program;
    int line_is_drawn;
    uint64_t drawn_at_ms;
} say_state;

void msg_program(const char *name)
{
    say_state.program = name;
}

static void clear_line(void)
{
    if (say_state.line_is_drawn)
        fputs("\r\033[K", stderr);
    say_state.line_is_drawn = 0;
}

static void begin_line(void)
{
    clear_line();
    if (say_state.program != NULL)
        fprintf(stderr, "%s: ", say_state.program);
}

void msg(const char *format, ...)
{
    va_list arguments;

    begin_line();
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    fflush(stderr);
}

int msg_failure(enum err error, const struct err_text *text)
{
    msg("%s", text != NULL && text->text[0] != '\0' ? text->text : err_words(error));
    return err_exit_status(error);
}

// A line that wraps cannot be drawn over.
static size_t columns(void)
{
    struct winsize window = {0};

    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &window) != 0 || window.ws_col < 2)
        return SAY_COLUMNS_DEFAULT;
    return window.ws_col;
}

void msg_progress(const char *what, unsigned long done, unsigned long total)
{
    const uint64_t now_ms = clock_monotonic_ms();
    char line[SAY_LINE_MAX_BYTES];
    size_t room;

    if (now_ms - say_state.drawn_at_ms < SAY_REDRAW_MS || !isatty(STDERR_FILENO))
        return;
    if (total > 0)
        snprintf(line, sizeof line, "%s: %lu of %lu", what, done, total);
    else
        snprintf(line, sizeof line, "%s: %lu", what, done);
    room = columns() - 1;
    fprintf(stderr, "\r%.*s\033[K", (int)(room < sizeof line ? room : sizeof line), line);
    fflush(stderr);
    say_state.line_is_drawn = 1;
    say_state.drawn_at_ms = now_ms;
}

void msg_progress_end(void)
{
    clear_line();
    fflush(stderr);
}
