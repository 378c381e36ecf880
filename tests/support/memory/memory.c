#include "tests/support/memory/memory.h"

enum { CAP_BYTES = 64 * 1000 * 1000 };

struct arena arena;

int memory_make(void **state)
{
    (void)state;
    arena_init(&arena, CAP_BYTES);
    return 0;
}

int memory_free(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}
