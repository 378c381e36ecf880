// What one transaction does, and what others see of it.
#include "lib/db/db.h"

#include "tests/support/place/place.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void keys_that_do_not_fit_fail_and_stick(void **state)
{
    struct db *db = place_open(*state);
    struct db_key key = {.size = 0};
    const struct db_key good = place_key(1);
    const struct db_key empty = {.size = 0};
    uint8_t long_bytes[DB_KEY_MAX_BYTES + 1] = {0};
    struct err_text text;
    struct db_value value;
    struct db_txn txn;
    db_table table;

    db_key_bytes(&key, long_bytes, sizeof long_bytes);
    assert_true(key.size > DB_KEY_MAX_BYTES);
    db_key_u64(&key, 1);
    assert_true(key.size > DB_KEY_MAX_BYTES);

    txn = db_begin_write(db);
    table = A;
    db_put(&txn, table, &key, "x", 1);
    assert_int_equal(txn.error, ERR_IO);
    assert_int_equal(txn.lmdb_error, MDB_BAD_VALSIZE);
    // Everything after it does nothing and says the same.
    db_put(&txn, table, &good, "x", 1);
    db_delete(&txn, table, &good);
    assert_null(db_reserve(&txn, table, &good, 1));
    assert_int_equal(db_find(&txn, table, &good, &value), ERR_IO);
    assert_int_equal(db_find_last(&txn, table, &empty, &key, &value), ERR_IO);
    assert_int_equal(db_count(&txn, table), 0);
    assert_int_equal(db_commit(&txn, &text), ERR_IO);
    assert_true(strlen(text.text) > 0);

    txn = db_begin_write(db);
    table = A;
    assert_int_equal(db_count(&txn, table), 0);
    assert_int_equal(db_find(&txn, table, &empty, &value), ERR_IO);
    db_abort(&txn);
    db_abort(&txn);
    db_close(db);
}

static void what_is_appended_must_be_behind_all_others(void **state)
{
    struct db *db = place_open(*state);
    const struct db_key first = place_key(1), second = place_key(2);
    struct db_txn txn = db_begin_write(db);
    db_table table = A;

    db_append(&txn, table, &first, "one", 3);
    db_append(&txn, table, &second, "two", 3);
    assert_int_equal(db_commit(&txn, NULL), ERR_OK);
    place_holds(db, A, 1, "one");
    place_holds(db, A, 2, "two");
    for (uint64_t number = 1; number <= 2; number++) {
        const struct db_key key = place_key(number);

        txn = db_begin_write(db);
        db_append(&txn, A, &key, "again", 5);
        assert_int_equal(txn.error, ERR_EXISTS);
        assert_int_equal(db_commit(&txn, NULL), ERR_EXISTS);
    }
    place_holds(db, A, 2, "two");
    db_close(db);
}

static void a_reading_transaction_cannot_write(void **state)
{
    struct db *db = place_open(*state);
    const struct db_key key = place_key(1);
    struct db_txn txn;

    txn = db_begin_read(db);
    db_put(&txn, A, &key, "x", 1);
    assert_int_equal(txn.error, ERR_IO);
    db_abort(&txn);

    place_put(db, A, 1, "one");
    txn = db_begin_read(db);
    db_put(&txn, A, &key, "x", 1);
    assert_int_equal(txn.error, ERR_IO);
    db_abort(&txn);
    place_holds(db, A, 1, "one");
    db_close(db);
}

static enum err count_up(void *context, const struct db_value *key, const struct db_value *value)
{
    (void)key;
    (void)value;
    (*(unsigned *)context)++;
    return ERR_OK;
}

