#include "collector/commands/template.h"
#include "proto/form/codes.h"
#include "tests/support/folder/return_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static int set_up(void **state)
{
    struct return_folder *folder = malloc(sizeof *folder);

    assert_non_null(folder);
    return_folder_make(folder);
    *state = folder;
    return 0;
}

static int tear_down(void **state)
{
    return_folder_destroy(*state);
    free(*state);
    return 0;
}

static char *load(const struct return_folder *folder, const char *name)
{
    char path[RETURN_FOLDER_PATH_BYTES];
    size_t size;

    return_folder_path(folder, name, path);
    return return_folder_load(path, &size);
}

static int is_there(const struct return_folder *folder, const char *name)
{
    char path[RETURN_FOLDER_PATH_BYTES];

    return_folder_path(folder, name, path);
    return access(path, F_OK) == 0;
}

// --- where it cannot be written

static void nothing_is_overwritten(void **state)
{
    static const char *const files[] = {"return.csv", "explanations.csv", "README.txt"};
    struct return_folder *folder = *state;

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct err_text text = {""};
        char *bytes;

        return_folder_write(folder, files[i], "mine");
        assert_int_equal(template_write(folder->path, 0, &text), ERR_EXISTS);
        assert_non_null(strstr(text.text, files[i]));
        bytes = load(folder, files[i]);
        assert_string_equal(bytes, "mine");
        free(bytes);
        return_folder_remove(folder, files[i]);
        // And nothing was put beside it.
        for (int j = 0; j < FORM_PARTS; j++)
            assert_false(is_there(folder, form_part((enum form_part)j)->file));
    }
}

static void a_folder_that_cannot_be_made_is_an_error(void **state)
{
    struct return_folder *folder = *state;
    struct err_text text = {""};
    char path[RETURN_FOLDER_PATH_BYTES];

    return_folder_path(folder, "nowhere/return", path);
    assert_int_equal(template_write(path, 0, &text), ERR_NOT_FOUND);
    assert_non_null(strstr(text.text, "nowhere/return"));
    return_folder_write(folder, "file", "");
    return_folder_path(folder, "file", path);
    assert_int_not_equal(template_write(path, 0, NULL), ERR_OK);
}

// --- what is written

static void remove_template(const struct return_folder *folder, const char *name)
{
    char path[64];

    for (int i = 0; i < FORM_PARTS; i++) {
        snprintf(path, sizeof path, "%s/%s", name, form_part((enum form_part)i)->file);
        return_folder_remove(folder, path);
    }
    snprintf(path, sizeof path, "%s/README.txt", name);
    return_folder_remove(folder, path);
}

static void the_folder_is_made(void **state)
{
    struct return_folder *folder = *state;
    char path[RETURN_FOLDER_PATH_BYTES];

    return_folder_path(folder, "2025-26-Q3", path);
    assert_int_equal(template_write(path, 0, NULL), ERR_OK);
    remove_template(folder, "2025-26-Q3");
}

static void each_file_has_the_forms_columns_as_headings(void **state)
{
    struct return_folder *folder = *state;

    assert_int_equal(template_write(folder->path, 0, NULL), ERR_OK);
    for (int i = 0; i < FORM_PARTS; i++) {
        const struct form_part_info *part = form_part((enum form_part)i);
        char *bytes = load(folder, part->file), *rest = bytes;

        assert_int_equal(strncmp(rest, "\xef\xbb\xbf", 3), 0);  // by which Excel knows UTF-8
        rest += 3;
        for (unsigned j = 0; j < form_columns(part->row); j++) {
            const char *heading = strsep(&rest, ",\r");

            assert_string_equal(heading, part->row->fields[j].name);
        }
        assert_string_equal(rest, "\n");
        free(bytes);
    }
}

static void the_period_is_there_where_the_folders_name_holds_it(void **state)
{
    static const struct {
        const char *name, *row;  // "": headings only
    } examples[] = {{"2025-26-Q3", ",2025-26 Q3,,,\r\n"},
                    {"Camden 2024", ",2024,,,\r\n"},
                    {"2025-27-Q3", ""},
                    {"returns", ""}};
    struct return_folder *folder = *state;

    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        char path[RETURN_FOLDER_PATH_BYTES], name[64];
        char *bytes;

        return_folder_path(folder, examples[i].name, path);
        assert_int_equal(template_write(path, 0, NULL), ERR_OK);
        snprintf(name, sizeof name, "%s/return.csv", examples[i].name);
        bytes = load(folder, name);
        assert_string_equal(strchr(bytes, '\n') + 1, examples[i].row);
        free(bytes);
        remove_template(folder, examples[i].name);
    }
}

