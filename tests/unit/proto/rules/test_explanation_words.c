// What can explain a figure, and what cannot.
#include "proto/rules/explanation_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void signs_and_single_letters_say_nothing(void **state)
{
    static const char *const signs[] = {
        "",
        "-",
        "--",
        "...",
        "\u2026",
        "?",
        "!?",
        "*",
        "x",
        "X",
        "z",
        "c",
        "[x]",
        "a b",
        "n/a",
        "N/A.",
        "na",
        "n.a.",
        "xx",
        "xXx",
        "123",
        "2 - 3",
        "\u00a3",
        "\u2713",
        "not_yet_known",
        "NOT_COLLECTED",
        "nyk",
        "(tbc)",
        "TBA",
        "none",
        "nil",
        "- None -",
        "low",
        "\u00e9",
        "\xff\xff",
        "\u200b",
    };

    (void)state;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (explanation_words_say(signs[i]))
            fail_msg("\"%s\" is taken for words", signs[i]);
}

static void words_of_any_language_are_taken(void **state)
{
    static const char *const words[] = {
        "A panel was ill.",      "moved",
        "x: counted by hand",    "none of them has a place yet",
        "12 plans are Barnet's", "\u0434\u0430\u043d\u043d\u044b\u0435",
        "\u6b63\u786e",          "\u00e9t\u00e9",
    };

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (!explanation_words_say(words[i]))
            fail_msg("\"%s\" is taken for a sign", words[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signs_and_single_letters_say_nothing),
        cmocka_unit_test(words_of_any_language_are_taken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
