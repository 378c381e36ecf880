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

int terminal_has_colour(FILE *out)
{
    const char *no_colour = getenv("NO_COLOR");
    const char *kind = getenv("TERM");

    if (no_colour != NULL && no_colour[0] != '\0')
        return 0;
    return isatty(fileno(out)) && kind != NULL && strcmp(kind, "dumb") != 0;
}
