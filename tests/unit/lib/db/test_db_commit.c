// A commit that the map or the disk does not take.
#include "lib/db/db.h"

#include "tests/support/golden/golden.h"
#include "tests/support/place/disk.h"
#include "tests/support/place/place.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void a_full_map_is_full_and_everything_before_it_stays(void **state)
{
    static const uint8_t zeros[64 * 1024];
    const struct place *place = *state;
    struct db *db = place_open(place);
    struct err_text text;
    uint32_t stored = 0;
    enum err error = ERR_OK;
    unsigned percent = db_percent_used(db);
    struct db_txn txn;

    assert_true(percent <= 1);
    while (error == ERR_OK) {
        const struct db_key key = place_key(stored);

        txn = db_begin_write(db);
        db_put(&txn, A, &key, zeros, sizeof zeros);
        error = db_commit(&txn, &text);
        if (error == ERR_OK)
            stored++;
        assert_true(db_percent_used(db) >= percent);
        percent = db_percent_used(db);
    }
    assert_int_equal(error, ERR_FULL);
    golden_note_in(place->folder, "one more", text.text);
    golden_check_noted("errors.golden", "a data file that is full");
    assert_true(stored > 50 && stored < 64);
    assert_in_range(percent, 90, 100);
    txn = db_begin_read(db);
    assert_int_equal(db_count(&txn, A), stored);
    db_abort(&txn);
    // It goes on working: what it holds can be read, and room can be made.
    txn = db_begin_write(db);
    for (uint32_t i = 0; i < stored / 2; i++) {
        const struct db_key key = place_key(i);

        db_delete(&txn, A, &key);
    }
    assert_int_equal(db_commit(&txn, NULL), ERR_OK);
    db_close(db);
}

// Replaces one entry again and again, until so much of the map is in use.
static void replace_until(struct db *db, unsigned percent)
{
    static const uint8_t zeros[16 * 1024];

    for (int i = 0; db_percent_used(db) < percent; i++) {
        const struct db_key key = place_key(1);
        struct db_txn txn = db_begin_write(db);

        assert_true(i < 1000);
        db_put(&txn, A, &key, zeros, sizeof zeros);
        assert_int_equal(db_commit(&txn, NULL), ERR_OK);
    }
}

static void pages_that_were_freed_are_not_in_use(void **state)
{
    const struct place *place = *state;
    struct db *db = place_open(place);
    struct db_txn reading;
    unsigned percent;

    place_put(db, A, 1, "one");
    percent = db_percent_used(db);
    for (int i = 0; i < 1000; i++)
        place_put(db, A, 1, "one");
    assert_in_range(db_percent_used(db), percent, percent + 1);
    // Somebody who goes on reading keeps them all, and lets them go.
    reading = db_begin_read(db);
    replace_until(db, 90);
    db_abort(&reading);
    place_put(db, A, 2, "two");
    place_put(db, A, 2, "two");
    assert_in_range(db_percent_used(db), percent, percent + 2);
    db_close(db);
}

static void promise_a_a_commit_that_could_not_write_is_no_success(void **state)
{
    static const int numbers[] = {EIO, ENOSPC};
    const struct place *place = *state;

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct db *db = place_open(place);
        const struct db_key key = place_key(9);
        struct err_text text;
        struct db_txn txn = db_begin_write(db);

        db_put(&txn, A, &key, "x", 1);
        disk.pwrite_errno = numbers[i];
        // ERR_FULL would say that it is surely not stored, which nobody knows.
        assert_int_equal(db_commit(&txn, &text), ERR_IO);
        assert_non_null(strstr(text.text, place->data));
        disk.pwrite_errno = 0;
        db_close(db);
    }
}

static void promise_a_a_commit_that_could_not_sync_is_no_success(void **state)
{
    struct db *db = place_open(*state);
    const struct db_key key = place_key(9);
    struct db_txn txn = db_begin_write(db);

    db_put(&txn, A, &key, "x", 1);
    disk.fdatasync_errno = EIO;
    assert_int_equal(db_commit(&txn, NULL), ERR_IO);
    disk.fdatasync_errno = 0;
    db_close(db);
}

#define IN_A_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_PLACE(a_full_map_is_full_and_everything_before_it_stays),
        IN_A_PLACE(pages_that_were_freed_are_not_in_use),
        IN_A_PLACE(promise_a_a_commit_that_could_not_write_is_no_success),
        IN_A_PLACE(promise_a_a_commit_that_could_not_sync_is_no_success),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
