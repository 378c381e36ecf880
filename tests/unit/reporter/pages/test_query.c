// What stands behind the question mark.
#include "reporter/pages/query.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static struct query read(const char *text)
{
    struct query query;

    query_parse(&query, &arena, text);
    return query;
}

static void what_is_no_choice_is_left_out(void **state)
{
    static const char *const none[] = {"",     "&",     "a",     "=a",    "a=%",
                                       "a=%0", "a=%00", "a=%ff", "a=%zz", "a=%0a"};

    (void)state;
    assert_int_equal(read(NULL).count, 0);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (read(none[i]).count != 0)
            fail_msg("\"%s\" chooses something", none[i]);
}

static void choices_are_taken_up_to_a_bound(void **state)
{
    char text[8 * 100] = "", value[QUERY_VALUE_MAX_BYTES + 4] = "a=";
    struct query query;

    (void)state;
    for (int i = 0; i < 100; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "n%d=1&", i);
    assert_int_equal(read(text).count, QUERY_MOST);
    memset(value + 2, 'x', QUERY_VALUE_MAX_BYTES);
    query = read(value);
    assert_int_equal(query.count, 1);
    value[QUERY_VALUE_MAX_BYTES + 2] = 'x';
    assert_int_equal(read(value).count, 0);
}

static void of_a_name_that_comes_twice_the_first_counts(void **state)
{
    const struct query query = read("against=london&borough=camden&against=x");

    (void)state;
    assert_int_equal(query.count, 2);
    assert_string_equal(query_value(&query, "against"), "london");
    assert_null(query_value(&query, "period"));
}

static void spaces_and_letters_of_any_alphabet_can_be_escaped(void **state)
{
    const struct query query = read("q=plans+within%2020%3F&w=Caf%C3%A9");

    (void)state;
    assert_string_equal(query_value(&query, "q"), "plans within 20?");
    assert_string_equal(query_value(&query, "w"), "Caf\xc3\xa9");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_choice_is_left_out),
        cmocka_unit_test(choices_are_taken_up_to_a_bound),
        cmocka_unit_test(of_a_name_that_comes_twice_the_first_counts),
        cmocka_unit_test(spaces_and_letters_of_any_alphabet_can_be_escaped),
    };
    int failed;

    arena_init(&arena, 1000 * 1000);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&arena);
    return failed;
}
