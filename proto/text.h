// What a text must be, wherever it comes from: UTF-8 without control characters.
#ifndef QD_PROTO_TEXT_H
#define QD_PROTO_TEXT_H

#include <stddef.h>

enum text_fault {
    TEXT_FINE,
    TEXT_NOT_UTF8,          // not RFC 3629: also overlong forms, surrogates, beyond U+10FFFF
    TEXT_CONTROL_CHARACTER  // U+0000 to U+001F but line ends, U+007F to U+009F
};

// `*at` (may be NULL) is where the fault begins.
enum text_fault text_check(const char *text, size_t length, size_t *at);

#endif
