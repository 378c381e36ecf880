#include "lib/base/list.h"

#include <stdint.h>
#include <string.h>

_Static_assert((LIST_FIRST_ITEMS & (LIST_FIRST_ITEMS - 1)) == 0, "a power of two, see is_full");

// Room is made for LIST_FIRST_ITEMS and then doubled, so a list is full at a power of two.
static int is_full(size_t count)
{
    return count == 0 || (count >= LIST_FIRST_ITEMS && (count & (count - 1)) == 0);
}

void *list_grow(struct arena *arena, void *items, size_t count, size_t item_bytes)
{
    const size_t room = count < LIST_FIRST_ITEMS ? LIST_FIRST_ITEMS : count * 2;
    void *grown;

    if (!is_full(count))
        return items;
    if (room > SIZE_MAX / item_bytes)
        return NULL;
    grown = arena_alloc(arena, room * item_bytes);
    if (grown != NULL && count > 0)
        memcpy(grown, items, count * item_bytes);
    return grown;
}
