// Memory that is freed together: what is decoded from one message, or read from one folder, lives
// in one arena. Bounded by a cap, because what a peer sends decides how much is asked for.
#ifndef QD_LIB_BASE_ARENA_H
#define QD_LIB_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *blocks;  // in use, newest first
    struct arena_block *spare;   // kept from before the last reset
    size_t used_bytes;           // handed out since the last reset
    size_t cap_bytes;
    int exhausted;  // an allocation was refused since the last reset: by the cap, or by malloc
};

// No memory is taken yet, so it cannot fail.
void arena_init(struct arena *arena, size_t cap_bytes);

// Aligned for any type, not zeroed; NULL when the cap or the machine's memory is reached.
void *arena_alloc(struct arena *arena, size_t bytes);
void *arena_zalloc(struct arena *arena, size_t bytes);

char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_strdup(struct arena *arena, const char *text);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

// Everything handed out is gone; a few blocks are kept for the next message.
void arena_reset(struct arena *arena);

// Gives all memory back. An arena of zeroes is fine.
void arena_free(struct arena *arena);

#endif
