// Characters that look like others. What is read as a number, a code or a date must be ASCII;
// advice is given over the same text with its spaces and signs made plain.
#ifndef QD_COLLECTOR_CELLS_PLAIN_H
#define QD_COLLECTOR_CELLS_PLAIN_H

#include "lib/base/arena.h"

// Every kind of space, hyphen, minus, apostrophe, slash and so on as the ASCII one that it looks
// like (utf8proc's "lump"); what is invisible is cut at both ends. Letters and digits are never
// changed. "" when nothing can be seen. In the arena; NULL when that is exhausted. `text` must be
// UTF-8.
const char *plain_text(struct arena *arena, const char *text);

// The characters that are not ASCII, each once, as "U+00A0, U+FF12"; NULL when there are none.
const char *plain_strangers(struct arena *arena, const char *text);

#endif
