// Every rule is listed once, for a terminal and as Markdown.
#include "collector/words/rule_list.h"

#include "collector/words/rule_examples.h"
#include "proto/rules/findings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef enum err list_fn(FILE *out);

static char *listed(list_fn *list)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    assert_int_equal(list(out), ERR_OK);
    fclose(out);
    return text;
}

static size_t times(const char *text, const char *part)
{
    size_t count = 0;

    for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part))
        count++;
    return count;
}

static void a_stream_that_takes_nothing_is_told(void **state)
{
    FILE *full = fopen("/dev/full", "w");

    (void)state;
    assert_non_null(full);
    assert_int_equal(rule_list_text(full), ERR_IO);
    assert_int_equal(rule_list_markdown(full), ERR_IO);
    assert_int_equal(rule_list_json(full), ERR_IO);
    assert_int_equal(rule_list_one(full, rule_get(RULE_FILE_RAGGED)), ERR_IO);
    fclose(full);
}

static void every_rule_is_listed_once_with_its_words(void **state)
{
    char *text = listed(rule_list_text);
    char *markdown = listed(rule_list_markdown);

    (void)state;
    for (int i = 0; i < RULE_COUNT; i++) {
        const struct rule *rule = rule_get((enum rule_id)i);
        char line[16];
        char cell[16];

        snprintf(line, sizeof line, "%s  ", rule->id);
        snprintf(cell, sizeof cell, "| %s |", rule->id);
        assert_int_equal(times(text, line), 1);
        assert_int_equal(times(markdown, cell), 1);
        assert_true(times(text, rule->title) >= 1);
        assert_true(times(text, rule->fix) >= 1);
    }
    free(text);
    free(markdown);
}

// EXAMPLE or IN_WORDS in collector/words/rule_examples.def.
static void every_rule_has_an_example(void **state)
{
    (void)state;
    for (int i = 0; i < RULE_COUNT; i++) {
        const struct rule_example *example = rule_example((enum rule_id)i);

        if (example->found == NULL || example->right == NULL ||
            strcmp(example->found, example->right) == 0)
            fail_msg("%s has no example in rule_examples.def", rule_get((enum rule_id)i)->id);
    }
}

static void one_rule_is_told_with_its_example(void **state)
{
    char *text = NULL;
    size_t size;

    (void)state;
    for (int i = 0; i < RULE_COUNT; i++) {
        const struct rule *rule = rule_get((enum rule_id)i);
        FILE *out = open_memstream(&text, &size);

        assert_non_null(out);
        assert_int_equal(rule_list_one(out, rule), ERR_OK);
        fclose(out);
        assert_int_equal(times(text, rule->id), 1);
        assert_non_null(strstr(text, rule->title));
        assert_int_equal(times(text, "\n  Found"), 1);
        assert_int_equal(times(text, "\n  Right"), 1);
        free(text);
    }
}

static void a_table_row_has_five_cells(void **state)
{
    char *markdown = listed(rule_list_markdown);
    char *rest = markdown;
    char *line;

    (void)state;
    while ((line = strsep(&rest, "\n")) != NULL)
        if (line[0] == '|')
            assert_int_equal(times(line, "|") - times(line, "\\|"), 6);
    free(markdown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stream_that_takes_nothing_is_told),
        cmocka_unit_test(every_rule_is_listed_once_with_its_words),
        cmocka_unit_test(every_rule_has_an_example),
        cmocka_unit_test(one_rule_is_told_with_its_example),
        cmocka_unit_test(a_table_row_has_five_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
