// The data file's room on the disk: all of it from the start, whatever the disk does meanwhile.
#include "lib/db/db.h"

#include "tests/support/golden/golden.h"
#include "tests/support/place/disk.h"
#include "tests/support/place/place.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cmocka.h>

static void more_than_the_disk_holds_is_refused_before_anything_is_made(void **state)
{
    const struct place *place = *state;
    struct db_options options = {.tables = place_tables};
    struct statvfs room;
    struct err_text text;
    struct db *db;

    assert_int_equal(statvfs(place->folder, &room), 0);
    options.size_bytes = (size_t)room.f_blocks * room.f_frsize + MIB;
    assert_int_equal(db_open(&db, place->folder, &options, &text), ERR_FULL);
    assert_non_null(strstr(text.text, place->folder));
    assert_int_not_equal(access(place->data, F_OK), 0);
    assert_int_not_equal(access(place->lock, F_OK), 0);
}

static void a_disk_that_fills_up_while_a_file_is_made_gets_its_room_back(void **state)
{
    const struct place *place = *state;
    const struct db_options options = {.tables = place_tables, .size_bytes = SMALL_BYTES};
    struct err_text text;
    struct stat file;
    struct db *db;

    // The first is for lock.mdb, the second for data.mdb.
    for (unsigned good = 0; good < 2; good++) {
        disk.fallocate_errno = ENOSPC;
        disk.fallocate_good = good;
        assert_int_equal(db_open(&db, place->folder, &options, &text), ERR_FULL);
        golden_note_in(place->folder, good == 0 ? "lock.mdb" : "data.mdb", text.text);
    }
    golden_check_noted("errors.golden", "a disk that fills up while a data file is made");
    // LMDB's first two pages are left, and nothing is in them.
    assert_int_equal(stat(place->data, &file), 0);
    assert_true(file.st_blocks * 512 <= 2 * sysconf(_SC_PAGESIZE));
    disk.fallocate_errno = 0;
    assert_int_equal(place_try(place, place_tables, 1), ERR_NOT_FOUND);
    db_close(place_open(place));
}

static void a_disk_that_fills_up_while_zeros_are_written_gets_its_room_back(void **state)
{
    const struct place *place = *state;
    const struct db_options options = {.tables = place_tables, .size_bytes = SMALL_BYTES};
    struct stat file;
    struct db *db;

    disk.pwritev_errno = ENOSPC;
    assert_int_equal(db_open(&db, place->folder, &options, NULL), ERR_FULL);
    assert_int_equal(stat(place->data, &file), 0);
    assert_true(file.st_blocks * 512 <= 2 * sysconf(_SC_PAGESIZE));
    disk.pwritev_errno = 0;
    db_close(place_open(place));
}

static void a_disk_that_fills_up_while_a_file_grows_leaves_what_it_held(void **state)
{
    const struct place *place = *state;
    const struct db_options larger = {.tables = place_tables, .size_bytes = LARGER_BYTES};
    struct db *db = place_open(place);

    place_put(db, A, 1, "one");
    db_close(db);
    for (unsigned good = 0; good < 2; good++) {
        disk.fallocate_errno = ENOSPC;
        disk.fallocate_good = good;
        assert_int_equal(db_open(&db, place->folder, &larger, NULL), ERR_FULL);
    }
    disk.fallocate_errno = 0;
    db = place_open(place);
    place_holds(db, A, 1, "one");
    db_close(db);
}

static void the_whole_file_has_its_blocks_from_the_start(void **state)
{
    const struct place *place = *state;
    struct stat file;

    db_close(place_open_sized(place, SMALL_BYTES - 1));  // rounded up to a page
    assert_int_equal(stat(place->data, &file), 0);
    assert_int_equal(file.st_size, SMALL_BYTES);
    assert_true(file.st_blocks * 512 >= SMALL_BYTES);
}

// Blocks that are allocated and not yet written are a hole to the file system, and dearer to sync.
static void every_block_is_written_from_the_start(void **state)
{
    const struct place *place = *state;
    int fd;

    db_close(place_open(place));
    db_close(place_open_sized(place, LARGER_BYTES));
    fd = open(place->data, O_RDONLY);
    assert_int_equal(lseek(fd, 0, SEEK_HOLE), LARGER_BYTES);
    close(fd);
}

