// What a disk does to the pages after db_open has looked at them: LMDB may die of it, and then the program
// ends in words (lib/base/guard.h). Each case is a program of its own: this one, started again.
#include "lib/base/guard.h"
#include "lib/db/db.h"
#include "tests/support/again/again.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    SIZE_BYTES = 1024 * 1024,
    PAGE_BYTES = 4096,
    ENTRIES = 300,
    DAMAGES = 150,
    SEED = 20261127,
};

static const char *const tables[] = {"a", "b", NULL};

// --- in the program that meets the damage

static enum err sum_up(void *context, const struct db_value *key, const struct db_value *value)
{
    (void)key;
    for (size_t i = 0; i < value->size; i++)
        *(unsigned *)context += value->bytes[i];
    return ERR_OK;
}

static struct db_key key_of(uint64_t number)
{
    struct db_key key = {.size = 0};

    db_key_u64(&key, number);
    return key;
}

static enum err read_all(struct db *db, struct err_text *text)
{
    const struct db_key all = {.size = 0}, one = key_of(ENTRIES / 2);
    struct db_txn txn = db_begin_read(db);
    struct db_key key;
    struct db_value value;
    unsigned sum = 0;
    enum err error;

    for (db_table table = 0; tables[table] != NULL; table++) {
        (void)db_each(&txn, table, &all, sum_up, &sum);
        (void)db_find(&txn, table, &one, &value);
        (void)db_find_last(&txn, table, &all, &key, &value);
    }
    error = db_error(&txn, text);
    db_abort(&txn);
    return error;
}

static enum err write_some(struct db *db, struct err_text *text)
{
    static const uint8_t bytes[3 * PAGE_BYTES];
    struct db_txn txn = db_begin_write(db);

    for (uint64_t i = 0; i < ENTRIES; i += 7) {
        const struct db_key key = key_of(i);

        db_put(&txn, i % 2 == 0 ? 0 : 1, &key, bytes, i % 3 == 0 ? sizeof bytes : 10);
        if (i % 5 == 0)
            db_delete(&txn, 1, &key);
    }
    return db_commit(&txn, text);
}

static void cut(const char *path, unsigned pages)
{
    if (truncate(path, (off_t)pages * PAGE_BYTES) != 0)
        _exit(127);
}

// Some bytes of one page, or all of it.
static void overwrite(const char *path, unsigned seed)
{
    const int file = open(path, O_RDWR);
    uint8_t page[PAGE_BYTES];
    off_t at;

    srandom(seed);
    at = (2 + random() % 20) * PAGE_BYTES;
    if (pread(file, page, sizeof page, at) != sizeof page)
        _exit(127);
    if (seed % 4 == 0)
        memset(page, (int)random(), sizeof page);
    else
        for (int i = 0; i < 4; i++)
            page[random() % (i < 3 ? 64 : PAGE_BYTES)] = (uint8_t)random();
    if (pwrite(file, page, sizeof page, at) != sizeof page)
        _exit(127);
    close(file);
}

// `how` is what befalls the file, and then a number.
static int meet(const char *how, const char *folder)
{
    const struct rlimit no_core = {0, 0};
    const unsigned number = (unsigned)strtoul(how + 1, NULL, 10);
    const struct db_options options = {.tables = tables, .size_bytes = SIZE_BYTES};
    struct err_text text = {""};
    char path[200];
    struct db *db;
    enum err error;

    (void)setrlimit(RLIMIT_CORE, &no_core);
    guard_install("qd-test");
    if (db_open(&db, folder, &options, &text) != ERR_OK)
        return 127;
    (void)snprintf(path, sizeof path, "%s/data.mdb", folder);
    if (how[0] == 'c')
        cut(path, number);
    else
        overwrite(path, number);
    error = read_all(db, &text);
    if (error == ERR_OK)
        error = write_some(db, &text);
    if (error != ERR_OK)
        (void)fprintf(stderr, "qd-test: %s\n", text.text);
    return err_exit_status(error);
}

