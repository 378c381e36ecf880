#include "collector/words/row_list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_list(const uint32_t *rows, size_t count, const char *expected)
{
    struct row_list list = {.count = 0};
    struct arena arena;

    arena_init(&arena, 10000);
    for (size_t i = 0; i < count; i++)
        row_list_add(&list, rows[i]);
    assert_int_equal(list.rows, count);
    assert_string_equal(row_list_text(&arena, &list), expected);
    arena_free(&arena);
}

static void without_memory_rows_are_several(void **state)
{
    struct row_list list = {.count = 0};
    struct arena arena;

    (void)state;
    arena_init(&arena, 0);
    row_list_add(&list, 2);
    assert_string_equal(row_list_text(&arena, &list), "several");
}

static void rows_that_follow_each_other_are_a_range(void **state)
{
    (void)state;
    assert_list(NULL, 0, "");
    assert_list((uint32_t[]){7}, 1, "7");
    assert_list((uint32_t[]){7, 8}, 2, "7, 8");
    assert_list((uint32_t[]){7, 8, 9}, 3, "7-9");
    assert_list((uint32_t[]){5, 6, 8, 9, 10, 12}, 6, "5, 6, 8-10, 12");
}

static void rows_after_many_ranges_are_counted(void **state)
{
    uint32_t rows[ROW_LIST_RANGES_MAX + 3];

    (void)state;
    for (uint32_t i = 0; i < ROW_LIST_RANGES_MAX + 3; i++)
        rows[i] = 2 * i + 2;
    // One that would go on with the last range must not be taken for the next of the list.
    rows[ROW_LIST_RANGES_MAX + 2] = rows[ROW_LIST_RANGES_MAX + 1] + 1;
    assert_list(rows, ROW_LIST_RANGES_MAX + 3,
                "2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40 and 3 "
                "more");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_memory_rows_are_several),
        cmocka_unit_test(rows_that_follow_each_other_are_a_range),
        cmocka_unit_test(rows_after_many_ranges_are_counted),
    };

    return cmocka_run_group_tests_name("row_list", tests, NULL, NULL);
}
