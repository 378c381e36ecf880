#include "collector/commands/settings_file.h"

#include "collector/commands/settings.h"
#include "tests/support/folder/return_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct return_folder folder;
static char path[RETURN_FOLDER_PATH_BYTES];

static int set_up(void **state)
{
    (void)state;
    return_folder_make(&folder);
    return_folder_path(&folder, "settings.ini", path);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    return_folder_destroy(&folder);
    return 0;
}

static enum err load(struct settings *settings, struct err_text *text)
{
    const struct settings_given given = {.config = path};

    return settings_load(settings, &given, text);
}

static void what_is_there_is_left_alone(void **state)
{
    struct err_text text = {""};
    size_t size;
    char *bytes;

    (void)state;
    return_folder_write(&folder, "settings.ini", "mine");
    assert_int_equal(settings_file_make(path, &text), ERR_EXISTS);
    bytes = return_folder_load(path, &size);
    assert_string_equal(bytes, "mine");
    free(bytes);
}

static void an_untouched_file_says_nothing(void **state)
{
    struct settings settings;
    struct err_text text = {""};

    (void)state;
    assert_int_equal(settings_file_make(path, &text), ERR_OK);
    assert_int_equal(load(&settings, &text), ERR_OK);
    assert_string_equal(settings.aggregator, "");
    assert_false(settings.has_server_key);
    assert_string_equal(settings.outbox, SETTINGS_OUTBOX);
    assert_int_equal(settings_need_aggregator(&settings, &text), ERR_COMMAND);
}

// Each ; taken away leaves a setting that is right.
static void a_file_with_every_setting_filled_in_is_right(void **state)
{
    struct settings settings;
    struct err_text text = {""};
    size_t size;
    char *bytes;

    (void)state;
    assert_int_equal(settings_file_make(path, &text), ERR_OK);
    bytes = return_folder_load(path, &size);
    for (int i = 0; i < SETTINGS_NAMES; i++) {
        char line[80];
        char *found;

        snprintf(line, sizeof line, "\n;%s = ", settings_words[i].name);
        found = strstr(bytes, line);
        assert_non_null(found);
        memmove(found + 1, found + 2, strlen(found + 1));
    }
    return_folder_write(&folder, "settings.ini", bytes);
    free(bytes);
    assert_int_equal(load(&settings, &text), ERR_OK);
    assert_string_equal(settings.aggregator, settings_words[SETTINGS_NAME_AGGREGATOR].example);
    assert_true(settings.has_server_key);
    assert_int_equal(settings.timeout_ms, 60 * 1000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_there_is_left_alone),
        TEST(an_untouched_file_says_nothing),
        TEST(a_file_with_every_setting_filled_in_is_right),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
