#include "lib/base/wrap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

static void nothing_is_no_line(void **state)
{
    const char *empty = "", *spaces = "   ";
    size_t bytes;

    (void)state;
    assert_null(wrap_line(&empty, 10, &bytes));
    assert_null(wrap_line(&spaces, 10, &bytes));
    assert_int_equal(wrap_count("", 10), 0);
    assert_int_equal(wrap_longest_word(""), 0);
}

static void a_word_that_is_too_long_stands_alone(void **state)
{
    const char *text = "a notwithstanding b", *line;
    size_t bytes;

    (void)state;
    line = wrap_line(&text, 5, &bytes);
    assert_memory_equal(line, "a", bytes);
    line = wrap_line(&text, 5, &bytes);
    assert_memory_equal(line, "notwithstanding", bytes);
    line = wrap_line(&text, 5, &bytes);
    assert_memory_equal(line, "b", bytes);
    assert_null(wrap_line(&text, 5, &bytes));
    assert_int_equal(wrap_count("a b", -1), 2);
}

static void as_many_words_as_fit_are_a_line(void **state)
{
    (void)state;
    assert_int_equal(wrap_count("one two three", 13), 1);
    assert_int_equal(wrap_count("one two three", 12), 2);
    assert_int_equal(wrap_count("one two three", 7), 2);
    assert_int_equal(wrap_count("one two three", 6), 3);
    assert_int_equal(wrap_longest_word("one two three"), 5);
}

static void a_line_holds_columns_and_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(wrap_count("£1 £2", 5), 1);
    assert_int_equal(wrap_count("\u6f22\u6f22 \u6f22", 6), 2);
    assert_int_equal(wrap_longest_word("£1 \u6f22\u6f22"), 4);
}

static void a_paragraph_hangs_under_its_lead(void **state)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    (void)state;
    assert_non_null(out);
    wrap_paragraph(out, "x   ", "not available at all", 17);
    fclose(out);
    assert_string_equal(text, "x   not available\n    at all\n");
    free(text);
}

static void a_paragraph_without_words_is_not_written(void **state)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    (void)state;
    assert_non_null(out);
    wrap_paragraph(out, "x   ", "  ", 17);
    wrap_indented(out, 2, 4, "", 17);
    fclose(out);
    assert_string_equal(text, "");
    free(text);
}

static void lines_after_the_first_have_an_indent_of_their_own(void **state)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    (void)state;
    assert_non_null(out);
    wrap_indented(out, 2, 4, "not available at all", 15);
    wrap_indented(out, 0, 2, "once", 15);
    fclose(out);
    assert_string_equal(text, "  not available\n    at all\nonce\n");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_no_line),
        cmocka_unit_test(a_word_that_is_too_long_stands_alone),
        cmocka_unit_test(as_many_words_as_fit_are_a_line),
        cmocka_unit_test(a_line_holds_columns_and_not_bytes),
        cmocka_unit_test(a_paragraph_hangs_under_its_lead),
        cmocka_unit_test(a_paragraph_without_words_is_not_written),
        cmocka_unit_test(lines_after_the_first_have_an_indent_of_their_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
