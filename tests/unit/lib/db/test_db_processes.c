// Several processes with one file.
#include "lib/db/db.h"

#include "tests/support/again/again.h"
#include "tests/support/place/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

// Plays one of the parts below in another process: LMDB must not be taken over a fork.
static void in_another_process(const struct place *place, const char *part)
{
    assert_int_equal(again_run(part, place->folder).status, 0);
}

enum { BIG_VALUES = 6, BIG_VALUE_BYTES = MIB };

static void grow_beyond_the_small_map(struct db *db)
{
    static const uint8_t zeros[BIG_VALUE_BYTES];

    for (uint32_t i = 0; i < BIG_VALUES; i++) {
        struct db_txn txn = db_begin_write(db);
        const struct db_key key = place_key(i);

        db_put(&txn, A, &key, zeros, sizeof zeros);
        if (db_commit(&txn, NULL) != ERR_OK)
            _exit(3);
    }
}

static void a_map_that_another_process_has_outgrown_is_mapped_again(void **state)
{
    const struct place *place = *state;
    struct db *db = place_open(place);
    struct db_txn txn;

    place_put(db, A, 1, "one");
    in_another_process(place, "grow");
    txn = db_begin_read(db);
    assert_int_equal(txn.error, ERR_OK);
    assert_int_equal(db_count(&txn, A), BIG_VALUES);
    db_abort(&txn);
    db_close(db);
}

static void read_beside_the_writer(struct db *reader)
{
    struct db_txn txn = db_begin_read(reader);
    const struct db_key key = place_key(1);
    struct db_value value;

    if (db_find(&txn, A, &key, &value) != ERR_OK || value.size != 3)
        _exit(2);
    db_abort(&txn);
    txn = db_begin_write(reader);
    if (txn.error == ERR_OK || db_commit(&txn, NULL) == ERR_OK)
        _exit(3);
}

static void a_read_only_environment_reads_beside_the_writer(void **state)
{
    const struct place *place = *state;
    struct db *db = place_open(place);

    place_put(db, A, 1, "one");
    in_another_process(place, "read-only");
    place_put(db, A, 2, "two");
    db_close(db);
}

static void open_and_put(const struct place *place, uint32_t number)
{
    const struct db_options options = {.tables = place_tables, .size_bytes = SMALL_BYTES};
    struct db_txn txn;
    struct db *db;
    const struct db_key key = place_key(number);

    if (db_open(&db, place->folder, &options, NULL) != ERR_OK)
        _exit(1);
    txn = db_begin_write(db);
    db_put(&txn, A, &key, "x", 1);
    _exit(db_commit(&txn, NULL) == ERR_OK ? 0 : 2);
}

// One of them makes the file, and the others meet it at every stage.
static void several_programs_that_make_the_file_at_once_make_one(void **state)
{
    enum { ROUNDS = 40, PROGRAMS = 6 };
    const struct place *place = *state;

    for (int round = 0; round < ROUNDS; round++) {
        pid_t children[PROGRAMS];
        struct db_txn txn;
        struct db *db;

        for (uint32_t i = 0; i < PROGRAMS; i++) {
            children[i] = fork();
            assert_true(children[i] >= 0);
            if (children[i] == 0)
                open_and_put(place, i);
        }
        for (int i = 0; i < PROGRAMS; i++) {
            int status;

            assert_int_equal(waitpid(children[i], &status, 0), children[i]);
            assert_int_equal(status, 0);
        }
        db = place_open(place);
        txn = db_begin_read(db);
        assert_int_equal(db_count(&txn, A), PROGRAMS);
        db_abort(&txn);
        db_close(db);
        assert_int_equal(unlink(place->data), 0);
        assert_int_equal(unlink(place->lock), 0);
    }
}

static void begin_reading_and_die(struct db *db)
{
    struct db_txn txn = db_begin_read(db);

    _exit(txn.error == ERR_OK ? 0 : 4);
}

static int count_line(const char *line, void *context)
{
    (*(unsigned *)context) += strchr(line, '-') == NULL;
    return 0;
}

static void a_reader_that_died_is_cleared(void **state)
{
    const struct place *place = *state;
    struct db *db = place_open(place);
    struct db_txn txn;
    unsigned lines = 0;

    in_another_process(place, "die");
    db_clear_dead_readers(db);
    txn = db_begin_write(db);
    mdb_reader_list(mdb_txn_env(txn.txn), count_line, &lines);
    // Of "(no active readers)", or the heading and our own idle slot: no line with a dead one.
    assert_true(lines <= 2);
    db_abort(&txn);
    db_close(db);
}

// What in_another_process starts.
static int play(const char *part, const char *folder)
{
    static const struct {
        const char *name;
        void (*work)(struct db *db);
        int read_only;
    } parts[] = {
        {"grow", grow_beyond_the_small_map, 0},
        {"die", begin_reading_and_die, 0},
        {"read-only", read_beside_the_writer, 1},
    };

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const struct db_options options = {.tables = place_tables,
                                           .size_bytes = parts[i].read_only ? 0 : LARGER_BYTES,
                                           .read_only = parts[i].read_only};
        struct db *db;

        if (strcmp(parts[i].name, part) != 0)
            continue;
        if (db_open(&db, folder, &options, NULL) != ERR_OK)
            return 1;
        parts[i].work(db);
        db_close(db);
        return 0;
    }
    return 126;
}

#define IN_A_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        IN_A_PLACE(several_programs_that_make_the_file_at_once_make_one),
        IN_A_PLACE(a_map_that_another_process_has_outgrown_is_mapped_again),
        IN_A_PLACE(a_read_only_environment_reads_beside_the_writer),
        IN_A_PLACE(a_reader_that_died_is_cleared),
    };

    const int played = again_main(argc, argv, play);

    return played >= 0 ? played : cmocka_run_group_tests(tests, NULL, NULL);
}
