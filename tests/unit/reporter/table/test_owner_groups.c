// Owner groups from the reference lists.
#include "reporter/table/owner_groups.h"

#include "proto/form/period.h"
#include "tests/support/golden/golden.h"
#include "tests/support/tabled/tabled.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char headings[] = "company_number,owner_group,from,to,source\n";
static char folder[64];

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/qd-owners-XXXXXX");
    return mkdtemp(folder) == NULL ? -1 : 0;
}

static const char *list_path(void)
{
    return arena_printf(&tabled_arena, "%s/owner_groups.csv", folder);
}

static int tear_down(void **state)
{
    (void)state;
    unlink(list_path());
    return rmdir(folder);
}

static enum err read_list(struct owner_groups *groups, const char *rows, struct err_text *text)
{
    FILE *file = fopen(list_path(), "w");

    assert_non_null(file);
    fprintf(file, "%s%s", headings, rows);
    assert_int_equal(fclose(file), 0);
    return owner_groups_read(groups, &tabled_arena, folder, text);
}

static int32_t day(uint32_t year, uint32_t month, uint32_t number)
{
    Qd__Date date = QD__DATE__INIT;

    date.year = year;
    date.month = month;
    date.day = number;
    return period_date_days(&date);
}

static void a_list_that_is_not_as_it_must_be_says_where(void **state)
{
    static const struct {
        const char *what, *rows;
    } cases[] = {
        {"soon is not a day", "01234567,Oak,soon,,a page\n"},
        {"no company", ",Oak,,,a page\n"},
        {"no group", "01234567,,,,a page\n"},
        {"no source", "01234567,Oak,,,\n"},
        {"the last day before the first", "01234567,Oak,2025-04-01,2025-03-31,a page\n"},
        {"a company in two groups",
         "01234567,Oak,,2025-03-31,a page\n01234567,Elm,2025-03-31,,a page\n"},
        {"two cells", "01234567,Oak\n"},
    };
    struct owner_groups groups;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct err_text text = {""};

        assert_int_equal(read_list(&groups, cases[i].rows, &text), ERR_MALFORMED);
        golden_note_in(folder, cases[i].what, text.text);
    }
    golden_check_noted("errors.golden", "lists of owner groups");
    unlink(list_path());
    assert_int_equal(owner_groups_read(&groups, &tabled_arena, folder, NULL), ERR_NOT_FOUND);
}

static void a_company_is_in_the_group_of_the_day_and_else_its_own(void **state)
{
    struct owner_groups groups;

    (void)state;
    assert_int_equal(read_list(&groups,
                               "01234567,Oak,,2025-03-31,a page\n"
                               "01234567,Elm,2025-04-01,,another page\n"
                               "OC123456,Elm,2024-01-01,2024-12-31,a page\n",
                               NULL),
                     ERR_OK);
    assert_string_equal(owner_groups_of(&groups, "01234567", day(2025, 3, 31)), "Oak");
    assert_string_equal(owner_groups_of(&groups, "01234567", day(2025, 4, 1)), "Elm");
    assert_string_equal(owner_groups_of(&groups, "OC123456", day(2024, 12, 31)), "Elm");
    assert_string_equal(owner_groups_of(&groups, "OC123456", day(2025, 1, 1)), "OC123456");
    assert_string_equal(owner_groups_of(&groups, "07654321", day(2025, 1, 1)), "07654321");
}

static void the_list_that_comes_with_the_programs_can_be_read(void **state)
{
    struct owner_groups groups;

    (void)state;
    assert_int_equal(owner_groups_read(&groups, &tabled_arena, QD_DATA_DIR "/reference", NULL),
                     ERR_OK);
    assert_string_equal(owner_groups_of(&groups, "07654321", day(2025, 1, 1)), "07654321");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_list_that_is_not_as_it_must_be_says_where),
        TEST(a_company_is_in_the_group_of_the_day_and_else_its_own),
        TEST(the_list_that_comes_with_the_programs_can_be_read),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
