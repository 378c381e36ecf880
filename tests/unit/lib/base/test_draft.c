#include "lib/base/draft.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
    char folder[32];
    char path[64];
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    strcpy(f->folder, "/tmp/qd-draft-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    (void)snprintf(f->path, sizeof f->path, "%s/file", f->folder);
    *state = f;
    return 0;
}

// Nothing but the file itself may have been left in the folder.
static int tear_down(void **state)
{
    struct fixture *f = *state;

    (void)unlink(f->path);
    assert_int_equal(0, rmdir(f->folder));
    free(f);
    return 0;
}

static void put(const struct fixture *f, const char *words)
{
    FILE *file = fopen(f->path, "w");

    assert_non_null(file);
    assert_true(fputs(words, file) >= 0);
    assert_int_equal(0, fclose(file));
}

static void holds(const struct fixture *f, const char *words)
{
    char read[32] = "";
    FILE *file = fopen(f->path, "r");

    assert_non_null(file);
    assert_non_null(fgets(read, sizeof read, file));
    assert_int_equal(0, fclose(file));
    assert_string_equal(words, read);
}

static void what_is_kept_replaces_what_was_there(void **state)
{
    struct fixture *f = *state;
    const mode_t mask = umask(022);
    struct stat status;
    struct draft draft;

    put(f, "before");
    assert_int_equal(ERR_OK, draft_open(&draft, f->path, NULL));
    fputs("after", draft.out);
    assert_int_equal(0, fflush(draft.out));
    holds(f, "before");
    assert_int_equal(ERR_OK, draft_keep(&draft, NULL));
    holds(f, "after");
    assert_int_equal(0, stat(f->path, &status));
    assert_int_equal(0644, status.st_mode & 0777);
    draft_drop(&draft);
    holds(f, "after");
    (void)umask(mask);
}

static void what_is_dropped_leaves_what_was_there(void **state)
{
    struct fixture *f = *state;
    struct draft draft;

    put(f, "before");
    assert_int_equal(ERR_OK, draft_open(&draft, f->path, NULL));
    fputs("after", draft.out);
    draft_drop(&draft);
    holds(f, "before");
}

static void a_folder_that_does_not_exist_is_named(void **state)
{
    struct fixture *f = *state;
    struct err_text text = {""};
    struct draft draft;
    char path[96];

    (void)snprintf(path, sizeof path, "%s/nowhere/file", f->folder);
    assert_int_equal(ERR_NOT_FOUND, draft_open(&draft, path, &text));
    assert_non_null(strstr(text.text, path));
    draft_drop(&draft);
}

static void what_is_no_file_is_not_replaced(void **state)
{
    struct fixture *f = *state;
    struct err_text text = {""};
    struct draft draft;

    assert_int_equal(0, symlink("elsewhere", f->path));
    assert_int_equal(ERR_COMMAND, draft_open(&draft, f->path, &text));
    assert_int_equal(0, unlink(f->path));
    assert_int_equal(0, mkfifo(f->path, 0600));
    assert_int_equal(ERR_COMMAND, draft_open(&draft, f->path, &text));
    assert_non_null(strstr(text.text, f->path));
    assert_int_equal(ERR_COMMAND, draft_open(&draft, "/dev/null", NULL));
}

// A full disk.
static void what_cannot_be_written_leaves_what_was_there(void **state)
{
    struct fixture *f = *state;
    struct err_text text = {""};
    struct draft draft;

    put(f, "before");
    assert_int_equal(ERR_OK, draft_open(&draft, f->path, NULL));
    assert_non_null(freopen("/dev/full", "w", draft.out));
    fputs("after", draft.out);
    assert_int_equal(ERR_FULL, draft_keep(&draft, &text));
    assert_non_null(strstr(text.text, f->path));
    holds(f, "before");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_kept_replaces_what_was_there),
        TEST(what_is_dropped_leaves_what_was_there),
        TEST(a_folder_that_does_not_exist_is_named),
        TEST(what_is_no_file_is_not_replaced),
        TEST(what_cannot_be_written_leaves_what_was_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
