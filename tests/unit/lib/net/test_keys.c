#include "lib/net/keys.h"

#include "tests/support/golden/golden.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <dirent.h>

enum { PATH_BYTES = 128 };

#define HEX_32 "0123456789abcdefABCDEF0123456789"
#define HEX_64 HEX_32 HEX_32

struct place {
    char folder[PATH_BYTES];
    char file[PATH_BYTES + 16];
};

static int make_place(void **state)
{
    struct place *place = calloc(1, sizeof *place);

    if (place == NULL)
        return -1;
    strcpy(place->folder, "/tmp/test_keys.XXXXXX");
    if (mkdtemp(place->folder) == NULL) {
        free(place);
        return -1;
    }
    snprintf(place->file, sizeof place->file, "%s/borough.key", place->folder);
    *state = place;
    return 0;
}

static int remove_place(void **state)
{
    struct place *place = *state;
    int failed;

    unlink(place->file);
    failed = rmdir(place->folder);  // nothing else may be left in it
    free(place);
    return failed;
}

static void write_file(const struct place *place, const char *bytes, size_t size)
{
    FILE *file = fopen(place->file, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(place->file, 0600), 0);
}

// What keys_save wrote, as text.
static void read_file(const struct place *place, char *content, size_t size)
{
    FILE *file = fopen(place->file, "rb");
    size_t used;

    assert_non_null(file);
    used = fread(content, 1, size - 1, file);
    content[used] = '\0';
    assert_int_equal(fclose(file), 0);
}

static unsigned files_in(const char *folder)
{
    DIR *directory = opendir(folder);
    unsigned count = 0;
    const struct dirent *entry;

    assert_non_null(directory);
    while ((entry = readdir(directory)) != NULL)
        count += entry->d_name[0] != '.';
    closedir(directory);
    return count;
}

// --- text

static void text_that_is_no_key_is_malformed(void **state)
{
    static const char *const cases[] = {
        "",
        "0",
        HEX_32 "0123456789abcdefABCDEF012345678",
        HEX_64 "0",
        HEX_64 HEX_64,
        " " HEX_64,
        HEX_64 "\t",
        HEX_32 "0123456789abcdefgBCDEF0123456789",
        HEX_32 ":0123456789abcdefBCDEF0123456789",
        "0x" HEX_32 "0123456789abcdefABCDEF01234567",
        "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7",  // Z85
        "\xd9\xa0",                                  // a digit, but not ours
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint8_t key[KEYS_BYTES];
        struct err_text text;

        assert_int_equal(keys_from_text(key, cases[i], &text), ERR_MALFORMED);
        golden_note(cases[i], text.text);
        assert_int_equal(keys_from_text(key, cases[i], NULL), ERR_MALFORMED);
    }
    golden_check_noted("errors.golden", "text that is no key");
}

// RFC 7748, section 6.1: with these the shared secret is zero whoever has the other key. They are all
// that libsodium's own list names.
static void a_public_key_that_is_nobodys_is_malformed(void **state)
{
    static const char *const nobodys[] = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        // The top bit is not looked at.
        "0000000000000000000000000000000000000000000000000000000000000080",
    };
    struct keys_pair pair;
    char hex[KEYS_TEXT_BYTES];
    uint8_t key[KEYS_BYTES];

    (void)state;
    for (size_t i = 0; i < sizeof nobodys / sizeof nobodys[0]; i++) {
        memset(key, 'x', sizeof key);
        assert_int_equal(keys_public_from_text(key, nobodys[i], NULL), ERR_MALFORMED);
        assert_int_equal(key[0], 'x');
        assert_int_equal(keys_from_text(key, nobodys[i], NULL), ERR_OK);
    }
    assert_int_equal(keys_public_from_text(key, HEX_32, NULL), ERR_MALFORMED);
    keys_generate(&pair);
    keys_to_text(pair.public_key, hex);
    assert_int_equal(keys_public_from_text(key, hex, NULL), ERR_OK);
    assert_memory_equal(key, pair.public_key, sizeof key);
}

static void text_and_key_turn_into_each_other(void **state)
{
    uint8_t key[KEYS_BYTES];
    char text[KEYS_TEXT_BYTES];

    (void)state;
    assert_int_equal(keys_from_text(key, HEX_64, NULL), ERR_OK);
    assert_int_equal(key[0], 0x01);
    assert_int_equal(key[8], 0xab);
    assert_int_equal(key[31], 0x89);
    keys_to_text(key, text);
    assert_string_equal(text, "0123456789abcdefabcdef01234567890123456789abcdefabcdef0123456789");
}

// --- pairs

static void each_pair_is_another_and_belongs_together(void **state)
{
    struct keys_pair one;
    struct keys_pair other;
    uint8_t derived[KEYS_BYTES];

    (void)state;
    keys_generate(&one);
    keys_generate(&other);
    assert_memory_not_equal(one.secret_key, other.secret_key, KEYS_BYTES);
    assert_memory_not_equal(one.public_key, other.public_key, KEYS_BYTES);
    assert_int_equal(crypto_scalarmult_base(derived, one.secret_key), 0);
    assert_memory_equal(derived, one.public_key, KEYS_BYTES);
}

