// An arena that each test has for itself.
#ifndef QD_TESTS_SUPPORT_MEMORY_MEMORY_H
#define QD_TESTS_SUPPORT_MEMORY_MEMORY_H

#include "lib/base/arena.h"

extern struct arena arena;

// cmocka's set-up and tear-down.
int memory_make(void **state);
int memory_free(void **state);

#endif
