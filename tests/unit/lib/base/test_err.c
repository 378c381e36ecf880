#include "lib/base/err.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void numbers_that_are_no_error_have_words_too(void **state)
{
    (void)state;
    assert_string_equal(err_name((enum err)9999), "ERR_?");
    assert_string_equal(err_words((enum err)9999), "an unknown error");
    assert_int_equal(err_exit_status((enum err)9999), 3);
    assert_int_equal(err_exit_status((enum err) - 1), 3);
}

static void text_may_be_missing(void **state)
{
    (void)state;
    assert_int_equal(err_say(NULL, ERR_FULL, "%d", 1), ERR_FULL);
    assert_int_equal(err_say_errno(NULL, ENOSPC, "%d", 1), ERR_FULL);
}

static void a_sentence_that_is_too_long_is_cut(void **state)
{
    struct err_text text;
    char long_name[2 * sizeof text.text];

    (void)state;
    memset(long_name, 'a', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    assert_int_equal(err_say(&text, ERR_IO, "%s", long_name), ERR_IO);
    assert_int_equal(strlen(text.text), sizeof text.text - 1);
    assert_int_equal(err_say_errno(&text, EIO, "%s", long_name), ERR_IO);
    assert_int_equal(strlen(text.text), sizeof text.text - 1);
}

static void a_text_can_be_put_into_itself(void **state)
{
    struct err_text text;

    (void)state;
    err_say(&text, ERR_IO, "%s", "the inner words");
    assert_int_equal(err_say(&text, ERR_IO, "line %d: %s", 3, text.text), ERR_IO);
    assert_string_equal(text.text, "line 3: the inner words");
}

static void an_errno_has_its_words_at_the_end(void **state)
{
    struct err_text text;

    (void)state;
    assert_int_equal(err_say_errno(&text, ENOSPC, "%s: not written", "a.csv"), ERR_FULL);
    assert_string_equal(text.text, "a.csv: not written: No space left on device");
}

static void each_errno_has_its_code(void **state)
{
    static const struct {
        int number;
        enum err error;
    } cases[] = {
        {0, ERR_OK},
        {ENOSPC, ERR_FULL},
        {EDQUOT, ERR_FULL},
        {ENOENT, ERR_NOT_FOUND},
        {ENOTDIR, ERR_NOT_FOUND},
        {EEXIST, ERR_EXISTS},
        {EISDIR, ERR_COMMAND},
        {ELOOP, ERR_COMMAND},
        {ENAMETOOLONG, ERR_COMMAND},
        {ENOMEM, ERR_NO_MEMORY},
        {EAGAIN, ERR_BUSY},
        {EBUSY, ERR_BUSY},
        {ETIMEDOUT, ERR_TIMEOUT},
        {EIO, ERR_IO},
        {EACCES, ERR_IO},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(err_errno(cases[i].number), cases[i].error);
}

static void exit_status_says_who_is_at_fault(void **state)
{
    (void)state;
    assert_int_equal(err_exit_status(ERR_OK), 0);
    assert_int_equal(err_exit_status(ERR_FINDINGS), 1);
    assert_int_equal(err_exit_status(ERR_EMPTY), 1);
    assert_int_equal(err_exit_status(ERR_COMMAND), 2);
    assert_int_equal(err_exit_status(ERR_NOT_FOUND), 2);
    assert_int_equal(err_exit_status(ERR_EXISTS), 2);
    assert_int_equal(err_exit_status(ERR_NOT_LET_IN), 3);
    assert_int_equal(err_exit_status(ERR_WRONG_SERVER_KEY), 3);
    assert_int_equal(err_exit_status(ERR_UNREACHABLE), 3);
}

static void each_error_has_a_name_and_words(void **state)
{
    static const char *const names[] = {
#define ERR_AS_NAME(name, kind, words) #name,
        ERR_LIST(ERR_AS_NAME)
#undef ERR_AS_NAME
    };

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_string_equal(err_name((enum err)i), names[i]);
        assert_true(strlen(err_words((enum err)i)) > 0);
        // ERR_OK alone ends a program with 0.
        assert_int_equal(err_exit_status((enum err)i) == 0, i == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_that_are_no_error_have_words_too),
        cmocka_unit_test(text_may_be_missing),
        cmocka_unit_test(a_sentence_that_is_too_long_is_cut),
        cmocka_unit_test(a_text_can_be_put_into_itself),
        cmocka_unit_test(an_errno_has_its_words_at_the_end),
        cmocka_unit_test(each_errno_has_its_code),
        cmocka_unit_test(exit_status_says_who_is_at_fault),
        cmocka_unit_test(each_error_has_a_name_and_words),
    };

    return cmocka_run_group_tests_name("err", tests, NULL, NULL);
}
