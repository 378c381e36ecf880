// Words with commas between them.
#include "lib/base/commas.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { CAP_BYTES = 100 * 1000 };

static void nothing_and_commas_alone_are_no_word(void **state)
{
    static const char *const nothing[] = {"", " ", ",", " , ,, "};
    struct arena arena;

    (void)state;
    arena_init(&arena, CAP_BYTES);
    for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++) {
        const char *words = nothing[i];

        assert_null(commas_next(&arena, &words));
    }
    arena_free(&arena);
}

static void an_arena_that_is_exhausted_gives_no_word(void **state)
{
    const char *words = "setting";
    struct arena arena;

    (void)state;
    arena_init(&arena, 1);
    assert_null(commas_next(&arena, &words));
    assert_true(arena.exhausted);
    arena_free(&arena);
}

static void blanks_around_a_word_do_not_count_and_those_in_it_do(void **state)
{
    static const char *const expected[] = {"setting", "primary need", "phase"};
    const char *words = " setting , primary need,,phase ";
    struct arena arena;

    (void)state;
    arena_init(&arena, CAP_BYTES);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        assert_string_equal(expected[i], commas_next(&arena, &words));
    assert_null(commas_next(&arena, &words));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_and_commas_alone_are_no_word),
        cmocka_unit_test(an_arena_that_is_exhausted_gives_no_word),
        cmocka_unit_test(blanks_around_a_word_do_not_count_and_those_in_it_do),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
