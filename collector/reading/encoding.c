#include "collector/reading/encoding.h"

#include "lib/base/utf8.h"

#include <iconv.h>
#include <string.h>

enum { HIGH_BYTES = 128 };

static iconv_t open_converter(void)
{
    return iconv_open("UTF-8", "WINDOWS-1252");
}

static int is_open(iconv_t converter)
{
    return converter != (iconv_t)-1;
}

static int convert(iconv_t converter, unsigned char byte, char character[ENCODING_CHARACTER_BYTES])
{
    char from = (char)byte, *in = &from, *out = character;
    size_t in_left = 1, out_left = ENCODING_CHARACTER_BYTES - 1;

    memset(character, 0, ENCODING_CHARACTER_BYTES);
    return is_open(converter) && iconv(converter, &in, &in_left, &out, &out_left) != (size_t)-1;
}

int encoding_western(unsigned char byte, char character[ENCODING_CHARACTER_BYTES])
{
    iconv_t converter = open_converter();
    int known = convert(converter, byte, character);

    if (is_open(converter))
        iconv_close(converter);
    return known;
}

// What each byte from 80 on is; one that is nothing is a question mark.
static void make_table(char table[HIGH_BYTES][ENCODING_CHARACTER_BYTES])
{
    iconv_t converter = open_converter();

    for (int i = 0; i < HIGH_BYTES; i++)
        if (!convert(converter, (unsigned char)(HIGH_BYTES + i), table[i]))
            table[i][0] = '?';
    if (is_open(converter))
        iconv_close(converter);
}

char *encoding_to_utf8(struct arena *arena, const char *bytes, size_t size, size_t *new_size,
                       size_t *wrong)
{
    enum { LONGEST = 3 };  // of a character of Windows-1252, in UTF-8
    char table[HIGH_BYTES][ENCODING_CHARACTER_BYTES];
    char *text;
    size_t used = 0;

    *wrong = 0;
    for (size_t at = 0; (at += utf8_valid_bytes(bytes + at, size - at)) < size; at++)
        ++*wrong;
    text = arena_alloc(arena, size + *wrong * (LONGEST - 1));
    if (text == NULL)
        return NULL;
    make_table(table);
    for (size_t at = 0; at < size; at++) {
        size_t right = utf8_valid_bytes(bytes + at, size - at);
        const char *character;

        memcpy(text + used, bytes + at, right);
        used += right;
        at += right;
        if (at == size)
            break;
        for (character = table[(unsigned char)bytes[at] - HIGH_BYTES]; *character != '\0';)
            text[used++] = *character++;
    }
    *new_size = used;
    return text;
}

void encoding_line_ends(char *bytes, size_t size)
{
    for (size_t i = 0; i + 1 < size; i++)
        if (bytes[i] == '\r' && bytes[i + 1] != '\n')
            bytes[i] = '\n';
}
