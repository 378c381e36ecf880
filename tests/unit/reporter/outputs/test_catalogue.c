// What `qd-reporter indicators` prints.
#include "reporter/outputs/catalogue.h"

#include "reporter/indicators/indicators.h"
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
            assert_non_null(strstr(plain, arena_printf(&tabled_arena, "\n  %s", list[i].name)));
            assert_non_null(strstr(markdown, arena_printf(&tabled_arena, "`%s`", list[i].name)));
        }
    }
    assert_non_null(strstr(markdown, "| `setting` | mainstream_la_maintained, "));
    assert_non_null(strstr(markdown, "; mainstream_total, special_total, inmss"));
    assert_non_null(strstr(plain, "    need "));
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
        if (strncmp(line, "| measure", 9) == 0 || strncmp(line, "| dimension", 11) == 0)
            expected = bars;
        if (line[0] == '|')
            assert_int_equal(bars, expected);
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
        strstr(markdown, "later than 20 weeks, exceptions included | percent | low | lowest |"));
    assert_non_null(
        strstr(markdown, "20 to 52 weeks, exceptions included | percent | none | highest |"));
    assert_non_null(strstr(markdown, "six weeks, of those open | percent | none | none |"));
    assert_non_null(strstr(markdown, "| EHC plans | count | none | highest |"));
    assert_non_null(strstr(markdown, "| Received (UTC) | time | none | none |"));
    assert_non_null(strstr(plain, "proportion, unit percent, best high, rank 1 is the highest\n"));
    assert_non_null(strstr(plain, "proportion, unit percent, best low, rank 1 is the lowest\n"));
    assert_non_null(strstr(plain, "mean, unit pounds, best none, rank 1 is the highest\n"));
    assert_non_null(strstr(plain, "fact, unit time, best none, not ranked\n"));
    free(plain);
    free(markdown);
}

static void a_word_finds_what_mentions_it(void **state)
{
    struct err_text why = {""};
    char *text = found("tribunal", ERR_OK, &why);

    (void)state;
    assert_non_null(strstr(text, "timeliness: Timeliness of EHC plans\n"));
    assert_non_null(strstr(text, "\n  assess_tribunal_count\n"));
    assert_null(strstr(text, "plans_issued_count"));
    assert_null(strstr(text, "transport:"));
    free(text);
    text = found("INMSS", ERR_EMPTY, &why);
    assert_non_null(strstr(why.text, "INMSS"));
    free(text);
}

static void a_name_is_shown_in_full_with_its_dimensions(void **state)
{
    struct err_text why = {""};
    char *text = found("gross_expenditure_per_plan", ERR_OK, &why);

    (void)state;
    assert_non_null(strstr(text, "transport: SEN transport\n"));
    assert_non_null(
        strstr(text, "= gross_expenditure / all plans in the placements of the stock\n"));
    assert_non_null(strstr(text, "line_2_1_total"));
    assert_null(strstr(text, "gross_expenditure_per_child"));
    free(text);
    text = found("submissions", ERR_OK, &why);
    assert_non_null(strstr(text, "returned_count"));
    assert_null(strstr(text, "plans_issued_count"));
    free(text);
}

static void a_word_that_nothing_mentions_has_its_nearest_names(void **state)
{
    struct err_text why = {""};
    char *text = found("plans_isued_count", ERR_EMPTY, &why);

    (void)state;
    assert_string_equal(text, "");
    assert_non_null(strstr(why.text, "the nearest names are plans_issued_count"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_is_an_error),
        cmocka_unit_test(every_measure_is_in_it),
        cmocka_unit_test(every_row_of_the_markdown_has_the_cells_of_its_heading),
        cmocka_unit_test(it_says_what_rank_1_is),
        cmocka_unit_test(a_word_finds_what_mentions_it),
        cmocka_unit_test(a_name_is_shown_in_full_with_its_dimensions),
        cmocka_unit_test(a_word_that_nothing_mentions_has_its_nearest_names),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
