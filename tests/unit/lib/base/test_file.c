#include "lib/base/file.h"

#include <fcntl.h>
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

enum { PATH_BYTES = 100, OTHER_USER = 65534 };

struct place {
    char folder[PATH_BYTES / 2];
    char file[PATH_BYTES];
};

static int make_place(void **state)
{
    struct place *place = calloc(1, sizeof *place);

    if (place == NULL)
        return -1;
    strcpy(place->folder, "/tmp/test_file.XXXXXX");
    if (mkdtemp(place->folder) == NULL) {
        free(place);
        return -1;
    }
    snprintf(place->file, sizeof place->file, "%s/some.file", place->folder);
    *state = place;
    return 0;
}

static int remove_place(void **state)
{
    struct place *place = *state;

    unlink(place->file);
    rmdir(place->folder);
    free(place);
    return 0;
}

static void write_file(const struct place *place, mode_t mode)
{
    const int file = open(place->file, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_true(file >= 0);
    assert_int_equal(write(file, "x", 1), 1);
    close(file);
    assert_int_equal(chmod(place->file, mode), 0);
}

static enum err open_once(const char *path, enum file_kept kept, struct err_text *text)
{
    int descriptor;
    const enum err error = file_open(&descriptor, path, kept, text);

    if (error == ERR_OK)
        assert_int_equal(close(descriptor), 0);
    else
        assert_int_equal(descriptor, -1);
    return error;
}

static void what_does_not_exist_is_not_found(void **state)
{
    const struct place *place = *state;
    struct err_text text;

    assert_int_equal(open_once(place->file, FILE_KEPT_BY_ANYBODY, &text), ERR_NOT_FOUND);
    assert_non_null(strstr(text.text, place->file));
    assert_int_equal(open_once(place->file, FILE_KEPT_BY_ANYBODY, NULL), ERR_NOT_FOUND);
}

// A pipe that nobody writes to, and a terminal that nobody types into, would be waited for.
static void what_is_not_a_file_is_refused_at_once(void **state)
{
    const struct place *place = *state;

    assert_int_equal(mkfifo(place->file, 0600), 0);
    assert_int_equal(open_once(place->file, FILE_KEPT_BY_ANYBODY, NULL), ERR_COMMAND);
    assert_int_equal(open_once(place->folder, FILE_KEPT_BY_ANYBODY, NULL), ERR_COMMAND);
    assert_int_equal(open_once("/dev/null", FILE_KEPT_BY_ANYBODY, NULL), ERR_COMMAND);
    assert_int_equal(open_once("/dev/zero", FILE_KEPT_BY_ANYBODY, NULL), ERR_COMMAND);
    assert_int_equal(open_once("/dev/ptmx", FILE_KEPT_BY_ANYBODY, NULL), ERR_COMMAND);
}

static void a_mode_that_lets_others_in_is_refused_with_the_command_that_fixes_it(void **state)
{
    static const struct {
        mode_t mode;
        enum err secret, from_writers;
    } cases[] = {
        {0600, ERR_OK, ERR_OK}, {0400, ERR_OK, ERR_OK}, {0640, ERR_IO, ERR_OK},
        {0604, ERR_IO, ERR_OK}, {0610, ERR_IO, ERR_OK}, {0601, ERR_IO, ERR_OK},
        {0644, ERR_IO, ERR_OK}, {0620, ERR_IO, ERR_IO}, {0602, ERR_IO, ERR_IO},
        {0660, ERR_IO, ERR_IO}, {0666, ERR_IO, ERR_IO}, {0777, ERR_IO, ERR_IO},
    };
    const struct place *place = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct err_text text = {"chmod"};

        write_file(place, cases[i].mode);
        assert_int_equal(open_once(place->file, FILE_KEPT_BY_ANYBODY, &text), ERR_OK);
        assert_int_equal(open_once(place->file, FILE_KEPT_FROM_WRITERS, &text),
                         cases[i].from_writers);
        assert_non_null(strstr(text.text, "chmod"));
        assert_int_equal(open_once(place->file, FILE_KEPT_SECRET, &text), cases[i].secret);
        assert_non_null(strstr(text.text, "chmod"));
    }
}

static void a_folder_that_anybody_writes_to_keeps_no_file(void **state)
{
    const struct place *place = *state;
    struct err_text text;

    write_file(place, 0600);
    assert_int_equal(chmod(place->folder, 0777), 0);
    assert_int_equal(open_once(place->file, FILE_KEPT_BY_ANYBODY, NULL), ERR_OK);
    assert_int_equal(open_once(place->file, FILE_KEPT_SECRET, &text), ERR_IO);
    assert_non_null(strstr(text.text, "chmod o-w /"));
    assert_int_equal(open_once(place->file, FILE_KEPT_FROM_WRITERS, NULL), ERR_IO);
    assert_int_equal(chmod(place->folder, 01777), 0);  // as /tmp
    assert_int_equal(open_once(place->file, FILE_KEPT_SECRET, NULL), ERR_OK);
    assert_int_equal(chmod(place->folder, 0700), 0);
}

