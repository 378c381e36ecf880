// A paragraph that is put together from pieces, and written as a note: what it is about, and behind
// that the words, over as many lines as they need.
#ifndef QD_REPORTER_OUTPUTS_PARAGRAPH_H
#define QD_REPORTER_OUTPUTS_PARAGRAPH_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { PARAGRAPH_BYTES = 4096 };  // the longest names all 33 boroughs and every headline

struct paragraph {
    char text[PARAGRAPH_BYTES];
    size_t used;
};

// What does not fit is cut off.
void paragraph_add(struct paragraph *paragraph, const char *separator, const char *piece);
void paragraph_addf(struct paragraph *paragraph, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// The boroughs of a set, a bit each: "Camden, Barnet".
void paragraph_add_boroughs(struct paragraph *paragraph, unsigned long long boroughs_in);

// A day, in days since 1970: "16 January 2025".
void paragraph_add_day(struct paragraph *paragraph, int32_t day);

// Writes it behind its lead: "rank     1 is the highest".
void paragraph_note(FILE *out, const char *lead, const char *text);

#endif
