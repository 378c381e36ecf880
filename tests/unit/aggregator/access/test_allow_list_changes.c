// The live copy of the list, when its file changes or cannot be read.
#include "aggregator/access/allow_list.h"

#include "tests/support/golden/golden.h"
#include "tests/support/listed/listed.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static void a_changed_file_is_read_again(void **state)
{
    struct listed *f = *state;

    listed_write_file(f, "# nobody yet\n", "w");
    listed_open(f);
    listed_allow(f, CAMDEN, 1);
    assert_int_equal(ERR_OK, allow_list_refresh(f->list, &f->removed, &f->text));
    assert_false(f->removed);
    assert_true(listed_lets_in(f, 1));
    listed_allow(f, HACKNEY, 2);
    assert_int_equal(ERR_OK, allow_list_refresh(f->list, &f->removed, &f->text));
    assert_false(f->removed);
    assert_true(listed_lets_in(f, 1) && listed_lets_in(f, 2));
}

// The old list would otherwise let a withdrawn key in for as long as its replacement looks alike.
static void promise_d_a_file_of_the_same_size_and_time_is_read_again(void **state)
{
    struct listed *f = *state;
    const struct timespec times[2] = {{.tv_sec = 1000000000}, {.tv_sec = 1000000000}};

    for (uint8_t byte = 1; byte < 50; byte++) {
        listed_write_key(f, "202", byte, "w");
        assert_int_equal(0, utimensat(AT_FDCWD, f->path, times, 0));
        if (f->list == NULL)
            listed_open(f);
        assert_int_equal(ERR_OK, allow_list_refresh(f->list, &f->removed, &f->text));
        assert_true(listed_lets_in(f, byte));
        assert_false(listed_lets_in(f, byte - 1));
    }
}

static void promise_d_a_key_that_was_taken_off_is_reported_and_forgotten(void **state)
{
    struct listed *f = *state;
    Qd__LocalAuthority authority;
    char user_id[ZAP_USER_ID_BYTES];
    size_t removed;

    listed_allow(f, CAMDEN, 1);
    listed_allow(f, CAMDEN, 2);
    listed_open(f);
    assert_true(listed_is_let_in(f, 1, user_id));
    assert_int_equal(ERR_OK, allow_list_revoke(f->path, (Qd__LocalAuthority)0,
                                               listed_key_of(1, (uint8_t[KEYS_BYTES]){0}), &removed,
                                               &f->text));
    assert_int_equal(ERR_OK, allow_list_refresh(f->list, &f->removed, &f->text));
    assert_true(f->removed);
    assert_false(listed_lets_in(f, 1));
    assert_false(allow_list_user(f->list, user_id, &authority));
    assert_true(listed_lets_in(f, 2));
    // Told once.
    assert_int_equal(ERR_OK, allow_list_refresh(f->list, &f->removed, &f->text));
    assert_false(f->removed);
}

static void promise_d_a_key_that_changes_its_borough_is_reported(void **state)
{
    struct listed *f = *state;
    Qd__LocalAuthority authority;
    char user_id[ZAP_USER_ID_BYTES];

    listed_write_key(f, "202", 1, "w");
    listed_open(f);
    assert_true(listed_is_let_in(f, 1, user_id));
    listed_write_key(f, "204", 1, "w");
    assert_int_equal(ERR_OK, allow_list_refresh(f->list, &f->removed, &f->text));
    assert_true(f->removed);
    assert_false(allow_list_user(f->list, user_id, &authority));
}

static void promise_d_a_broken_file_lets_nobody_new_in(void **state)
{
    struct listed *f = *state;

    listed_write_key(f, "202", 1, "w");
    listed_write_key(f, "204", 2, "a");
    listed_open(f);
    listed_write_key(f, "202", 1, "w");
    listed_write_file(f, "not a line of this file\n", "a");
    listed_write_key(f, "203", 3, "a");
    assert_int_equal(ERR_MALFORMED, allow_list_refresh(f->list, &f->removed, &f->text));
    assert_int_equal(ALLOW_LIST_MALFORMED, allow_list_state(f->list));
    assert_int_equal(ALLOW_LIST_RETRY_MS, allow_list_wait_ms(f->list));
    golden_note_in(f->folder.path, "line 2 of three", f->text.text);
    golden_check_noted("errors.golden", "an allow-list that is broken while it is served from");
    assert_true(f->removed);
    assert_true(listed_lets_in(f, 1));
    assert_false(listed_lets_in(f, 2));
    assert_false(listed_lets_in(f, 3));
    // Fixed.
    listed_write_key(f, "202", 1, "w");
    listed_write_key(f, "203", 3, "a");
    assert_int_equal(ERR_OK, allow_list_refresh(f->list, &f->removed, &f->text));
    assert_false(f->removed);
    assert_true(listed_lets_in(f, 3));
}

// Refreshes until the list is in this state.
static void wait_for_state(struct listed *f, enum allow_list_state state)
{
    const uint64_t deadline_ms = clock_monotonic_ms() + PEER_DEADLINE_MS;

    while (allow_list_state(f->list) != state && clock_monotonic_ms() < deadline_ms) {
        assert_true(allow_list_wait_ms(f->list) >= 0);
        (void)poll(NULL, 0, (int)allow_list_wait_ms(f->list));
        (void)allow_list_refresh(f->list, &f->removed, &f->text);
    }
    assert_int_equal(state, allow_list_state(f->list));
}

