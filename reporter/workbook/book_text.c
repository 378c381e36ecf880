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

// Bytes from the start that stand in a cell as they are, and are a character each.
static size_t plain_bytes(const char *text, size_t left)
{
    const size_t printable = utf8_printable_bytes(text, left);
    const char *escape = memchr(text, '_', printable);

    return escape == NULL ? printable : (size_t)(escape - text);
}

// What is read of a text at once, and becomes of it in a cell.
struct piece {
    size_t read, written;  // bytes
    size_t characters;
};

// One character at `text`, written at `to`.
static struct piece put_one(char *to, const char *text, size_t left)
{
    static const char unknown[] = "\uFFFD";
    const struct utf8_character character = utf8_first(text, left);
    struct piece piece = {character.bytes, character.bytes, character.code >= PLANES ? 2 : 1};

    if (character.code == UTF8_NO_CHARACTER) {
        piece.written = sizeof unknown - 1;
        memcpy(to, unknown, piece.written);
    } else if (!is_held(character.code) || looks_escaped(text)) {
        piece.characters = ESCAPE_BYTES;
        piece.written = (size_t)snprintf(to, ESCAPE_BYTES + 1, "_x%04X_", (unsigned)character.code);
    } else {
        memcpy(to, text, character.bytes);
    }
    return piece;
}

// The same of as many plain characters as there are, up to `most`, and else of one.
static struct piece put(char *to, const char *text, size_t left, size_t most)
{
    size_t plain = plain_bytes(text, left);

    if (plain > most)
        plain = most;
    if (plain == 0)
        return put_one(to, text, left);
    memcpy(to, text, plain);
    return (struct piece){plain, plain, plain};
}

char *book_text(const char *text)
{
    enum { UNCUT = BOOK_TEXT_MAX - CUT_CHARACTERS };
    size_t left = strlen(text), used = 0, characters = 0, room_end = 0;
    char *written = malloc(left * LONGEST_BYTES + sizeof cut + 1);

    if (written == NULL)
        return NULL;
    while (left > 0) {
        const struct piece piece =
            put(written + used, text, left, characters < UNCUT ? UNCUT - characters : 0);

        if (characters + piece.characters > BOOK_TEXT_MAX) {
            memcpy(written + room_end, cut, sizeof cut);
            return written;
        }
        characters += piece.characters;
        used += piece.written;
        if (characters <= UNCUT)
            room_end = used;
        text += piece.read;
        left -= piece.read;
    }
    written[used] = '\0';
    return written;
}
