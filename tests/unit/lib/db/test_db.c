#include "lib/db/db.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { MIB = 1024 * 1024, SMALL_BYTES = 4 * MIB, LARGER_BYTES = 2 * SMALL_BYTES, PATH_BYTES = 128 };

// --- a disk that fails on demand: these stand before libc's for this program and liblmdb

static struct {
    int fallocate_errno;      // 0: as ever
    unsigned fallocate_good;  // so many still work before it fails
    int pwrite_errno;         // of every pwrite from now on
    int pwritev_errno;        // zeros are written with it
    int fdatasync_errno;
} disk;

int fallocate(int fd, int mode, off_t offset, off_t length)
{
    if (disk.fallocate_errno != 0 && disk.fallocate_good > 0) {
        disk.fallocate_good--;
    } else if (disk.fallocate_errno != 0) {
        errno = disk.fallocate_errno;
        return -1;
    }
    return (int)syscall(SYS_fallocate, fd, mode, offset, length);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset)
{
    if (disk.pwrite_errno != 0) {
        errno = disk.pwrite_errno;
        return -1;
    }
    return syscall(SYS_pwrite64, fd, bytes, size, offset);
}

ssize_t pwritev(int fd, const struct iovec *pieces, int count, off_t offset)
{
    if (disk.pwritev_errno != 0) {
        errno = disk.pwritev_errno;
        return -1;
    }
    return syscall(SYS_pwritev, fd, pieces, (long)count, (long)offset, 0L);
}

int fdatasync(int fd)
{
    if (disk.fdatasync_errno != 0) {
        errno = disk.fdatasync_errno;
        return -1;
    }
    return (int)syscall(SYS_fdatasync, fd);
}

// --- a folder for each test

struct place {
    char folder[PATH_BYTES];
    char data[PATH_BYTES + 16];
    char lock[PATH_BYTES + 16];
};

static int make_place(void **state)
{
    struct place *place = calloc(1, sizeof *place);

    if (place == NULL)
        return -1;
    memset(&disk, 0, sizeof disk);
    strcpy(place->folder, "/tmp/test_db.XXXXXX");
    if (mkdtemp(place->folder) == NULL) {
        free(place);
        return -1;
    }
    snprintf(place->data, sizeof place->data, "%s/data.mdb", place->folder);
    snprintf(place->lock, sizeof place->lock, "%s/lock.mdb", place->folder);
    *state = place;
    return 0;
}

static int remove_place(void **state)
{
    struct place *place = *state;

    memset(&disk, 0, sizeof disk);
    unlink(place->data);
    unlink(place->lock);
    rmdir(place->folder);
    free(place);
    return 0;
}

enum { A, B };
static const char *const tables[] = {[A] = "a", [B] = "b", NULL};

static struct db *open_sized(const struct place *place, size_t size_bytes)
{
    const struct db_options options = {.tables = tables, .size_bytes = size_bytes};
    struct err_text text = {""};
    struct db *db = NULL;

    if (db_open(&db, place->folder, &options, &text) != ERR_OK)
        fail_msg("%s", text.text);
    return db;
}

static struct db *open_small(const struct place *place)
{
    return open_sized(place, SMALL_BYTES);
}

static enum err open_with(const struct place *place, const char *const *names, int read_only)
{
    const struct db_options options = {
        .tables = names, .size_bytes = SMALL_BYTES, .read_only = read_only};
    struct db *db;
    const enum err error = db_open(&db, place->folder, &options, NULL);

    db_close(db);
    return error;
}

static struct db_key key_of(uint32_t number)
{
    struct db_key key = {.size = 0};

    db_key_u32(&key, number);
    return key;
}

static void put_one(struct db *db, db_table table, uint32_t number, const char *words)
{
    struct db_txn txn = db_begin_write(db);
    const struct db_key key = key_of(number);

    db_put(&txn, table, &key, words, strlen(words));
    assert_int_equal(db_commit(&txn, NULL), ERR_OK);
}

