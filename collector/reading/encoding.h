// What the bytes of a file are: UTF-8 text, or something else.
#ifndef QD_COLLECTOR_READING_ENCODING_H
#define QD_COLLECTOR_READING_ENCODING_H

#include <stddef.h>

enum encoding {
    ENCODING_TEXT,   // as far as can be told from how it begins
    ENCODING_UTF16,  // its byte order mark, or a NUL for every other byte
    ENCODING_OTHER   // a workbook, a PDF, a web page, ...
};

// What another format is called, and how to make a CSV file of it.
struct encoding_format {
    const char *name, *fix;
};

// `*format` for ENCODING_OTHER.
enum encoding encoding_of(const void *bytes, size_t size, const struct encoding_format **format);

enum { ENCODING_CHARACTER_BYTES = 8, ENCODING_HIGH_BYTES = 128 };

// What the bytes from 80 on are in Windows-1252, as UTF-8; "" for one that is nothing there either.
// It is what spreadsheets write when they do not write UTF-8.
struct encoding_western {
    char characters[ENCODING_HIGH_BYTES][ENCODING_CHARACTER_BYTES];
};

void encoding_western_make(struct encoding_western *western);

#endif
