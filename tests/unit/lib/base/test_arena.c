#include "lib/base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { CAP_BYTES = 1024 * 1024, LARGER_THAN_A_BLOCK_BYTES = 100 * 1000 };

static void more_than_the_cap_is_refused(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena, 1000);
    assert_null(arena_alloc(&arena, 1001));
    assert_true(arena.exhausted);
    assert_int_equal(arena.used_bytes, 0);
    arena_free(&arena);
}

static void sizes_that_wrap_around_are_refused(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena, SIZE_MAX);
    assert_non_null(arena_alloc(&arena, 1));
    assert_null(arena_alloc(&arena, SIZE_MAX));
    assert_null(arena_alloc(&arena, SIZE_MAX - 1));
    assert_null(arena_strndup(&arena, "text", SIZE_MAX));
    // Wraps around only with the block's own header.
    assert_null(arena_alloc(&arena, SIZE_MAX - sizeof(max_align_t)));
    assert_true(arena.exhausted);
    arena_free(&arena);
}

static void an_arena_of_zeros_gives_nothing_and_frees(void **state)
{
    struct arena arena = {0};

    (void)state;
    assert_null(arena_alloc(&arena, 1));
    assert_null(arena_zalloc(&arena, 1));
    assert_null(arena_strdup(&arena, "text"));
    assert_null(arena_printf(&arena, "%d", 1));
    arena_reset(&arena);
    arena_free(&arena);
    arena_free(&arena);
}

static void the_cap_is_over_all_that_is_handed_out(void **state)
{
    struct arena arena;
    unsigned given = 0;

    (void)state;
    arena_init(&arena, 6400);
    while (arena_alloc(&arena, 64) != NULL)
        given++;
    assert_int_equal(given, 100);
    assert_true(arena.exhausted);
    arena_reset(&arena);
    assert_false(arena.exhausted);
    assert_non_null(arena_alloc(&arena, 64));
    arena_free(&arena);
}

static void memory_is_aligned_and_apart(void **state)
{
    struct arena arena;
    unsigned char *pieces[2000];

    (void)state;
    arena_init(&arena, CAP_BYTES);
    for (size_t i = 0; i < 2000; i++) {
        const size_t size = i % 97 + 1;

        pieces[i] = arena_alloc(&arena, size);
        assert_non_null(pieces[i]);
        assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
        memset(pieces[i], (int)(i % 251), size);
    }
    for (size_t i = 0; i < 2000; i++)
        for (size_t byte = 0; byte < i % 97 + 1; byte++)
            assert_int_equal(pieces[i][byte], i % 251);
    arena_free(&arena);
}

static void a_piece_may_be_larger_than_a_block(void **state)
{
    struct arena arena;
    unsigned char *large;
    char *small;

    (void)state;
    arena_init(&arena, CAP_BYTES);
    small = arena_strdup(&arena, "before");
    large = arena_zalloc(&arena, LARGER_THAN_A_BLOCK_BYTES);
    assert_non_null(large);
    for (size_t i = 0; i < LARGER_THAN_A_BLOCK_BYTES; i++)
        assert_int_equal(large[i], 0);
    memset(large, 'x', LARGER_THAN_A_BLOCK_BYTES);
    assert_string_equal(small, "before");
    arena_free(&arena);
}

static void zalloc_gives_zeros_after_a_reset(void **state)
{
    struct arena arena;
    unsigned char *piece;

    (void)state;
    arena_init(&arena, CAP_BYTES);
    memset(arena_alloc(&arena, 4096), 'x', 4096);
    arena_reset(&arena);
    piece = arena_zalloc(&arena, 4096);
    for (size_t i = 0; i < 4096; i++)
        assert_int_equal(piece[i], 0);
    arena_free(&arena);
}

static void texts_are_copied(void **state)
{
    struct arena arena;
    char source[] = "Camden, Islington";

    (void)state;
    arena_init(&arena, CAP_BYTES);
    assert_string_equal(arena_strdup(&arena, source), "Camden, Islington");
    assert_string_equal(arena_strndup(&arena, source, 6), "Camden");
    assert_string_equal(arena_strndup(&arena, source, 0), "");
    assert_string_equal(arena_printf(&arena, "%s %d/%d", "London", 31, 33), "London 31/33");
    arena_free(&arena);
}

static void a_reset_keeps_ordinary_blocks_only(void **state)
{
    struct arena arena;
    void *first;

    (void)state;
    arena_init(&arena, CAP_BYTES);
    first = arena_alloc(&arena, 1);
    for (unsigned i = 0; i < 5; i++)
        assert_non_null(arena_alloc(&arena, LARGER_THAN_A_BLOCK_BYTES));
    arena_reset(&arena);
    assert_int_equal(arena.used_bytes, 0);
    assert_ptr_equal(arena_alloc(&arena, 1), first);
    arena_free(&arena);
    assert_null(arena.blocks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(more_than_the_cap_is_refused),
        cmocka_unit_test(sizes_that_wrap_around_are_refused),
        cmocka_unit_test(an_arena_of_zeros_gives_nothing_and_frees),
        cmocka_unit_test(the_cap_is_over_all_that_is_handed_out),
        cmocka_unit_test(memory_is_aligned_and_apart),
        cmocka_unit_test(a_piece_may_be_larger_than_a_block),
        cmocka_unit_test(zalloc_gives_zeros_after_a_reset),
        cmocka_unit_test(texts_are_copied),
        cmocka_unit_test(a_reset_keeps_ordinary_blocks_only),
    };

    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