static void assert_holds(struct db *db, db_table table, uint32_t number, const char *words)
{
    struct db_txn txn = db_begin_read(db);
    const struct db_key key = key_of(number);
    struct db_value value;

    assert_int_equal(txn.error, ERR_OK);
    assert_int_equal(db_find(&txn, table, &key, &value), ERR_OK);
    assert_int_equal(value.size, strlen(words));
    assert_memory_equal(value.bytes, words, value.size);
    db_abort(&txn);
}

static off_t size_of(const char *path)
{
    struct stat file;

    assert_int_equal(stat(path, &file), 0);
    return file.st_size;
}

static void write_file(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

// --- opening

static void a_folder_that_is_not_there_is_not_found(void **state)
{
    const struct place *place = *state;
    const struct db_options writing = {.tables = tables, .size_bytes = SMALL_BYTES};
    const struct db_options reading = {.tables = tables, .read_only = 1};
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
    const struct db_options reading = {.tables = tables, .read_only = 1};
    struct db *db;

    assert_int_equal(db_open(&db, place->folder, &reading, NULL), ERR_NOT_FOUND);
    assert_int_not_equal(access(place->data, F_OK), 0);
    assert_int_not_equal(access(place->lock, F_OK), 0);
    // What is left when a program is killed between making the file and writing to it.
    write_file(place->data, "", 0);
    assert_int_equal(db_open(&db, place->folder, &reading, NULL), ERR_NOT_FOUND);
}

static void an_empty_file_becomes_a_new_one(void **state)
{
    const struct place *place = *state;
    struct db *db;

    write_file(place->data, "", 0);
    db = open_small(place);
    put_one(db, A, 1, "one");
    db_close(db);
}

static void a_file_that_is_no_lmdb_file_is_corrupt_and_stays_as_it_is(void **state)
{
    const struct place *place = *state;
    const struct db_options writing = {.tables = tables, .size_bytes = SMALL_BYTES};
    const struct db_options reading = {.tables = tables, .read_only = 1};
    static uint8_t bytes[64 * 1024];
    struct err_text text;
    struct db *db;

    for (unsigned round = 0; round < 2; round++) {
        memset(bytes, round == 0 ? 0 : 'x', sizeof bytes);
        write_file(place->data, bytes, sizeof bytes);
        assert_int_equal(db_open(&db, place->folder, &writing, &text), ERR_CORRUPT);
        assert_non_null(strstr(text.text, place->data));
        assert_int_equal(db_open(&db, place->folder, &reading, NULL), ERR_CORRUPT);
        assert_int_equal(size_of(place->data), sizeof bytes);
    }
}

static void a_file_that_was_cut_short_is_corrupt(void **state)
{
    const struct place *place = *state;
    const struct db_options writing = {.tables = tables, .size_bytes = SMALL_BYTES};
    const struct db_options reading = {.tables = tables, .read_only = 1};
    struct db *db = open_small(place);

    put_one(db, A, 1, "one");
    db_close(db);
    assert_int_equal(truncate(place->data, 12288), 0);
    assert_int_equal(db_open(&db, place->folder, &reading, NULL), ERR_CORRUPT);
    assert_int_equal(db_open(&db, place->folder, &writing, NULL), ERR_CORRUPT);
}

static void more_than_the_disk_holds_is_refused_before_anything_is_made(void **state)
{
    const struct place *place = *state;
    struct db_options options = {.tables = tables};
    struct statvfs room;
    struct err_text text;
    struct db *db;

    assert_int_equal(statvfs(place->folder, &room), 0);
    options.size_bytes = (size_t)room.f_blocks * room.f_frsize + MIB;
    assert_int_equal(db_open(&db, place->folder, &options, &text), ERR_FULL);
    assert_non_null(strstr(text.text, "MiB are needed"));
    assert_int_not_equal(access(place->data, F_OK), 0);
    assert_int_not_equal(access(place->lock, F_OK), 0);
}

static void a_disk_that_fills_up_while_a_file_is_made_gets_its_room_back(void **state)
{
    const struct place *place = *state;
    const struct db_options options = {.tables = tables, .size_bytes = SMALL_BYTES};
    struct err_text text;
    struct stat file;
    struct db *db;

    // The first is for lock.mdb, the second for data.mdb.
    for (unsigned good = 0; good < 2; good++) {
        disk.fallocate_errno = ENOSPC;
        disk.fallocate_good = good;
        assert_int_equal(db_open(&db, place->folder, &options, &text), ERR_FULL);
        assert_non_null(strstr(text.text, "no room for its 4 MiB"));
    }
    // LMDB's first two pages are left, and nothing is in them.
    assert_int_equal(stat(place->data, &file), 0);
    assert_true(file.st_blocks * 512 <= 2 * sysconf(_SC_PAGESIZE));
    disk.fallocate_errno = 0;
    assert_int_equal(open_with(place, tables, 1), ERR_NOT_FOUND);
    db_close(open_small(place));
}

static void a_disk_that_fills_up_while_zeros_are_written_gets_its_room_back(void **state)
{
    const struct place *place = *state;
    const struct db_options options = {.tables = tables, .size_bytes = SMALL_BYTES};
    struct stat file;
    struct db *db;

    disk.pwritev_errno = ENOSPC;
    assert_int_equal(db_open(&db, place->folder, &options, NULL), ERR_FULL);
    assert_int_equal(stat(place->data, &file), 0);
    assert_true(file.st_blocks * 512 <= 2 * sysconf(_SC_PAGESIZE));
    disk.pwritev_errno = 0;
    db_close(open_small(place));
}

static void a_disk_that_fills_up_while_a_file_grows_leaves_what_it_held(void **state)
{
    const struct place *place = *state;
    const struct db_options larger = {.tables = tables, .size_bytes = LARGER_BYTES};
    struct db *db = open_small(place);

    put_one(db, A, 1, "one");
    db_close(db);
    for (unsigned good = 0; good < 2; good++) {
        disk.fallocate_errno = ENOSPC;
        disk.fallocate_good = good;
        assert_int_equal(db_open(&db, place->folder, &larger, NULL), ERR_FULL);
    }
    disk.fallocate_errno = 0;
    db = open_small(place);
    assert_holds(db, A, 1, "one");
    db_close(db);
}

static void the_whole_file_has_its_blocks_from_the_start(void **state)
{
    const struct place *place = *state;
    struct stat file;

    db_close(open_sized(place, SMALL_BYTES - 1));  // rounded up to a page
    assert_int_equal(stat(place->data, &file), 0);
    assert_int_equal(file.st_size, SMALL_BYTES);
    assert_true(file.st_blocks * 512 >= SMALL_BYTES);
}

// Blocks that are allocated and not yet written are a hole to the file system, and dearer to sync.
static void every_block_is_written_from_the_start(void **state)
{
    const struct place *place = *state;
    int fd;

    db_close(open_small(place));
    db_close(open_sized(place, LARGER_BYTES));
    fd = open(place->data, O_RDONLY);
    assert_int_equal(lseek(fd, 0, SEEK_HOLE), LARGER_BYTES);
    close(fd);
}

static void a_file_whose_making_was_interrupted_is_finished(void **state)
{
    const struct place *place = *state;
    struct db *db = open_small(place);

    put_one(db, A, 1, "one");
    db_close(db);
    assert_int_equal(truncate(place->data, MIB + 1), 0);
    db = open_small(place);
    assert_int_equal(size_of(place->data), SMALL_BYTES);
    assert_holds(db, A, 1, "one");
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
    const struct db_options options = {
        .tables = tables, .size_bytes = LARGER_BYTES, .progress = tell, .progress_context = &told};
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

    db_close(open_small(place));
    fd = open(place->data, O_RDWR);
    assert_int_equal(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, MIB, MIB), 0);
    close(fd);
    db_close(open_small(place));
    assert_int_equal(stat(place->data, &file), 0);
    assert_true(file.st_blocks * 512 >= SMALL_BYTES);
}

