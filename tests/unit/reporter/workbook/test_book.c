// A workbook: texts come out whole, numbers as numbers, and the same calls make the same bytes. What stands in the
// finished file is held to the checklist by tests/flow/test_formats.py.
#include "reporter/workbook/book.h"

#include "reporter/workbook/book_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct book_about about = {
    .title = "Plans", .subject = "For a test.", .lines = {"A line."}, .made_at = 1732320000};
static const struct book_sheet sheet = {.title = "Plans", .table = "plans", .lines = {"A line."}};
static const struct book_column columns[] = {{"Area", 0}, {"Value", 1}};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

// --- texts

static void assert_text(const char *text, const char *expected)
{
    char *written = book_text(text);

    assert_non_null(written);
    assert_string_equal(written, expected);
    free(written);
}

static void what_xml_has_no_place_for_is_escaped(void **state)
{
    (void)state;
    assert_text("a\ab", "a_x0007_b");
    assert_text("a\r\nb", "a_x000D_\nb");
    assert_text("\x1b[0m", "_x001B_[0m");
    assert_text("\uFFFE\uFFFF", "_xFFFE__xFFFF_");
}

static void bytes_that_are_no_characters_become_the_character_for_that(void **state)
{
    (void)state;
    assert_text("caf\xe9 x", "caf\uFFFD x");
    assert_text("\xff", "\uFFFD");
}

static void a_text_that_looks_escaped_is_escaped_itself(void **state)
{
    (void)state;
    assert_text("_x0041_ School", "_x005F_x0041_ School");
    assert_text("_x00zz_ _x004_", "_x00zz_ _x004_");
    assert_text("_x0041", "_x0041");
}

static void all_other_texts_stay_as_they_are(void **state)
{
    static const char *const texts[] = {"",
                                        "=1+1",
                                        "+44 20",
                                        "-2+3",
                                        "@SUM(A1)",
                                        "'x",
                                        "007",
                                        "1e5",
                                        "NULL",
                                        "\"q\" & <b>",
                                        "a\nb",
                                        "a\tb",
                                        "  two spaces  ",
                                        "\U0001F3EB \u00C9cole \u4E2D"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_text(texts[i], texts[i]);
}

static void a_text_that_no_cell_holds_is_cut_and_says_so(void **state)
{
    static char text[BOOK_TEXT_MAX + 2];
    char *written;

    (void)state;
    memset(text, 'x', BOOK_TEXT_MAX);
    assert_text(text, text);
    memset(text, 'x', BOOK_TEXT_MAX + 1);
    written = book_text(text);
    assert_int_equal(strlen(written), BOOK_TEXT_MAX);
    assert_non_null(strstr(written, "x [cut: whole as csv and json]"));
    free(written);
}

// --- whole workbooks

static struct book *make(size_t rows, const char *const *cells)
{
    struct book *book = book_new(&about);

    assert_non_null(book);
    book_note(book, "[x]", "not available");
    book_begin(book, &sheet, columns, COLUMNS);
    for (size_t i = 0; i < rows; i++)
        book_row(book, cells);
    book_end(book);
    return book;
}

static char *written(struct book *book, size_t *size)
{
    char *bytes = NULL;
    FILE *out = open_memstream(&bytes, size);

    assert_non_null(out);
    assert_int_equal(book_write(book, out), ERR_OK);
    assert_int_equal(fclose(out), 0);
    book_free(book);
    return bytes;
}

static void a_full_disk_is_an_error(void **state)
{
    static const char *const cells[COLUMNS] = {"Camden", "-64.7"};
    struct book *book = make(1, cells);
    FILE *full = fopen("/dev/full", "wb");

    (void)state;
    assert_non_null(full);
    assert_int_equal(book_write(book, full), ERR_IO);
    (void)fclose(full);
    book_free(book);
    book_free(NULL);
}

static void the_same_calls_make_the_same_bytes_in_any_time_zone(void **state)
{
    static const char *const cells[COLUMNS] = {"Camden\a", "[x]"};
    size_t size, size_elsewhere;
    char *here = written(make(3, cells), &size), *elsewhere;

    (void)state;
    assert_int_equal(setenv("TZ", "Pacific/Kiritimati", 1), 0);
    elsewhere = written(make(3, cells), &size_elsewhere);
    assert_int_equal(unsetenv("TZ"), 0);
    assert_int_equal(size, size_elsewhere);
    assert_memory_equal(here, elsewhere, size);
    free(here);
    free(elsewhere);
}

static int has(const char *bytes, size_t size, const char *name)
{
    return memmem(bytes, size, name, strlen(name)) != NULL;
}

static void a_table_without_rows_is_a_table(void **state)
{
    size_t size;
    char *bytes = written(make(0, NULL), &size);

    (void)state;
    assert_true(has(bytes, size, "xl/tables/table3.xml"));
    free(bytes);
}

static void a_table_that_is_too_long_is_continued_on_a_further_sheet(void **state)
{
    static const char *const cells[COLUMNS] = {"Camden", NULL};
    size_t size;
    char *bytes = written(make(BOOK_ROWS_MAX, cells), &size);

    (void)state;
    assert_false(has(bytes, size, "xl/worksheets/sheet5.xml"));
    free(bytes);
    bytes = written(make(BOOK_ROWS_MAX + 1, cells), &size);
    assert_true(has(bytes, size, "xl/worksheets/sheet5.xml"));
    assert_false(has(bytes, size, "xl/worksheets/sheet6.xml"));
    free(bytes);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_xml_has_no_place_for_is_escaped),
        cmocka_unit_test(bytes_that_are_no_characters_become_the_character_for_that),
        cmocka_unit_test(a_text_that_looks_escaped_is_escaped_itself),
        cmocka_unit_test(all_other_texts_stay_as_they_are),
        cmocka_unit_test(a_text_that_no_cell_holds_is_cut_and_says_so),
        cmocka_unit_test(a_full_disk_is_an_error),
        cmocka_unit_test(the_same_calls_make_the_same_bytes_in_any_time_zone),
        cmocka_unit_test(a_table_without_rows_is_a_table),
        cmocka_unit_test(a_table_that_is_too_long_is_continued_on_a_further_sheet),
    };

    return cmocka_run_group_tests_name("book", tests, NULL, NULL);
}
