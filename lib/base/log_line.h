// A line of a service's log: key=value, so that it can be searched.
//
//   event=stored borough=Camden period="2025-26 Q3" revision=2
//
// A value stands in quotation marks when there is a blank or a quotation mark in it, or nothing; in
// them \" and \\ stand for themselves. What a terminal would obey is written \x1b.
#ifndef QD_LIB_BASE_LOG_LINE_H
#define QD_LIB_BASE_LOG_LINE_H

#include <stddef.h>
#include <stdint.h>

enum {
    LOG_LINE_BYTES = 2048,
    LOG_FIELDS_MAX = 20,  // of one line
};

// A key and its value: a text, or a number when there is no text.
struct log_field {
    const char *key;
    const char *text;
    uint64_t number;
};

#define LOG_TEXT(name, value) ((struct log_field){.key = (name), .text = (value)})
#define LOG_NUMBER(name, value) ((struct log_field){.key = (name), .number = (value)})

struct log_line {
    char text[LOG_LINE_BYTES];  // without its end
    size_t used;
    int is_full;  // what came then was left out
};

// The event and its fields; the last field has no key.
void log_line_make(struct log_line *line, const char *event, const struct log_field *fields);

#endif
