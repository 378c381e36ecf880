// A word of a command that is printed for a person to paste into a shell: as it is where every shell
// takes it so, else in single quotes.
#ifndef QD_LIB_BASE_QUOTE_H
#define QD_LIB_BASE_QUOTE_H

#include <limits.h>

struct quote_text {
    char text[4 * PATH_MAX + 8];  // a path of nothing but single quotes fits
};

// "2025-26-Q3" stays; "2025-26 Q3" is '2025-26 Q3'. What begins with a hyphen gets ./ in front, so
// that it is no option. `word` is a path: longer ones are cut. Gives quoted->text.
const char *quote_shell(struct quote_text *quoted, const char *word);

#endif
