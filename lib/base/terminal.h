// What stands at the other end of a stream: a person's terminal, or a file or program.
#ifndef QD_LIB_BASE_TERMINAL_H
#define QD_LIB_BASE_TERMINAL_H

#include <stdio.h>

enum { TERMINAL_COLUMNS_DEFAULT = 80 };  // where there is no terminal, or it does not say

int terminal_columns(FILE *out);

// Whether words may be coloured: `out` is a terminal that can, and NO_COLOR (no-color.org) is not
// set.
int terminal_has_colour(FILE *out);

#endif
