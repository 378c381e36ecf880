// The document of a page, from a folder on disk: what is said, and which piece of the spreadsheet is shown.
#include "collector/page/found_page.h"

#include "tests/support/folder/return_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TODAY = 20472 };  // 2026-01-19

static struct return_folder folder;
static json_t *page;

static int set_up(void **state)
{
    (void)state;
    page = NULL;
    return_folder_make(&folder);
    return_folder_copy(&folder, "good");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    json_decref(page);
    return_folder_destroy(&folder);
    return 0;
}

static void make(void)
{
    struct understood understood;
    struct found_asked asked = {
        .folder = folder.path, .findings = &folder.findings, .today = TODAY};

    return_folder_read(&folder);
    understood = (struct understood){.returned = folder.returned, .findings = &folder.findings};
    asked.understood = &understood;
    assert_int_equal(found_page_make(&page, &folder.arena, &asked, NULL), ERR_OK);
}

// "sections/0/causes/1/title": members by name, items by number.
static const json_t *at(const char *path)
{
    const json_t *value = page;
    char copy[200], *rest = NULL;

    snprintf(copy, sizeof copy, "%s", path);
    for (const char *step = strtok_r(copy, "/", &rest); step != NULL;
         step = strtok_r(NULL, "/", &rest))
        value = json_is_array(value) ? json_array_get(value, strtoul(step, NULL, 10))
                                     : json_object_get(value, step);
    return value;
}

static const char *text(const char *path)
{
    const char *value = json_string_value(at(path));

    if (value == NULL)
        fail_msg("%s is no text", path);
    return value;
}

#define CAUSE "sections/0/causes/0/"

// The texts of a row's cells with a bar between them; what was found stands in brackets.
static const char *cells(const char *path)
{
    static char line[400];
    const json_t *cell, *row = at(path);
    size_t i;

    line[0] = '\0';
    json_array_foreach(json_object_get(row, "cells"), i, cell)
    {
        const int is_found = json_is_true(json_object_get(cell, "found"));
        const size_t used = strlen(line);

        snprintf(line + used, sizeof line - used, "%s%s%s%s", i == 0 ? "" : "|",
                 is_found ? "[" : "", json_string_value(json_object_get(cell, "text")),
                 is_found ? "]" : "");
    }
    return line;
}

static void a_good_return_can_be_sent(void **state)
{
    (void)state;
    make();
    assert_string_equal(text("verdict"), "This return can be sent");
    assert_true(json_is_null(at("not_checked")));
    assert_int_equal(json_integer_value(at("version")), 1);
}

static void whose_return_it_is_stands_in_front(void **state)
{
    (void)state;
    make();
    assert_string_equal(text("facts/0/value"), "Camden");
    assert_string_equal(text("facts/1/value"), "2024-25 Q4");
    assert_string_equal(text("facts/3/value"), "2026-01-19");
}

static void only_a_return_that_says_so_is_simulated(void **state)
{
    (void)state;
    make();
    assert_true(json_is_false(at("simulated")));
    json_decref(page);
    return_folder_replace(&folder, "return.csv", "2025-01-16,,", "2025-01-16,,yes");
    make();
    assert_true(json_is_true(at("simulated")));
}

static void a_cell_is_shown_in_its_piece_of_the_file(void **state)
{
    (void)state;
    return_folder_replace(&folder, "placements.csv", "315000.00,", "\"315,000\",");
    make();
    assert_string_equal(text("verdict"), "This return cannot be sent yet");
    assert_string_equal(text(CAUSE "title"), "A cell has a thousands separator");
    assert_string_equal(text(CAUSE "where"), "placements.csv, L3 (annual_cost)");
    assert_string_equal(text(CAUSE "rules"), "QD-C03");
    assert_string_equal(text(CAUSE "piece/caption"), "placements.csv");
    assert_string_equal(text(CAUSE "piece/columns/0"), "J");
    assert_string_equal(cells(CAUSE "piece/rows/0"),
                        "fee_basis|weeks_a_year|annual_cost|annual_cost_education|"
                        "annual_cost_social_care");
    assert_string_equal(text(CAUSE "piece/rows/1/name"), "3");
    assert_non_null(strstr(cells(CAUSE "piece/rows/1"), "|[315,000]|"));
    assert_string_equal(text(CAUSE "fixes/0/cells"), "L3");
    assert_non_null(strstr(text(CAUSE "fixes/0/words"), "Write 315000"));
    assert_true(json_is_null(at(CAUSE "explain")));
}

