// The arena in which a test of the reporter builds its returns and tables: one for the whole
// program.
#ifndef QD_TESTS_SUPPORT_SAMPLE_ARENA_H
#define QD_TESTS_SUPPORT_SAMPLE_ARENA_H

#include "tests/support/sample_returns.h"

static struct arena arena;

static inline int sample_set_up(void **state)
{
    (void)state;
    arena_init(&arena, SAMPLE_ARENA_CAP_BYTES);
    return 0;
}

static inline int sample_tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

#endif
