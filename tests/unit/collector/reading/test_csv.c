#include "collector/reading/csv.h"
#include "proto/rules/findings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

// What was read, as a line of text: "1:a|b;(2);3:c|d" is a row, a blank one and a row.
struct seen {
    char text[64 * 1024];
    size_t length;
    uint32_t stop_at;  // the callback stops the reading at this row
    uint32_t last_row;
};

static void see(struct seen *seen, const char *text, size_t length)
{
    assert_true(seen->length + length < sizeof seen->text);
    memcpy(seen->text + seen->length, text, length);
    seen->length += length;
    seen->text[seen->length] = '\0';
}

static void see_number(struct seen *seen, const char *format, uint32_t number)
{
    char text[32];

    assert_true(number > seen->last_row);
    seen->last_row = number;
    snprintf(text, sizeof text, "%u", (unsigned)number);
    see(seen, format, 1);
    see(seen, text, strlen(text));
}

static int on_row(void *context, const struct csv_row *row)
{
    struct seen *seen = context;

    assert_true(row->line >= row->sheet_row);
    see_number(seen, ";", row->sheet_row);
    if (row->count == 0)
        see(seen, " blank", strlen(" blank"));
    for (size_t i = 0; i < row->count; i++) {
        assert_int_equal(row->cells[i].text[row->cells[i].length], '\0');
        see(seen, i == 0 ? ":" : "|", 1);
        see(seen, row->cells[i].text, row->cells[i].length);
    }
    return row->sheet_row == seen->stop_at;
}

// From memory of just this size, so that a sanitizer sees every step outside.
static enum err read_bytes(struct seen *seen, const char *bytes, size_t size,
                           struct csv_faults *faults)
{
    char *copy = malloc(size == 0 ? 1 : size);
    enum err error;

    assert_non_null(copy);
    memcpy(copy, bytes, size);
    seen->length = 0;
    seen->last_row = 0;
    seen->text[0] = '\0';
    error = csv_read(copy, size, on_row, seen, faults);
    free(copy);
    return error;
}

static void assert_reads(const char *bytes, size_t size, const char *expected)
{
    struct seen seen = {.stop_at = 0};
    struct csv_faults faults;

    assert_int_equal(read_bytes(&seen, bytes, size, &faults), ERR_OK);
    assert_int_equal(faults.stopped_by, CSV_FAULT_NONE);
    for (int fault = 0; fault < CSV_FAULTS; fault++)
        assert_int_equal(faults.count[fault], 0);
    assert_string_equal(seen.text, expected);
}

#define ASSERT_READS(literal, expected) assert_reads(literal, sizeof(literal) - 1, expected)

// --- bad input

#define BYTES(literal) literal, sizeof(literal) - 1

