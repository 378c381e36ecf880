// What stands at the other end of a stream: a person's terminal, or a file or program.
#ifndef QD_LIB_BASE_TERMINAL_H
#define QD_LIB_BASE_TERMINAL_H

#include <stdio.h>

enum {
    TERMINAL_COLUMNS_DEFAULT = 80,  // where there is no terminal, or it does not say
    TERMINAL_TEXT_COLUMNS_MIN = 40,
    TERMINAL_TEXT_COLUMNS_MAX = 100,  // longer lines are hard to read
};

int terminal_columns(FILE *out);

// The same for running text: within bounds in which it can be read.
int terminal_text_columns(FILE *out);

enum terminal_colour {
    TERMINAL_PLAIN,
    TERMINAL_BOLD,
    TERMINAL_RED,
    TERMINAL_YELLOW,
    TERMINAL_GREEN,
};

// What is written from here on is in that colour, until TERMINAL_PLAIN. Writes nothing unless `out` is a
// terminal that has colours, and NO_COLOR (no-color.org) is not set. Colour is never the only sign.
void terminal_paint(FILE *out, enum terminal_colour colour);

#endif
