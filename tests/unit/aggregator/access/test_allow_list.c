// Whose key is whose: the file as it is read, and who is asked for.
#include "aggregator/access/allow_list.h"

#include "aggregator/access/allow_file.h"
#include "tests/support/golden/golden.h"
#include "tests/support/listed/listed.h"

#include <sys/stat.h>
#include <unistd.h>

// --- reading

static void a_list_that_cannot_be_read_in_full_is_not_opened(void **state)
{
    static const struct {
        const char *what, *line;
    } bad[] = {
        {"999", "999 0000000000000000000000000000000000000000000000000000000000000000\n"},
        {"a borough alone", "202\n"},
        {"a key of three digits", "202 abc\n"},
        {"a g", "202 000000000000000000000000000000000000000000000000000000000000000g\n"},
        {"a key of zeros",
         "202 0000000000000000000000000000000000000000000000000000000000000000\n"},
        // A word that is not known may say that the key is not to be let in.
        {"until=2026-12-31", "202 " LISTED_KEY_OF_5 " until=2026-12-31\n"},
        {"a time without its name", "202 " LISTED_KEY_OF_5 " 2026-11-23T10:00:00Z Camden\n"},
        {"added alone", "202 " LISTED_KEY_OF_5 " added\n"},
        {"adde=2026", "202 " LISTED_KEY_OF_5 " adde=2026\n"},
        {"added= twice", "202 " LISTED_KEY_OF_5 " added=2026 added=2027\n"},
    };
    struct listed *f = *state;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        listed_write_key(f, "203", 3, "w");
        listed_write_file(f, bad[i].line, "a");
        assert_int_equal(ERR_MALFORMED, allow_list_open(&f->list, f->path, &f->text));
        assert_null(f->list);
        golden_note_in(f->folder.path, bad[i].what, f->text.text);
    }
    golden_check_noted("errors.golden", "lines of the allow-list");
}

static void promise_d_a_key_of_two_boroughs_is_refused(void **state)
{
    struct listed *f = *state;

    listed_write_key(f, "202", 7, "w");
    listed_write_key(f, "204", 7, "a");
    assert_int_equal(ERR_MALFORMED, allow_list_open(&f->list, f->path, &f->text));
    golden_note_in(f->folder.path, "a key of Camden and Hackney", f->text.text);
    golden_check_noted("errors.golden", "a key of two boroughs on the allow-list");
}

static void a_file_of_nuls_or_of_too_many_keys_is_refused(void **state)
{
    struct listed *f = *state;
    FILE *file = fopen(f->path, "w");

    assert_int_equal(7, fwrite("202 \0ab", 1, 7, file));
    assert_int_equal(0, fclose(file));
    assert_int_equal(ERR_MALFORMED, allow_list_open(&f->list, f->path, &f->text));
    file = fopen(f->path, "w");
    for (int i = 0; i <= ALLOW_FILE_ENTRIES_MAX; i++)
        assert_true(fprintf(file, "202 %062x42\n", (unsigned)i) > 0);
    assert_int_equal(0, fclose(file));
    assert_int_equal(ERR_TOO_LARGE, allow_list_open(&f->list, f->path, &f->text));
}

static void a_folder_is_no_list(void **state)
{
    struct listed *f = *state;

    assert_int_not_equal(ERR_OK, allow_list_open(&f->list, f->folder.path, &f->text));
    assert_null(f->list);
}

static void a_list_that_does_not_exist_is_not_opened(void **state)
{
    struct listed *f = *state;

    assert_int_equal(ERR_NOT_FOUND, allow_list_open(&f->list, f->path, &f->text));
    golden_note_in(f->folder.path, "opened", f->text.text);
    golden_check_noted("errors.golden", "an allow-list that does not exist");
    listed_write_file(f, "# nobody yet\n", "w");
    listed_open(f);
    assert_int_equal(0, allow_list_count(f->list));
    assert_null(allow_list_entry(f->list, 0));
    assert_false(listed_lets_in(f, 1));
}

// Neither is waited for: a pipe has no writer, and may never get one.
static void a_pipe_in_the_place_of_the_list_is_refused(void **state)
{
    struct listed *f = *state;
    uint8_t key[KEYS_BYTES];
    size_t removed;

    assert_int_equal(0, mkfifo(f->path, 0600));
    assert_int_equal(ERR_COMMAND, allow_list_open(&f->list, f->path, &f->text));
    assert_int_equal(ERR_COMMAND,
                     allow_list_allow(f->path, CAMDEN, listed_key_of(1, key), &f->text));
    assert_int_equal(ERR_COMMAND, allow_list_revoke(f->path, CAMDEN, NULL, &removed, &f->text));
}