static void a_new_table_is_empty(void **state)
{
    struct db *db = place_open(*state);
    const struct db_key empty = {.size = 0};
    const struct db_key key = place_key(1);
    struct db_key found;
    struct db_value value;
    unsigned count = 0;
    struct db_txn txn = db_begin_read(db);

    assert_int_equal(db_find(&txn, A, &key, &value), ERR_NOT_FOUND);
    assert_int_equal(db_find_last(&txn, A, &empty, &found, &value), ERR_NOT_FOUND);
    assert_int_equal(db_find_after(&txn, A, &empty, &found, &value), ERR_NOT_FOUND);
    assert_int_equal(db_each(&txn, A, &empty, count_up, &count), ERR_OK);
    assert_int_equal(count, 0);
    assert_int_equal(db_count(&txn, A), 0);
    assert_int_equal(db_error(&txn, NULL), ERR_OK);
    db_abort(&txn);
    db_close(db);
}

static void what_is_cleared_is_empty_and_the_other_table_is_not(void **state)
{
    struct db *db = place_open(*state);
    struct db_txn txn;

    place_put(db, A, 1, "one");
    place_put(db, A, 2, "two");
    place_put(db, B, 1, "one");
    txn = db_begin_write(db);
    db_clear(&txn, A);
    assert_int_equal(db_commit(&txn, NULL), ERR_OK);
    txn = db_begin_read(db);
    assert_int_equal(db_count(&txn, A), 0);
    assert_int_equal(db_count(&txn, B), 1);
    db_abort(&txn);
    place_put(db, A, 1, "again");
    place_holds(db, A, 1, "again");
    db_close(db);
}

// What is longer than anything that is ever written can only be damage.
static void an_entry_out_of_bounds_is_damage_however_it_is_met(void **state)
{
    static char long_key[DB_KEY_MAX_BYTES + 1], long_value[DB_VALUE_MAX_BYTES + 1];
    static const struct {
        size_t key_bytes, value_bytes;
    } entries[] = {{sizeof long_key, 1}, {4, sizeof long_value}};
    const struct place *place = *state;
    const struct db_key nothing = {.size = 0}, key = place_key(0);
    struct db_key found;
    struct db_value value;
    unsigned count = 0;

    for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++) {
        struct db *db = place_open_sized(place, LARGER_BYTES);
        MDB_val lmdb_key = {entries[i].key_bytes, long_key};
        MDB_val lmdb_value = {entries[i].value_bytes, long_value};
        MDB_txn *txn;
        MDB_dbi table;
        MDB_env *env;
        struct db_txn read;

        db_close(db);
        env = place_open_bare(place, "a", 0, &txn, &table);
        assert_int_equal(mdb_drop(txn, table, 0), 0);
        assert_int_equal(mdb_put(txn, table, &lmdb_key, &lmdb_value, 0), 0);
        assert_int_equal(mdb_txn_commit(txn), 0);
        mdb_env_close(env);
        db = place_open_sized(place, LARGER_BYTES);
        read = db_begin_read(db);
        assert_int_equal(db_find_last(&read, A, &nothing, &found, &value), ERR_CORRUPT);
        assert_int_equal(found.size, 0);
        assert_null(value.bytes);
        db_abort(&read);
        read = db_begin_read(db);
        assert_int_equal(db_find_after(&read, A, &nothing, &found, &value), ERR_CORRUPT);
        // It sticks: nothing is "not found" any more.
        assert_int_equal(db_find(&read, B, &key, &value), ERR_CORRUPT);
        db_abort(&read);
        read = db_begin_read(db);
        assert_int_equal(db_each(&read, A, &nothing, count_up, &count), ERR_CORRUPT);
        assert_int_equal(count, 0);
        db_abort(&read);
        db_close(db);
    }
}

static void a_value_too_large_is_not_stored(void **state)
{
    static const char value[DB_VALUE_MAX_BYTES + 1];
    struct db *db = place_open_sized(*state, LARGER_BYTES);
    const struct db_key key = place_key(1);
    struct db_txn txn = db_begin_write(db);

    db_put(&txn, A, &key, value, sizeof value);
    assert_int_equal(db_commit(&txn, NULL), ERR_IO);
    txn = db_begin_write(db);
    db_put(&txn, A, &key, value, sizeof value - 1);
    assert_int_equal(db_commit(&txn, NULL), ERR_OK);
    db_close(db);
}

