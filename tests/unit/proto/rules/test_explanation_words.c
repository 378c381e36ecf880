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

// They say that somebody looked, or where something was said, and the region cannot use them.
static void words_that_explain_nothing_are_refused(void **state)
{
    static const char *const empty[] = {
        "ok",
        "OK.",
        "Yes",
        "No",
        "checked",
        "Checked - correct",
        "Checked and confirmed as correct",
        "figures are right",
        "This is correct.",
        "data verified, OK",
        "as discussed",
        "As per email",
        "see above",
        "See previous explanation",
        "Ditto",
        "same as above",
        "to follow",
        "awaiting data",
        "pending",
        "no data yet",
        "no reason",
        "not known",
        "unknown",
        "test",
        "asdf",
        "Signed off",
    };

    (void)state;
    for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++)
        if (explanation_words_say(empty[i]))
            fail_msg("\"%s\" is taken for an explanation", empty[i]);
}

static void short_words_that_explain_are_taken(void **state)
{
    static const char *const honest[] = {
        "reissued",
        "backlog",
        "new school",
        "staff sickness",
        "late transfer",
        "typo in Q2",
        "school closed",
        "panel did not meet",
        "no plans in hospitals",
        "none placed this quarter",
        "tribunal",
        "checked with finance: two invoices in one month",
        "known backlog",
        "not agreed yet",
        "my notes",
        "data migration to Mosaic",
        "one child moved",
        "price is for 52 weeks",
        "as last quarter",
        "no change in the quarter",
    };

    (void)state;
    for (size_t i = 0; i < sizeof honest / sizeof honest[0]; i++)
        if (!explanation_words_say(honest[i]))
            fail_msg("\"%s\" is refused", honest[i]);
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
        cmocka_unit_test(words_that_explain_nothing_are_refused),
        cmocka_unit_test(short_words_that_explain_are_taken),
        cmocka_unit_test(words_of_any_language_are_taken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
