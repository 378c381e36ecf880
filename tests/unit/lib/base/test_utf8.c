#include "lib/base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void every_byte_at_every_place_of_a_text_is_looked_at(void **state)
{
    enum { LENGTH = 70 };
    char text[LENGTH];

    (void)state;
    for (size_t place = 0; place < LENGTH; place++) {
        for (int byte = 0; byte < 256; byte++) {
            size_t at = LENGTH;
            enum utf8_fault fault, expected;

            memset(text, 'a', sizeof text);
            text[place] = (char)byte;
            fault = utf8_check(text, sizeof text, &at);
            if (byte >= 0x80)
                expected = UTF8_MALFORMED;
            else if ((byte < 0x20 && byte != '\n' && byte != '\r') || byte == 0x7f)
                expected = UTF8_CONTROL_CHARACTER;
            else
                expected = UTF8_FINE;
            assert_int_equal(expected, fault);
            assert_int_equal(expected == UTF8_FINE ? LENGTH : place, at);
        }
    }
}

static void text_is_rfc_3629(void **state)
{
    static const char *const wrong[] = {
        "\xc0\x80",         "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80", "\xe2\x82",     "\x80",         "\xff"};
    static const char *const right[] = {
        "", "\xc2\xa3", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xef\xbb\xbf", "line\r\nline"};

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_int_equal(UTF8_MALFORMED, utf8_check(wrong[i], strlen(wrong[i]), NULL));
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++)
        assert_int_equal(UTF8_FINE, utf8_check(right[i], strlen(right[i]), NULL));
    assert_int_equal(UTF8_CONTROL_CHARACTER, utf8_check("\xc2\x85", 2, NULL));
}

static void a_byte_that_is_not_utf8_is_one_character_and_one_column(void **state)
{
    const struct utf8_character character = utf8_first("\xe2\x82", 2);

    (void)state;
    assert_int_equal(character.code, UTF8_NO_CHARACTER);
    assert_int_equal(character.bytes, 1);
    assert_int_equal(utf8_characters("\xe2\x82", 2), 2);
    assert_int_equal(utf8_columns("\xe2\x82", 2), 2);
}

static void characters_are_told_with_their_bytes_and_columns(void **state)
{
    static const struct {
        const char *text;
        int32_t code;
        size_t bytes;
        int columns;
    } examples[] = {
        {"A", 'A', 1, 1},         {"\u00a3", 0xa3, 2, 1},  {"\u20ac", 0x20ac, 3, 1},
        {"\u6f22", 0x6f22, 3, 2}, {"\u0301", 0x301, 2, 0}, {"\U0001f600", 0x1f600, 4, 2},
    };

    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        const size_t length = strlen(examples[i].text);
        const struct utf8_character character = utf8_first(examples[i].text, length);

        assert_int_equal(character.code, examples[i].code);
        assert_int_equal(character.bytes, examples[i].bytes);
        assert_int_equal(character.columns, examples[i].columns);
        assert_int_equal(utf8_characters(examples[i].text, length), 1);
        assert_int_equal(utf8_columns(examples[i].text, length), examples[i].columns);
        assert_int_equal(utf8_valid_bytes(examples[i].text, length), length);
    }
}

static void the_first_byte_that_is_not_utf8_is_found_behind_any_number_of_others(void **state)
{
    enum { LENGTH = 70 };
    char text[LENGTH];

    (void)state;
    for (size_t place = 0; place < LENGTH; place++) {
        memset(text, '\n', sizeof text);
        text[place] = '\xff';
        assert_int_equal(utf8_valid_bytes(text, sizeof text), place);
    }
    assert_int_equal(utf8_valid_bytes("", 0), 0);
    assert_int_equal(utf8_valid_bytes("a\0b", 3), 3);
}

static void a_text_is_not_cut_within_a_character(void **state)
{
    static const char text[] = "\u20ac1\u20ac";  // 3, 1 and 3 bytes
    static const size_t kept[] = {0, 0, 0, 3, 4, 4, 4, 7, 7};

    (void)state;
    for (size_t bytes_max = 0; bytes_max < sizeof kept / sizeof kept[0]; bytes_max++)
        assert_int_equal(utf8_cut(text, strlen(text), bytes_max), kept[bytes_max]);
}

static void what_cannot_be_seen_is_blank(void **state)
{
    static const char *const blank[] = {"",       " \t\r\n", "\u00a0",       "\u200b",
                                        "\ufeff", "\u3000",  "\u2028\u2029", " \u202f\u00ad "};
    static const char *const filled[] = {"a", " a", "\u00a0a", "\xa0", "\x1b", "\u0301", "\ufffd"};

    (void)state;
    for (size_t i = 0; i < sizeof blank / sizeof blank[0]; i++)
        assert_true(utf8_is_blank(blank[i], strlen(blank[i])));
    for (size_t i = 0; i < sizeof filled / sizeof filled[0]; i++)
        assert_false(utf8_is_blank(filled[i], strlen(filled[i])));
    assert_false(utf8_is_blank("", 1));  // a NUL
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_at_every_place_of_a_text_is_looked_at),
        cmocka_unit_test(text_is_rfc_3629),
        cmocka_unit_test(a_byte_that_is_not_utf8_is_one_character_and_one_column),
        cmocka_unit_test(characters_are_told_with_their_bytes_and_columns),
        cmocka_unit_test(the_first_byte_that_is_not_utf8_is_found_behind_any_number_of_others),
        cmocka_unit_test(a_text_is_not_cut_within_a_character),
        cmocka_unit_test(what_cannot_be_seen_is_blank),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
