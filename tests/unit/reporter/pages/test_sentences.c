// Sentences of pages: made of pieces by templates in a file.
#include "reporter/pages/sentences.h"

#include "reporter/indicators/indicators.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { ARENA_CAP_BYTES = 16 * 1000 * 1000 };

static struct arena arena;
static struct sentences sentences;
static struct err_text text;
static char folder[] = "/tmp/quarterday-sentences-XXXXXX";

static const char *file_of(void)
{
    return arena_printf(&arena, "%s/%s", folder, SENTENCES_FILE);
}

static enum err read_sentences(const char *words)
{
    FILE *file = fopen(file_of(), "we");

    assert_non_null(file);
    assert_true(fputs(words, file) >= 0);
    assert_int_equal(fclose(file), 0);
    sentences_free(&sentences);
    return sentences_read(&sentences, &arena, folder, &text);
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_CAP_BYTES);
    return mkdtemp(folder) == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    sentences_free(&sentences);
    (void)unlink(file_of());
    (void)rmdir(folder);
    arena_free(&arena);
    return 0;
}

static void a_folder_without_the_file_is_an_error(void **state)
{
    (void)state;
    assert_int_equal(sentences_read(&sentences, &arena, "/nowhere", &text), ERR_NOT_FOUND);
}

static void a_sentence_without_its_end_is_named(void **state)
{
    (void)state;
    assert_int_equal(read_sentences("{{#first}}\nwords\n"), ERR_MALFORMED);
    assert_non_null(strstr(text.text, "first"));
}

static void what_is_no_sentence_of_the_file_is_noted_and_named(void **state)
{
    (void)state;
    assert_int_equal(read_sentences("{{#first}}\nwords\n{{/first}}\n"), ERR_OK);
    assert_string_equal(sentences_say(&sentences, "second", "{}"), "");
    assert_int_equal(sentences.error, ERR_MALFORMED);
    assert_non_null(strstr(sentences.text.text, "second"));
    assert_string_equal(sentences_say(&sentences, "first", "{}"), "");
}

static void a_template_that_is_not_right_is_noted(void **state)
{
    (void)state;
    assert_int_equal(read_sentences("{{#first}}\n{{#a}}words\n{{/first}}\n"), ERR_OK);
    assert_string_equal(sentences_say(&sentences, "first", "{}"), "");
    assert_int_equal(sentences.error, ERR_MALFORMED);
}

static void pieces_and_lines_become_one_sentence_that_is_no_html(void **state)
{
    (void)state;
    assert_int_equal(
        read_sentences("{{! what it is }}\n{{#half}}\n{{who}} has\n  {{#more}}more{{/more}}"
                       "{{^more}}less{{/more}}.\n{{/half}}\n"),
        ERR_OK);
    assert_string_equal(sentences_say(&sentences, "half", "{s:s, s:b}", "who", "<K&C>", "more", 0),
                        "<K&C> has less.");
}

static void what_was_made_is_kept_once_with_its_pieces(void **state)
{
    const json_t *one;

    (void)state;
    assert_int_equal(read_sentences("{{#half}}\n{{who}}\n{{/half}}\n"), ERR_OK);
    for (int i = 0; i < 2; i++)
        assert_string_equal(sentences_say(&sentences, "half", "{s:s}", "who", "Camden"), "Camden");
    assert_int_equal(json_array_size(sentences.made), 1);
    one = json_array_get(sentences.made, 0);
    assert_string_equal(json_string_value(json_object_get(one, "sentence")), "half");
    assert_string_equal(json_string_value(json_object_get(one, "says")), "Camden");
    assert_string_equal(json_string_value(json_object_get(json_object_get(one, "of"), "who")),
                        "Camden");
}

static void each_line_of_the_packs_has_its_sentence(void **state)
{
    (void)state;
    sentences_free(&sentences);
    assert_int_equal(sentences_read(&sentences, &arena, QD_DATA_DIR "/pages", &text), ERR_OK);
    for (size_t i = 0; i < indicators_pack_count; i++)
        assert_non_null(strstr(
            sentences_say(&sentences, arena_printf(&arena, "did_%s", indicators_pack[i].address),
                          "{s:s}", "value", "64.7%"),
            "64.7%"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_without_the_file_is_an_error),
        cmocka_unit_test(a_sentence_without_its_end_is_named),
        cmocka_unit_test(what_is_no_sentence_of_the_file_is_noted_and_named),
        cmocka_unit_test(a_template_that_is_not_right_is_noted),
        cmocka_unit_test(pieces_and_lines_become_one_sentence_that_is_no_html),
        cmocka_unit_test(what_was_made_is_kept_once_with_its_pieces),
        cmocka_unit_test(each_line_of_the_packs_has_its_sentence),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
