#include "lib/base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    // One block holds a small return with all that is decoded from it.
    ARENA_BLOCK_BYTES = 64 * 1024,
    // Kept over a reset: enough for a return of 24 KiB without asking malloc for each.
    ARENA_SPARE_BLOCKS = 8
};

struct arena_block {
    struct arena_block *older;
    size_t size;
    size_t used;
    _Alignas(max_align_t) unsigned char bytes[];
};

void arena_init(struct arena *arena, size_t cap_bytes)
{
    *arena = (struct arena){.cap_bytes = cap_bytes};
}

static void *refuse(struct arena *arena)
{
    arena->exhausted = 1;
    return NULL;
}

static struct arena_block *new_block(struct arena *arena, size_t bytes)
{
    struct arena_block *block = arena->spare;
    size_t size = bytes > ARENA_BLOCK_BYTES ? bytes : ARENA_BLOCK_BYTES;

    if (block != NULL && size == ARENA_BLOCK_BYTES) {
        arena->spare = block->older;
    } else {
        block = malloc(sizeof *block + size);
        if (block == NULL)
            return NULL;
        block->size = size;
    }
    block->used = 0;
    block->older = arena->blocks;
    arena->blocks = block;
    return block;
}

void *arena_alloc(struct arena *arena, size_t bytes)
{
    const size_t align = _Alignof(max_align_t);
    struct arena_block *block = arena->blocks;
    void *result;

    // So that neither rounding up nor the block's own header wraps around.
    if (bytes > SIZE_MAX - align - sizeof *block)
        return refuse(arena);
    bytes = (bytes + align - 1) / align * align;
    if (bytes > arena->cap_bytes - arena->used_bytes)
        return refuse(arena);
    if (block == NULL || bytes > block->size - block->used) {
        block = new_block(arena, bytes);
        if (block == NULL)
            return refuse(arena);
    }
    result = block->bytes + block->used;
    block->used += bytes;
    arena->used_bytes += bytes;
    return result;
}

void *arena_zalloc(struct arena *arena, size_t bytes)
{
    void *result = arena_alloc(arena, bytes);

    return result == NULL ? NULL : memset(result, 0, bytes);
}

char *arena_strndup(struct arena *arena, const char *text, size_t length)
{
    // A length of SIZE_MAX must not become a request for nothing.
    char *copy = length < SIZE_MAX ? arena_alloc(arena, length + 1) : refuse(arena);

    if (copy != NULL) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return arena_strndup(arena, text, strlen(text));
}

char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
{
    va_list again;
    char *result;
    int length;

    va_copy(again, arguments);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        return NULL;
    result = arena_alloc(arena, (size_t)length + 1);
    if (result != NULL)
        vsnprintf(result, (size_t)length + 1, format, arguments);
    return result;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    char *result;

    va_start(arguments, format);
    result = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return result;
}

static void free_blocks(struct arena_block *block)
{
    while (block != NULL) {
        struct arena_block *older = block->older;

        free(block);
        block = older;
    }
}

void arena_reset(struct arena *arena)
{
    struct arena_block *block = arena->blocks;
    int spares = 0;

    for (const struct arena_block *spare = arena->spare; spare != NULL; spare = spare->older)
        spares++;
    while (block != NULL) {
        struct arena_block *older = block->older;

        if (block->size == ARENA_BLOCK_BYTES && spares < ARENA_SPARE_BLOCKS) {
            block->older = arena->spare;
            arena->spare = block;
            spares++;
        } else {
            free(block);
        }
        block = older;
    }
    arena->blocks = NULL;
    arena->used_bytes = 0;
    arena->exhausted = 0;
}

void arena_free(struct arena *arena)
{
    free_blocks(arena->blocks);
    free_blocks(arena->spare);
    arena->blocks = NULL;
    arena->spare = NULL;
    arena->used_bytes = 0;
    arena->exhausted = 0;
}
