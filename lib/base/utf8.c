#include "lib/base/utf8.h"

#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

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

static int is_control(utf8proc_int32_t character)
{
    if (character == '\n' || character == '\r')
        return 0;
    return character < 0x20 || (character >= 0x7f && character <= 0x9f);
}

enum utf8_fault utf8_check(const char *text, size_t length, size_t *at)
{
    size_t i = 0;

    while (i < length) {
        utf8proc_int32_t character;
        utf8proc_ssize_t size;

        if (length - i >= STRIDE && stride_is_printable(text + i)) {
            i += STRIDE;
            continue;
        }
        if (text[i] >= ' ' && text[i] < 0x7f) {
            i++;
            continue;
        }
        size = utf8proc_iterate((const utf8proc_uint8_t *)text + i, (utf8proc_ssize_t)(length - i),
                                &character);
        if (size <= 0 || is_control(character)) {
            if (at != NULL)
                *at = i;
            return size <= 0 ? UTF8_MALFORMED : UTF8_CONTROL_CHARACTER;
        }
        i += (size_t)size;
    }
    return UTF8_FINE;
}
