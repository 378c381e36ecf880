// Whose key is whose: the file, its live copy, and the two commands that change it.
#include "aggregator/access/allow_list.h"

#include "aggregator/access/allow_file.h"
#include "tests/support/golden/golden.h"
#include "tests/support/peer/peer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define KEY_OF_5 "0505050505050505050505050505050505050505050505050505050505050505"

static const Qd__LocalAuthority CAMDEN = QD__LOCAL_AUTHORITY__E09000007;
static const Qd__LocalAuthority HACKNEY = QD__LOCAL_AUTHORITY__E09000012;

struct fixture {
    struct peer_folder folder;
    char path[128];
    struct err_text text;
    struct allow_list *list;
    int removed;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    f->folder = peer_folder_make();
    (void)peer_path(&f->folder, "allow.list", f->path);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    allow_list_close(f->list);
    peer_folder_remove(&f->folder);
    free(f);
    return 0;
}

// A key of 32 equal bytes, and its text.
static const uint8_t *key_of(uint8_t byte, uint8_t key[KEYS_BYTES])
{
    memset(key, byte, KEYS_BYTES);
    return key;
}

static const char *text_of(uint8_t byte, char text[KEYS_TEXT_BYTES])
{
    uint8_t key[KEYS_BYTES];

    keys_to_text(key_of(byte, key), text);
    return text;
}

static void write_file(const struct fixture *f, const char *content, const char *mode)
{
    FILE *file = fopen(f->path, mode);

    assert_non_null(file);
    assert_true(fputs(content, file) >= 0);
    assert_int_equal(0, fclose(file));
}

static void write_key(const struct fixture *f, const char *borough, uint8_t byte, const char *mode)
{
    char line[256];
    char key[KEYS_TEXT_BYTES];

    (void)snprintf(line, sizeof line, "%s  %s  added=2026-11-23T10:00:00Z  # Somewhere\n", borough,
                   text_of(byte, key));
    write_file(f, line, mode);
}

