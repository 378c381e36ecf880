#include "lib/base/commas.h"

#include <string.h>

const char *commas_next(struct arena *arena, const char **words)
{
    const char *start = *words + strspn(*words, ", ");
    size_t length = strcspn(start, ",");

    if (length == 0)
        return NULL;
    *words = start + length;
    while (start[length - 1] == ' ')
        length--;
    return arena_strndup(arena, start, length);
}