static void a_file_system_without_fallocate_does_as_well(void **state)
{
    const struct place *place = *state;
    struct db *db;

    disk.fallocate_errno = EOPNOTSUPP;
    db = open_small(place);
    put_one(db, A, 1, "one");
    db_close(db);
    assert_int_equal(size_of(place->data), SMALL_BYTES);
    db = open_small(place);
    assert_holds(db, A, 1, "one");
    db_close(db);
}

static void a_file_grows_but_never_shrinks(void **state)
{
    const struct place *place = *state;
    struct db *db = open_small(place);

    put_one(db, A, 1, "one");
    db_close(db);
    db_close(open_sized(place, LARGER_BYTES));
    assert_int_equal(size_of(place->data), LARGER_BYTES);
    db = open_small(place);
    assert_holds(db, A, 1, "one");
    db_close(db);
    assert_int_equal(size_of(place->data), LARGER_BYTES);
}

static void more_tables_than_are_known_of_are_a_newer_versions(void **state)
{
    static const char *const fewer[] = {"a", NULL};
    const struct place *place = *state;

    db_close(open_small(place));
    assert_int_equal(open_with(place, fewer, 0), ERR_UNKNOWN_VERSION);
    assert_int_equal(open_with(place, fewer, 1), ERR_UNKNOWN_VERSION);
}

