#include "reporter/outputs/catalogue.h"

#include "tests/support/sample_returns.h"

#include <stdlib.h>

static char *written(enum catalogue_format format)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    assert_int_equal(catalogue_write(format, out, NULL), ERR_OK);
    assert_int_equal(fclose(out), 0);
    return text;
}

static void a_full_disk_is_an_error(void **state)
{
    struct err_text text = {""};
    FILE *out = fopen("/dev/full", "w");

    (void)state;
    assert_non_null(out);
    assert_int_equal(catalogue_write(CATALOGUE_TEXT, out, &text), ERR_IO);
    assert_string_not_equal(text.text, "");
    fclose(out);
}

// Each measure has its line, in both formats; those of a setting and a need are told once.
static void every_measure_is_in_it(void **state)
{
    char *plain = written(CATALOGUE_TEXT), *markdown = written(CATALOGUE_MARKDOWN);
    struct arena arena;

    (void)state;
    arena_init(&arena, SAMPLE_ARENA_CAP_BYTES);
    for (size_t i = 0; indicators_tables[i] != NULL; i++) {
        struct indicators indicators;

        assert_int_equal(indicators_make(&indicators, &arena, indicators_tables[i], NULL), ERR_OK);
        for (size_t j = 0; j < indicators.count; j++) {
            const struct indicator *indicator = &indicators.list[j];
            const char *line = arena_printf(&arena, "\n  %s", indicator->measure);

            if (indicator->crossed) {
                assert_null(strstr(markdown, indicator->measure));
            } else {
                assert_non_null(strstr(plain, line));
                assert_non_null(strstr(markdown, arena_printf(&arena, "`%s`", indicator->measure)));
            }
        }
    }
    assert_non_null(strstr(plain, "<setting>__<need>_count"));
    assert_non_null(strstr(markdown, "| `<setting>__<need>_percent` |"));
    arena_free(&arena);
    free(plain);
    free(markdown);
}

static void every_row_of_the_markdown_has_seven_cells(void **state)
{
    char *markdown = written(CATALOGUE_MARKDOWN);

    (void)state;
    for (char *line = strtok(markdown, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        int bars = 0;

        for (const char *at = line; *at != '\0'; at++)
            bars += *at == '|' && (at == line || at[-1] != '\\');
        if (line[0] == '|')
            assert_int_equal(bars, 8);
    }
    free(markdown);
}

// Which way each is ranked, and that a rank without a best is no judgement.
static void it_says_what_rank_1_is(void **state)
{
    char *plain = written(CATALOGUE_TEXT), *markdown = written(CATALOGUE_MARKDOWN);

    (void)state;
    assert_non_null(strstr(markdown, "rank 1 is the highest, and the rank only puts boroughs in "
                                     "order and is no judgement."));
    assert_non_null(strstr(markdown, "exceptions left out | percent | high | highest |"));
    assert_non_null(
        strstr(markdown, "20 to 52 weeks, exceptions included | percent | low | lowest |"));
    assert_non_null(strstr(markdown, "| EHC plans | count | none | highest |"));
    assert_non_null(strstr(markdown, "| Received (UTC) | time | none | none |"));
    assert_non_null(strstr(plain, "unit percent, best high, rank 1 is the highest\n"));
    assert_non_null(strstr(plain, "unit percent, best low, rank 1 is the lowest\n"));
    assert_non_null(strstr(plain, "unit pounds_each, best none, rank 1 is the highest\n"));
    assert_non_null(strstr(plain, "unit time, best none, not ranked\n"));
    free(plain);
    free(markdown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_is_an_error),
        cmocka_unit_test(every_measure_is_in_it),
        cmocka_unit_test(every_row_of_the_markdown_has_seven_cells),
        cmocka_unit_test(it_says_what_rank_1_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
