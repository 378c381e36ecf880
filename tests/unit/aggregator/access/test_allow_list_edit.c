// The two commands that change the file.
#include "aggregator/access/allow_list.h"

#include "tests/support/golden/golden.h"
#include "tests/support/listed/listed.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static void promise_d_a_key_is_not_given_to_a_second_borough(void **state)
{
    struct listed *f = *state;
    uint8_t key[KEYS_BYTES];

    listed_allow(f, CAMDEN, 1);
    assert_int_equal(ERR_EXISTS,
                     allow_list_allow(f->path, HACKNEY, listed_key_of(1, key), &f->text));
    golden_note_in(f->folder.path, "Hackney is given the key of Camden", f->text.text);
    golden_check_noted("errors.golden", "a key that another borough has");
    assert_int_equal(ERR_COMMAND, allow_list_allow(f->path, (Qd__LocalAuthority)999,
                                                   listed_key_of(2, key), &f->text));
    listed_open(f);
    assert_int_equal(1, allow_list_count(f->list));
}

static void allowing_changes_no_file_that_cannot_be_read(void **state)
{
    struct listed *f = *state;
    uint8_t key[KEYS_BYTES];

    listed_write_file(f, "not a line of this file\n", "w");
    assert_int_equal(ERR_MALFORMED,
                     allow_list_allow(f->path, CAMDEN, listed_key_of(1, key), &f->text));
    assert_int_equal(ERR_NOT_FOUND, allow_list_allow("/tmp/qd-there-is-no-such-folder/allow.list",
                                                     CAMDEN, listed_key_of(1, key), &f->text));
}

static void allowing_the_same_key_again_changes_nothing(void **state)
{
    struct listed *f = *state;
    struct stat before;
    struct stat after;

    listed_allow(f, CAMDEN, 1);
    assert_int_equal(0, stat(f->path, &before));
    listed_allow(f, CAMDEN, 1);
    assert_int_equal(0, stat(f->path, &after));
    assert_int_equal(before.st_ino, after.st_ino);
    listed_open(f);
    assert_int_equal(1, allow_list_count(f->list));
}

static void comments_mode_and_links_are_kept(void **state)
{
    struct listed *f = *state;
    char link_path[128];
    char line[256];
    uint8_t key[KEYS_BYTES];
    struct stat file;
    FILE *in;

    listed_write_file(f, "# call before you revoke Camden", "w");
    assert_int_equal(0, chmod(f->path, 0640));
    (void)peer_path(&f->folder, "link.list", link_path);
    assert_int_equal(0, symlink("allow.list", link_path));
    assert_int_equal(ERR_OK, allow_list_allow(link_path, CAMDEN, listed_key_of(1, key), &f->text));
    assert_int_equal(0, lstat(link_path, &file));
    assert_true(S_ISLNK(file.st_mode));
    assert_int_equal(0, stat(f->path, &file));
    assert_int_equal(0640, file.st_mode & 07777);
    in = fopen(f->path, "r");
    assert_non_null(fgets(line, sizeof line, in));
    assert_string_equal("# call before you revoke Camden\n", line);
    assert_non_null(fgets(line, sizeof line, in));
    assert_non_null(strstr(line, "Camden"));
    assert_null(fgets(line, sizeof line, in));
    assert_int_equal(0, fclose(in));
}

static void revoking_takes_a_key_or_all_of_a_borough(void **state)
{
    struct listed *f = *state;
    uint8_t key[KEYS_BYTES];
    size_t removed;

    listed_allow(f, CAMDEN, 1);
    listed_allow(f, CAMDEN, 2);
    listed_allow(f, HACKNEY, 3);
    assert_int_equal(ERR_OK, allow_list_revoke(f->path, CAMDEN, NULL, &removed, &f->text));
    assert_int_equal(2, removed);
    assert_int_equal(ERR_NOT_FOUND, allow_list_revoke(f->path, CAMDEN, NULL, &removed, &f->text));
    golden_note_in(f->folder.path, "Camden has none", f->text.text);
    golden_check_noted("errors.golden", "a key that is not there to be revoked");
    assert_int_equal(0, removed);
    assert_int_equal(ERR_NOT_FOUND, allow_list_revoke(f->path, (Qd__LocalAuthority)0,
                                                      listed_key_of(9, key), &removed, &f->text));
    assert_int_equal(ERR_OK, allow_list_revoke(f->path, (Qd__LocalAuthority)0,
                                               listed_key_of(3, key), &removed, &f->text));
    assert_int_equal(1, removed);
    listed_open(f);
    assert_int_equal(0, allow_list_count(f->list));
}