static void a_table_that_is_missing_is_damage_and_is_not_made(void **state)
{
    static const char *const more[] = {"a", "b", "c", NULL};
    static const char *const others[] = {"a", "c", NULL};
    const struct place *place = *state;

    db_close(open_small(place));
    for (int read_only = 0; read_only < 2; read_only++) {
        assert_int_equal(open_with(place, more, read_only), ERR_CORRUPT);
        assert_int_equal(open_with(place, others, read_only), ERR_CORRUPT);
        assert_int_equal(open_with(place, tables, read_only), ERR_OK);
    }
}

// The file as LMDB makes it, before anything is committed; `name` becomes a table of this kind.
static MDB_env *open_bare(const struct place *place, const char *name, unsigned flags,
                          MDB_txn **txn, MDB_dbi *table)
{
    MDB_env *env;

    assert_int_equal(mdb_env_create(&env), 0);
    assert_int_equal(mdb_env_set_maxdbs(env, 4), 0);
    assert_int_equal(mdb_env_open(env, place->folder, 0, 0600), 0);
    assert_int_equal(mdb_txn_begin(env, NULL, 0, txn), 0);
    assert_int_equal(mdb_dbi_open(*txn, name, MDB_CREATE | flags, table), 0);
    return env;
}

static void a_file_whose_making_was_broken_off_is_not_there_yet(void **state)
{
    const struct place *place = *state;
    MDB_txn *txn;
    MDB_dbi table;
    MDB_env *env = open_bare(place, "a", 0, &txn, &table);

    mdb_txn_abort(txn);
    mdb_env_close(env);
    assert_int_equal(open_with(place, tables, 1), ERR_NOT_FOUND);
    assert_int_equal(open_with(place, tables, 0), ERR_OK);
    assert_int_equal(open_with(place, tables, 1), ERR_OK);
}

static void a_table_of_another_kind_is_damage(void **state)
{
    static const char *const one[] = {"a", NULL};
    const struct place *place = *state;
    MDB_txn *txn;
    MDB_dbi table;
    MDB_env *env = open_bare(place, "a", MDB_DUPSORT, &txn, &table);

    assert_int_equal(mdb_txn_commit(txn), 0);
    mdb_env_close(env);
    assert_int_equal(open_with(place, one, 0), ERR_CORRUPT);
    assert_int_equal(open_with(place, one, 1), ERR_CORRUPT);
}

