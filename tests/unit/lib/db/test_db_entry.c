// Keys, and the entries under them.
#include "lib/db/db.h"

#include "tests/support/place/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void keys_are_ordered_as_their_parts(void **state)
{
    struct db_key key = {.size = 0};
    static const uint8_t expected[] = {0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09,
                                       0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 'i',  'd'};

    (void)state;
    db_key_u8(&key, 0x01);
    db_key_u16(&key, 0x0203);
    db_key_u32(&key, 0x04050607);
    db_key_u64(&key, 0x08090a0b0c0d0e0f);
    db_key_bytes(&key, "id", 2);
    assert_int_equal(key.size, sizeof expected);
    assert_memory_equal(key.bytes, expected, sizeof expected);
}

static void the_longest_key_works(void **state)
{
    struct db *db = place_open(*state);
    struct db_key key = {.size = 0};
    struct db_key last;
    const struct db_key empty = {.size = 0};
    uint8_t bytes[DB_KEY_MAX_BYTES];
    struct db_value value;
    struct db_txn txn = db_begin_write(db);
    db_table table = A;

    memset(bytes, 0xff, sizeof bytes);
    db_key_bytes(&key, bytes, sizeof bytes);
    db_put(&txn, table, &key, "x", 1);
    assert_int_equal(db_find_last(&txn, table, &empty, &last, &value), ERR_OK);
    assert_int_equal(db_find_last(&txn, table, &key, &last, &value), ERR_OK);
    assert_int_equal(last.size, DB_KEY_MAX_BYTES);
    assert_memory_equal(last.bytes, key.bytes, key.size);
    assert_int_equal(db_commit(&txn, NULL), ERR_OK);
    db_close(db);
}

// Keys of two parts: [group][number].
static struct db_key pair_key(uint8_t group, uint16_t number)
{
    struct db_key key = {.size = 0};

    db_key_u8(&key, group);
    db_key_u16(&key, number);
    return key;
}

static struct db *with_groups(const struct place *place)
{
    struct db *db = place_open(place);
    struct db_txn txn = db_begin_write(db);
    const db_table table = A;

    for (unsigned group = 1; group <= 255; group += 127) {  // 1, 128, 255
        for (uint16_t number = 1; number <= 300; number++) {
            const struct db_key key = pair_key((uint8_t)group, number);

            db_put(&txn, table, &key, &number, sizeof number);
        }
    }
    assert_int_equal(db_count(&txn, table), 900);
    assert_int_equal(db_commit(&txn, NULL), ERR_OK);
    return db;
}

static void the_last_entry_of_a_prefix_is_found(void **state)
{
    struct db *db = with_groups(*state);
    struct db_txn txn = db_begin_read(db);
    const db_table table = A;

    for (unsigned group = 0; group <= 255; group++) {
        struct db_key prefix = {.size = 0};
        struct db_key key;
        struct db_value value;
        const int is_there = group == 1 || group == 128 || group == 255;
        const struct db_key expected = pair_key((uint8_t)group, 300);

        db_key_u8(&prefix, (uint8_t)group);
        assert_int_equal(db_find_last(&txn, table, &prefix, &key, &value),
                         is_there ? ERR_OK : ERR_NOT_FOUND);
        if (is_there) {
            assert_int_equal(key.size, expected.size);
            assert_memory_equal(key.bytes, expected.bytes, key.size);
            assert_int_equal(value.size, sizeof(uint16_t));
        } else {
            assert_int_equal(key.size, 0);
            assert_null(value.bytes);
        }
    }
    assert_int_equal(txn.error, ERR_OK);
    db_abort(&txn);
    db_close(db);
}

static void groups_are_found_one_after_another(void **state)
{
    struct db *db = with_groups(*state);
    struct db_txn txn = db_begin_read(db);
    const db_table table = A;
    static const uint8_t groups[] = {1, 128, 255};
    struct db_key key = {.size = 0};
    struct db_value value;

    for (size_t i = 0; i < sizeof groups; i++) {
        // From the group before (at first: from nothing) to this one's first entry.
        const struct db_key expected = pair_key(groups[i], 1);

        assert_int_equal(db_find_after(&txn, table, &key, &key, &value), ERR_OK);
        assert_int_equal(key.size, expected.size);
        assert_memory_equal(key.bytes, expected.bytes, key.size);
        key.size = 1;
        assert_int_equal(db_find_last(&txn, table, &key, &key, &value), ERR_OK);
        assert_int_equal(key.bytes[0], groups[i]);
        key.size = 1;
    }
    assert_int_equal(db_find_after(&txn, table, &key, &key, &value), ERR_NOT_FOUND);
    assert_int_equal(key.size, 0);
    assert_int_equal(txn.error, ERR_OK);
    db_abort(&txn);
    db_close(db);
}