static void wiping_leaves_no_secret(void **state)
{
    static const uint8_t zeros[KEYS_BYTES];
    struct keys_pair pair;

    (void)state;
    keys_wipe(NULL);
    keys_generate(&pair);
    keys_wipe(&pair);
    assert_memory_equal(pair.secret_key, zeros, KEYS_BYTES);
}

// --- writing

static void a_key_is_never_overwritten(void **state)
{
    const struct place *place = *state;
    struct keys_pair pair;
    struct err_text text;
    char content[64];

    keys_generate(&pair);
    write_file(place, "something dear", 14);
    assert_int_equal(keys_save(&pair, place->file, &text), ERR_EXISTS);
    golden_note_in(place->folder, "saved over it", text.text);
    golden_check_noted("errors.golden", "a key file that is there");
    read_file(place, content, sizeof content);
    assert_string_equal(content, "something dear");
    assert_int_equal(files_in(place->folder), 1);
}

static void a_link_to_nothing_is_not_followed(void **state)
{
    const struct place *place = *state;
    char target[PATH_BYTES + 16];
    struct keys_pair pair;

    keys_generate(&pair);
    snprintf(target, sizeof target, "%s/elsewhere", place->folder);
    assert_int_equal(symlink(target, place->file), 0);
    assert_int_equal(keys_save(&pair, place->file, NULL), ERR_EXISTS);
    assert_int_not_equal(access(target, F_OK), 0);
    assert_int_equal(files_in(place->folder), 1);
}

static void a_folder_that_is_not_there_is_not_found(void **state)
{
    const struct place *place = *state;
    char path[PATH_BYTES + 32];
    char long_path[5000];
    struct keys_pair pair;
    struct err_text text;

    keys_generate(&pair);
    snprintf(path, sizeof path, "%s/none/borough.key", place->folder);
    assert_int_equal(keys_save(&pair, path, &text), ERR_NOT_FOUND);
    golden_note_in(place->folder, "saved there", text.text);
    golden_check_noted("errors.golden", "a folder for a key that does not exist");
    memset(long_path, 'a', sizeof long_path - 1);
    long_path[sizeof long_path - 1] = '\0';
    assert_int_equal(keys_save(&pair, long_path, NULL), ERR_COMMAND);
    assert_int_equal(keys_save(&pair, "", NULL), ERR_NOT_FOUND);
}

static void what_is_saved_is_for_its_owner_only_and_loads_again(void **state)
{
    const struct place *place = *state;
    struct keys_pair pair;
    struct keys_pair loaded;
    struct stat file;
    const mode_t old_mask = umask(0);

    keys_generate(&pair);
    assert_int_equal(keys_save(&pair, place->file, NULL), ERR_OK);
    umask(old_mask);
    assert_int_equal(stat(place->file, &file), 0);
    assert_int_equal(file.st_mode & 07777, 0600);
    assert_int_equal(files_in(place->folder), 1);
    assert_int_equal(keys_load(&loaded, place->file, NULL), ERR_OK);
    assert_memory_equal(&pair, &loaded, sizeof pair);
}

static void a_name_without_a_folder_is_in_this_one(void **state)
{
    const struct place *place = *state;
    char before[4096];
    struct keys_pair pair;

    keys_generate(&pair);
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(place->folder), 0);
    assert_int_equal(keys_save(&pair, "borough.key", NULL), ERR_OK);
    assert_int_equal(chdir(before), 0);
    assert_int_equal(access(place->file, F_OK), 0);
}

// --- reading

static void files_that_hold_no_key_say_which_line_is_wrong(void **state)
{
    static const struct {
        const char *what, *content;
    } cases[] = {
        {"an empty file", ""},
        {"a comment", "\n\n# only words\n"},
        {"a public key alone", "public_key " HEX_64 "\n"},
        {"a secret key alone", "secret_key " HEX_64 "\n"},
        {"two digits in line 2", "public_key " HEX_64 "\nsecret_key 12\n"},
        {"a g in line 3", "# words\r\n\r\npublic_key g\r\n"},
        {"two public keys", "public_key " HEX_64 "\npublic_key " HEX_64 "\n"},
        {"two secret keys", "secret_key " HEX_64 "\nsecret_key " HEX_64 "\n"},
        {"a key by another name", "key " HEX_64 "\n"},
        {"a name alone", "public_key\n"},
        {"a key alone", HEX_64},
        {"keys of two pairs", "public_key " HEX_64 "\nsecret_key " HEX_64 "\n"},
    };
    const struct place *place = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct keys_pair pair;
        struct keys_pair untouched;
        struct err_text text;

        memset(&pair, 'x', sizeof pair);
        untouched = pair;
        write_file(place, cases[i].content, strlen(cases[i].content));
        assert_int_equal(keys_load(&pair, place->file, &text), ERR_MALFORMED);
        golden_note_in(place->folder, cases[i].what, text.text);
        assert_memory_equal(&pair, &untouched, sizeof pair);
        // A message must not carry a secret to a screen or a log.
        assert_null(strstr(text.text, HEX_32));
    }
    golden_check_noted("errors.golden", "files that hold no key");
}

