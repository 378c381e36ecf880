// UTF-8, walked in one place: what a text must be wherever it comes from, where its characters
// begin, and how wide a terminal shows them.
#ifndef QD_LIB_BASE_UTF8_H
#define QD_LIB_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

struct utf8_character {
    int32_t code;  // U+0041 is 0x41; UTF8_NO_CHARACTER where the bytes are not UTF-8
    size_t bytes;  // that it takes; 1 where the bytes are not UTF-8
    int columns;   // of a terminal: 2 for a Chinese one, 0 for an accent that stands over the last
};

enum { UTF8_NO_CHARACTER = -1 };

// The first character of a text of `length` bytes, 1 at least.
struct utf8_character utf8_first(const char *text, size_t length);

// Bytes from the start that are UTF-8 by RFC 3629: `length` when all of them are.
size_t utf8_valid_bytes(const char *text, size_t length);

// Bytes from the start that are printable ASCII: each of them a character, and a column of a terminal.
size_t utf8_printable_bytes(const char *text, size_t length);

// How many characters those bytes are; each byte that is not UTF-8 counts as one.
size_t utf8_characters(const char *text, size_t length);

// A letter of any alphabet in its small form, and of one without forms itself; UTF8_NO_CHARACTER for
// everything else.
int32_t utf8_letter(int32_t code);

// Columns of a terminal; a byte that is not UTF-8 takes one.
int utf8_columns(const char *text, size_t length);

// Whether nothing can be seen: spaces of any kind, tabs, line ends, and characters without a shape of
// their own, as U+200B and U+FEFF.
int utf8_is_blank(const char *text, size_t length);

// The longest beginning of at most `bytes_max` bytes that ends between two characters.
size_t utf8_cut(const char *text, size_t length, size_t bytes_max);

enum utf8_fault {
    UTF8_FINE,
    UTF8_MALFORMED,         // not RFC 3629: also overlong forms, surrogates, beyond U+10FFFF
    UTF8_CONTROL_CHARACTER  // U+0000 to U+001F but line ends, U+007F to U+009F
};

// What a text must be: UTF-8 without control characters. `*at` (may be NULL) is where the fault
// begins.
enum utf8_fault utf8_check(const char *text, size_t length, size_t *at);

#endif
