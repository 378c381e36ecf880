// What a text must be, wherever it comes from: UTF-8 without control characters.
#ifndef QD_LIB_BASE_UTF8_H
#define QD_LIB_BASE_UTF8_H

#include <stddef.h>

enum utf8_fault {
    UTF8_FINE,
    UTF8_MALFORMED,         // not RFC 3629: also overlong forms, surrogates, beyond U+10FFFF
    UTF8_CONTROL_CHARACTER  // U+0000 to U+001F but line ends, U+007F to U+009F
};

// `*at` (may be NULL) is where the fault begins.
enum utf8_fault utf8_check(const char *text, size_t length, size_t *at);

#endif
