#include "lib/base/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

int terminal_columns(FILE *out)
{
    struct winsize window = {0};

    if (ioctl(fileno(out), TIOCGWINSZ, &window) != 0 || window.ws_col < 2)
        return TERMINAL_COLUMNS_DEFAULT;
    return window.ws_col;
}

int terminal_text_columns(FILE *out)
{
    const int columns = terminal_columns(out);

    if (columns < TERMINAL_TEXT_COLUMNS_MIN)
        return TERMINAL_TEXT_COLUMNS_MIN;
    return columns < TERMINAL_TEXT_COLUMNS_MAX ? columns : TERMINAL_TEXT_COLUMNS_MAX;
}

static int has_colour(FILE *out)
{
    const char *no_colour = getenv("NO_COLOR");
    const char *kind = getenv("TERM");

    if (no_colour != NULL && no_colour[0] != '\0')
        return 0;
    return isatty(fileno(out)) && kind != NULL && strcmp(kind, "dumb") != 0;
}

void terminal_paint(FILE *out, enum terminal_colour colour)
{
    static const char *const sequences[] = {
        [TERMINAL_PLAIN] = "\033[0m",    [TERMINAL_BOLD] = "\033[1m",
        [TERMINAL_RED] = "\033[1;31m",   [TERMINAL_YELLOW] = "\033[1;33m",
        [TERMINAL_GREEN] = "\033[1;32m",
    };

    if (has_colour(out))
        fputs(sequences[colour], out);
}
