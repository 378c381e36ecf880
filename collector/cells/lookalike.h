// Characters that only look right: a Cyrillic letter in a code, full-width digits, a no-break space
// between thousands. What is read as a number, a code or a date must be plain ASCII; this tells
// what it would be if it were, so that the finding can say so.
#ifndef QD_COLLECTOR_CELLS_LOOKALIKE_H
#define QD_COLLECTOR_CELLS_LOOKALIKE_H

#include "lib/base/arena.h"

// The text with every look-alike replaced by the ASCII character that it looks like, invisible ones
// left out, surrounding spaces cut, in the arena. What looks like no ASCII character is kept. NULL
// when memory is exhausted. `text` must be UTF-8.
const char *lookalike_fold(struct arena *arena, const char *text);

#endif