static void a_file_of_another_user_is_not_kept(void **state)
{
    const struct place *place = *state;
    struct err_text text;

    write_file(place, 0600);
    if (chown(place->file, OTHER_USER, (gid_t)-1) == 0) {
        assert_int_equal(open_once(place->file, FILE_KEPT_SECRET, &text), ERR_IO);
        assert_non_null(strstr(text.text, "chown"));
        assert_int_equal(open_once(place->file, FILE_KEPT_BY_ANYBODY, NULL), ERR_OK);
    }
    // Root may change everything anyway.
    assert_int_equal(open_once("/etc/passwd", FILE_KEPT_FROM_WRITERS, NULL), ERR_OK);
}

static void a_name_without_a_folder_is_in_this_one(void **state)
{
    const struct place *place = *state;
    char before[4096];
    enum err error;

    write_file(place, 0600);
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(place->folder), 0);
    error = open_once("some.file", FILE_KEPT_SECRET, NULL);
    assert_int_equal(chdir(before), 0);
    assert_int_equal(error, ERR_OK);
}

// --- making one

static void write_words(FILE *out, void *words)
{
    fputs(words, out);
}

static void what_has_the_name_already_stays_as_it_is(void **state)
{
    const struct place *place = *state;
    char words[] = "other words";
    struct stat before, after;

    write_file(place, 0600);
    assert_int_equal(stat(place->file, &before), 0);
    assert_int_equal(file_make(place->file, write_words, words, NULL), ERR_EXISTS);
    assert_int_equal(stat(place->file, &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    assert_int_equal(1, after.st_size);
}

static void write_to_a_full_disk(FILE *out, void *context)
{
    const int full = open("/dev/full", O_WRONLY);

    (void)context;
    assert_true(full >= 0);
    assert_true(dup2(full, fileno(out)) >= 0);
    close(full);
    fputs("words", out);
}

static void of_a_file_that_the_disk_does_not_take_nothing_is_left(void **state)
{
    const struct place *place = *state;
    struct err_text text;

    assert_int_equal(file_make(place->file, write_to_a_full_disk, NULL, &text), ERR_FULL);
    assert_non_null(strstr(text.text, place->file));
    assert_int_equal(access(place->file, F_OK), -1);
    assert_int_equal(file_make("/nowhere/file", write_words, NULL, NULL), ERR_NOT_FOUND);
}

static void a_file_holds_what_was_written(void **state)
{
    const struct place *place = *state;
    char words[] = "some words", read[20] = "";
    FILE *in;

    assert_int_equal(file_make(place->file, write_words, words, NULL), ERR_OK);
    in = fopen(place->file, "r");
    assert_non_null(in);
    assert_int_equal(fread(read, 1, sizeof read, in), strlen(words));
    assert_string_equal(read, words);
    fclose(in);
}

static void a_file_is_read_whole_and_one_that_is_too_large_is_not(void **state)
{
    const struct place *place = *state;
    struct err_text text = {""};
    struct arena arena;
    char words[] = "some words", *bytes = NULL;
    size_t size = 0;

    arena_init(&arena, 1000);
    assert_int_equal(file_read(&bytes, &size, 100, &arena, place->file, NULL), ERR_NOT_FOUND);
    assert_int_equal(file_make(place->file, write_words, words, NULL), ERR_OK);
    assert_int_equal(file_read(&bytes, &size, strlen(words) - 1, &arena, place->file, &text),
                     ERR_TOO_LARGE);
    assert_non_null(strstr(text.text, "larger than 9 bytes"));
    assert_int_equal(file_read(&bytes, &size, strlen(words), &arena, place->file, NULL), ERR_OK);
    assert_int_equal(size, strlen(words));
    assert_string_equal(bytes, words);
    arena_free(&arena);
}

#define IN_A_PLACE(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_PLACE(what_does_not_exist_is_not_found),
        IN_A_PLACE(what_is_not_a_file_is_refused_at_once),
        IN_A_PLACE(a_mode_that_lets_others_in_is_refused_with_the_command_that_fixes_it),
        IN_A_PLACE(a_folder_that_anybody_writes_to_keeps_no_file),
        IN_A_PLACE(a_file_of_another_user_is_not_kept),
        IN_A_PLACE(a_name_without_a_folder_is_in_this_one),
        IN_A_PLACE(what_has_the_name_already_stays_as_it_is),
        IN_A_PLACE(of_a_file_that_the_disk_does_not_take_nothing_is_left),
        IN_A_PLACE(a_file_holds_what_was_written),
        IN_A_PLACE(a_file_is_read_whole_and_one_that_is_too_large_is_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
