#include "lib/base/quote.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void words_are_quoted_only_where_a_shell_needs_it(void **state)
{
    static const struct {
        const char *word, *quoted;
    } examples[] = {
        {"", "''"},
        {"2025-26 Q3", "'2025-26 Q3'"},
        {"O'Brien", "'O'\\''Brien'"},
        {"a;rm -r b", "'a;rm -r b'"},
        {"$HOME", "'$HOME'"},
        {"~", "'~'"},
        {"r\303\251sum\303\251", "'r\303\251sum\303\251'"},
        {"-n", "./-n"},
        {"- n", "'./- n'"},
        {"2025-26-Q3", "2025-26-Q3"},
        {"/srv/returns/2024_25.d", "/srv/returns/2024_25.d"},
    };
    struct quote_text quoted;

    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++)
        assert_string_equal(quote_shell(&quoted, examples[i].word), examples[i].quoted);
}

// What a shell makes of it is the word again.
static void a_shell_reads_back_the_word(void **state)
{
    static const char *const words[] = {"plain", "two words", "it's", "a\\b",
                                        "`id`",  "\"",        "*",    "a\tb"};
    struct quote_text quoted;
    char command[256], read[64];

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        FILE *shell;
        size_t length;

        snprintf(command, sizeof command, "printf %%s %s", quote_shell(&quoted, words[i]));
        shell = popen(command, "r");
        assert_non_null(shell);
        length = fread(read, 1, sizeof read - 1, shell);
        read[length] = '\0';
        assert_int_equal(pclose(shell), 0);
        assert_string_equal(read, words[i]);
    }
}

static void the_longest_path_of_quotes_fits(void **state)
{
    static char word[PATH_MAX + 100];
    struct quote_text quoted;

    (void)state;
    memset(word, '\'', sizeof word - 1);
    assert_int_equal(strlen(quote_shell(&quoted, word)), 4 * PATH_MAX + 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_quoted_only_where_a_shell_needs_it),
        cmocka_unit_test(a_shell_reads_back_the_word),
        cmocka_unit_test(the_longest_path_of_quotes_fits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
