#include "collector/encoding.h"

#include "collector/csv.h"

#include <iconv.h>
#include <string.h>

int encoding_western(unsigned char byte, char character[ENCODING_CHARACTER_BYTES])
{
    iconv_t converter = iconv_open("UTF-8", "WINDOWS-1252");
    char from = (char)byte, *in = &from, *out = character;
    size_t in_left = 1, out_left = ENCODING_CHARACTER_BYTES - 1;
    int known;

    memset(character, 0, ENCODING_CHARACTER_BYTES);
    if (converter == (iconv_t)-1)
        return 0;
    known = iconv(converter, &in, &in_left, &out, &out_left) != (size_t)-1;
    iconv_close(converter);
    return known;
}

char *encoding_to_utf8(struct arena *arena, const char *bytes, size_t size, size_t *new_size,
                       size_t *wrong)
{
    enum { LONGEST = 3, HIGH_BYTES = 128 };  // of a character of Windows-1252, in UTF-8
    char table[HIGH_BYTES][ENCODING_CHARACTER_BYTES];
    char *text;
    size_t used = 0;

    *wrong = 0;
    for (size_t at = 0; (at += csv_not_utf8(bytes + at, size - at)) < size; at++)
        ++*wrong;
    text = arena_alloc(arena, size + *wrong * (LONGEST - 1));
    if (text == NULL)
        return NULL;
    for (int i = 0; i < HIGH_BYTES; i++)
        if (!encoding_western((unsigned char)(HIGH_BYTES + i), table[i]))
            strcpy(table[i], "?");
    for (size_t at = 0; at < size; at++) {
        size_t right = csv_not_utf8(bytes + at, size - at);
        const char *character;

        memcpy(text + used, bytes + at, right);
        used += right;
        at += right;
        if (at == size)
            break;
        character = table[(unsigned char)bytes[at] - HIGH_BYTES];
        memcpy(text + used, character, strlen(character));
        used += strlen(character);
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
