// A template as the parser leaves it and the renderer walks it: pieces in the order of the text, those of a
// section between it and its `end`.
#ifndef QD_LIB_MUSTACHE_MUSTACHE_INTERNAL_H
#define QD_LIB_MUSTACHE_MUSTACHE_INTERNAL_H

#include "lib/mustache/mustache.h"

enum mustache_kind {
    MUSTACHE_TEXT,
    MUSTACHE_ESCAPED,   // {{name}}
    MUSTACHE_RAW,       // {{{name}}}, {{&name}}
    MUSTACHE_SECTION,   // {{#name}}
    MUSTACHE_INVERTED,  // {{^name}}
    MUSTACHE_PARTIAL,   // {{>name}}
};

// Bytes in the template's own copy of its source.
struct mustache_span {
    const char *bytes;
    size_t length;
};

struct mustache_piece {
    enum mustache_kind kind;
    size_t line;                  // from 1
    int begins_line;              // an indented template writes its indentation before it
    int stands_alone;             // a tag that has its line for itself
    struct mustache_span indent;  // what is in front of such a tag
    struct mustache_span span;    // the text; the name as it is written
    size_t end;                   // of a section: the place behind its last piece
    const char *name;   // the parts of a dotted name, each ended by a zero byte; a partial's name
    size_t name_parts;  // 0: the name is a dot
};

struct mustache {
    const char *name;
    const struct mustache_piece *pieces;
    size_t count;
};

// Values of objects, from the innermost section outwards.
struct mustache_scope {
    const json_t *value;
    const struct mustache_scope *outer;
};

// The value that a piece's name stands for; NULL where there is none.
const json_t *mustache_value_find(const struct mustache_scope *scope,
                                  const struct mustache_piece *piece);

// Whether a section shows it.
int mustache_value_is_there(const json_t *value);

enum { MUSTACHE_NUMBER_BYTES = 32 };

// What it prints as; a number is written into `number`. Without bytes for what prints nothing. -1 for an object
// or a list.
int mustache_value_print(const json_t *value, char number[MUSTACHE_NUMBER_BYTES],
                         struct mustache_span *printed);

#endif