static void promise_d_a_list_that_others_can_change_is_refused(void **state)
{
    struct listed *f = *state;
    uint8_t key[KEYS_BYTES];

    listed_write_key(f, "202", 1, "w");
    assert_int_equal(0, chmod(f->path, 0666));
    assert_int_equal(ERR_IO, allow_list_open(&f->list, f->path, &f->text));
    golden_note_in(f->folder.path, "mode 0666", f->text.text);
    assert_int_equal(ERR_IO, allow_list_allow(f->path, HACKNEY, listed_key_of(2, key), &f->text));
    assert_int_equal(0, chmod(f->path, 0644));
    assert_int_equal(0, chmod(f->folder.path, 0777));
    assert_int_equal(ERR_IO, allow_list_open(&f->list, f->path, &f->text));
    golden_note_in(f->folder.path, "mode 0777 of its folder", f->text.text);
    golden_check_noted("errors.golden", "an allow-list that others can change");
    assert_int_equal(0, chmod(f->folder.path, 0700));
    listed_open(f);
}

static void comments_blank_lines_and_the_same_key_again_do_not_count(void **state)
{
    struct listed *f = *state;

    listed_write_file(f, "# who is let in\n\n   \n", "w");
    listed_write_key(f, "202", 1, "a");
    listed_write_key(f, "202", 1, "a");
    listed_write_key(f, "E09000012", 2, "a");
    listed_open(f);
    assert_int_equal(2, allow_list_count(f->list));
    assert_int_equal(CAMDEN, allow_list_entry(f->list, 0)->authority);
    assert_string_equal("2026-11-23T10:00:00Z", allow_list_entry(f->list, 0)->added);
    assert_int_equal(HACKNEY, allow_list_entry(f->list, 1)->authority);
}

// --- asking

static void promise_d_the_user_id_names_borough_and_key(void **state)
{
    struct listed *f = *state;
    Qd__LocalAuthority authority;
    char user_id[ZAP_USER_ID_BYTES];

    listed_write_key(f, "202", 0xab, "w");
    listed_write_key(f, "202", 0x01, "a");
    listed_write_key(f, "204", 0x02, "a");
    listed_open(f);
    assert_true(listed_is_let_in(f, 0xab, user_id));
    assert_string_equal("202:abababababababab", user_id);
    assert_true(allow_list_user(f->list, user_id, &authority));
    assert_int_equal(CAMDEN, authority);
    assert_string_equal("Camden", allow_list_user_borough(user_id)->la_name);
    assert_true(allow_list_user(f->list, "202:abababababababab:0001000002", &authority));
    assert_string_equal("Camden", allow_list_user_borough("202:0123456789abcdef")->la_name);
    assert_null(allow_list_user_borough("999:0123456789abcdef"));
    assert_null(allow_list_user_borough("202"));
    assert_false(listed_lets_in(f, 0xac));
}

static void promise_d_a_user_id_that_is_not_ours_speaks_for_nobody(void **state)
{
    static const char *const bad[] = {"",
                                      "202",
                                      "202:",
                                      "202:abababababababa",
                                      "202:ababababababababab",
                                      "202 abababababababab",
                                      "2x2:abababababababab",
                                      "202:ABABABABABABABAB",
                                      "202:ababababababababg",
                                      "202:abababababababac",
                                      "204:abababababababab"};
    struct listed *f = *state;
    Qd__LocalAuthority authority;

    listed_write_key(f, "202", 0xab, "w");
    listed_open(f);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(allow_list_user(f->list, bad[i], &authority));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, listed_set_up, listed_tear_down)
        TEST(a_list_that_cannot_be_read_in_full_is_not_opened),
        TEST(promise_d_a_key_of_two_boroughs_is_refused),
        TEST(a_file_of_nuls_or_of_too_many_keys_is_refused),
        TEST(a_folder_is_no_list),
        TEST(a_list_that_does_not_exist_is_not_opened),
        TEST(a_pipe_in_the_place_of_the_list_is_refused),
        TEST(promise_d_a_list_that_others_can_change_is_refused),
        TEST(comments_blank_lines_and_the_same_key_again_do_not_count),
        TEST(promise_d_the_user_id_names_borough_and_key),
        TEST(promise_d_a_user_id_that_is_not_ours_speaks_for_nobody),
#undef TEST
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
