#include "lib/base/list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct pair {
    size_t number;
    char letters[3];  // so that an item's size is not a power of two
};

static void without_memory_list_and_count_stay_as_they_were(void **state)
{
    struct arena arena;
    struct pair *items = NULL, *before = NULL;
    size_t count = 0;

    (void)state;
    arena_init(&arena, LIST_FIRST_ITEMS * sizeof *items + 64);
    for (size_t i = 0; i < LIST_FIRST_ITEMS; i++) {
        struct pair *place = LIST_ADD(&arena, items, count);

        assert_non_null(place);
        place->number = i;
    }
    before = items;
    assert_null(LIST_ADD(&arena, items, count));
    assert_ptr_equal(items, before);
    assert_int_equal(count, LIST_FIRST_ITEMS);
    assert_int_equal(items[LIST_FIRST_ITEMS - 1].number, LIST_FIRST_ITEMS - 1);
    assert_true(arena.exhausted);
    arena_free(&arena);
}

static void an_arena_that_gives_nothing_leaves_a_list_of_nothing(void **state)
{
    struct arena arena;
    struct pair *items = NULL;
    size_t count = 0;

    (void)state;
    arena_init(&arena, 0);
    assert_null(LIST_ADD(&arena, items, count));
    assert_null(items);
    assert_int_equal(count, 0);
    arena_free(&arena);
}

static void a_list_too_long_to_be_counted_in_bytes_is_refused(void **state)
{
    const size_t count = (size_t)1 << (sizeof(size_t) * 8 - 2);
    struct arena arena;
    char item = 0;

    (void)state;
    arena_init(&arena, SIZE_MAX);
    assert_null(list_grow(&arena, &item, count, sizeof(struct pair)));
    arena_free(&arena);
}

static void every_item_stays_where_it_was_put_in_the_order(void **state)
{
    enum { MANY = 1000 };
    struct arena arena;
    struct pair *items = NULL;
    size_t count = 0;

    (void)state;
    arena_init(&arena, 1024 * 1024);
    for (size_t i = 0; i < MANY; i++) {
        struct pair *place = LIST_ADD(&arena, items, count);

        assert_non_null(place);
        assert_ptr_equal(place, &items[i]);
        place->number = i;
        assert_int_equal(count, i + 1);
    }
    for (size_t i = 0; i < MANY; i++)
        assert_int_equal(items[i].number, i);
    arena_free(&arena);
}

static void two_lists_share_an_arena(void **state)
{
    struct arena arena;
    uint16_t *odd = NULL, *even = NULL;
    size_t odd_count = 0, even_count = 0;

    (void)state;
    arena_init(&arena, 1024 * 1024);
    for (uint16_t i = 0; i < 100; i += 2) {
        *LIST_ADD(&arena, even, even_count) = i;
        *LIST_ADD(&arena, odd, odd_count) = i + 1;
    }
    for (uint16_t i = 0; i < 50; i++) {
        assert_int_equal(even[i], 2 * i);
        assert_int_equal(odd[i], 2 * i + 1);
    }
    arena_free(&arena);
}

static void what_is_dropped_at_the_end_makes_room(void **state)
{
    struct arena arena;
    size_t *items = NULL;
    size_t count = 0;

    (void)state;
    arena_init(&arena, 1024 * 1024);
    for (size_t round = 0; round < 5; round++) {
        while (count < 3 * LIST_FIRST_ITEMS) {
            size_t *place = LIST_ADD(&arena, items, count);

            assert_non_null(place);
            *place = count;
        }
        for (size_t i = 0; i < count; i++)
            assert_int_equal(items[i], i + 1);
        count = LIST_FIRST_ITEMS - 1 + round;
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_memory_list_and_count_stay_as_they_were),
        cmocka_unit_test(an_arena_that_gives_nothing_leaves_a_list_of_nothing),
        cmocka_unit_test(a_list_too_long_to_be_counted_in_bytes_is_refused),
        cmocka_unit_test(every_item_stays_where_it_was_put_in_the_order),
        cmocka_unit_test(two_lists_share_an_arena),
        cmocka_unit_test(what_is_dropped_at_the_end_makes_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