static void a_file_of_bytes_or_too_long_is_malformed(void **state)
{
    const struct place *place = *state;
    struct keys_pair pair;
    char bytes[5000];

    memset(bytes, '#', sizeof bytes);
    write_file(place, bytes, sizeof bytes);
    assert_int_equal(keys_load(&pair, place->file, NULL), ERR_MALFORMED);
    write_file(place, "public_key \0", 12);
    assert_int_equal(keys_load(&pair, place->file, NULL), ERR_MALFORMED);
}

static void what_is_not_a_file_is_refused_at_once(void **state)
{
    const struct place *place = *state;
    struct keys_pair pair;

    assert_int_equal(keys_load(&pair, place->file, NULL), ERR_NOT_FOUND);
    assert_int_equal(keys_load(&pair, place->folder, NULL), ERR_COMMAND);
    // Nobody writes to this pipe, and nobody waits for it.
    assert_int_equal(mkfifo(place->file, 0600), 0);
    assert_int_equal(keys_load(&pair, place->file, NULL), ERR_COMMAND);
}

static void a_secret_that_others_can_read_is_refused(void **state)
{
    static const struct {
        const char *what;
        mode_t mode;
    } modes[] = {{"0640", 0640}, {"0604", 0604}, {"0660", 0660}, {"0644", 0644},
                 {"0777", 0777}, {"0610", 0610}, {"0601", 0601}};
    const struct place *place = *state;
    struct keys_pair pair;

    keys_generate(&pair);
    assert_int_equal(keys_save(&pair, place->file, NULL), ERR_OK);
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        struct err_text text;

        assert_int_equal(chmod(place->file, modes[i].mode), 0);
        assert_int_equal(keys_load(&pair, place->file, &text), ERR_IO);
        golden_note_in(place->folder, modes[i].what, text.text);
    }
    golden_check_noted("errors.golden", "a secret that others can read");
    assert_int_equal(chmod(place->file, 0400), 0);
    assert_int_equal(keys_load(&pair, place->file, NULL), ERR_OK);
}

static void a_secret_in_a_folder_that_anybody_writes_to_is_refused(void **state)
{
    const struct place *place = *state;
    struct keys_pair pair;

    keys_generate(&pair);
    assert_int_equal(keys_save(&pair, place->file, NULL), ERR_OK);
    assert_int_equal(chmod(place->folder, 0777), 0);
    assert_int_equal(keys_load(&pair, place->file, NULL), ERR_IO);
    assert_int_equal(chmod(place->folder, 0700), 0);
    assert_int_equal(keys_load(&pair, place->file, NULL), ERR_OK);
}

static void comments_blank_lines_and_windows_line_ends_are_fine(void **state)
{
    const struct place *place = *state;
    struct keys_pair pair;
    struct keys_pair loaded;
    char saved[2048];
    char public_text[KEYS_TEXT_BYTES];
    char secret_text[KEYS_TEXT_BYTES];

    keys_generate(&pair);
    keys_to_text(pair.public_key, public_text);
    keys_to_text(pair.secret_key, secret_text);
    // The other order, and no end to the last line.
    snprintf(saved, sizeof saved, "# mine\r\n  \t\r\nsecret_key %s\r\n\r\npublic_key %s",
             secret_text, public_text);
    write_file(place, saved, strlen(saved));
    assert_int_equal(keys_load(&loaded, place->file, NULL), ERR_OK);
    assert_memory_equal(&pair, &loaded, sizeof pair);
}

#define IN_A_PLACE(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_that_is_no_key_is_malformed),
        cmocka_unit_test(a_public_key_that_is_nobodys_is_malformed),
        cmocka_unit_test(text_and_key_turn_into_each_other),
        cmocka_unit_test(each_pair_is_another_and_belongs_together),
        cmocka_unit_test(wiping_leaves_no_secret),
        IN_A_PLACE(a_key_is_never_overwritten),
        IN_A_PLACE(a_link_to_nothing_is_not_followed),
        IN_A_PLACE(a_folder_that_is_not_there_is_not_found),
        IN_A_PLACE(what_is_saved_is_for_its_owner_only_and_loads_again),
        IN_A_PLACE(a_name_without_a_folder_is_in_this_one),
        IN_A_PLACE(files_that_hold_no_key_say_which_line_is_wrong),
        IN_A_PLACE(a_file_of_bytes_or_too_long_is_malformed),
        IN_A_PLACE(what_is_not_a_file_is_refused_at_once),
        IN_A_PLACE(a_secret_that_others_can_read_is_refused),
        IN_A_PLACE(a_secret_in_a_folder_that_anybody_writes_to_is_refused),
        IN_A_PLACE(comments_blank_lines_and_windows_line_ends_are_fine),
    };

    return cmocka_run_group_tests_name("keys", tests, NULL, NULL);
}
