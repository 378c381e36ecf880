#include "lib/base/share.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void a_file_that_does_not_exist_is_named_with_where_it_was_looked_for(void **state)
{
    char path[PATH_MAX];
    struct err_text text = {""};

    (void)state;
    assert_int_equal(share_path(path, "reference/moon.csv", &text), ERR_NOT_FOUND);
    assert_non_null(strstr(text.text, "share/quarterday/reference/moon.csv"));
    assert_non_null(strstr(text.text, "QUARTERDAY_SHARE"));
    assert_int_equal(setenv("QUARTERDAY_SHARE", "/nowhere", 1), 0);
    assert_int_equal(share_path(path, "reference/boroughs.csv", &text), ERR_NOT_FOUND);
    assert_non_null(strstr(text.text, "/nowhere/reference/boroughs.csv"));
    assert_int_equal(unsetenv("QUARTERDAY_SHARE"), 0);
}

static void a_path_that_is_too_long_is_an_error(void **state)
{
    char path[PATH_MAX], longer[PATH_MAX + 10];

    (void)state;
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    assert_int_equal(share_path(path, longer, NULL), ERR_NOT_FOUND);
}

static void a_build_folder_finds_its_own_checkouts_files(void **state)
{
    char path[PATH_MAX];

    (void)state;
    assert_int_equal(unsetenv("QUARTERDAY_SHARE"), 0);
    assert_int_equal(share_path(path, "reference/boroughs.csv", NULL), ERR_OK);
}

static void the_environment_says_where_else_they_are(void **state)
{
    char path[PATH_MAX];

    (void)state;
    assert_int_equal(setenv("QUARTERDAY_SHARE", QD_DATA_DIR, 1), 0);
    assert_int_equal(share_path(path, "reference/boroughs.csv", NULL), ERR_OK);
    assert_string_equal(path, QD_DATA_DIR "/reference/boroughs.csv");
    assert_int_equal(unsetenv("QUARTERDAY_SHARE"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_that_does_not_exist_is_named_with_where_it_was_looked_for),
        cmocka_unit_test(a_path_that_is_too_long_is_an_error),
        cmocka_unit_test(a_build_folder_finds_its_own_checkouts_files),
        cmocka_unit_test(the_environment_says_where_else_they_are),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
