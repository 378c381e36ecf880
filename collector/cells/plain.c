#include "collector/cells/plain.h"

#include "lib/base/utf8.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

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
    size_t used = 0, begin = 0, end = 0;

    if (plain == NULL)
        return NULL;
    for (size_t i = 0; i < length;) {
        const struct utf8_character character = utf8_first(text + i, length - i);
        const char ascii = plain_for(character.code);

        if (end == 0)
            begin = used;
        memcpy(plain + used, text + i, character.bytes);
        if (ascii != '\0')
            plain[used] = ascii;
        used += ascii == '\0' ? character.bytes : 1;
        if (!utf8_is_blank(text + i, character.bytes))
            end = used;
        i += character.bytes;
    }
    plain[end] = '\0';
    return end == 0 ? plain : plain + begin;
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
