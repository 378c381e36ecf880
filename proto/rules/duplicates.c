#include "proto/rules/duplicates.h"

#include <sodium.h>
#include <string.h>

// A set with open addressing. Not uthash: every return with placements passes here at both ends,
// its rows number thousands, and uthash's hash can be foreseen, so that one return made for it
// would hold up everybody's. SipHash with a new key each time has no hash that can be foreseen.
struct set {
    uint32_t *slots;  // a row's number plus 1; 0 is free
    size_t mask;
    unsigned char key[crypto_shorthash_KEYBYTES];
};

static uint64_t hash(const struct set *set, const struct combination *row)
{
    uint64_t parts[4] = {row->codes, row->more, row->provider, 0}, result;

    if (row->name != NULL && row->name[0] != '\0')
        crypto_shorthash((unsigned char *)&parts[3], (const unsigned char *)row->name,
                         strlen(row->name), set->key);
    crypto_shorthash((unsigned char *)&result, (const unsigned char *)parts, sizeof parts,
                     set->key);
    return result;
}

static int same(const struct combination *a, const struct combination *b)
{
    if (a->codes != b->codes || a->more != b->more || a->provider != b->provider)
        return 0;
    return strcmp(a->name == NULL ? "" : a->name, b->name == NULL ? "" : b->name) == 0;
}

int duplicates_find(struct arena *arena, const struct combination *rows, size_t count,
                    duplicates_fn *found, void *context)
{
    struct set set = {.mask = 1};

    while (set.mask < 2 * count)
        set.mask *= 2;
    set.slots = arena_zalloc(arena, set.mask * sizeof set.slots[0]);
    if (set.slots == NULL)
        return -1;
    set.mask--;
    crypto_shorthash_keygen(set.key);
    for (size_t i = 0; i < count; i++) {
        size_t slot = hash(&set, &rows[i]) & set.mask;

        while (set.slots[slot] != 0 && !same(&rows[set.slots[slot] - 1], &rows[i]))
            slot = (slot + 1) & set.mask;
        if (set.slots[slot] == 0)
            set.slots[slot] = (uint32_t)i + 1;
        else
            found(context, set.slots[slot] - 1, i);
    }
    return 0;
}
