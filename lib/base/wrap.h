// Text in lines of a given width, as a terminal shows it: one column a character, whatever its
// bytes.
#ifndef QD_LIB_BASE_WRAP_H
#define QD_LIB_BASE_WRAP_H

#include <stddef.h>
#include <stdio.h>

// Columns that `bytes` of UTF-8 take.
int wrap_columns(const char *text, size_t bytes);

// The next line of `*text`: as many words as fit into `width` (a longer one stands alone), and
// their bytes. Steps `*text` over them; NULL when nothing is left.
const char *wrap_line(const char **text, int width, size_t *bytes);

// How many lines that makes, and how wide the longest word is.
int wrap_count(const char *text, int width);
int wrap_longest_word(const char *text);

// Writes `text` after `lead`, in lines of `width` columns; those after the first begin with spaces
// under the end of `lead`.
void wrap_paragraph(FILE *out, const char *lead, const char *text, int width);

#endif
