// What was published as a percentage alone.
#include "reporter/comparators/percentages.h"

#include "tests/support/golden/golden.h"
#include "tests/support/tabled/tabled.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/quarterday-percentages-XXXXXX";

static const char *path(const char *name)
{
    return arena_printf(&tabled_arena, "%s/%s", folder, name);
}

static int set_up(void **state)
{
    if (mkdtemp(folder) == NULL || tabled_set_up(state) != 0)
        return -1;
    return mkdir(path("published"), 0700);
}

static int tear_down(void **state)
{
    (void)unlink(path("published/percentages.csv"));
    (void)rmdir(path("published"));
    (void)rmdir(folder);
    return tabled_tear_down(state);
}

static enum err read_rows(struct percentages *percentages, const char *rows, struct err_text *text)
{
    FILE *file = fopen(path("published/percentages.csv"), "w");

    assert_non_null(file);
    fprintf(file, "area_code,period,measure,slice,percent,source\n%s", rows);
    assert_int_equal(fclose(file), 0);
    return percentages_read(percentages, &tabled_arena, folder, text);
}

static void what_is_no_percentage_is_named_with_its_row(void **state)
{
    static const struct {
        const char *what, *rows;
    } wrong[] = {
        {"x", "E92000001,2025,a,,x,a page\n"},
        {"no figure", "E92000001,2025,a,,,a page\n"},
        {"-1", "E92000001,2025,a,,-1,a page\n"},
        {"1.", "E92000001,2025,a,,1.,a page\n"},
        {"1.2345", "E92000001,2025,a,,1.2345,a page\n"},
        {"100.1", "E92000001,2025,a,,100.1,a page\n"},
        {"no source", "E92000001,2025,a,,5,\n"},
        {"a year 25", "E92000001,25,a,,5,a page\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct percentages percentages = {.count = 0};
        struct err_text text = {""};

        assert_int_equal(read_rows(&percentages, wrong[i].rows, &text), ERR_MALFORMED);
        assert_non_null(strstr(text.text, "row 2"));
        golden_note_in(folder, wrong[i].what, text.text);
    }
    golden_check_noted("errors.golden", "lists of percentages");
}

static void the_last_of_an_area_measure_and_slice_is_found(void **state)
{
    struct percentages percentages = {.count = 0};
    struct err_text text = {""};

    (void)state;
    assert_int_equal(read_rows(&percentages,
                               "E92000001,2025,a,,6.25,a page\n"
                               "E92000001,2024,a,,100,a page\n"
                               "E92000001,2025,a,age_group=age_16_to_17,7,a page\n"
                               "E12000007,2025,a,,0.5,a page\n",
                               &text),
                     ERR_OK);
    assert_int_equal(percentages_last(&percentages, "a", "", "E92000001")->thousandths, 6250);
    assert_int_equal(
        percentages_last(&percentages, "a", "age_group=age_16_to_17", "E92000001")->thousandths,
        7000);
    assert_int_equal(percentages_last(&percentages, "a", "", "E12000007")->thousandths, 500);
    assert_null(percentages_last(&percentages, "b", "", "E92000001"));
}

static void without_the_list_there_is_nothing(void **state)
{
    struct percentages percentages = {.count = 0};
    struct err_text text = {""};

    (void)state;
    (void)unlink(path("published/percentages.csv"));
    assert_int_equal(percentages_read(&percentages, &tabled_arena, folder, &text), ERR_OK);
    assert_int_equal(percentages.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_percentage_is_named_with_its_row),
        cmocka_unit_test(the_last_of_an_area_measure_and_slice_is_found),
        cmocka_unit_test(without_the_list_there_is_nothing),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