static void open_list(struct fixture *f)
{
    if (allow_list_open(&f->list, f->path, &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
}

static void allow(struct fixture *f, Qd__LocalAuthority authority, uint8_t byte)
{
    uint8_t key[KEYS_BYTES];

    if (allow_list_allow(f->path, authority, key_of(byte, key), &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
}

static int is_let_in(const struct fixture *f, uint8_t byte, char user_id[ZAP_USER_ID_BYTES])
{
    uint8_t key[KEYS_BYTES];

    return allow_list_lookup(f->list, key_of(byte, key), user_id);
}

static int lets_in(const struct fixture *f, uint8_t byte)
{
    char user_id[ZAP_USER_ID_BYTES];

    return is_let_in(f, byte, user_id);
}

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
        {"until=2026-12-31", "202 " KEY_OF_5 " until=2026-12-31\n"},
        {"a time without its name", "202 " KEY_OF_5 " 2026-11-23T10:00:00Z Camden\n"},
        {"added alone", "202 " KEY_OF_5 " added\n"},
        {"adde=2026", "202 " KEY_OF_5 " adde=2026\n"},
        {"added= twice", "202 " KEY_OF_5 " added=2026 added=2027\n"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        write_key(f, "203", 3, "w");
        write_file(f, bad[i].line, "a");
        assert_int_equal(ERR_MALFORMED, allow_list_open(&f->list, f->path, &f->text));
        assert_null(f->list);
        golden_note_in(f->folder.path, bad[i].what, f->text.text);
    }
    golden_check_noted("errors.golden", "lines of the allow-list");
}

static void promise_d_a_key_of_two_boroughs_is_refused(void **state)
{
    struct fixture *f = *state;

    write_key(f, "202", 7, "w");
    write_key(f, "204", 7, "a");
    assert_int_equal(ERR_MALFORMED, allow_list_open(&f->list, f->path, &f->text));
    golden_note_in(f->folder.path, "a key of Camden and Hackney", f->text.text);
    golden_check_noted("errors.golden", "a key of two boroughs on the allow-list");
}

static void a_file_of_nuls_or_of_too_many_keys_is_refused(void **state)
{
    struct fixture *f = *state;
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
    struct fixture *f = *state;

    assert_int_not_equal(ERR_OK, allow_list_open(&f->list, f->folder.path, &f->text));
    assert_null(f->list);
}

static void a_list_that_does_not_exist_is_not_opened(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(ERR_NOT_FOUND, allow_list_open(&f->list, f->path, &f->text));
    golden_note_in(f->folder.path, "opened", f->text.text);
    golden_check_noted("errors.golden", "an allow-list that does not exist");
    write_file(f, "# nobody yet\n", "w");
    open_list(f);
    assert_int_equal(0, allow_list_count(f->list));
    assert_null(allow_list_entry(f->list, 0));
    assert_false(lets_in(f, 1));
}

// Neither is waited for: a pipe has no writer, and may never get one.
static void a_pipe_in_the_place_of_the_list_is_refused(void **state)
{
    struct fixture *f = *state;
    uint8_t key[KEYS_BYTES];
    size_t removed;

    assert_int_equal(0, mkfifo(f->path, 0600));
    assert_int_equal(ERR_COMMAND, allow_list_open(&f->list, f->path, &f->text));
    assert_int_equal(ERR_COMMAND, allow_list_allow(f->path, CAMDEN, key_of(1, key), &f->text));
    assert_int_equal(ERR_COMMAND, allow_list_revoke(f->path, CAMDEN, NULL, &removed, &f->text));
}

static void promise_d_a_list_that_others_can_change_is_refused(void **state)
{
    struct fixture *f = *state;
    uint8_t key[KEYS_BYTES];

    write_key(f, "202", 1, "w");
    assert_int_equal(0, chmod(f->path, 0666));
    assert_int_equal(ERR_IO, allow_list_open(&f->list, f->path, &f->text));
    golden_note_in(f->folder.path, "mode 0666", f->text.text);
    assert_int_equal(ERR_IO, allow_list_allow(f->path, HACKNEY, key_of(2, key), &f->text));
    assert_int_equal(0, chmod(f->path, 0644));
    assert_int_equal(0, chmod(f->folder.path, 0777));
    assert_int_equal(ERR_IO, allow_list_open(&f->list, f->path, &f->text));
    golden_note_in(f->folder.path, "mode 0777 of its folder", f->text.text);
    golden_check_noted("errors.golden", "an allow-list that others can change");
    assert_int_equal(0, chmod(f->folder.path, 0700));
    open_list(f);
}

static void comments_blank_lines_and_the_same_key_again_do_not_count(void **state)
{
    struct fixture *f = *state;

    write_file(f, "# who is let in\n\n   \n", "w");
    write_key(f, "202", 1, "a");
    write_key(f, "202", 1, "a");
    write_key(f, "E09000012", 2, "a");
    open_list(f);
    assert_int_equal(2, allow_list_count(f->list));
    assert_int_equal(CAMDEN, allow_list_entry(f->list, 0)->authority);
    assert_string_equal("2026-11-23T10:00:00Z", allow_list_entry(f->list, 0)->added);
    assert_int_equal(HACKNEY, allow_list_entry(f->list, 1)->authority);
}

// --- asking

static void promise_d_the_user_id_names_borough_and_key(void **state)
{
    struct fixture *f = *state;
    Qd__LocalAuthority authority;
    char user_id[ZAP_USER_ID_BYTES];

    write_key(f, "202", 0xab, "w");
    write_key(f, "202", 0x01, "a");
    write_key(f, "204", 0x02, "a");
    open_list(f);
    assert_true(is_let_in(f, 0xab, user_id));
    assert_string_equal("202:abababababababab", user_id);
    assert_true(allow_list_user(f->list, user_id, &authority));
    assert_int_equal(CAMDEN, authority);
    assert_string_equal("Camden", allow_list_user_borough(user_id)->la_name);
    assert_true(allow_list_user(f->list, "202:abababababababab:0001000002", &authority));
    assert_string_equal("Camden", allow_list_user_borough("202:0123456789abcdef")->la_name);
    assert_null(allow_list_user_borough("999:0123456789abcdef"));
    assert_null(allow_list_user_borough("202"));
    assert_false(lets_in(f, 0xac));
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
    struct fixture *f = *state;
    Qd__LocalAuthority authority;

    write_key(f, "202", 0xab, "w");
    open_list(f);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(allow_list_user(f->list, bad[i], &authority));
}

// --- changes

static void a_changed_file_is_read_again(void **state)
{
    struct fixture *f = *state;

    write_file(f, "# nobody yet\n", "w");
    open_list(f);
    allow(f, CAMDEN, 1);
    assert_int_equal(ERR_OK, allow_list_refresh(f->list, &f->removed, &f->text));
    assert_false(f->removed);
    assert_true(lets_in(f, 1));
    allow(f, HACKNEY, 2);
    assert_int_equal(ERR_OK, allow_list_refresh(f->list, &f->removed, &f->text));
    assert_false(f->removed);
    assert_true(lets_in(f, 1) && lets_in(f, 2));
}

// The old list would otherwise let a withdrawn key in for as long as its replacement looks alike.
static void promise_d_a_file_of_the_same_size_and_time_is_read_again(void **state)
{
    struct fixture *f = *state;
    const struct timespec times[2] = {{.tv_sec = 1000000000}, {.tv_sec = 1000000000}};

    for (uint8_t byte = 1; byte < 50; byte++) {
        write_key(f, "202", byte, "w");
        assert_int_equal(0, utimensat(AT_FDCWD, f->path, times, 0));
        if (f->list == NULL)
            open_list(f);
        assert_int_equal(ERR_OK, allow_list_refresh(f->list, &f->removed, &f->text));
        assert_true(lets_in(f, byte));
        assert_false(lets_in(f, byte - 1));
    }
}

static void promise_d_a_key_that_was_taken_off_is_reported_and_forgotten(void **state)
{
    struct fixture *f = *state;
    Qd__LocalAuthority authority;
    char user_id[ZAP_USER_ID_BYTES];
    size_t removed;

    allow(f, CAMDEN, 1);
    allow(f, CAMDEN, 2);
    open_list(f);
    assert_true(is_let_in(f, 1, user_id));
    assert_int_equal(ERR_OK,
                     allow_list_revoke(f->path, (Qd__LocalAuthority)0,
                                       key_of(1, (uint8_t[KEYS_BYTES]){0}), &removed, &f->text));
    assert_int_equal(ERR_OK, allow_list_refresh(f->list, &f->removed, &f->text));
    assert_true(f->removed);
    assert_false(lets_in(f, 1));
    assert_false(allow_list_user(f->list, user_id, &authority));
    assert_true(lets_in(f, 2));
    // Told once.
    assert_int_equal(ERR_OK, allow_list_refresh(f->list, &f->removed, &f->text));
    assert_false(f->removed);
}

static void promise_d_a_key_that_changes_its_borough_is_reported(void **state)
{
    struct fixture *f = *state;
    Qd__LocalAuthority authority;
    char user_id[ZAP_USER_ID_BYTES];

    write_key(f, "202", 1, "w");
    open_list(f);
    assert_true(is_let_in(f, 1, user_id));
    write_key(f, "204", 1, "w");
    assert_int_equal(ERR_OK, allow_list_refresh(f->list, &f->removed, &f->text));
    assert_true(f->removed);
    assert_false(allow_list_user(f->list, user_id, &authority));
}

static void promise_d_a_broken_file_lets_nobody_new_in(void **state)
{
    struct fixture *f = *state;

    write_key(f, "202", 1, "w");
    write_key(f, "204", 2, "a");
    open_list(f);
    write_key(f, "202", 1, "w");
    write_file(f, "not a line of this file\n", "a");
    write_key(f, "203", 3, "a");
    assert_int_equal(ERR_MALFORMED, allow_list_refresh(f->list, &f->removed, &f->text));
    assert_int_equal(ALLOW_LIST_MALFORMED, allow_list_state(f->list));
    assert_int_equal(ALLOW_LIST_RETRY_MS, allow_list_wait_ms(f->list));
    golden_note_in(f->folder.path, "line 2 of three", f->text.text);
    golden_check_noted("errors.golden", "an allow-list that is broken while it is served from");
    assert_true(f->removed);
    assert_true(lets_in(f, 1));
    assert_false(lets_in(f, 2));
    assert_false(lets_in(f, 3));
    // Fixed.
    write_key(f, "202", 1, "w");
    write_key(f, "203", 3, "a");
    assert_int_equal(ERR_OK, allow_list_refresh(f->list, &f->removed, &f->text));
    assert_false(f->removed);
    assert_true(lets_in(f, 3));
}

// Refreshes until the list is in this state.
static void wait_for_state(struct fixture *f, enum allow_list_state state)
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
    struct fixture *f = *state;
    Qd__LocalAuthority authority;
    char user_id[ZAP_USER_ID_BYTES];

    write_key(f, "202", 1, "w");
    write_key(f, "204", 2, "a");
    open_list(f);
    assert_true(is_let_in(f, 1, user_id));
    // Nobody can tell whether these keys are on it still.
    assert_int_equal(0, unlink(f->path));
    assert_int_equal(0, mkdir(f->path, 0700));
    assert_int_not_equal(ERR_OK, allow_list_refresh(f->list, &f->removed, &f->text));
    assert_int_equal(ALLOW_LIST_UNREADABLE, allow_list_state(f->list));
    assert_false(f->removed);
    assert_true(lets_in(f, 1));
    assert_true(allow_list_user(f->list, user_id, &authority));
    wait_for_state(f, ALLOW_LIST_SHUT);
    assert_false(lets_in(f, 1));
    assert_false(allow_list_user(f->list, user_id, &authority));
    // It is tried again, and counts at once; the key that was taken off meanwhile is found out.
    assert_int_equal(0, rmdir(f->path));
    write_key(f, "202", 1, "w");
    wait_for_state(f, ALLOW_LIST_GOOD);
    assert_true(f->removed);
    assert_true(lets_in(f, 1));
    assert_false(lets_in(f, 2));
    assert_true(allow_list_user(f->list, user_id, &authority));
    assert_int_equal(ALLOW_LIST_RETRY_MS, allow_list_wait_ms(f->list));
}

static void a_list_that_is_gone_is_not_an_empty_one(void **state)
{
    struct fixture *f = *state;

    write_key(f, "202", 1, "w");
    open_list(f);
    assert_int_equal(0, unlink(f->path));
    assert_int_equal(ERR_NOT_FOUND, allow_list_refresh(f->list, &f->removed, &f->text));
    assert_int_equal(ALLOW_LIST_UNREADABLE, allow_list_state(f->list));
    assert_false(f->removed);
    assert_true(lets_in(f, 1));
}

// Strangers' connections have taken every descriptor below the soft limit.
static void promise_d_a_change_is_read_when_no_descriptor_is_left(void **state)
{
    enum { DESCRIPTORS = 64 };
    struct rlimit limit, after, few = {.rlim_cur = DESCRIPTORS};
    struct fixture *f = *state;
    int taken[DESCRIPTORS];
    size_t count = 0;

    write_key(f, "202", 1, "w");
    write_key(f, "204", 2, "a");
    open_list(f);
    write_key(f, "204", 2, "w");
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
    assert_false(lets_in(f, 1));
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
    struct fixture *f = *state;

    write_key(f, "202", 1, "w");
    open_list(f);
    write_key(f, "204", 2, "w");
    every_descriptor_is_taken = 1;
    assert_int_equal(ERR_NO_MEMORY, allow_list_refresh(f->list, &f->removed, &f->text));
    every_descriptor_is_taken = 0;
    assert_int_equal(ALLOW_LIST_SHUT, allow_list_state(f->list));
    assert_false(lets_in(f, 1));
    wait_for_state(f, ALLOW_LIST_GOOD);
    assert_true(f->removed);
    assert_true(lets_in(f, 2));
}

// --- the two commands

static void promise_d_a_key_is_not_given_to_a_second_borough(void **state)
{
    struct fixture *f = *state;
    uint8_t key[KEYS_BYTES];

    allow(f, CAMDEN, 1);
    assert_int_equal(ERR_EXISTS, allow_list_allow(f->path, HACKNEY, key_of(1, key), &f->text));
    golden_note_in(f->folder.path, "Hackney is given the key of Camden", f->text.text);
    golden_check_noted("errors.golden", "a key that another borough has");
    assert_int_equal(ERR_COMMAND,
                     allow_list_allow(f->path, (Qd__LocalAuthority)999, key_of(2, key), &f->text));
    open_list(f);
    assert_int_equal(1, allow_list_count(f->list));
}

static void allowing_changes_no_file_that_cannot_be_read(void **state)
{
    struct fixture *f = *state;
    uint8_t key[KEYS_BYTES];

    write_file(f, "not a line of this file\n", "w");
    assert_int_equal(ERR_MALFORMED, allow_list_allow(f->path, CAMDEN, key_of(1, key), &f->text));
    assert_int_equal(ERR_NOT_FOUND, allow_list_allow("/tmp/qd-there-is-no-such-folder/allow.list",
                                                     CAMDEN, key_of(1, key), &f->text));
}

static void allowing_the_same_key_again_changes_nothing(void **state)
{
    struct fixture *f = *state;
    struct stat before;
    struct stat after;

    allow(f, CAMDEN, 1);
    assert_int_equal(0, stat(f->path, &before));
    allow(f, CAMDEN, 1);
    assert_int_equal(0, stat(f->path, &after));
    assert_int_equal(before.st_ino, after.st_ino);
    open_list(f);
    assert_int_equal(1, allow_list_count(f->list));
}

static void comments_mode_and_links_are_kept(void **state)
{
    struct fixture *f = *state;
    char link_path[128];
    char line[256];
    uint8_t key[KEYS_BYTES];
    struct stat file;
    FILE *in;

    write_file(f, "# call before you revoke Camden", "w");
    assert_int_equal(0, chmod(f->path, 0640));
    (void)peer_path(&f->folder, "link.list", link_path);
    assert_int_equal(0, symlink("allow.list", link_path));
    assert_int_equal(ERR_OK, allow_list_allow(link_path, CAMDEN, key_of(1, key), &f->text));
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
    struct fixture *f = *state;
    uint8_t key[KEYS_BYTES];
    size_t removed;

    allow(f, CAMDEN, 1);
    allow(f, CAMDEN, 2);
    allow(f, HACKNEY, 3);
    assert_int_equal(ERR_OK, allow_list_revoke(f->path, CAMDEN, NULL, &removed, &f->text));
    assert_int_equal(2, removed);
    assert_int_equal(ERR_NOT_FOUND, allow_list_revoke(f->path, CAMDEN, NULL, &removed, &f->text));
    golden_note_in(f->folder.path, "Camden has none", f->text.text);
    golden_check_noted("errors.golden", "a key that is not there to be revoked");
    assert_int_equal(0, removed);
    assert_int_equal(ERR_NOT_FOUND, allow_list_revoke(f->path, (Qd__LocalAuthority)0,
                                                      key_of(9, key), &removed, &f->text));
    assert_int_equal(ERR_OK, allow_list_revoke(f->path, (Qd__LocalAuthority)0, key_of(3, key),
                                               &removed, &f->text));
    assert_int_equal(1, removed);
    open_list(f);
    assert_int_equal(0, allow_list_count(f->list));
}

static void revoking_works_beside_a_line_that_cannot_be_read(void **state)
{
    struct fixture *f = *state;
    size_t removed;

    write_key(f, "202", 1, "w");
    write_file(f, "not a line of this file\n202 " KEY_OF_5 " until=tomorrow\n", "a");
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

static char *content(const struct fixture *f)
{
    static char bytes[4096];
    FILE *in = fopen(f->path, "r");

    bytes[fread(bytes, 1, sizeof bytes - 1, in)] = '\0';
    (void)fclose(in);
    return bytes;
}

static void promise_d_without_memory_an_edit_leaves_the_list_as_it_was(void **state)
{
    struct fixture *f = *state;
    char before[4096];
    uint8_t key[KEYS_BYTES];
    unsigned failed = 0;

    for (unsigned number = 1; number < 40; number++) {
        size_t removed;
        enum err error;

        write_file(f, "# a list\n", "w");
        write_key(f, "202", 1, "a");
        write_key(f, "204", 2, "a");
        (void)strcpy(before, content(f));
        memory_left = number;
        error = number % 2 == 0
                    ? allow_list_allow(f->path, (Qd__LocalAuthority)203, key_of(3, key), &f->text)
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
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
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
        TEST(a_changed_file_is_read_again),
        TEST(promise_d_a_file_of_the_same_size_and_time_is_read_again),
        TEST(promise_d_a_key_that_was_taken_off_is_reported_and_forgotten),
        TEST(promise_d_a_key_that_changes_its_borough_is_reported),
        TEST(promise_d_a_broken_file_lets_nobody_new_in),
        TEST(promise_d_a_list_that_cannot_be_read_shuts_everybody_out_in_the_end),
        TEST(a_list_that_is_gone_is_not_an_empty_one),
        TEST(promise_d_a_change_is_read_when_no_descriptor_is_left),
        TEST(promise_d_a_change_that_no_descriptor_is_left_to_read_shuts_at_once),
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