static void a_folder_or_a_pipe_in_its_place_is_refused(void **state)
{
    const struct place *place = *state;

    for (int read_only = 0; read_only < 2; read_only++) {
        assert_int_equal(mkfifo(place->data, 0600), 0);
        assert_int_equal(open_with(place, tables, read_only), ERR_COMMAND);
        assert_int_equal(unlink(place->data), 0);
        assert_int_equal(mkdir(place->data, 0700), 0);
        assert_int_equal(open_with(place, tables, read_only), ERR_COMMAND);
        assert_int_equal(rmdir(place->data), 0);
    }
}

static void closing_nothing_is_fine(void **state)
{
    (void)state;
    db_close(NULL);
}

// --- transactions

static void keys_that_do_not_fit_fail_and_stick(void **state)
{
    struct db *db = open_small(*state);
    struct db_key key = {.size = 0};
    const struct db_key good = key_of(1);
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
    struct db *db = open_small(*state);
    const struct db_key first = key_of(1), second = key_of(2);
    struct db_txn txn = db_begin_write(db);
    db_table table = A;

    db_append(&txn, table, &first, "one", 3);
    db_append(&txn, table, &second, "two", 3);
    assert_int_equal(db_commit(&txn, NULL), ERR_OK);
    assert_holds(db, A, 1, "one");
    assert_holds(db, A, 2, "two");
    for (uint64_t number = 1; number <= 2; number++) {
        const struct db_key key = key_of(number);

        txn = db_begin_write(db);
        db_append(&txn, A, &key, "again", 5);
        assert_int_equal(txn.error, ERR_EXISTS);
        assert_int_equal(db_commit(&txn, NULL), ERR_EXISTS);
    }
    assert_holds(db, A, 2, "two");
    db_close(db);
}

static void a_reading_transaction_cannot_write(void **state)
{
    struct db *db = open_small(*state);
    const struct db_key key = key_of(1);
    struct db_txn txn;

    txn = db_begin_read(db);
    db_put(&txn, A, &key, "x", 1);
    assert_int_equal(txn.error, ERR_IO);
    db_abort(&txn);

    put_one(db, A, 1, "one");
    txn = db_begin_read(db);
    db_put(&txn, A, &key, "x", 1);
    assert_int_equal(txn.error, ERR_IO);
    db_abort(&txn);
    assert_holds(db, A, 1, "one");
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
    struct db *db = open_small(*state);
    const struct db_key empty = {.size = 0};
    const struct db_key key = key_of(1);
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
    struct db *db = open_small(*state);
    struct db_txn txn;

    put_one(db, A, 1, "one");
    put_one(db, A, 2, "two");
    put_one(db, B, 1, "one");
    txn = db_begin_write(db);
    db_clear(&txn, A);
    assert_int_equal(db_commit(&txn, NULL), ERR_OK);
    txn = db_begin_read(db);
    assert_int_equal(db_count(&txn, A), 0);
    assert_int_equal(db_count(&txn, B), 1);
    db_abort(&txn);
    put_one(db, A, 1, "again");
    assert_holds(db, A, 1, "again");
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
    const struct db_key nothing = {.size = 0}, key = key_of(0);
    struct db_key found;
    struct db_value value;
    unsigned count = 0;

    for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++) {
        struct db *db = open_sized(place, LARGER_BYTES);
        MDB_val lmdb_key = {entries[i].key_bytes, long_key};
        MDB_val lmdb_value = {entries[i].value_bytes, long_value};
        MDB_txn *txn;
        MDB_dbi table;
        MDB_env *env;
        struct db_txn read;

        db_close(db);
        env = open_bare(place, "a", 0, &txn, &table);
        assert_int_equal(mdb_drop(txn, table, 0), 0);
        assert_int_equal(mdb_put(txn, table, &lmdb_key, &lmdb_value, 0), 0);
        assert_int_equal(mdb_txn_commit(txn), 0);
        mdb_env_close(env);
        db = open_sized(place, LARGER_BYTES);
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
    struct db *db = open_sized(*state, LARGER_BYTES);
    const struct db_key key = key_of(1);
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
    struct db *db = open_small(place);
    const struct db_key key = key_of(1);
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
    struct db *db = open_small(*state);
    const struct db_key key = key_of(1);
    struct db_value value;
    struct db_txn txn = db_begin_write(db);

    db_put(&txn, A, &key, "x", 1);
    db_abort(&txn);
    txn = db_begin_read(db);
    assert_int_equal(db_find(&txn, A, &key, &value), ERR_NOT_FOUND);
    db_abort(&txn);
    // The name is free to be made again.
    put_one(db, A, 1, "one");
    assert_holds(db, A, 1, "one");
    db_close(db);
}