static void promise_d_a_list_that_cannot_be_read_shuts_everybody_out_in_the_end(void **state)
{
    struct listed *f = *state;
    Qd__LocalAuthority authority;
    char user_id[ZAP_USER_ID_BYTES];

    listed_write_key(f, "202", 1, "w");
    listed_write_key(f, "204", 2, "a");
    listed_open(f);
    assert_true(listed_is_let_in(f, 1, user_id));
    // Nobody can tell whether these keys are on it still.
    assert_int_equal(0, unlink(f->path));
    assert_int_equal(0, mkdir(f->path, 0700));
    assert_int_not_equal(ERR_OK, allow_list_refresh(f->list, &f->removed, &f->text));
    assert_int_equal(ALLOW_LIST_UNREADABLE, allow_list_state(f->list));
    assert_false(f->removed);
    assert_true(listed_lets_in(f, 1));
    assert_true(allow_list_user(f->list, user_id, &authority));
    wait_for_state(f, ALLOW_LIST_SHUT);
    assert_false(listed_lets_in(f, 1));
    assert_false(allow_list_user(f->list, user_id, &authority));
    // It is tried again, and counts at once; the key that was taken off meanwhile is found out.
    assert_int_equal(0, rmdir(f->path));
    listed_write_key(f, "202", 1, "w");
    wait_for_state(f, ALLOW_LIST_GOOD);
    assert_true(f->removed);
    assert_true(listed_lets_in(f, 1));
    assert_false(listed_lets_in(f, 2));
    assert_true(allow_list_user(f->list, user_id, &authority));
    assert_int_equal(ALLOW_LIST_RETRY_MS, allow_list_wait_ms(f->list));
}

static void a_list_that_is_gone_is_not_an_empty_one(void **state)
{
    struct listed *f = *state;

    listed_write_key(f, "202", 1, "w");
    listed_open(f);
    assert_int_equal(0, unlink(f->path));
    assert_int_equal(ERR_NOT_FOUND, allow_list_refresh(f->list, &f->removed, &f->text));
    assert_int_equal(ALLOW_LIST_UNREADABLE, allow_list_state(f->list));
    assert_false(f->removed);
    assert_true(listed_lets_in(f, 1));
}

// Strangers' connections have taken every descriptor below the soft limit.
static void promise_d_a_change_is_read_when_no_descriptor_is_left(void **state)
{
    enum { DESCRIPTORS = 64 };
    struct rlimit limit, after, few = {.rlim_cur = DESCRIPTORS};
    struct listed *f = *state;
    int taken[DESCRIPTORS];
    size_t count = 0;

    listed_write_key(f, "202", 1, "w");
    listed_write_key(f, "204", 2, "a");
    listed_open(f);
    listed_write_key(f, "204", 2, "w");
    assert_int_equal(0, getrlimit(RLIMIT_NOFILE, &limit));
    few.rlim_max = limit.rlim_max;
    assert_int_equal(0, setrlimit(RLIMIT_NOFILE, &few));
    while (count < DESCRIPTORS && (taken[count] = open("/dev/null", O_RDONLY)) >= 0)
        count++;
    assert_int_equal(ERR_OK, allow_list_refresh(f->list, &f->removed, &f->text));
    assert_int_equal(0, getrlimit(RLIMIT_NOFILE, &after));
    while (count > 0)
        (void)close(taken[--count]);
    assert_int_equal(0, setrlimit(RLIMIT_NOFILE, &limit));
    assert_int_equal(DESCRIPTORS, after.rlim_cur);  // strangers do not get the kept ones
    assert_true(f->removed);
    assert_false(listed_lets_in(f, 1));
}

static int every_descriptor_is_taken;

// In the place of libc's, for this program: they are taken even beyond the soft limit.
int open(const char *path, int flags, ...)
{
    va_list arguments;
    int mode;

    va_start(arguments, flags);
    mode = (flags & O_CREAT) != 0 ? va_arg(arguments, int) : 0;
    va_end(arguments);
    if (every_descriptor_is_taken) {
        errno = EMFILE;
        return -1;
    }
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

static void promise_d_a_change_that_no_descriptor_is_left_to_read_shuts_at_once(void **state)
{
    struct listed *f = *state;

    listed_write_key(f, "202", 1, "w");
    listed_open(f);
    listed_write_key(f, "204", 2, "w");
    every_descriptor_is_taken = 1;
    assert_int_equal(ERR_NO_MEMORY, allow_list_refresh(f->list, &f->removed, &f->text));
    every_descriptor_is_taken = 0;
    assert_int_equal(ALLOW_LIST_SHUT, allow_list_state(f->list));
    assert_false(listed_lets_in(f, 1));
    wait_for_state(f, ALLOW_LIST_GOOD);
    assert_true(f->removed);
    assert_true(listed_lets_in(f, 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, listed_set_up, listed_tear_down)
        TEST(a_changed_file_is_read_again),
        TEST(promise_d_a_file_of_the_same_size_and_time_is_read_again),
        TEST(promise_d_a_key_that_was_taken_off_is_reported_and_forgotten),
        TEST(promise_d_a_key_that_changes_its_borough_is_reported),
        TEST(promise_d_a_broken_file_lets_nobody_new_in),
        TEST(promise_d_a_list_that_cannot_be_read_shuts_everybody_out_in_the_end),
        TEST(a_list_that_is_gone_is_not_an_empty_one),
        TEST(promise_d_a_change_is_read_when_no_descriptor_is_left),
        TEST(promise_d_a_change_that_no_descriptor_is_left_to_read_shuts_at_once),
#undef TEST
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
