// Text that somebody else wrote, made fit to be shown: control characters, terminal escapes,
// characters that turn the direction of writing and bytes that are not UTF-8 are written out as
// \x1B or \u202E; spaces other than the plain one too, because they look like it.
#ifndef QD_COLLECTOR_WORDS_PRINTABLE_H
#define QD_COLLECTOR_WORDS_PRINTABLE_H

#include "lib/base/arena.h"

#include <stddef.h>
#include <stdio.h>

enum {
    PRINTABLE_QUOTE_COLUMNS = 40,  // of a value in a sentence; the rest is left out
    PRINTABLE_ALL = 1 << 30,       // columns without a bound
};

// Writes as much as fits into `columns`, with "..." in place of the rest. Line ends become spaces.
void printable_put(FILE *out, const char *text, size_t length, int columns);

// The text in quotation marks and shortened, "\"1,204\"", in the arena; "the value" when that is
// exhausted.
const char *printable_quote(struct arena *arena, const char *text, size_t length);

// Writes a paragraph in lines as wide as the terminal, 80 columns where there is none, broken at
// spaces: the first line indented by `first`, the others by `rest`.
void printable_paragraph(FILE *out, int first, int rest, const char *text);

#endif