static void readme_explains_each_column_and_each_code(void **state)
{
    struct return_folder *folder = *state;
    char *readme;

    assert_int_equal(template_write(folder->path, 0, NULL), ERR_OK);
    readme = load(folder, "README.txt");
    for (int i = 0; i < FORM_PARTS; i++) {
        const ProtobufCMessageDescriptor *row = form_part((enum form_part)i)->row;

        assert_non_null(strstr(readme, form_part((enum form_part)i)->file));
        for (unsigned j = 0; j < form_columns(row); j++) {
            const ProtobufCEnumDescriptor *codes = row->fields[j].type == PROTOBUF_C_TYPE_ENUM
                                                       ? row->fields[j].descriptor
                                                       : &qd__absence__descriptor;
            char name[80];

            snprintf(name, sizeof name, "\n  %s\n    ", row->fields[j].name);
            assert_non_null(strstr(readme, name));
            for (unsigned k = 0; k < codes->n_values; k++) {
                char code[CODES_WRITTEN_BYTES], line[CODES_WRITTEN_BYTES + 16];

                assert_true(codes_write(codes, codes->values[k].value, code));
                snprintf(line, sizeof line, "\n      %s: ", code);
                assert_non_null(strstr(readme, line));
            }
        }
    }
    free(readme);
}

static void readme_fits_80_columns(void **state)
{
    struct return_folder *folder = *state;
    char *readme, *line, *rest;

    assert_int_equal(template_write(folder->path, 0, NULL), ERR_OK);
    readme = rest = load(folder, "README.txt");
    while ((line = strsep(&rest, "\n")) != NULL) {
        size_t columns = 0;

        for (; *line != '\0'; line++)
            columns += ((unsigned char)*line & 0xc0) != 0x80;
        assert_true(columns <= 80);
    }
    free(readme);
}

// --- check understands it

// What is found in a template of which the parts that are named are filled in, by the order of the parts. (Of transport
// with one row, that the others are not there.)
static const char *unfilled(struct return_folder *folder, const char *filled_in)
{
    const char *found = "";

    for (int part = 0; part < FORM_PARTS; part++) {
        const struct form_part_info *info = form_part((enum form_part)part);
        const int is_filled_in = strstr(filled_in, info->name) != NULL;

        if (part == FORM_EXPLANATIONS || (is_filled_in && part != FORM_TRANSPORT))
            continue;
        found = arena_printf(&folder->arena, "%s%s%s %s", found, *found == '\0' ? "" : "; ",
                             is_filled_in ? "QD-P13" : "QD-F05", info->file);
    }
    return found;
}

static void an_untouched_template_is_told_to_be_filled_in(void **state)
{
    struct return_folder *folder = *state;
    const char *found;

    assert_int_equal(template_write(folder->path, 0, NULL), ERR_OK);
    found = return_folder_found(folder);
    assert_string_equal(found, unfilled(folder, ""));
    assert_null(folder->returned->header);
}

static void append(const struct return_folder *folder, const char *name, const char *rows)
{
    char path[RETURN_FOLDER_PATH_BYTES];
    FILE *out;

    return_folder_path(folder, name, path);
    out = fopen(path, "ab");
    assert_non_null(out);
    fputs(rows, out);
    assert_int_equal(fclose(out), 0);
}

static void a_template_filled_in_by_half_says_what_is_left(void **state)
{
    struct return_folder *folder = *state;
    const char *found;

    assert_int_equal(template_write(folder->path, 0, NULL), ERR_OK);
    append(folder, "return.csv", "Camden,2024-25,,,\r\n");
    append(folder, "transport.csv", "line_2_1_4,not_known,not_known,not_known,x,x,x,x,5000\r\n");
    found = return_folder_found(folder);
    assert_string_equal(found, unfilled(folder, "return transport"));
    for (int part = 0; part < FORM_PARTS; part++)
        if (part != FORM_HEADER && part != FORM_TRANSPORT && part != FORM_EXPLANATIONS)
            return_folder_remove(folder, form_part((enum form_part)part)->file);
    assert_string_equal(return_folder_found(folder), "QD-P13 transport.csv");
    assert_int_equal(folder->returned->n_transport, 1);
    assert_int_equal(folder->returned->transport[0]->gross_expenditure, 500000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_overwritten),
        TEST(a_folder_that_cannot_be_made_is_an_error),
        TEST(the_folder_is_made),
        TEST(each_file_has_the_forms_columns_as_headings),
        TEST(the_period_is_there_where_the_folders_name_holds_it),
        TEST(readme_explains_each_column_and_each_code),
        TEST(readme_fits_80_columns),
        TEST(an_untouched_template_is_told_to_be_filled_in),
        TEST(a_template_filled_in_by_half_says_what_is_left),
    };

    return cmocka_run_group_tests_name("template", tests, NULL, NULL);
}