static const struct {
    const char *bytes;
    size_t size;
    enum csv_fault fault;
    uint32_t sheet_row, line, column;
    int quoted;
    const char *before;  // what was read before the fault
} stops[] = {
    // No CSV at all, or in another encoding: nothing is read of it.
    {BYTES("\xff\xfe"
           "a\0,\0b\0\n\0"),
     CSV_FAULT_UTF16, 0, 0, 0, 0, ""},
    {BYTES("\xfe\xff\0a\0,\0b\0\n"), CSV_FAULT_UTF16, 0, 0, 0, 0, ""},
    {BYTES("a\0,\0b\0\n\0"), CSV_FAULT_UTF16, 0, 0, 0, 0, ""},
    {BYTES("\0a\0,\0b\0\n"), CSV_FAULT_UTF16, 0, 0, 0, 0, ""},
    {BYTES("{\"a\": 1}"), CSV_FAULT_NOT_CSV, 0, 0, 0, 0, ""},
    {BYTES(" \n[1, 2]"), CSV_FAULT_NOT_CSV, 0, 0, 0, 0, ""},
    {BYTES("\x1f\x8b\x08\0\0"), CSV_FAULT_NOT_CSV, 0, 0, 0, 0, ""},
    {BYTES("PK\x03\x04 workbook"), CSV_FAULT_NOT_CSV, 0, 0, 0, 0, ""},
    {BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old workbook"), CSV_FAULT_NOT_CSV, 0, 0, 0, 0, ""},
    {BYTES("%PDF-1.7\n"), CSV_FAULT_NOT_CSV, 0, 0, 0, 0, ""},
    {BYTES("<!DOCTYPE html>\n"), CSV_FAULT_NOT_CSV, 0, 0, 0, 0, ""},
    {BYTES("<HTML>"), CSV_FAULT_NOT_CSV, 0, 0, 0, 0, ""},
    // Quotation marks where none may be.
    {BYTES("a,b\nc,d\"e\n"), CSV_FAULT_QUOTE, 2, 2, 2, 0, ";1:a|b"},
    {BYTES("a,b\nc,\"d\"e\n"), CSV_FAULT_QUOTE, 2, 2, 2, 1, ";1:a|b"},
    {BYTES("a, b\"c\"\n"), CSV_FAULT_QUOTE, 1, 1, 2, 0, ""},
    {BYTES("\"a\" b,c\n"), CSV_FAULT_QUOTE, 1, 1, 1, 1, ""},
    {BYTES("a,b\n\nc,\"d\ne,\"f\n"), CSV_FAULT_QUOTE, 3, 3, 2, 1, ";1:a|b;2 blank"},
    {BYTES("a,b\nc,\"d\ne,f\n"), CSV_FAULT_QUOTE_UNCLOSED, 2, 2, 2, 1, ";1:a|b"},
    {BYTES("\""), CSV_FAULT_QUOTE_UNCLOSED, 1, 1, 1, 1, ""},
    {BYTES("\"a\"\",b\n"), CSV_FAULT_QUOTE_UNCLOSED, 1, 1, 1, 1, ""},
};

static void assert_fault(const struct csv_faults *faults, enum csv_fault fault, size_t count,
                         struct csv_fault_place place)
{
    const struct csv_fault_place *first = &faults->first[fault];

    assert_int_equal(faults->count[fault], count);
    assert_int_equal(first->sheet_row, place.sheet_row);
    assert_int_equal(first->line, place.line);
    assert_int_equal(first->column, place.column);
    assert_int_equal(first->quoted, place.quoted);
}

static void a_fault_that_stops_the_reading_is_told_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof stops / sizeof stops[0]; i++) {
        struct seen seen = {.stop_at = 0};
        struct csv_faults faults;

        assert_int_equal(read_bytes(&seen, stops[i].bytes, stops[i].size, &faults), ERR_MALFORMED);
        assert_int_equal(faults.stopped_by, stops[i].fault);
        assert_fault(&faults, stops[i].fault, 1,
                     (struct csv_fault_place){.sheet_row = stops[i].sheet_row,
                                              .line = stops[i].line,
                                              .column = stops[i].column,
                                              .quoted = stops[i].quoted});
        assert_string_equal(seen.text, stops[i].before);
    }
}

