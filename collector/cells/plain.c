#include "collector/cells/plain.h"

#include "lib/base/utf8.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

static int is_invisible(int32_t code)
{
    switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CF:
        return 1;
    default:
        return code == '\n' || code == '\r';
    }
}

// The ASCII character that is written in its place; '\0' where there is none.
static char plain_for(int32_t code)
{
    enum { MINUS = 0x2212, OPENING_QUOTE = 0x2018, APOSTROPHE = 0x2019 };
    const utf8proc_category_t category = utf8proc_category(code);

    if (category == UTF8PROC_CATEGORY_ZS)
        return ' ';
    if (category == UTF8PROC_CATEGORY_PD || code == MINUS)
        return '-';
    return code == OPENING_QUOTE || code == APOSTROPHE ? '\'' : '\0';
}

const char *plain_text(struct arena *arena, const char *text)
{
    const size_t length = strlen(text);
    char *plain = arena_alloc(arena, length + 1);
    size_t used = 0, seen = 0;

    for (size_t i = 0; plain != NULL && i < length;) {
        const struct utf8_character character = utf8_first(text + i, length - i);
        const char ascii = plain_for(character.code);

        if (ascii != '\0')
            plain[used++] = ascii;
        else if (seen > 0 || !is_invisible(character.code))
            for (size_t byte = 0; byte < character.bytes; byte++)
                plain[used++] = text[i + byte];
        if (!is_invisible(character.code))
            seen = used;
        else if (seen == 0)
            used = 0;
        i += character.bytes;
    }
    if (plain != NULL)
        plain[seen] = '\0';
    return plain;
}

const char *plain_strangers(struct arena *arena, const char *text)
{
    const size_t length = strlen(text);
    char list[64] = "", name[sizeof ", U+10FFFF"];
    size_t used = 0;

    for (size_t i = 0; i < length;) {
        const struct utf8_character character = utf8_first(text + i, length - i);

        i += character.bytes;
        snprintf(name, sizeof name, "U+%04X", (unsigned)character.code);
        if (character.code <= 0x7f || strstr(list, name) != NULL)
            continue;
        used +=
            (size_t)snprintf(list + used, sizeof list - used, "%s%s", used == 0 ? "" : ", ", name);
        if (used >= sizeof list - sizeof name)
            break;
    }
    return list[0] == '\0' ? NULL : arena_strdup(arena, list);
}