static void cells_beyond_the_piece_are_all_in_the_list(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++)
        return_folder_replace(&folder, "transport.csv", ",1000.00", ",\"1,000\"");
    for (int i = 0; i < 3; i++)
        return_folder_replace(&folder, "transport.csv", ",0.00", ",\"5,000\"");
    make();
    assert_string_equal(text(CAUSE "title"), "Five cells have a thousands separator");
    assert_string_equal(text(CAUSE "where"), "transport.csv, 5 cells");
    assert_string_equal(text(CAUSE "piece/caption"), "transport.csv, where it begins");
    assert_int_equal(json_array_size(at(CAUSE "piece/rows")), 4);
    assert_int_equal(json_array_size(at(CAUSE "more/cells")), 5);
    assert_string_equal(text(CAUSE "more/cells/4/cell"), "I6");
    assert_string_equal(text(CAUSE "more/cells/4/value"), "5,000");
}

static void a_sum_marks_each_figure_that_it_adds_and_can_be_explained(void **state)
{
    (void)state;
    return_folder_replace(&folder, "timeliness.csv", "200,4,130,50,18,2", "200,4,130,50,18,3");
    make();
    assert_string_equal(text("verdict"), "This return can be sent, and will be asked about");
    assert_string_equal(text(CAUSE "where"), "timeliness.csv, row 2");
    assert_string_equal(cells(CAUSE "piece/rows/1"), "[200]|[130]|[50]|[18]|[3]");
    assert_string_equal(text(CAUSE "explain/lines/1"), "QD-R05,,,,\"...\"");
}

static void a_part_that_is_more_than_the_whole_and_its_sum_are_one_cause(void **state)
{
    (void)state;
    return_folder_replace(&folder, "timeliness.csv", ",100,90,60,", ",100,90,160,");
    make();
    assert_int_equal(json_array_size(at("sections/0/causes")), 1);
    assert_string_equal(text(CAUSE "rules"), "QD-R01, QD-R04");
    assert_string_equal(text(CAUSE "where"), "timeliness.csv, row 2; two findings, one cause");
    assert_string_equal(text("lead"), "One cause explains two findings. It stops the return.");
}

static void what_a_file_holds_cannot_steer_a_reader(void **state)
{
    (void)state;
    return_folder_replace(&folder, "placements.csv", "315000.00,", "<b>\xe2\x80\xae</b>\x1b[2J,");
    make();
    assert_non_null(strstr(cells(CAUSE "piece/rows/1"), "[<b>\\u202E</b>\\x1B[2J]"));
}

static void a_file_without_headings_is_not_counted(void **state)
{
    (void)state;
    return_folder_write(&folder, "transport.csv", "one,two\n3,4\n");
    make();
    assert_string_equal(text("files/list/3/file"), "transport.csv");
    assert_true(json_is_null(at("files/list/3/rows")));
    assert_true(json_is_null(at("files/list/3/clean")));
    assert_non_null(at("not_checked/sentences/0"));
}

static void rows_in_which_nothing_was_found_are_counted(void **state)
{
    (void)state;
    return_folder_replace(&folder, "placements.csv", "315000.00,", "\"315,000\",");
    make();
    assert_string_equal(text("files/list/2/file"), "placements.csv");
    assert_int_equal(json_integer_value(at("files/list/2/rows")),
                     json_integer_value(at("files/list/2/clean")) + 1);
    assert_int_equal(json_integer_value(at("files/list/2/stops")), 1);
}

static void a_stray_file_has_no_piece(void **state)
{
    (void)state;
    return_folder_write(&folder, "notes.txt", "a,b\n");
    make();
    assert_string_equal(text(CAUSE "where"), "notes.txt");
    assert_true(json_is_null(at(CAUSE "piece")));
}

static void a_folder_that_holds_nothing_has_a_page(void **state)
{
    (void)state;
    return_folder_empty(&folder);
    make();
    assert_string_equal(text("verdict"), "This return cannot be sent yet");
    assert_true(json_is_null(at("files")));
    assert_string_equal(text("facts/0/name"), "Folder");
}

#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(a_good_return_can_be_sent),
        IN_A_FOLDER(whose_return_it_is_stands_in_front),
        IN_A_FOLDER(only_a_return_that_says_so_is_simulated),
        IN_A_FOLDER(a_cell_is_shown_in_its_piece_of_the_file),
        IN_A_FOLDER(cells_beyond_the_piece_are_all_in_the_list),
        IN_A_FOLDER(a_sum_marks_each_figure_that_it_adds_and_can_be_explained),
        IN_A_FOLDER(a_part_that_is_more_than_the_whole_and_its_sum_are_one_cause),
        IN_A_FOLDER(what_a_file_holds_cannot_steer_a_reader),
        IN_A_FOLDER(a_file_without_headings_is_not_counted),
        IN_A_FOLDER(rows_in_which_nothing_was_found_are_counted),
        IN_A_FOLDER(a_stray_file_has_no_piece),
        IN_A_FOLDER(a_folder_that_holds_nothing_has_a_page),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
