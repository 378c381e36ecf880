#include "reporter/workbook/book_text.h"

#include "lib/base/utf8.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char cut[] = " [cut: whole as csv and json]";

enum {
    ESCAPE_BYTES = sizeof "_x0000_" - 1,
    LONGEST_BYTES = 2 * ESCAPE_BYTES,  // that one byte of a text can become
    PLANES = 0x10000,                  // a character from here on counts as two in UTF-16
    CUT_CHARACTERS = sizeof cut - 1
};

// "_x0007_", as Excel writes what XML cannot hold.
static int looks_escaped(const char *text)
{
    return text[0] == '_' && text[1] == 'x' && isxdigit((unsigned char)text[2]) &&
           isxdigit((unsigned char)text[3]) && isxdigit((unsigned char)text[4]) &&
           isxdigit((unsigned char)text[5]) && text[6] == '_';
}

static int is_held(int32_t code)
{
    return code == '\t' || code == '\n' || (code >= ' ' && code != 0xFFFE && code != 0xFFFF);
}

// One character at `text`, written at `to`: how many bytes, and how many characters of a cell.
static size_t put(char *to, const char *text, const struct utf8_character *character,
                  size_t *characters)
{
    static const char unknown[] = "\uFFFD";

    *characters = character->code >= PLANES ? 2 : 1;
    if (character->code == UTF8_NO_CHARACTER) {
        memcpy(to, unknown, sizeof unknown - 1);
        return sizeof unknown - 1;
    }
    if (!is_held(character->code) || looks_escaped(text)) {
        *characters = ESCAPE_BYTES;
        return (size_t)snprintf(to, ESCAPE_BYTES + 1, "_x%04X_", (unsigned)character->code);
    }
    memcpy(to, text, character->bytes);
    return character->bytes;
}

char *book_text(const char *text)
{
    size_t left = strlen(text), used = 0, characters = 0, room_end = 0;
    char *written = malloc(left * LONGEST_BYTES + sizeof cut + 1);

    if (written == NULL)
        return NULL;
    while (left > 0) {
        const struct utf8_character character = utf8_first(text, left);
        size_t more;
        const size_t bytes = put(written + used, text, &character, &more);

        if (characters + more > BOOK_TEXT_MAX) {
            memcpy(written + room_end, cut, sizeof cut);
            return written;
        }
        characters += more;
        used += bytes;
        if (characters <= BOOK_TEXT_MAX - CUT_CHARACTERS)
            room_end = used;
        text += character.bytes;
        left -= character.bytes;
    }
    written[used] = '\0';
    return written;
}
