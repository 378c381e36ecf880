// What `qd-reporter indicators` prints.
#include "reporter/outputs/catalogue.h"

#include "reporter/indicators/indicators.h"
#include "tests/support/golden/golden.h"
#include "tests/support/tabled/tabled.h"

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

// What a search finds: its text, or "" with the error's words.
static char *found(const char *word, enum err expected, struct err_text *why)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    assert_int_equal(catalogue_search(word, out, why), expected);
    assert_int_equal(fclose(out), 0);
    return text;
}

// "\n  NAME" stands in the catalogue's text for each measure.
static int has_measure(const char *text, const char *name)
{
    return strstr(text, arena_printf(&tabled_arena, "\n  %s", name)) != NULL;
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

// Each measure has its line, in both formats.
static void every_measure_is_in_it(void **state)
{
    char *plain = written(CATALOGUE_TEXT), *markdown = written(CATALOGUE_MARKDOWN);

    (void)state;
    for (int part = 0; part <= RECEIPT_PART; part++) {
        struct indicator *list;
        const size_t count = indicators_list(&list, &tabled_arena, part);

        for (size_t i = 0; i < count; i++) {
            assert_true(has_measure(plain, list[i].name));
            assert_non_null(strstr(markdown, arena_printf(&tabled_arena, "`%s`", list[i].name)));
        }
    }
    free(plain);
    free(markdown);
}

static void every_row_of_the_markdown_has_the_cells_of_its_heading(void **state)
{
    char *markdown = written(CATALOGUE_MARKDOWN), *rest = NULL;
    int expected = 0;

    (void)state;
    for (char *line = strtok_r(markdown, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        int bars = 0;

        for (const char *at = line; *at != '\0'; at++)
            bars += *at == '|' && (at == line || at[-1] != '\\');
        if (strncmp(line, "| measure", 9) == 0 || strncmp(line, "| dimension", 11) == 0 ||
            strncmp(line, "| table", 7) == 0)
            expected = bars;
        if (line[0] == '|')
            assert_int_equal(bars, expected);
    }
    free(markdown);
}

// The whole as docs/INDICATORS.md has it is held by tests/flow/test_docs.py.

// What a search finds reads as tests/data/catalogue.golden has it under the word: the measures that
// mention it, with the way in which they are ranked.
static void what_a_word_finds_is_what_the_golden_file_holds(void **state)
{
    static const char *const words[] = {
        "plans_issued_within_20_weeks_ex",  // two; of one the highest is best, the other has no best
        "plans_issued_over_52_weeks_ex_percent",  // the lowest is best
        "received_at",                            // not ranked
    };

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        char *text = found(words[i], ERR_OK, NULL);

        golden_check("catalogue.golden", words[i], text);
        free(text);
    }
}

static void a_search_finds_the_measures_that_mention_the_word_and_no_others(void **state)
{
    static const struct {
        const char *word, *with, *without;
    } searches[] = {
        {"tribunal", "assess_tribunal_count", "plans_issued_count"},
        {"gross_expenditure_per_plan", "gross_expenditure_per_plan", "gross_expenditure_per_child"},
        {"submissions", "returned_count", "plans_issued_count"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof searches / sizeof searches[0]; i++) {
        char *text = found(searches[i].word, ERR_OK, NULL);

        assert_true(has_measure(text, searches[i].with));
        assert_false(has_measure(text, searches[i].without));
        free(text);
    }
}

static void one_measure_is_shown_with_the_codes_of_its_dimensions(void **state)
{
    char *text = found("gross_expenditure_per_plan", ERR_OK, NULL);

    (void)state;
    assert_non_null(strstr(text, "\n    line       line_2_1_4, "));
    assert_non_null(strstr(text, "; line_2_1_total\n"));
    free(text);
}

static void a_table_of_the_panel_is_found_with_who_may_see_it(void **state)
{
    static const struct {
        const char *word, *words;
    } tables[] = {
        {"providers", "for the panel alone"},
        {"flows", "for the panel and each borough"},
        {"unit-cost", "a borough sees of it medians of at least 5 boroughs"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        char *text = found(tables[i].word, ERR_OK, NULL);

        assert_non_null(strstr(text, tables[i].words));
        free(text);
    }
}

static void a_word_that_nothing_mentions_has_its_nearest_names(void **state)
{
    struct err_text why = {""};
    char *text = found("plans_isued_count", ERR_EMPTY, &why);

    (void)state;
    assert_string_equal(text, "");
    golden_check("catalogue.golden", "plans_isued_count", why.text);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_is_an_error),
        cmocka_unit_test(every_measure_is_in_it),
        cmocka_unit_test(every_row_of_the_markdown_has_the_cells_of_its_heading),
        cmocka_unit_test(what_a_word_finds_is_what_the_golden_file_holds),
        cmocka_unit_test(a_search_finds_the_measures_that_mention_the_word_and_no_others),
        cmocka_unit_test(one_measure_is_shown_with_the_codes_of_its_dimensions),
        cmocka_unit_test(a_table_of_the_panel_is_found_with_who_may_see_it),
        cmocka_unit_test(a_word_that_nothing_mentions_has_its_nearest_names),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
