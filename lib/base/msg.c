#include "lib/base/msg.h"

#include "lib/base/clock.h"
#include "lib/base/terminal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    MSG_REDRAW_MS = 100,       // ten times a second is as fast as anybody reads
    MSG_LINE_MAX_BYTES = 256,  // of a progress line
};

// The one place with state of its own: a process has one stderr.
static struct {
    const char *program;
    int line_is_drawn;
    uint64_t drawn_at_ms;
} msg_state;

void msg_program(const char *name)
{
    msg_state.program = name;
}

static void clear_line(void)
{
    if (msg_state.line_is_drawn)
        fputs("\r\033[K", stderr);
    msg_state.line_is_drawn = 0;
}

static void begin_line(void)
{
    clear_line();
    if (msg_state.program != NULL)
        fprintf(stderr, "%s: ", msg_state.program);
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

void msg_progress(const char *what, unsigned long done, unsigned long total)
{
    const uint64_t now_ms = clock_monotonic_ms();
    char line[MSG_LINE_MAX_BYTES];
    size_t room;

    if (now_ms - msg_state.drawn_at_ms < MSG_REDRAW_MS || !isatty(STDERR_FILENO))
        return;
    if (total > 0)
        snprintf(line, sizeof line, "%s: %lu of %lu", what, done, total);
    else
        snprintf(line, sizeof line, "%s: %lu", what, done);
    room = (size_t)terminal_columns(stderr) - 1;  // a line that wraps cannot be drawn over
    fprintf(stderr, "\r%.*s\033[K", (int)(room < sizeof line ? room : sizeof line), line);
    fflush(stderr);
    msg_state.line_is_drawn = 1;
    msg_state.drawn_at_ms = now_ms;
}

void msg_progress_end(void)
{
    clear_line();
    fflush(stderr);
}