static void whoever_finds_damage_breaks_the_transaction(void **state)
{
    const struct place *place = *state;
    struct db *db = place_open(place);
    const struct db_key key = place_key(1);
    struct db_txn txn = db_begin_write(db);
    struct err_text text;

    db_put(&txn, A, &key, "x", 1);
    db_break(&txn, ERR_CORRUPT);
    db_break(&txn, ERR_NO_MEMORY);
    assert_int_equal(db_error(&txn, &text), ERR_CORRUPT);
    assert_non_null(strstr(text.text, place->data));
    assert_int_equal(db_commit(&txn, NULL), ERR_CORRUPT);
    txn = db_begin_read(db);
    assert_int_equal(db_count(&txn, A), 0);
    db_abort(&txn);
    db_close(db);
}

static void what_is_aborted_is_not_stored(void **state)
{
    struct db *db = place_open(*state);
    const struct db_key key = place_key(1);
    struct db_value value;
    struct db_txn txn = db_begin_write(db);

    db_put(&txn, A, &key, "x", 1);
    db_abort(&txn);
    txn = db_begin_read(db);
    assert_int_equal(db_find(&txn, A, &key, &value), ERR_NOT_FOUND);
    db_abort(&txn);
    // The name is free to be made again.
    place_put(db, A, 1, "one");
    place_holds(db, A, 1, "one");
    db_close(db);
}

static void what_is_committed_is_there_after_opening_again(void **state)
{
    struct db *db = place_open(*state);

    place_put(db, A, 1, "one");
    place_put(db, B, 1, "another");
    place_put(db, A, 1, "instead");
    db_close(db);
    db = place_open(*state);
    place_holds(db, A, 1, "instead");
    place_holds(db, B, 1, "another");
    db_close(db);
}

static void several_readers_see_their_own_snapshots(void **state)
{
    struct db *db = place_open(*state);
    const struct db_key key = place_key(1);
    struct db_value old_value;
    struct db_value new_value;
    struct db_txn old;
    struct db_txn new;

    place_put(db, A, 1, "old");
    old = db_begin_read(db);
    place_put(db, A, 1, "new");
    place_put(db, B, 1, "made while one reads");
    new = db_begin_read(db);
    assert_int_equal(new.error, ERR_OK);
    assert_int_equal(db_find(&old, A, &key, &old_value), ERR_OK);
    assert_int_equal(db_find(&new, A, &key, &new_value), ERR_OK);
    assert_memory_equal(old_value.bytes, "old", 3);
    assert_memory_equal(new_value.bytes, "new", 3);
    // Nothing that was written since is in the older one.
    assert_int_equal(db_find(&old, B, &key, &old_value), ERR_NOT_FOUND);
    assert_int_equal(old.error, ERR_OK);
    assert_int_equal(db_find(&new, B, &key, &new_value), ERR_OK);
    db_abort(&old);
    db_abort(&new);
    db_close(db);
}

#define IN_A_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_PLACE(keys_that_do_not_fit_fail_and_stick),
        IN_A_PLACE(what_is_appended_must_be_behind_all_others),
        IN_A_PLACE(a_reading_transaction_cannot_write),
        IN_A_PLACE(a_new_table_is_empty),
        IN_A_PLACE(what_is_cleared_is_empty_and_the_other_table_is_not),
        IN_A_PLACE(an_entry_out_of_bounds_is_damage_however_it_is_met),
        IN_A_PLACE(a_value_too_large_is_not_stored),
        IN_A_PLACE(whoever_finds_damage_breaks_the_transaction),
        IN_A_PLACE(what_is_aborted_is_not_stored),
        IN_A_PLACE(what_is_committed_is_there_after_opening_again),
        IN_A_PLACE(several_readers_see_their_own_snapshots),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