static void a_file_whose_making_was_interrupted_is_finished(void **state)
{
    const struct place *place = *state;
    struct db *db = place_open(place);

    place_put(db, A, 1, "one");
    db_close(db);
    assert_int_equal(truncate(place->data, MIB + 1), 0);
    db = place_open(place);
    assert_int_equal(place_size_of(place->data), SMALL_BYTES);
    place_holds(db, A, 1, "one");
    db_close(db);
}

struct told {
    unsigned times;
    uint64_t done, total;
};

static void tell(void *context, uint64_t done_bytes, uint64_t total_bytes)
{
    struct told *told = context;

    assert_true(done_bytes > told->done && done_bytes <= total_bytes);
    *told = (struct told){told->times + 1, done_bytes, total_bytes};
}

static void whoever_waits_for_a_new_file_is_told(void **state)
{
    const struct place *place = *state;
    struct told told = {0};
    const struct db_options options = {.tables = place_tables,
                                       .size_bytes = LARGER_BYTES,
                                       .progress = tell,
                                       .progress_context = &told};
    struct db *db;

    assert_int_equal(db_open(&db, place->folder, &options, NULL), ERR_OK);
    db_close(db);
    assert_true(told.times > 0);
    assert_int_equal(told.done, LARGER_BYTES);
    assert_int_equal(told.total, LARGER_BYTES);
    told = (struct told){0};
    assert_int_equal(db_open(&db, place->folder, &options, NULL), ERR_OK);
    db_close(db);
    assert_int_equal(told.times, 0);
}

static void a_copy_with_holes_gets_its_blocks_again(void **state)
{
    const struct place *place = *state;
    struct stat file;
    int fd;

    db_close(place_open(place));
    fd = open(place->data, O_RDWR);
    assert_int_equal(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, MIB, MIB), 0);
    close(fd);
    db_close(place_open(place));
    assert_int_equal(stat(place->data, &file), 0);
    assert_true(file.st_blocks * 512 >= SMALL_BYTES);
}

static void a_file_system_without_fallocate_does_as_well(void **state)
{
    const struct place *place = *state;
    struct db *db;

    disk.fallocate_errno = EOPNOTSUPP;
    db = place_open(place);
    place_put(db, A, 1, "one");
    db_close(db);
    assert_int_equal(place_size_of(place->data), SMALL_BYTES);
    db = place_open(place);
    place_holds(db, A, 1, "one");
    db_close(db);
}

static void a_file_grows_but_never_shrinks(void **state)
{
    const struct place *place = *state;
    struct db *db = place_open(place);

    place_put(db, A, 1, "one");
    db_close(db);
    db_close(place_open_sized(place, LARGER_BYTES));
    assert_int_equal(place_size_of(place->data), LARGER_BYTES);
    db = place_open(place);
    place_holds(db, A, 1, "one");
    db_close(db);
    assert_int_equal(place_size_of(place->data), LARGER_BYTES);
}

#define IN_A_PLACE(test) cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_PLACE(more_than_the_disk_holds_is_refused_before_anything_is_made),
        IN_A_PLACE(a_disk_that_fills_up_while_a_file_is_made_gets_its_room_back),
        IN_A_PLACE(a_disk_that_fills_up_while_zeros_are_written_gets_its_room_back),
        IN_A_PLACE(a_disk_that_fills_up_while_a_file_grows_leaves_what_it_held),
        IN_A_PLACE(the_whole_file_has_its_blocks_from_the_start),
        IN_A_PLACE(every_block_is_written_from_the_start),
        IN_A_PLACE(a_file_whose_making_was_interrupted_is_finished),
        IN_A_PLACE(whoever_waits_for_a_new_file_is_told),
        IN_A_PLACE(a_copy_with_holes_gets_its_blocks_again),
        IN_A_PLACE(a_file_system_without_fallocate_does_as_well),
        IN_A_PLACE(a_file_grows_but_never_shrinks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
