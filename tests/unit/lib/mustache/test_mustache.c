// The cases stand in tests/data/mustache.json, in the form of the Mustache specification's own; a case with
// an "error" is one that must be refused in these words.
#include "lib/mustache/mustache.h"
#include "tests/support/memory/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct partials {
    const json_t *sources;
    enum err error;
    struct err_text *text;
};

static const struct mustache *find_partial(void *context, const char *name)
{
    struct partials *partials = context;
    const json_t *source = json_object_get(partials->sources, name);
    const struct mustache *found = NULL;

    if (source != NULL)
        partials->error = mustache_parse(&arena, name, json_string_value(source),
                                         json_string_length(source), &found, partials->text);
    return found;
}

// What a case gives; the caller frees it. NULL with the error's words in `text`.
static char *give(const json_t *test, struct err_text *text)
{
    const json_t *source = json_object_get(test, "template");
    struct partials context = {json_object_get(test, "partials"), ERR_OK, text};
    const struct mustache_partials partials = {find_partial, &context};
    const struct mustache *template;
    char *given = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&given, &length);
    enum err error;

    assert_non_null(out);
    error = mustache_parse(&arena, "template", json_string_value(source),
                           json_string_length(source), &template, text);
    if (error == ERR_OK)
        error = mustache_render(template, json_object_get(test, "data"), &partials, out, text);
    fclose(out);
    if (error == ERR_OK && context.error == ERR_OK)
        return given;
    free(given);
    return NULL;
}

static void every_case_gives_what_it_should(void **state)
{
    json_t *file = json_load_file(QD_DATA_DIR "/../tests/data/mustache.json", 0, NULL);
    const json_t *tests = json_object_get(file, "tests");
    int wrong = 0;

    (void)state;
    assert_true(json_array_size(tests) > 100);
    for (size_t i = 0; i < json_array_size(tests); i++) {
        const json_t *test = json_array_get(tests, i);
        const char *expected = json_string_value(json_object_get(test, "expected"));
        const char *error = json_string_value(json_object_get(test, "error"));
        struct err_text text = {""};
        char *given = give(test, &text);

        if (expected != NULL ? given == NULL || strcmp(given, expected) != 0
                             : given != NULL || strcmp(text.text, error) != 0) {
            print_error("%s: expected [%s], not [%s]\n",
                        json_string_value(json_object_get(test, "name")),
                        expected != NULL ? expected : error, given != NULL ? given : text.text);
            wrong++;
        }
        free(given);
        arena_reset(&arena);
    }
    json_decref(file);
    assert_int_equal(wrong, 0);
}

static const struct mustache *parsed(const char *source)
{
    const struct mustache *template;

    assert_int_equal(mustache_parse(&arena, "page", source, strlen(source), &template, NULL),
                     ERR_OK);
    return template;
}

static const struct mustache *find_itself(void *context, const char *name)
{
    (void)name;
    return context;
}

static enum err render_into_nothing(const struct mustache *template, struct err_text *text)
{
    const struct mustache_partials partials = {find_itself, (void *)(uintptr_t) template};
    json_t *data = json_pack("{s:[iiiiiiii]}", "v", 1, 2, 3, 4, 5, 6, 7, 8);
    FILE *out = fopen("/dev/null", "w");
    enum err error;

    assert_non_null(out);
    error = mustache_render(template, data, &partials, out, text);
    fclose(out);
    json_decref(data);
    return error;
}

static void a_text_gives_values_as_they_are(void **state)
{
    json_t *data = json_pack("{s:s}", "name", "<Camden & \"Barnet\">");
    char *given = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&given, &length);

    (void)state;
    assert_non_null(out);
    assert_int_equal(mustache_render_text(parsed("{{name}}, {{{name}}}"), data, out, NULL), ERR_OK);
    fclose(out);
    assert_string_equal(given, "<Camden & \"Barnet\">, <Camden & \"Barnet\">");
    free(given);
    json_decref(data);
}

static void a_template_that_grows_without_measure_is_stopped(void **state)
{
    struct err_text text;

    (void)state;
    assert_int_equal(
        render_into_nothing(parsed("{{#v}}{{#v}}{{#v}}{{#v}}{{#v}}{{#v}}{{#v}}{{#v}}"
                                   "x{{/v}}{{/v}}{{/v}}{{/v}}{{/v}}{{/v}}{{/v}}{{/v}}"),
                            &text),
        ERR_MALFORMED);
    assert_string_equal(
        text.text, "page, line 1: the page becomes too large: does a template include itself?");
    assert_int_equal(render_into_nothing(parsed("x\n\n{{>page}}"), &text), ERR_MALFORMED);
    assert_string_equal(text.text, "page, line 1: too deep: does a template include itself?");
}

static void sections_are_as_deep_as_allowed_and_no_deeper(void **state)
{
    char source[MUSTACHE_DEPTH_MAX * 12 + 13];
    const struct mustache *template;
    struct err_text text;

    (void)state;
    for (int depth = MUSTACHE_DEPTH_MAX - 1; depth <= MUSTACHE_DEPTH_MAX + 1; depth += 2) {
        source[0] = '\0';
        for (int i = 0; i < depth; i++)
            strcat(source, "{{#v}}");
        for (int i = 0; i < depth; i++)
            strcat(source, "{{/v}}");
        assert_int_equal(mustache_parse(&arena, "page", source, strlen(source), &template, &text),
                         depth > MUSTACHE_DEPTH_MAX ? ERR_MALFORMED : ERR_OK);
    }
    assert_string_equal(text.text, "page, line 1: {{#v}}: sections are too deep within each other");
}

static void a_page_that_cannot_be_written_is_said(void **state)
{
    FILE *full = fopen("/dev/full", "w");
    struct err_text text;

    (void)state;
    assert_non_null(full);
    assert_int_equal(mustache_render(parsed("words"), NULL, NULL, full, &text), ERR_FULL);
    assert_string_equal(text.text, "page: the page could not be written: No space left on device");
    fclose(full);
}

static void without_memory_a_template_is_refused(void **state)
{
    const struct mustache *template;

    (void)state;
    for (size_t bytes = 0; bytes < 400; bytes += 16) {
        struct arena small;

        arena_init(&small, bytes);
        assert_int_equal(mustache_parse(&small, "page", "a{{b}}", 6, &template, NULL),
                         ERR_NO_MEMORY);
        assert_null(template);
        arena_free(&small);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_case_gives_what_it_should, memory_make, memory_free),
        cmocka_unit_test_setup_teardown(a_text_gives_values_as_they_are, memory_make, memory_free),
        cmocka_unit_test_setup_teardown(a_template_that_grows_without_measure_is_stopped,
                                        memory_make, memory_free),
        cmocka_unit_test_setup_teardown(sections_are_as_deep_as_allowed_and_no_deeper, memory_make,
                                        memory_free),
        cmocka_unit_test_setup_teardown(a_page_that_cannot_be_written_is_said, memory_make,
                                        memory_free),
        cmocka_unit_test_setup_teardown(without_memory_a_template_is_refused, memory_make,
                                        memory_free),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