static void what_is_committed_is_there_after_opening_again(void **state)
{
    struct db *db = open_small(*state);

    put_one(db, A, 1, "one");
    put_one(db, B, 1, "another");
    put_one(db, A, 1, "instead");
    db_close(db);
    db = open_small(*state);
    assert_holds(db, A, 1, "instead");
    assert_holds(db, B, 1, "another");
    db_close(db);
}

static void several_readers_see_their_own_snapshots(void **state)
{
    struct db *db = open_small(*state);
    const struct db_key key = key_of(1);
    struct db_value old_value;
    struct db_value new_value;
    struct db_txn old;
    struct db_txn new;

    put_one(db, A, 1, "old");
    old = db_begin_read(db);
    put_one(db, A, 1, "new");
    put_one(db, B, 1, "made while one reads");
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

static const char *own_path;  // argv[0]

// Plays one of the parts below in another process: this program, started again, because LMDB must
// not be taken over a fork. `main` does the rest.
static void in_another_process(const struct place *place, const char *part)
{
    const pid_t child = fork();
    int status;

    assert_true(child >= 0);
    if (child == 0) {
        execl(own_path, own_path, part, place->folder, (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

enum { BIG_VALUES = 6, BIG_VALUE_BYTES = MIB };

static void grow_beyond_the_small_map(struct db *db)
{
    static const uint8_t zeros[BIG_VALUE_BYTES];

    for (uint32_t i = 0; i < BIG_VALUES; i++) {
        struct db_txn txn = db_begin_write(db);
        const struct db_key key = key_of(i);

        db_put(&txn, A, &key, zeros, sizeof zeros);
        if (db_commit(&txn, NULL) != ERR_OK)
            _exit(3);
    }
}

static void a_map_that_another_process_has_outgrown_is_mapped_again(void **state)
{
    const struct place *place = *state;
    struct db *db = open_small(place);
    struct db_txn txn;

    put_one(db, A, 1, "one");
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
    const struct db_key key = key_of(1);
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
    struct db *db = open_small(place);

    put_one(db, A, 1, "one");
    in_another_process(place, "read-only");
    put_one(db, A, 2, "two");
    db_close(db);
}

static void open_and_put(const struct place *place, uint32_t number)
{
    const struct db_options options = {.tables = tables, .size_bytes = SMALL_BYTES};
    struct db_txn txn;
    struct db *db;
    const struct db_key key = key_of(number);

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
        db = open_small(place);
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
    struct db *db = open_small(place);
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

// --- a full map and a failing disk

static void a_full_map_is_full_and_everything_before_it_stays(void **state)
{
    static const uint8_t zeros[64 * 1024];
    const struct place *place = *state;
    struct db *db = open_small(place);
    struct err_text text;
    uint32_t stored = 0;
    enum err error = ERR_OK;
    unsigned percent = db_percent_used(db);
    struct db_txn txn;

    assert_true(percent <= 1);
    while (error == ERR_OK) {
        const struct db_key key = key_of(stored);

        txn = db_begin_write(db);
        db_put(&txn, A, &key, zeros, sizeof zeros);
        error = db_commit(&txn, &text);
        if (error == ERR_OK)
            stored++;
        assert_true(db_percent_used(db) >= percent);
        percent = db_percent_used(db);
    }
    assert_int_equal(error, ERR_FULL);
    assert_non_null(strstr(text.text, "full"));
    assert_true(stored > 50 && stored < 64);
    assert_in_range(percent, 90, 100);
    txn = db_begin_read(db);
    assert_int_equal(db_count(&txn, A), stored);
    db_abort(&txn);
    // It goes on working: what it holds can be read, and room can be made.
    txn = db_begin_write(db);
    for (uint32_t i = 0; i < stored / 2; i++) {
        const struct db_key key = key_of(i);

        db_delete(&txn, A, &key);
    }
    assert_int_equal(db_commit(&txn, NULL), ERR_OK);
    db_close(db);
}

static void promise_a_a_commit_that_could_not_write_is_no_success(void **state)
{
    static const int numbers[] = {EIO, ENOSPC};
    const struct place *place = *state;

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct db *db = open_small(place);
        const struct db_key key = key_of(9);
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
    struct db *db = open_small(*state);
    const struct db_key key = key_of(9);
    struct db_txn txn = db_begin_write(db);

    db_put(&txn, A, &key, "x", 1);
    disk.fdatasync_errno = EIO;
    assert_int_equal(db_commit(&txn, NULL), ERR_IO);
    disk.fdatasync_errno = 0;
    db_close(db);
}

// --- keys and entries

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
    struct db *db = open_small(*state);
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
    struct db *db = open_small(place);
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
    struct db *db = open_small(*state);
    const struct db_key key = key_of(1);
    struct db_value value;
    struct db_txn txn;

    put_one(db, A, 1, "one");
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
    struct db *db = open_small(*state);
    const struct db_key key = key_of(1);
    struct db_txn txn = db_begin_write(db);
    uint8_t *room = db_reserve(&txn, A, &key, 3);

    assert_non_null(room);
    room[0] = 'o';
    room[1] = 'n';
    room[2] = 'e';
    assert_int_equal(db_commit(&txn, NULL), ERR_OK);
    assert_holds(db, A, 1, "one");
    db_close(db);
}

static void an_empty_value_is_a_value(void **state)
{
    struct db *db = open_small(*state);

    put_one(db, A, 1, "");
    assert_holds(db, A, 1, "");
    db_close(db);
}

#define IN_A_PLACE(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)

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
        const struct db_options options = {.tables = tables,
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

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        IN_A_PLACE(a_folder_that_is_not_there_is_not_found),
        IN_A_PLACE(reading_an_empty_folder_finds_nothing_and_makes_nothing),
        IN_A_PLACE(an_empty_file_becomes_a_new_one),
        IN_A_PLACE(a_file_that_is_no_lmdb_file_is_corrupt_and_stays_as_it_is),
        IN_A_PLACE(a_file_that_was_cut_short_is_corrupt),
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
        IN_A_PLACE(more_tables_than_are_known_of_are_a_newer_versions),
        IN_A_PLACE(a_table_that_is_missing_is_damage_and_is_not_made),
        IN_A_PLACE(a_file_whose_making_was_broken_off_is_not_there_yet),
        IN_A_PLACE(a_table_of_another_kind_is_damage),
        IN_A_PLACE(a_folder_or_a_pipe_in_its_place_is_refused),
        cmocka_unit_test(closing_nothing_is_fine),
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
        IN_A_PLACE(several_programs_that_make_the_file_at_once_make_one),
        IN_A_PLACE(a_map_that_another_process_has_outgrown_is_mapped_again),
        IN_A_PLACE(a_read_only_environment_reads_beside_the_writer),
        IN_A_PLACE(a_reader_that_died_is_cleared),
        IN_A_PLACE(a_full_map_is_full_and_everything_before_it_stays),
        IN_A_PLACE(promise_a_a_commit_that_could_not_write_is_no_success),
        IN_A_PLACE(promise_a_a_commit_that_could_not_sync_is_no_success),
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

    own_path = argv[0];
    if (argc == 3)
        return play(argv[1], argv[2]);
    return cmocka_run_group_tests_name("db", tests, NULL, NULL);
}
