// The words of findings about cells: tests/data/words.golden against what is said of the same cells in
// tests/data/cells.tsv. No program writes that file: whoever changes words reads them there.
#include "collector/cells/read_cell.h"

#include "tests/support/cells/cell_cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static struct cell_cases cases;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, CELL_CASES_ARENA_BYTES);
    cell_cases_read(&cases, &arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

// The first cell of the list that is written so and breaks the rule.
static const struct cell_case *case_of(const char *rule, const char *written)
{
    for (size_t i = 0; i < cases.count; i++)
        if (strcmp(cases.list[i].rule, rule) == 0 && strcmp(cases.list[i].written, written) == 0)
            return &cases.list[i];
    fail_msg("cells.tsv has no cell \"%s\" with %s", written, rule);
    return NULL;
}

static void check_line(char *line)
{
    const char *rule = strsep(&line, "\t"), *written = strsep(&line, "\t");
    const char *what = strsep(&line, "\t");
    const struct cell_case *one = case_of(rule, written);
    struct cell_fault fault;

    assert_non_null(line);
    read_cell(&arena, cell_cases_row(&arena, one), one->field, one->input, one->length, &fault);
    assert_string_equal(what, fault.what);
    assert_string_equal(line, fault.fix);
}

static void what_is_said_of_a_cell_is_what_the_golden_file_holds(void **state)
{
    FILE *in = fopen(QD_DATA_DIR "/../tests/data/words.golden", "re");
    unsigned lines[RULE_COUNT] = {0};
    char *line = NULL;
    size_t room = 0;

    (void)state;
    assert_non_null(in);
    while (getline(&line, &room, in) >= 0) {
        const struct rule *rule;
        char *copy = arena_strndup(&arena, line, strcspn(line, "\n"));

        rule = rule_find(arena_strndup(&arena, line, strcspn(line, "\t")));
        if (rule == NULL || rule->scope != RULE_SCOPE_CELL)
            continue;
        check_line(copy);
        lines[rule - rule_get(0)]++;
    }
    free(line);
    fclose(in);
    for (enum rule_id rule = 0; rule < RULE_COUNT; rule++)
        assert_int_equal(rule_get(rule)->scope == RULE_SCOPE_CELL, lines[rule] > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_said_of_a_cell_is_what_the_golden_file_holds),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