static const struct {
    const char *bytes;
    size_t size;
    enum csv_fault fault;
    size_t count;
    uint32_t sheet_row, line, column;
    const char *read;
} notes[] = {
    // Not UTF-8: read as Windows-1252. The place is the cell's.
    {BYTES("a,b\nc,d\xc9q\n"), CSV_FAULT_NOT_UTF8, 1, 2, 2, 2, ";1:a|b;2:c|d\xc3\x89q"},
    {BYTES("a,b\n\"c\nd\",\xa3"
           "5\n\x92\n"),
     CSV_FAULT_NOT_UTF8, 2, 2, 3, 2,
     ";1:a|b;2:c\nd|\xc2\xa3"
     "5;3:\xe2\x80\x99"},
    {BYTES("\x80"), CSV_FAULT_NOT_UTF8, 1, 1, 1, 1, ";1:\xe2\x82\xac"},
    {BYTES("\x81,b"), CSV_FAULT_NOT_UTF8, 1, 1, 1, 1, ";1:?|b"},
    {BYTES("\xe9\n\"\xe9,\xe9\""), CSV_FAULT_NOT_UTF8, 3, 1, 1, 1,
     ";1:\xc3\xa9;2:\xc3\xa9,\xc3\xa9"},
    // NULs.
    {BYTES("a,b\nc,2\0"
           "0\n"),
     CSV_FAULT_NUL, 1, 2, 2, 2, ";1:a|b;2:c|20"},
    {BYTES("a,b\n\0\0\0"), CSV_FAULT_NUL, 3, 2, 2, 1, ";1:a|b;2 blank"},
    {BYTES("\0\0\0\0\0\0\0\0"), CSV_FAULT_NUL, 8, 1, 1, 1, ";1 blank"},
    // Spaces around the quotation marks of a cell; within them they are its own.
    {BYTES("a, \"b\"\n"), CSV_FAULT_SPACED_QUOTE, 1, 1, 1, 2, ";1:a|b"},
    {BYTES("  \"a\", \"b, \"\"c\"\"\"\n"), CSV_FAULT_SPACED_QUOTE, 2, 1, 1, 1, ";1:a|b, \"c\""},
    {BYTES("\"a\" ,b\n"), CSV_FAULT_SPACED_QUOTE, 1, 1, 1, 1, ";1:a|b"},
    // Marks.
    {BYTES("a\n\xef\xbb\xbf"
           "b\n"),
     CSV_FAULT_MARK_INSIDE, 1, 2, 1, 1, ";1:a;2:b"},
    {BYTES("a\n\x1a"), CSV_FAULT_END_MARK, 1, 0, 0, 0, ";1:a"},
    {BYTES("a\n\x1a\r\n"), CSV_FAULT_END_MARK, 1, 0, 0, 0, ";1:a"},
    // Lines that end in CR alone.
    {BYTES("a,b\rc,d\r"), CSV_FAULT_CARRIAGE_RETURN, 1, 1, 1, 0, ";1:a|b;2:c|d"},
    {BYTES("a,b\nc,d\re,f\n"), CSV_FAULT_CARRIAGE_RETURN, 1, 2, 2, 0, ";1:a|b;2:c|d;3:e|f"},
    {BYTES("a,\"b\"\rc\rd\n"), CSV_FAULT_CARRIAGE_RETURN, 2, 1, 1, 0, ";1:a|b;2:c;3:d"},
    {BYTES("a,b\n\r\r\nc\n"), CSV_FAULT_CARRIAGE_RETURN, 1, 2, 2, 0, ";1:a|b;2 blank;3 blank;4:c"},
};

static void after_other_faults_the_reading_goes_on(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
        struct seen seen = {.stop_at = 0};
        struct csv_faults faults;

        assert_int_equal(read_bytes(&seen, notes[i].bytes, notes[i].size, &faults), ERR_OK);
        assert_int_equal(faults.stopped_by, CSV_FAULT_NONE);
        assert_fault(&faults, notes[i].fault, notes[i].count,
                     (struct csv_fault_place){.sheet_row = notes[i].sheet_row,
                                              .line = notes[i].line,
                                              .column = notes[i].column,
                                              .quoted = notes[i].fault == CSV_FAULT_SPACED_QUOTE &&
                                                        notes[i].bytes[0] == '"'});
        assert_string_equal(seen.text, notes[i].read);
    }
}

