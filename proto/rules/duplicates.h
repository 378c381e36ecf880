// Rows of one part that are the same combination.
#ifndef QD_PROTO_RULES_DUPLICATES_H
#define QD_PROTO_RULES_DUPLICATES_H

#include "lib/base/arena.h"

#include <stddef.h>
#include <stdint.h>

// What tells one row from another.
struct combination {
    uint64_t codes;
    uint64_t more;  // codes that have no room in it
    uint64_t provider;
    const char *name;  // may be NULL
};

// Called for each row that repeats an earlier one, in the order of the rows.
typedef void duplicates_fn(void *context, size_t earlier, size_t later);

// Takes memory from the arena. 0, or -1 when that is exhausted.
int duplicates_find(struct arena *arena, const struct combination *rows, size_t count,
                    duplicates_fn *found, void *context);

#endif
