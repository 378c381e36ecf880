#include "collector/cells/plain.h"

#include "lib/base/utf8.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

// The ASCII character that looks like it; the character itself where there is none, or it is a letter or a
// digit.
static int32_t plain_for(int32_t code)
{
    utf8proc_int32_t plain = code;
    int no_boundary = 0;

    (void)utf8proc_decompose_char(code, &plain, 1, UTF8PROC_LUMP, &no_boundary);
    return plain;
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

        if (end == 0)
            begin = used;
        used += (size_t)utf8proc_encode_char(plain_for(character.code),
                                             (utf8proc_uint8_t *)plain + used);
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