static void what_is_no_utf8_is_shown_with_its_byte_and_what_it_may_be(void **state)
{
    static const struct {
        const char *bytes, *character;
    } broken[] = {
        {"\xc9q", "\xc3\x89"},             // Windows-1252
        {"\x80", "\xe2\x82\xac"},          // a byte that only continues
        {"\xc0\xaf", "\xc3\x80"},          // overlong
        {"\xe0\x80\xaf", "\xc3\xa0"},      // overlong
        {"\xed\xa0\x80", "\xc3\xad"},      // half of a UTF-16 pair
        {"\xf4\x90\x80\x80", "\xc3\xb4"},  // beyond U+10FFFF
        {"\xf5\x80\x80\x80", "\xc3\xb5"},  // never used
        {"\xe2\x82", "\xc3\xa2"},          // cut off by the end of the line
        {"\x9d", ""},                      // nothing in Windows-1252 either
        {"\xff", "\xc3\xbf"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        struct seen seen = {.stop_at = 0};
        struct csv_faults faults;
        const struct csv_fault_place *first = &faults.first[CSV_FAULT_NOT_UTF8];
        char bytes[64];
        int size = snprintf(bytes, sizeof bytes, "a,b\nc,de%s\nf,g\n", broken[i].bytes);

        assert_int_equal(read_bytes(&seen, bytes, (size_t)size, &faults), ERR_OK);
        assert_int_equal(first->byte, (unsigned char)broken[i].bytes[0]);
        assert_string_equal(first->character, broken[i].character);
        assert_int_equal(first->sheet_row, 2);
        assert_int_equal(first->column, 2);
    }
}

static void a_cell_may_have_so_many_bytes_and_no_more(void **state)
{
    struct seen seen = {.stop_at = 0};
    struct csv_faults faults;
    char bytes[CSV_CELL_MAX_BYTES + 64];

    (void)state;
    for (int quoted = 0; quoted <= 1; quoted++)
        for (int more = 0; more <= 1; more++)
            for (int end = 0; end <= 1; end++) {
                char cell[CSV_CELL_MAX_BYTES + 2];
                int size;

                memset(cell, 'x', sizeof cell);
                cell[CSV_CELL_MAX_BYTES + more] = '\0';
                size = snprintf(bytes, sizeof bytes, "a\n\nb,%s%s%s%s", quoted ? "\"" : "", cell,
                                quoted ? "\"" : "", end ? ",c\n" : "");
                if (!more) {
                    assert_int_equal(read_bytes(&seen, bytes, (size_t)size, &faults), ERR_OK);
                    assert_int_equal(seen.length, strlen(";1:a;2 blank;3:b|") + CSV_CELL_MAX_BYTES +
                                                      (end ? 2 : 0));
                    continue;
                }
                assert_int_equal(read_bytes(&seen, bytes, (size_t)size, &faults), ERR_MALFORMED);
                assert_int_equal(faults.stopped_by, CSV_FAULT_CELL_TOO_LONG);
                assert_int_equal(faults.first[faults.stopped_by].sheet_row, 3);
                assert_int_equal(faults.first[faults.stopped_by].column, 2);
            }
}

static void an_unclosed_mark_is_told_from_where_it_opens(void **state)
{
    enum { ROWS = 1000 };
    struct seen seen = {.stop_at = 0};
    struct csv_faults faults;
    char bytes[ROWS * 16];
    size_t size = (size_t)snprintf(bytes, sizeof bytes, "a,b\n\"c\nd\",\"e\n");

    (void)state;
    for (int i = 0; i < ROWS; i++)
        size += (size_t)snprintf(bytes + size, sizeof bytes - size, "row,%d\n", i);
    assert_int_equal(read_bytes(&seen, bytes, size, &faults), ERR_MALFORMED);
    assert_int_equal(faults.stopped_by, CSV_FAULT_CELL_TOO_LONG);
    assert_int_equal(faults.first[faults.stopped_by].sheet_row, 2);
    assert_int_equal(faults.first[faults.stopped_by].line, 3);
    assert_int_equal(faults.first[faults.stopped_by].column, 2);
    assert_true(faults.first[faults.stopped_by].quoted);
    assert_string_equal(seen.text, ";1:a|b");
}

static void a_row_may_have_so_many_columns_and_no_more(void **state)
{
    struct seen seen = {.stop_at = 0};
    struct csv_faults faults;
    char bytes[CSV_COLUMNS_MAX + 2];

    (void)state;
    memset(bytes, ',', sizeof bytes);
    bytes[0] = 'a';
    assert_int_equal(read_bytes(&seen, bytes, CSV_COLUMNS_MAX, &faults), ERR_OK);
    assert_int_equal(read_bytes(&seen, bytes, CSV_COLUMNS_MAX + 1, &faults), ERR_MALFORMED);
    assert_int_equal(faults.stopped_by, CSV_FAULT_TOO_MANY_COLUMNS);
    assert_int_equal(faults.first[faults.stopped_by].sheet_row, 1);
    assert_int_equal(faults.first[faults.stopped_by].column, CSV_COLUMNS_MAX + 1);
}

static void a_file_may_have_so_many_bytes_and_no_more(void **state)
{
    struct seen seen = {.stop_at = 0};
    struct csv_faults faults;
    char *bytes = calloc(1, CSV_FILE_MAX_BYTES + 1);

    (void)state;
    assert_non_null(bytes);
    assert_int_equal(csv_read(bytes, CSV_FILE_MAX_BYTES + 1, on_row, &seen, &faults),
                     ERR_TOO_LARGE);
    free(bytes);
}

static void reading_stops_when_the_callback_says_so(void **state)
{
    struct seen seen = {.stop_at = 2};
    struct csv_faults faults;

    (void)state;
    assert_int_equal(read_bytes(&seen, "a\nb\nc\n", 6, &faults), ERR_MALFORMED);
    assert_int_equal(faults.stopped_by, CSV_FAULT_STOPPED);
    assert_int_equal(faults.first[CSV_FAULT_STOPPED].sheet_row, 2);
    assert_string_equal(seen.text, ";1:a;2:b");
}

static void a_file_cut_off_anywhere_is_read_or_refused(void **state)
{
    static const char whole[] =
        "\xef\xbb\xbfx,\"y\r\nz\",\xc3\x89\r\n , ,\r\n\r\n\"a\"\"b\",c,d\n\re";
    struct seen seen = {.stop_at = 0};
    struct csv_faults faults;

    (void)state;
    for (size_t size = 0; size < sizeof whole; size++) {
        enum err error = read_bytes(&seen, whole, size, &faults);

        assert_true(error == ERR_OK || error == ERR_MALFORMED);
        assert_int_equal(error == ERR_OK, faults.stopped_by == CSV_FAULT_NONE);
    }
}

// --- good input

static void nothing_is_no_row(void **state)
{
    (void)state;
    ASSERT_READS("", "");
    ASSERT_READS("\xef\xbb\xbf", "");
}

static void a_byte_order_mark_is_passed_over(void **state)
{
    (void)state;
    ASSERT_READS("\xef\xbb\xbf"
                 "a,b\n",
                 ";1:a|b");
    ASSERT_READS("\xef\xbb\xbf\"a\",b\n", ";1:a|b");
    ASSERT_READS("a,\xef\xbb\xbf"
                 "b\n",
                 ";1:a|\xef\xbb\xbf"
                 "b");
}

static void lines_end_with_lf_or_crlf_or_the_file(void **state)
{
    (void)state;
    ASSERT_READS("a,b\nc,d\n", ";1:a|b;2:c|d");
    ASSERT_READS("a,b\r\nc,d\r\n", ";1:a|b;2:c|d");
    ASSERT_READS("a,b\r\nc,d\n", ";1:a|b;2:c|d");
    ASSERT_READS("a,b\r\nc,d", ";1:a|b;2:c|d");
    ASSERT_READS("a,b\r\nc,d\r", ";1:a|b;2:c|d");
    ASSERT_READS("a,b\r\nc,\"d\"", ";1:a|b;2:c|d");
    ASSERT_READS("a,b\r\nc,", ";1:a|b;2:c|");
}

static void a_quoted_cell_may_hold_what_separates(void **state)
{
    (void)state;
    ASSERT_READS("\"a,b\",\"c\"\"d\",\"\"\n", ";1:a,b|c\"d|");
    ASSERT_READS("\"a\nb\",\"c\r\nd\",\"e\rf\"\ng\n", ";1:a\nb|c\r\nd|e\rf;2:g");
}

static void rows_are_numbered_as_a_spreadsheet_does(void **state)
{
    (void)state;
    ASSERT_READS("a\n\n\"b\n\n\nc\"\n  \n,,\nd\n", ";1:a;2 blank;3:b\n\n\nc;4 blank;5 blank;6:d");
    ASSERT_READS("\r\n\r\na\r\n\r\n", ";1 blank;2 blank;3:a;4 blank");
    ASSERT_READS("\" \",\"\n\"\n\t \n\"\"\na", ";1 blank;2 blank;3 blank;4:a");
}

static void spaces_are_part_of_the_cell(void **state)
{
    (void)state;
    ASSERT_READS(" a , b\t,\" c \"\n", ";1: a | b\t| c ");
    ASSERT_READS("a,b \n  ", ";1:a|b ;2 blank");
}

static void any_character_of_utf8_is_read(void **state)
{
    (void)state;
    ASSERT_READS(
        "\xc2\x80,\xdf\xbf,\xe0\xa0\x80,\xef\xbf\xbf,\xf0\x90\x80\x80,\xf4\x8f\xbf\xbf\n",
        ";1:\xc2\x80|\xdf\xbf|\xe0\xa0\x80|\xef\xbf\xbf|\xf0\x90\x80\x80|\xf4\x8f\xbf\xbf");
}

static void a_sep_line_is_no_row(void **state)
{
    (void)state;
    ASSERT_READS("sep=,\r\na,b\n", ";1:a|b");
    ASSERT_READS("\xef\xbb\xbf\"sep=,\"\na,b\n", ";1:a|b");
    ASSERT_READS("sep=,b\n", ";1:sep=|b");
    ASSERT_READS("sep=,", ";1:sep=|");
}

static void columns_have_the_letters_of_a_spreadsheet(void **state)
{
    static const struct {
        uint32_t column;
        const char *letters;
    } columns[] = {{0, ""},     {1, "A"},     {2, "B"},       {26, "Z"},
                   {27, "AA"},  {52, "AZ"},   {53, "BA"},     {256, "IV"},
                   {702, "ZZ"}, {703, "AAA"}, {16384, "XFD"}, {UINT32_MAX, "MWLQKWU"}};

    (void)state;
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        char letters[FINDING_LETTERS_BYTES];

        finding_letters(columns[i].column, letters);
        assert_string_equal(letters, columns[i].letters);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fault_that_stops_the_reading_is_told_with_its_place),
        cmocka_unit_test(after_other_faults_the_reading_goes_on),
        cmocka_unit_test(what_is_no_utf8_is_shown_with_its_byte_and_what_it_may_be),
        cmocka_unit_test(a_cell_may_have_so_many_bytes_and_no_more),
        cmocka_unit_test(an_unclosed_mark_is_told_from_where_it_opens),
        cmocka_unit_test(a_row_may_have_so_many_columns_and_no_more),
        cmocka_unit_test(a_file_may_have_so_many_bytes_and_no_more),
        cmocka_unit_test(reading_stops_when_the_callback_says_so),
        cmocka_unit_test(a_file_cut_off_anywhere_is_read_or_refused),
        cmocka_unit_test(nothing_is_no_row),
        cmocka_unit_test(a_byte_order_mark_is_passed_over),
        cmocka_unit_test(lines_end_with_lf_or_crlf_or_the_file),
        cmocka_unit_test(a_quoted_cell_may_hold_what_separates),
        cmocka_unit_test(rows_are_numbered_as_a_spreadsheet_does),
        cmocka_unit_test(spaces_are_part_of_the_cell),
        cmocka_unit_test(any_character_of_utf8_is_read),
        cmocka_unit_test(a_sep_line_is_no_row),
        cmocka_unit_test(columns_have_the_letters_of_a_spreadsheet),
    };

    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