static void revoking_works_beside_a_line_that_cannot_be_read(void **state)
{
    struct listed *f = *state;
    size_t removed;

    listed_write_key(f, "202", 1, "w");
    listed_write_file(f, "not a line of this file\n202 " LISTED_KEY_OF_5 " until=tomorrow\n", "a");
    assert_int_equal(ERR_OK, allow_list_revoke(f->path, CAMDEN, NULL, &removed, &f->text));
    assert_int_equal(2, removed);
}

// --- no memory: an edit fails whole or succeeds whole

// The Nth call from now on fails; 0: none does.
static unsigned memory_left;

// The sanitizers have an allocator of their own, which nothing may stand before.
#ifndef __SANITIZE_ADDRESS__
extern void *__libc_malloc(size_t size);
extern void *__libc_realloc(void *old, size_t size);

static int fails(void)
{
    return memory_left > 0 && --memory_left == 0;
}

void *malloc(size_t size)
{
    if (!fails())
        return __libc_malloc(size);
    errno = ENOMEM;
    return NULL;
}

void *realloc(void *old, size_t size)
{
    if (!fails())
        return __libc_realloc(old, size);
    errno = ENOMEM;
    return NULL;
}
#endif

// Whether our malloc is the one that is called: valgrind and the sanitizers put theirs before it.
static int memory_fails(void)
{
    void *volatile memory;
    int failed;

    memory_left = 1;
    memory = malloc(1);
    memory_left = 0;
    failed = memory == NULL;
    free(memory);
    return failed;
}

static char *content(const struct listed *f)
{
    static char bytes[4096];
    FILE *in = fopen(f->path, "r");

    bytes[fread(bytes, 1, sizeof bytes - 1, in)] = '\0';
    (void)fclose(in);
    return bytes;
}

static void promise_d_without_memory_an_edit_leaves_the_list_as_it_was(void **state)
{
    struct listed *f = *state;
    char before[4096];
    uint8_t key[KEYS_BYTES];
    unsigned failed = 0;

    for (unsigned number = 1; number < 40; number++) {
        size_t removed;
        enum err error;

        listed_write_file(f, "# a list\n", "w");
        listed_write_key(f, "202", 1, "a");
        listed_write_key(f, "204", 2, "a");
        (void)strcpy(before, content(f));
        memory_left = number;
        error = number % 2 == 0 ? allow_list_allow(f->path, (Qd__LocalAuthority)203,
                                                   listed_key_of(3, key), &f->text)
                                : allow_list_revoke(f->path, HACKNEY, NULL, &removed, &f->text);
        memory_left = 0;
        if (error == ERR_OK) {
            assert_non_null(strstr(content(f), "202  "));
            assert_true((strstr(content(f), "204  ") != NULL) == (number % 2 == 0));
        } else {
            assert_int_not_equal(ERR_NOT_FOUND, error);
            assert_string_equal(before, content(f));
            failed++;
        }
    }
    assert_true(failed > 2 || !memory_fails());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, listed_set_up, listed_tear_down)
        TEST(promise_d_a_key_is_not_given_to_a_second_borough),
        TEST(allowing_changes_no_file_that_cannot_be_read),
        TEST(allowing_the_same_key_again_changes_nothing),
        TEST(comments_mode_and_links_are_kept),
        TEST(revoking_takes_a_key_or_all_of_a_borough),
        TEST(revoking_works_beside_a_line_that_cannot_be_read),
        TEST(promise_d_without_memory_an_edit_leaves_the_list_as_it_was),
#undef TEST
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