struct walk {
    unsigned count;
    unsigned stop_at;
    uint8_t before[8];
    size_t before_size;
};

static enum err in_order(void *context, const struct db_value *key, const struct db_value *value)
{
    struct walk *walk = context;

    assert_int_equal(value->size, sizeof(uint16_t));
    assert_int_equal(key->size, 3);
    if (walk->count > 0)
        assert_true(memcmp(walk->before, key->bytes, 3) < 0);
    memcpy(walk->before, key->bytes, key->size);
    walk->count++;
    return walk->count == walk->stop_at ? ERR_FINDINGS : ERR_OK;
}

static void every_entry_of_a_prefix_is_walked_in_order(void **state)
{
    struct db *db = with_groups(*state);
    struct db_txn txn = db_begin_read(db);
    const db_table table = A;
    struct db_key prefix = {.size = 0};
    struct walk walk = {0};

    assert_int_equal(db_each(&txn, table, &prefix, in_order, &walk), ERR_OK);
    assert_int_equal(walk.count, 900);
    db_key_u8(&prefix, 255);
    walk = (struct walk){0};
    assert_int_equal(db_each(&txn, table, &prefix, in_order, &walk), ERR_OK);
    assert_int_equal(walk.count, 300);
    prefix = pair_key(128, 7);
    walk = (struct walk){0};
    assert_int_equal(db_each(&txn, table, &prefix, in_order, &walk), ERR_OK);
    assert_int_equal(walk.count, 1);
    prefix = pair_key(129, 7);
    walk = (struct walk){0};
    assert_int_equal(db_each(&txn, table, &prefix, in_order, &walk), ERR_OK);
    assert_int_equal(walk.count, 0);
    db_abort(&txn);
    db_close(db);
}

static void a_walk_ends_when_it_is_told_to(void **state)
{
    struct db *db = with_groups(*state);
    struct db_txn txn = db_begin_read(db);
    const struct db_key empty = {.size = 0};
    struct walk walk = {.stop_at = 5};

    assert_int_equal(db_each(&txn, A, &empty, in_order, &walk), ERR_FINDINGS);
    assert_int_equal(walk.count, 5);
    assert_int_equal(txn.error, ERR_OK);
    db_abort(&txn);
    db_close(db);
}

static void deleting_what_is_not_there_is_fine(void **state)
{
    struct db *db = place_open(*state);
    const struct db_key key = place_key(1);
    struct db_value value;
    struct db_txn txn;

    place_put(db, A, 1, "one");
    txn = db_begin_write(db);
    db_delete(&txn, A, &key);
    db_delete(&txn, A, &key);
    assert_int_equal(db_commit(&txn, NULL), ERR_OK);
    txn = db_begin_read(db);
    assert_int_equal(db_find(&txn, A, &key, &value), ERR_NOT_FOUND);
    db_abort(&txn);
    db_close(db);
}

static void reserved_room_is_written_in_place(void **state)
{
    struct db *db = place_open(*state);
    const struct db_key key = place_key(1);
    struct db_txn txn = db_begin_write(db);
    uint8_t *room = db_reserve(&txn, A, &key, 3);

    assert_non_null(room);
    room[0] = 'o';
    room[1] = 'n';
    room[2] = 'e';
    assert_int_equal(db_commit(&txn, NULL), ERR_OK);
    place_holds(db, A, 1, "one");
    db_close(db);
}

static void an_empty_value_is_a_value(void **state)
{
    struct db *db = place_open(*state);

    place_put(db, A, 1, "");
    place_holds(db, A, 1, "");
    db_close(db);
}

#define IN_A_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_ordered_as_their_parts),
        IN_A_PLACE(the_longest_key_works),
        IN_A_PLACE(the_last_entry_of_a_prefix_is_found),
        IN_A_PLACE(groups_are_found_one_after_another),
        IN_A_PLACE(every_entry_of_a_prefix_is_walked_in_order),
        IN_A_PLACE(a_walk_ends_when_it_is_told_to),
        IN_A_PLACE(deleting_what_is_not_there_is_fine),
        IN_A_PLACE(reserved_room_is_written_in_place),
        IN_A_PLACE(an_empty_value_is_a_value),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
