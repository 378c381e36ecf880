// Which folders and files are opened as a file of tables, and what is said of others.
#include "lib/db/db.h"

#include "tests/support/place/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void a_folder_that_is_not_there_is_not_found(void **state)
{
    const struct place *place = *state;
    const struct db_options writing = {.tables = place_tables, .size_bytes = SMALL_BYTES};
    const struct db_options reading = {.tables = place_tables, .read_only = 1};
    char folder[PATH_BYTES + 16];
    struct err_text text;
    struct db *db;

    snprintf(folder, sizeof folder, "%s/none", place->folder);
    assert_int_equal(db_open(&db, folder, &writing, &text), ERR_NOT_FOUND);
    assert_null(db);
    assert_non_null(strstr(text.text, folder));
    assert_int_equal(db_open(&db, folder, &reading, &text), ERR_NOT_FOUND);
    assert_int_equal(db_open(&db, folder, &reading, NULL), ERR_NOT_FOUND);
}

static void reading_an_empty_folder_finds_nothing_and_makes_nothing(void **state)
{
    const struct place *place = *state;
    const struct db_options reading = {.tables = place_tables, .read_only = 1};
    struct db *db;

    assert_int_equal(db_open(&db, place->folder, &reading, NULL), ERR_NOT_FOUND);
    assert_int_not_equal(access(place->data, F_OK), 0);
    assert_int_not_equal(access(place->lock, F_OK), 0);
    // What is left when a program is killed between making the file and writing to it.
    place_write(place->data, "", 0);
    assert_int_equal(db_open(&db, place->folder, &reading, NULL), ERR_NOT_FOUND);
}

static void an_empty_file_becomes_a_new_one(void **state)
{
    const struct place *place = *state;
    struct db *db;

    place_write(place->data, "", 0);
    db = place_open(place);
    place_put(db, A, 1, "one");
    db_close(db);
}

static void a_file_that_is_no_lmdb_file_is_corrupt_and_stays_as_it_is(void **state)
{
    const struct place *place = *state;
    const struct db_options writing = {.tables = place_tables, .size_bytes = SMALL_BYTES};
    const struct db_options reading = {.tables = place_tables, .read_only = 1};
    static uint8_t bytes[64 * 1024];
    struct err_text text;
    struct db *db;

    for (unsigned round = 0; round < 2; round++) {
        memset(bytes, round == 0 ? 0 : 'x', sizeof bytes);
        place_write(place->data, bytes, sizeof bytes);
        assert_int_equal(db_open(&db, place->folder, &writing, &text), ERR_CORRUPT);
        assert_non_null(strstr(text.text, place->data));
        assert_int_equal(db_open(&db, place->folder, &reading, NULL), ERR_CORRUPT);
        assert_int_equal(place_size_of(place->data), sizeof bytes);
    }
}

static void a_file_that_was_cut_short_is_corrupt(void **state)
{
    const struct place *place = *state;
    const struct db_options writing = {.tables = place_tables, .size_bytes = SMALL_BYTES};
    const struct db_options reading = {.tables = place_tables, .read_only = 1};
    struct db *db = place_open(place);

    place_put(db, A, 1, "one");
    db_close(db);
    assert_int_equal(truncate(place->data, 12288), 0);
    assert_int_equal(db_open(&db, place->folder, &reading, NULL), ERR_CORRUPT);
    assert_int_equal(db_open(&db, place->folder, &writing, NULL), ERR_CORRUPT);
}

static void more_tables_than_are_known_of_are_a_newer_versions(void **state)
{
    static const char *const fewer[] = {"a", NULL};
    const struct place *place = *state;

    db_close(place_open(place));
    assert_int_equal(place_try(place, fewer, 0), ERR_UNKNOWN_VERSION);
    assert_int_equal(place_try(place, fewer, 1), ERR_UNKNOWN_VERSION);
}

static void a_table_that_is_missing_is_damage_and_is_not_made(void **state)
{
    static const char *const more[] = {"a", "b", "c", NULL};
    static const char *const others[] = {"a", "c", NULL};
    const struct place *place = *state;

    db_close(place_open(place));
    for (int read_only = 0; read_only < 2; read_only++) {
        assert_int_equal(place_try(place, more, read_only), ERR_CORRUPT);
        assert_int_equal(place_try(place, others, read_only), ERR_CORRUPT);
        assert_int_equal(place_try(place, place_tables, read_only), ERR_OK);
    }
}

// The file as LMDB makes it, before anything is committed; `name` becomes a table of this kind.
static void a_file_whose_making_was_broken_off_is_not_there_yet(void **state)
{
    const struct place *place = *state;
    MDB_txn *txn;
    MDB_dbi table;
    MDB_env *env = place_open_bare(place, "a", 0, &txn, &table);

    mdb_txn_abort(txn);
    mdb_env_close(env);
    assert_int_equal(place_try(place, place_tables, 1), ERR_NOT_FOUND);
    assert_int_equal(place_try(place, place_tables, 0), ERR_OK);
    assert_int_equal(place_try(place, place_tables, 1), ERR_OK);
}

static void a_table_of_another_kind_is_damage(void **state)
{
    static const char *const one[] = {"a", NULL};
    const struct place *place = *state;
    MDB_txn *txn;
    MDB_dbi table;
    MDB_env *env = place_open_bare(place, "a", MDB_DUPSORT, &txn, &table);

    assert_int_equal(mdb_txn_commit(txn), 0);
    mdb_env_close(env);
    assert_int_equal(place_try(place, one, 0), ERR_CORRUPT);
    assert_int_equal(place_try(place, one, 1), ERR_CORRUPT);
}

static void a_folder_or_a_pipe_in_its_place_is_refused(void **state)
{
    const struct place *place = *state;

    for (int read_only = 0; read_only < 2; read_only++) {
        assert_int_equal(mkfifo(place->data, 0600), 0);
        assert_int_equal(place_try(place, place_tables, read_only), ERR_COMMAND);
        assert_int_equal(unlink(place->data), 0);
        assert_int_equal(mkdir(place->data, 0700), 0);
        assert_int_equal(place_try(place, place_tables, read_only), ERR_COMMAND);
        assert_int_equal(rmdir(place->data), 0);
    }
}

static void closing_nothing_is_fine(void **state)
{
    (void)state;
    db_close(NULL);
}

#define IN_A_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_PLACE(a_folder_that_is_not_there_is_not_found),
        IN_A_PLACE(reading_an_empty_folder_finds_nothing_and_makes_nothing),
        IN_A_PLACE(an_empty_file_becomes_a_new_one),
        IN_A_PLACE(a_file_that_is_no_lmdb_file_is_corrupt_and_stays_as_it_is),
        IN_A_PLACE(a_file_that_was_cut_short_is_corrupt),
        IN_A_PLACE(more_tables_than_are_known_of_are_a_newer_versions),
        IN_A_PLACE(a_table_that_is_missing_is_damage_and_is_not_made),
        IN_A_PLACE(a_file_whose_making_was_broken_off_is_not_there_yet),
        IN_A_PLACE(a_table_of_another_kind_is_damage),
        IN_A_PLACE(a_folder_or_a_pipe_in_its_place_is_refused),
        cmocka_unit_test(closing_nothing_is_fine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
