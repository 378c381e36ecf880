#include "proto/text.h"

#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

// Every byte of a word the same.
#define EACH_BYTE(value) (UINT64_C(0x0101010101010101) * (value))

// Eight bytes at once: is each of them printable ASCII? The top bit of a byte tells whether that
// byte is above ASCII, whether it is below a space, and whether it is DEL.
static int eight_are_printable(const char *text)
{
    uint64_t word, del;

    memcpy(&word, text, sizeof word);
    del = word ^ EACH_BYTE(0x7f);
    return ((word | ((word - EACH_BYTE(0x20)) & ~word) | ((del - EACH_BYTE(0x01)) & ~del)) &
            EACH_BYTE(0x80)) == 0;
}

static int is_control(utf8proc_int32_t character)
{
    if (character == '\n' || character == '\r')
        return 0;
    return character < 0x20 || (character >= 0x7f && character <= 0x9f);
}

enum text_fault text_check(const char *text, size_t length, size_t *at)
{
    size_t i = 0;

    while (i < length) {
        utf8proc_int32_t character;
        utf8proc_ssize_t size;

        if (length - i >= sizeof(uint64_t) && eight_are_printable(text + i)) {
            i += sizeof(uint64_t);
            continue;
        }
        size = utf8proc_iterate((const utf8proc_uint8_t *)text + i, (utf8proc_ssize_t)(length - i),
                                &character);
        if (size <= 0 || is_control(character)) {
            if (at != NULL)
                *at = i;
            return size <= 0 ? TEXT_NOT_UTF8 : TEXT_CONTROL_CHARACTER;
        }
        i += (size_t)size;
    }
    return TEXT_FINE;
}
