#include "tests/support/place/place.h"

#include "tests/support/place/disk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

int place_make(void **state)
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

int place_remove(void **state)
{
    struct place *place = *state;

    memset(&disk, 0, sizeof disk);
    unlink(place->data);
    unlink(place->lock);
    rmdir(place->folder);
    free(place);
    return 0;
}

const char *const place_tables[] = {[A] = "a", [B] = "b", NULL};

struct db *place_open_sized(const struct place *place, size_t size_bytes)
{
    const struct db_options options = {.tables = place_tables, .size_bytes = size_bytes};
    struct err_text text = {""};
    struct db *db = NULL;

    if (db_open(&db, place->folder, &options, &text) != ERR_OK)
        fail_msg("%s", text.text);
    return db;
}

struct db *place_open(const struct place *place)
{
    return place_open_sized(place, SMALL_BYTES);
}

enum err place_try(const struct place *place, const char *const *names, int read_only)
{
    const struct db_options options = {
        .tables = names, .size_bytes = SMALL_BYTES, .read_only = read_only};
    struct db *db;
    const enum err error = db_open(&db, place->folder, &options, NULL);

    db_close(db);
    return error;
}

struct db_key place_key(uint32_t number)
{
    struct db_key key = {.size = 0};

    db_key_u32(&key, number);
    return key;
}

void place_put(struct db *db, db_table table, uint32_t number, const char *words)
{
    struct db_txn txn = db_begin_write(db);
    const struct db_key key = place_key(number);

    db_put(&txn, table, &key, words, strlen(words));
    assert_int_equal(db_commit(&txn, NULL), ERR_OK);
}

void place_holds(struct db *db, db_table table, uint32_t number, const char *words)
{
    struct db_txn txn = db_begin_read(db);
    const struct db_key key = place_key(number);
    struct db_value value;

    assert_int_equal(txn.error, ERR_OK);
    assert_int_equal(db_find(&txn, table, &key, &value), ERR_OK);
    assert_int_equal(value.size, strlen(words));
    assert_memory_equal(value.bytes, words, value.size);
    db_abort(&txn);
}

off_t place_size_of(const char *path)
{
    struct stat file;

    assert_int_equal(stat(path, &file), 0);
    return file.st_size;
}

void place_write(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

MDB_env *place_open_bare(const struct place *place, const char *name, unsigned flags, MDB_txn **txn,
                         MDB_dbi *table)
{
    MDB_env *env;

    assert_int_equal(mdb_env_create(&env), 0);
    assert_int_equal(mdb_env_set_maxdbs(env, 4), 0);
    assert_int_equal(mdb_env_open(env, place->folder, 0, 0600), 0);
    assert_int_equal(mdb_txn_begin(env, NULL, 0, txn), 0);
    assert_int_equal(mdb_dbi_open(*txn, name, MDB_CREATE | flags, table), 0);
    return env;
}