// --- in the test

struct place {
    char folder[60];
    char data[80];
    uint8_t whole[SIZE_BYTES];
};

static int make_place(void **state)
{
    const struct db_options options = {.tables = tables, .size_bytes = SIZE_BYTES};
    struct place *place = calloc(1, sizeof *place);
    struct db *db;
    FILE *file;

    *state = place;
    (void)strcpy(place->folder, "/tmp/test_db_fault.XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    (void)snprintf(place->data, sizeof place->data, "%s/data.mdb", place->folder);
    assert_int_equal(db_open(&db, place->folder, &options, NULL), ERR_OK);
    for (uint64_t i = 0; i < ENTRIES; i += 10) {
        struct db_txn txn = db_begin_write(db);

        for (uint64_t j = i; j < i + 10; j++) {
            const struct db_key key = key_of(j);

            db_put(&txn, 0, &key, place->whole, j % 20 == 0 ? 3 * PAGE_BYTES : 100);
            db_put(&txn, 1, &key, place->whole, 30);
        }
        assert_int_equal(db_commit(&txn, NULL), ERR_OK);
    }
    db_close(db);
    file = fopen(place->data, "rb");
    assert_non_null(file);
    assert_int_equal(fread(place->whole, 1, SIZE_BYTES, file), SIZE_BYTES);
    assert_int_equal(fclose(file), 0);
    return 0;
}

static int remove_place(void **state)
{
    struct place *place = *state;
    char lock[80];

    (void)snprintf(lock, sizeof lock, "%s/lock.mdb", place->folder);
    (void)unlink(lock);
    (void)unlink(place->data);
    (void)rmdir(place->folder);
    free(place);
    return 0;
}

static void restore(const struct place *place)
{
    FILE *file = fopen(place->data, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(place->whole, 1, SIZE_BYTES, file), SIZE_BYTES);
    assert_int_equal(fclose(file), 0);
}

static struct again_end end_of(const struct place *place, const char *how)
{
    restore(place);
    return again_run(how, place->folder);
}

static void assert_words(const struct place *place, const char *how, const struct again_end *end)
{
    const int status = end->status;
    const char *words = end->words;

    if (!AGAIN_IS_GUARDED || (WIFEXITED(status) && WEXITSTATUS(status) == 0))
        return;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 3 ||
        strncmp(words, "qd-test: ", strlen("qd-test: ")) != 0 ||
        strstr(words, place->data) == NULL || strchr(words, '\n') != words + strlen(words) - 1)
        fail_msg("%s: status %x: %s", how, (unsigned)status, words);
}

static void a_file_that_is_cut_short_while_it_is_open_ends_in_words(void **state)
{
    static const char *const cuts[] = {"c2", "c3", "c5", "c9", "c14"};
    const struct place *place = *state;

    for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
        const struct again_end end = end_of(place, cuts[i]);

        assert_int_not_equal(end.status, 0);
        assert_words(place, cuts[i], &end);
    }
}

static void pages_that_change_while_the_file_is_open_end_in_words_or_do_no_harm(void **state)
{
    const struct place *place = *state;
    unsigned broken = 0;

    for (unsigned i = 0; i < DAMAGES; i++) {
        struct again_end end;
        char how[20];

        (void)snprintf(how, sizeof how, "o%u", SEED + i);
        end = end_of(place, how);
        assert_words(place, how, &end);
        broken += end.status != 0;
    }
    assert_true(broken > DAMAGES / 10);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
#define IN_A_PLACE(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)
        IN_A_PLACE(a_file_that_is_cut_short_while_it_is_open_ends_in_words),
        IN_A_PLACE(pages_that_change_while_the_file_is_open_end_in_words_or_do_no_harm),
    };

    const int met = again_main(argc, argv, meet);

    return met >= 0 ? met : cmocka_run_group_tests(tests, NULL, NULL);
}
