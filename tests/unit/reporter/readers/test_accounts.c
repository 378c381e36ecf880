#include "reporter/readers/accounts.h"
#include "tests/support/golden/golden.h"
#include "tests/support/memory/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char password[] = "four words are enough";

struct place {
    char folder[64], path[96];
};

static int set_up(void **state)
{
    struct place *place = calloc(1, sizeof *place);

    strcpy(place->folder, "/tmp/qd-accounts-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    snprintf(place->path, sizeof place->path, "%s/readers", place->folder);
    *state = place;
    return memory_make(NULL);
}

static int tear_down(void **state)
{
    struct place *place = *state;

    (void)unlink(place->path);
    (void)rmdir(place->folder);
    free(place);
    return memory_free(NULL);
}

static void write_file(const struct place *place, const char *text, mode_t mode)
{
    FILE *file = fopen(place->path, "w");

    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    assert_int_equal(chmod(place->path, mode), 0);
}

static void a_line_that_is_not_as_it_must_be_is_named(void **state)
{
    static const struct {
        const char *what, *text, *line;
    } wrong[] = {
        {"a name alone", "anna\n", "line 1"},
        {"two words, behind a remark and a blank line", "# x\n\nanna panel\n", "line 3"},
        {"four words", "anna panel $argon2id$x more\n", "line 1"},
        {"Anna", "Anna panel $argon2id$x\n", "line 1"},
        {"everybody", "anna everybody $argon2id$x\n", "line 1"},
        {"borough:Paris", "anna borough:Paris $argon2id$x\n", "line 1"},
        {"a password", "anna panel secret\n", "line 1"},
        {"anna twice", "anna panel $argon2id$x\nanna panel $argon2id$y\n", "line 2"},
    };
    const struct place *place = *state;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct accounts accounts;
        struct err_text text;

        write_file(place, wrong[i].text, 0600);
        assert_int_equal(accounts_read(&accounts, &arena, place->path, &text), ERR_MALFORMED);
        assert_non_null(strstr(text.text, wrong[i].line));
        golden_note_in(place->folder, wrong[i].what, text.text);
    }
    golden_check_noted("errors.golden", "lines of a file of readers");
}

static void a_file_that_others_can_read_is_refused(void **state)
{
    const struct place *place = *state;
    struct accounts accounts;

    write_file(place, "anna panel $argon2id$x\n", 0640);
    assert_int_equal(accounts_read(&accounts, &arena, place->path, NULL), ERR_IO);
    assert_int_equal(accounts_read(&accounts, &arena, "/nowhere/readers", NULL), ERR_NOT_FOUND);
}

static void what_is_written_is_read_again(void **state)
{
    const struct place *place = *state;
    struct account list[2] = {{.name = "anna"},
                              {.name = "camden", .borough = boroughs_find("Camden")}};
    const struct accounts written = {list, 2};
    struct accounts read;
    struct stat status;

    strcpy(list[0].hash, "$argon2id$a");
    strcpy(list[1].hash, "$argon2id$b");
    assert_int_equal(accounts_write(&written, place->path, NULL), ERR_OK);
    assert_int_equal(stat(place->path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_int_equal(accounts_read(&read, &arena, place->path, NULL), ERR_OK);
    assert_int_equal(read.count, 2);
    assert_null(accounts_find(&read, "anna")->borough);
    assert_ptr_equal(accounts_find(&read, "camden")->borough, boroughs_find("Camden"));
    assert_string_equal(accounts_find(&read, "camden")->hash, "$argon2id$b");
    assert_null(accounts_find(&read, "ann"));
}

static void a_password_is_long_enough_and_can_be_typed(void **state)
{
    struct account account = {.name = "anna"};
    char longest[ACCOUNTS_PASSWORD_MAX_BYTES + 2];

    (void)state;
    memset(longest, 'a', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    assert_int_equal(accounts_set_password(&account, "", NULL), ERR_COMMAND);
    assert_int_equal(accounts_set_password(&account, "elevenchars", NULL), ERR_COMMAND);
    assert_int_equal(accounts_set_password(&account, longest, NULL), ERR_COMMAND);
    assert_int_equal(accounts_set_password(&account, "four words\x07 are enough", NULL),
                     ERR_COMMAND);
    assert_int_equal(accounts_set_password(&account, "four words \xff are enough", NULL),
                     ERR_COMMAND);
    assert_string_equal(account.hash, "");
}

static void a_password_fits_its_account_and_no_other(void **state)
{
    struct account anna = {.name = "anna"}, other = {.name = "other"};

    (void)state;
    assert_int_equal(accounts_set_password(&anna, password, NULL), ERR_OK);
    assert_int_equal(accounts_set_password(&other, password, NULL), ERR_OK);
    assert_string_not_equal(anna.hash, other.hash);
    assert_null(strstr(anna.hash, "words"));
    assert_true(accounts_password_fits(&anna, password));
    assert_false(accounts_password_fits(&anna, "four words are enougH"));
    assert_false(accounts_password_fits(&anna, ""));
    assert_false(accounts_password_fits(NULL, password));
    assert_false(accounts_password_fits(NULL, ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_line_that_is_not_as_it_must_be_is_named, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_others_can_read_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_written_is_read_again, set_up, tear_down),
        cmocka_unit_test(a_password_is_long_enough_and_can_be_typed),
        cmocka_unit_test(a_password_fits_its_account_and_no_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
