// Text in lines of a given width, as a terminal shows it, broken at spaces.
#ifndef QD_LIB_BASE_WRAP_H
#define QD_LIB_BASE_WRAP_H

#include <stddef.h>
#include <stdio.h>

// The next line of `*text`: as many words as fit into `width` (a longer one stands alone), and
// their bytes. Steps `*text` over them; NULL when nothing is left.
const char *wrap_line(const char **text, int width, size_t *bytes);

// How many lines that makes, and how wide the longest word is.
int wrap_count(const char *text, int width);
int wrap_longest_word(const char *text);

// Writes `text` after `lead`, in lines of `width` columns; those after the first begin with spaces
// under the end of `lead`. Nothing for a text without words.
void wrap_paragraph(FILE *out, const char *lead, const char *text, int width);

// The same with the first line indented by `first` and the others by `rest`.
void wrap_indented(FILE *out, int first, int rest, const char *text, int width);

#endif
