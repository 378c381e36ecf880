#include "collector/cells/plain.h"

#include "tests/support/memory/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void without_memory_there_is_no_text(void **state)
{
    struct arena none;

    (void)state;
    arena_init(&none, 0);
    assert_null(plain_text(&none, "20\u00a0"));
    assert_null(plain_strangers(&none, "20\u00a0"));
    assert_true(none.exhausted);
    arena_free(&none);
}

static void signs_that_look_like_others_become_plain_and_letters_and_digits_never(void **state)
{
    static const struct {
        const char *text, *plain;
    } cases[] = {
        {"", ""},
        {"1\u00a0234", "1 234"},
        {"1\u2009234\u202f567", "1 234 567"},
        {"1\u2019234", "1'234"},
        {"2025\u201001\u201316", "2025-01-16"},
        {"\u22125", "-5"},
        {"31\u204412\u20442025", "31/12/2025"},
        {"\uff12\uff10", "\uff12\uff10"},
        {"5\u00b2", "5\u00b2"},
        {"\u0410SD", "\u0410SD"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(cases[i].plain, plain_text(&arena, cases[i].text));
}

static void what_is_invisible_is_cut_at_both_ends_and_kept_within(void **state)
{
    static const struct {
        const char *text, *plain;
    } cases[] = {
        {"\u00a0", ""},           {"\ufeff\u200b \u3000\r\n", ""},  {"\ufeff20\u00a0\u200b", "20"},
        {"2\u200b0", "2\u200b0"}, {"\u202a\u00e9\u202c", "\u00e9"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(cases[i].plain, plain_text(&arena, cases[i].text));
}

static void each_character_that_is_not_ascii_is_named_once(void **state)
{
    (void)state;
    assert_null(plain_strangers(&arena, "1,234 GBP"));
    assert_false(arena.exhausted);
    assert_string_equal("U+00A0", plain_strangers(&arena, "1\u00a0234\u00a0567"));
    assert_string_equal("U+FF12, U+FF10", plain_strangers(&arena, "\uff12\uff10\uff12"));
    assert_string_equal("U+1D7D3", plain_strangers(&arena, "\U0001d7d3"));
}

static void of_many_characters_the_first_are_named(void **state)
{
    char text[3 * 100 + 1] = "";
    const char *named;

    (void)state;
    for (int i = 0; i < 100; i++)
        strcat(text, (const char[]){(char)0xe0, (char)(0xa4 + i / 64), (char)(0x80 + i % 64), 0});
    named = plain_strangers(&arena, text);
    assert_memory_equal("U+0900, U+0901, ", named, 16);
    assert_true(strlen(named) < 64);
    assert_int_equal('U', named[strlen(named) - 6]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, memory_make, memory_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_memory_there_is_no_text),
        TEST(signs_that_look_like_others_become_plain_and_letters_and_digits_never),
        TEST(what_is_invisible_is_cut_at_both_ends_and_kept_within),
        TEST(each_character_that_is_not_ascii_is_named_once),
        TEST(of_many_characters_the_first_are_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
