// A list that grows, in an arena: an array and how many items are in it, of any type.
//
//     struct indicator *items = NULL;
//     size_t count = 0;
//     struct indicator *place = LIST_ADD(arena, items, count);
//
// How many items there is room for follows from the count, so both start at zero and LIST_ADD alone
// makes the array. `count` may be made smaller, to drop what is at the end. Pointers into the list
// are good until the next LIST_ADD; the array goes with its arena.
#ifndef QD_LIB_BASE_LIST_H
#define QD_LIB_BASE_LIST_H

#include "lib/base/arena.h"

#include <stddef.h>

enum { LIST_FIRST_ITEMS = 16 };  // room for so many at first, doubled whenever it is taken

// The place of one more item, at the end: not yet written, and counted already. NULL, with list and
// count as they were, when the arena has no more memory.
#define LIST_ADD(arena, items, count)                                                              \
    ({                                                                                             \
        __typeof__(items) list_grown_ =                                                            \
            list_grow((arena), (items), (count), sizeof(__typeof__(*(items))));                    \
        if (list_grown_ != NULL)                                                                   \
            (items) = list_grown_;                                                                 \
        list_grown_ == NULL ? NULL : &(items)[(count)++];                                          \
    })

// Inside LIST_ADD: the items, where there is room for one more. NULL as above.
void *list_grow(struct arena *arena, void *items, size_t count, size_t item_bytes);

#endif
