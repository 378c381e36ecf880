#include "lib/base/utf8.h"

#include <string.h>
#include <utf8proc.h>

struct utf8_character utf8_first(const char *text, size_t length)
{
    utf8proc_int32_t code = UTF8_NO_CHARACTER;
    const utf8proc_ssize_t bytes =
        utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &code);

    if (bytes <= 0)
        return (struct utf8_character){.code = UTF8_NO_CHARACTER, .bytes = 1, .columns = 1};
    return (struct utf8_character){
        .code = code, .bytes = (size_t)bytes, .columns = utf8proc_charwidth(code)};
}

// --- all of a text, quickly

// Every byte of a word the same.
#define EACH_BYTE(value) (UINT64_C(0x0101010101010101) * (value))

// The top bit is set in the lowest byte that is not printable ASCII: one above 0x7f has it, adding
// 1 sets it in 0x7f, taking away 0x20 in what is below a space. (Bytes above that one may get a
// wrong bit from a carry; bytes below it cannot.)
static uint64_t not_printable(const char *eight)
{
    uint64_t word;

    memcpy(&word, eight, sizeof word);
    return (word | (word + EACH_BYTE(0x01)) | (word - EACH_BYTE(0x20))) & EACH_BYTE(0x80);
}

enum { STRIDE = 4 * sizeof(uint64_t) };

// Many bytes at once, because all texts of every return pass here.
static int stride_is_printable(const char *text)
{
    return (not_printable(text) | not_printable(text + 8) | not_printable(text + 16) |
            not_printable(text + 24)) == 0;
}

size_t utf8_printable_bytes(const char *text, size_t length)
{
    size_t i = 0;

    while (length - i >= STRIDE && stride_is_printable(text + i))
        i += STRIDE;
    while (i < length && text[i] >= ' ' && text[i] < 0x7f)
        i++;
    return i;
}

static int is_control(int32_t code)
{
    if (code == '\n' || code == '\r')
        return 0;
    return code < 0x20 || (code >= 0x7f && code <= 0x9f);
}

enum utf8_fault utf8_check(const char *text, size_t length, size_t *at)
{
    size_t i = utf8_printable_bytes(text, length);

    while (i < length) {
        const struct utf8_character character = utf8_first(text + i, length - i);

        if (character.code == UTF8_NO_CHARACTER || is_control(character.code)) {
            if (at != NULL)
                *at = i;
            return character.code == UTF8_NO_CHARACTER ? UTF8_MALFORMED : UTF8_CONTROL_CHARACTER;
        }
        i += character.bytes;
        i += utf8_printable_bytes(text + i, length - i);
    }
    return UTF8_FINE;
}

size_t utf8_valid_bytes(const char *text, size_t length)
{
    size_t i = utf8_printable_bytes(text, length);

    while (i < length) {
        const struct utf8_character character = utf8_first(text + i, length - i);

        if (character.code == UTF8_NO_CHARACTER)
            break;
        i += character.bytes;
        i += utf8_printable_bytes(text + i, length - i);
    }
    return i;
}

// --- character by character

size_t utf8_characters(const char *text, size_t length)
{
    size_t count = 0;

    for (size_t i = 0; i < length; i += utf8_first(text + i, length - i).bytes)
        count++;
    return count;
}

int32_t utf8_letter(int32_t code)
{
    switch (code == UTF8_NO_CHARACTER ? UTF8PROC_CATEGORY_CN : utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
        return utf8proc_tolower(code);
    default:
        return UTF8_NO_CHARACTER;
    }
}

int utf8_columns(const char *text, size_t length)
{
    size_t i = utf8_printable_bytes(text, length);
    int columns = (int)i;

    while (i < length) {
        const struct utf8_character character = utf8_first(text + i, length - i);
        const size_t next = i + character.bytes;
        const size_t more = utf8_printable_bytes(text + next, length - next);

        columns += character.columns + (int)more;
        i = next + more;
    }
    return columns;
}

static int is_visible(int32_t code)
{
    switch (code == UTF8_NO_CHARACTER ? UTF8PROC_CATEGORY_CN : utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CF:
        return 0;
    default:
        return code != '\t' && code != '\n' && code != '\r';
    }
}

int utf8_is_blank(const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        const struct utf8_character character = utf8_first(text + i, length - i);

        if (is_visible(character.code))
            return 0;
        i += character.bytes;
    }
    return 1;
}

size_t utf8_cut(const char *text, size_t length, size_t bytes_max)
{
    size_t taken = 0;

    while (taken < length) {
        const size_t bytes = utf8_first(text + taken, length - taken).bytes;

        if (taken + bytes > bytes_max)
            break;
        taken += bytes;
    }
    return taken;
}
