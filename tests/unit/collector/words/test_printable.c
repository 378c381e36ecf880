#include "collector/words/printable.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_put(const char *text, size_t length, int columns, const char *expected)
{
    char *shown;
    size_t size;
    FILE *out = open_memstream(&shown, &size);

    assert_non_null(out);
    printable_put(out, text, length, columns);
    fclose(out);
    assert_string_equal(shown, expected);
    free(shown);
}

#define ASSERT_PUT(literal, columns, expected)                                                     \
    assert_put(literal, sizeof(literal) - 1, columns, expected)

static void what_steers_a_terminal_is_written_out(void **state)
{
    (void)state;
    ASSERT_PUT("\x1b[31m", PRINTABLE_ALL, "\\x1B[31m");
    ASSERT_PUT("a\0b\x07\t\x7f", PRINTABLE_ALL, "a\\x00b\\x07\\x09\\x7F");
    ASSERT_PUT("\xc2\x9b", PRINTABLE_ALL, "\\u009B");
    ASSERT_PUT("\u202e\u2066\u200b\ufeff\u00ad", PRINTABLE_ALL,
               "\\u202E\\u2066\\u200B\\uFEFF\\u00AD");
    ASSERT_PUT("\u00a0\u2003\u2028", PRINTABLE_ALL, "\\u00A0\\u2003\\u2028");
    ASSERT_PUT("\U000e0041\U0010fffd", PRINTABLE_ALL, "\\uE0041\\u10FFFD");
}

static void what_is_no_utf8_is_written_out(void **state)
{
    (void)state;
    ASSERT_PUT("caf\xe9.csv", PRINTABLE_ALL, "caf\\xE9.csv");
    ASSERT_PUT("\xc0\xaf\xe2\x82", PRINTABLE_ALL, "\\xC0\\xAF\\xE2\\x82");
}

static void text_is_shown_as_it_is(void **state)
{
    (void)state;
    ASSERT_PUT("\u00c9lm House \u20ac5 \u0416 \u6f22 \U0001f600", PRINTABLE_ALL,
               "\u00c9lm House \u20ac5 \u0416 \u6f22 \U0001f600");
    ASSERT_PUT("two\r\nlines", PRINTABLE_ALL, "two  lines");
}

static void long_text_is_shortened_to_its_columns(void **state)
{
    (void)state;
    ASSERT_PUT("0123456789", 10, "0123456789");
    ASSERT_PUT("0123456789a", 10, "0123456...");
    ASSERT_PUT("\u6f22\u6f22\u6f22\u6f22\u6f22\u6f22", 10, "\u6f22\u6f22\u6f22...");
    ASSERT_PUT("01234\x1b\x1b\x1b", 10, "01234...");
}

static void a_quote_is_safe_and_short_and_never_null(void **state)
{
    struct arena arena;
    char longer[100];

    (void)state;
    arena_init(&arena, 1000);
    assert_string_equal(printable_quote(&arena, "1,204", 5), "\"1,204\"");
    assert_string_equal(printable_quote(&arena, "\x1b", 1), "\"\\x1B\"");
    assert_string_equal(printable_quote(&arena, "", 0), "\"\"");
    memset(longer, 'x', sizeof longer);
    assert_int_equal(strlen(printable_quote(&arena, longer, sizeof longer)),
                     PRINTABLE_QUOTE_COLUMNS + 2);
    arena_free(&arena);
    arena_init(&arena, 0);
    assert_string_equal(printable_quote(&arena, "1,204", 5), "the value");
}

static void a_paragraph_is_broken_at_spaces(void **state)
{
    static const char word[] = "a-word-that-is-longer-than-the-whole-line-because-nobody-put-a-"
                               "space-into-it-anywhere";
    char text[400], *shown;
    size_t size;
    FILE *out = open_memstream(&shown, &size);

    (void)state;
    assert_non_null(out);
    snprintf(text, sizeof text, "%s %s %s", "0123456789012345678901234567890123456789 0123456789",
             "01234567890123456789012345 end", word);
    printable_paragraph(out, 2, 4, text);
    printable_paragraph(out, 2, 4, "  ");
    fclose(out);
    snprintf(text, sizeof text, "  %s\n    end\n    %s\n",
             "0123456789012345678901234567890123456789 0123456789 01234567890123456789012345",
             word);
    assert_string_equal(shown, text);
    free(shown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_steers_a_terminal_is_written_out),
        cmocka_unit_test(what_is_no_utf8_is_written_out),
        cmocka_unit_test(text_is_shown_as_it_is),
        cmocka_unit_test(long_text_is_shortened_to_its_columns),
        cmocka_unit_test(a_quote_is_safe_and_short_and_never_null),
        cmocka_unit_test(a_paragraph_is_broken_at_spaces),
    };

    return cmocka_run_group_tests_name("printable", tests, NULL, NULL);
}
