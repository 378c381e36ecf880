// Fixes what a file's bytes are, so that the rest of it can still be checked in the same pass. What
// was fixed stops the return all the same.
#ifndef QD_COLLECTOR_READING_ENCODING_H
#define QD_COLLECTOR_READING_ENCODING_H

#include "lib/base/arena.h"

#include <stddef.h>

enum { ENCODING_CHARACTER_BYTES = 8 };

// What the byte is in Windows-1252, which is what spreadsheets write when they do not write UTF-8,
// as UTF-8; 0 if it is nothing there either.
int encoding_western(unsigned char byte, char character[ENCODING_CHARACTER_BYTES]);

// The same text in the arena, with each byte that is not UTF-8 read as Windows-1252, or as '?'.
// `*wrong` is how many there were. NULL when the arena is exhausted.
char *encoding_to_utf8(struct arena *arena, const char *bytes, size_t size, size_t *new_size,
                       size_t *wrong);

// Makes a line feed of each carriage return that has none behind it.
void encoding_line_ends(char *bytes, size_t size);

#endif
