#include "lib/mustache/mustache_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATH_BYTES = 100 };

struct place {
    char folder[PATH_BYTES / 2];
    struct err_text text;
    char *given;
};

static const char *const files[] = {"page.mustache", "item.mustache", "page.css"};

static void path_of(const struct place *place, const char *file, char path[PATH_BYTES])
{
    snprintf(path, PATH_BYTES, "%s/%s", place->folder, file);
}

static void write_file(const struct place *place, const char *file, const char *words)
{
    char path[PATH_BYTES];
    FILE *out;

    path_of(place, file, path);
    out = fopen(path, "w");
    assert_non_null(out);
    fputs(words, out);
    fclose(out);
}

static int make_place(void **state)
{
    struct place *place = calloc(1, sizeof *place);

    if (place == NULL)
        return -1;
    strcpy(place->folder, "/tmp/test_folder.XXXXXX");
    *state = place;
    return mkdtemp(place->folder) == NULL ? -1 : 0;
}

static int remove_place(void **state)
{
    struct place *place = *state;
    char path[PATH_BYTES];

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        path_of(place, files[i], path);
        (void)unlink(path);  // a test writes those that it needs
    }
    rmdir(place->folder);
    free(place->given);
    free(place);
    return 0;
}

static enum err give(struct place *place)
{
    json_t *data = json_pack("{s:[s, s]}", "items", "<1>", "2");
    size_t length;
    FILE *out = open_memstream(&place->given, &length);
    enum err error;

    assert_non_null(out);
    error = mustache_folder_render(place->folder, "page", data, out, &place->text);
    fclose(out);
    json_decref(data);
    return error;
}

static void assert_says(const struct place *place, const char *words)
{
    if (strstr(place->text.text, words) == NULL)
        fail_msg("\"%s\" does not say: %s", place->text.text, words);
}

static void a_template_that_is_not_there_is_named(void **state)
{
    struct place *place = *state;

    assert_int_equal(give(place), ERR_NOT_FOUND);
    assert_says(place, "/page.mustache");
}

static void an_included_template_that_is_not_there_is_named(void **state)
{
    struct place *place = *state;

    write_file(place, "page.mustache", "{{#items}}{{>item}}{{/items}}");
    assert_int_equal(give(place), ERR_NOT_FOUND);
    assert_says(place, "/item.mustache");
}

static void an_included_template_that_is_at_fault_is_named_with_its_line(void **state)
{
    struct place *place = *state;

    write_file(place, "page.mustache", "{{>item}}");
    write_file(place, "item.mustache", "one\n{{/items}}");
    assert_int_equal(give(place), ERR_MALFORMED);
    assert_says(place, "item.mustache");
    assert_says(place, "2");
}

static void a_name_leads_to_no_other_folder(void **state)
{
    struct place *place = *state;

    write_file(place, "page.mustache", "{{>../item}}");
    assert_int_equal(give(place), ERR_MALFORMED);
    assert_says(place, "\"../item\" is no name of a template");
}

static void a_template_is_rendered_with_what_it_includes(void **state)
{
    struct place *place = *state;

    write_file(place, "page.mustache", "<style>{{>page.css}}</style>{{#items}}{{>item}}{{/items}}");
    write_file(place, "page.css", "a { b: c }");
    write_file(place, "item.mustache", "<p>{{.}}</p>");
    assert_int_equal(give(place), ERR_OK);
    assert_string_equal(place->given, "<style>a { b: c }</style><p>&lt;1&gt;</p><p>2</p>");
}

#define IN_A_PLACE(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_PLACE(a_template_that_is_not_there_is_named),
        IN_A_PLACE(an_included_template_that_is_not_there_is_named),
        IN_A_PLACE(an_included_template_that_is_at_fault_is_named_with_its_line),
        IN_A_PLACE(a_name_leads_to_no_other_folder),
        IN_A_PLACE(a_template_is_rendered_with_what_it_includes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
