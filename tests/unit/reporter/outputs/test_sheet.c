// A sheet as text, CSV and JSON.
#include "reporter/outputs/sheet.h"

#include "tests/support/tabled/tabled_output.h"

#include <jansson.h>
#include <stdlib.h>

enum { NAME, EXACT, ROUNDED, WORDS, COLUMNS };

static const struct sheet_column columns[COLUMNS] = {
    [NAME] = {"area", "", 0},
    [EXACT] = {"exact", NULL, 1},
    [ROUNDED] = {NULL, "per cent", 1},
    [WORDS] = {"words", "what it says", 0},
};

static void make(struct sheet *sheet)
{
    const struct sheet_about about = {.name = "made", .title = "Made", .about = "For a test."};
    const char **cells;

    sheet_init(sheet, &tabled_arena, &about, columns, COLUMNS);
    cells = sheet_row(sheet, "First");
    cells[NAME] = "Camden";
    cells[EXACT] = "64.7123456789";
    cells[ROUNDED] = "64.7";
    cells[WORDS] = "a \"b\", c";
    cells = sheet_row(sheet, "First");
    cells[NAME] = "London";
    cells[ROUNDED] = "7.0";
    sheet_rule(sheet);
    sheet_note(sheet, "note", "what is to be known");
    sheet_note(sheet, "none", "");
}

static const char *written(sheet_write_fn *write, const struct sheet *sheet)
{
    char *text = NULL;
    const char *kept;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    assert_int_equal(write(sheet, out), ERR_OK);
    assert_int_equal(fclose(out), 0);
    kept = arena_strdup(&tabled_arena, text);
    free(text);
    return kept;
}

static void a_full_disk_and_an_exhausted_arena_are_errors(void **state)
{
    static sheet_write_fn *const writers[] = {sheet_text, sheet_csv, sheet_json};
    struct arena small;
    struct sheet sheet;

    (void)state;
    make(&sheet);
    arena_init(&small, 10);
    assert_null(arena_alloc(&small, 100));
    for (size_t i = 0; i < sizeof writers / sizeof writers[0]; i++) {
        FILE *full = fopen("/dev/full", "w");

        assert_non_null(full);
        sheet.arena = &tabled_arena;
        assert_int_equal(writers[i](&sheet, full), ERR_IO);
        fclose(full);
        full = fopen("/dev/null", "w");
        assert_non_null(full);
        sheet.arena = &small;
        assert_int_equal(writers[i](&sheet, full), ERR_NO_MEMORY);
        fclose(full);
    }
    assert_null(sheet_row(&sheet, ""));
    arena_free(&small);
}

static void the_csv_has_what_is_for_programs(void **state)
{
    struct sheet sheet;

    (void)state;
    make(&sheet);
    assert_string_equal(written(sheet_csv, &sheet), "area,exact,words\n"
                                                    "Camden,64.7123456789,\"a \"\"b\"\", c\"\n"
                                                    "London,,\n");
}

static void the_json_has_the_same_with_null_for_what_is_blank(void **state)
{
    struct sheet sheet;
    const json_t *row;
    json_t *root;

    (void)state;
    make(&sheet);
    root = json_loads(written(sheet_json, &sheet), JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    assert_string_equal(json_string_value(json_object_get(root, "table")), "made");
    assert_true(json_is_false(json_object_get(root, "simulated")));
    row = json_array_get(json_object_get(root, "rows"), 0);
    assert_int_equal(json_object_size(row), 3);
    assert_true(json_number_value(json_object_get(row, "exact")) == 64.7123456789);
    assert_string_equal(json_string_value(json_object_get(row, "words")), "a \"b\", c");
    row = json_array_get(json_object_get(root, "rows"), 1);
    assert_true(json_is_null(json_object_get(row, "exact")));
    assert_true(json_is_null(json_object_get(row, "words")));
    json_decref(root);
}

static void the_text_has_what_is_for_people_and_no_space_at_the_end_of_a_line(void **state)
{
    struct sheet sheet;

    (void)state;
    make(&sheet);
    assert_string_equal(written(sheet_text, &sheet), "Made\n"
                                                     "For a test.\n"
                                                     "\n"
                                                     "First\n"
                                                     "         per  what it\n"
                                                     "        cent  says\n"
                                                     "Camden  64.7  a \"b\", c\n"
                                                     "----------------------\n"
                                                     "London   7.0\n"
                                                     "\n"
                                                     "note     what is to be known\n");
}

static void made_up_figures_are_marked(void **state)
{
    struct sheet sheet;
    json_t *root;

    (void)state;
    make(&sheet);
    sheet.about.simulated = 1;
    assert_non_null(strstr(written(sheet_text, &sheet), "SIMULATED: "));
    root = json_loads(written(sheet_json, &sheet), 0, NULL);
    assert_true(json_is_true(json_object_get(root, "simulated")));
    json_decref(root);
}

// Columns that do not fit stand below, with the first one again; a column without anything is left out.
static void no_line_is_wider_than_a_terminal(void **state)
{
    enum { MANY = 20 };
    struct sheet_column many[MANY];
    const struct sheet_about about = {.name = "wide", .title = "Wide", .about = ""};
    struct sheet sheet;
    const char **cells, *text;
    int strips = 0;

    (void)state;
    for (int i = 0; i < MANY; i++)
        many[i] = (struct sheet_column){NULL, arena_printf(&tabled_arena, "column %d", i), 1};
    sheet_init(&sheet, &tabled_arena, &about, many, MANY);
    cells = sheet_row(&sheet, "");
    for (int i = 0; i < MANY; i++)
        cells[i] = i == 7 ? "" : arena_printf(&tabled_arena, "%015d", i);
    text = written(sheet_text, &sheet);
    assert_null(strstr(text, "column 7\n"));
    for (const char *line = text; *line != '\0'; line += strcspn(line, "\n") + 1) {
        assert_true(strcspn(line, "\n") <= 100);
        strips += strncmp(line, "000000000000000", 15) == 0;
    }
    assert_int_equal(strips, 4);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(strstr(text, arena_printf(&tabled_arena, "%015d", i)) != NULL, i != 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_disk_and_an_exhausted_arena_are_errors),
        cmocka_unit_test(the_csv_has_what_is_for_programs),
        cmocka_unit_test(the_json_has_the_same_with_null_for_what_is_blank),
        cmocka_unit_test(the_text_has_what_is_for_people_and_no_space_at_the_end_of_a_line),
        cmocka_unit_test(made_up_figures_are_marked),
        cmocka_unit_test(no_line_is_wider_than_a_terminal),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
