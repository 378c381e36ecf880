// A data file with any bytes changed, through the wrapper alone: db_open refuses it with words, or whatever it
// lets through can be walked, looked up and written to, and is whole afterwards. Nothing that LMDB would die
// of gets past db_open: a crash in one of its frames is a finding here.
//
// The input is a list of changes, five bytes each: where (four bytes, little-endian, taken modulo the bytes in
// use) and what the byte there is xor-ed with. Before each input the file is whole.
#include "lib/db/db.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    SIZE_BYTES = 512 * 1024,
    ENTRIES = 60,
    LARGE = 9000,  // in pages of its own
    SMALL = 120,
    CHANGE_BYTES = 5,
    CHANGES_MAX = 64,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { A, B, TABLES };
static const char *const tables[] = {[A] = "a", [B] = "b", NULL};
static const struct db_options options = {.tables = tables, .size_bytes = SIZE_BYTES};

// abort, because NDEBUG takes assert away.
static void hold(int condition)
{
    if (!condition)
        abort();
}

static struct {
    char folder[64], data[80], lock[80];
    uint8_t whole[SIZE_BYTES];
    size_t used;  // up to the last byte that is not zero
} made;

static void remove_folder(void)
{
    (void)unlink(made.data);
    (void)unlink(made.lock);
    (void)rmdir(made.folder);
}

static struct db_key key_of(uint64_t number)
{
    struct db_key key = {.size = 0};

    db_key_u64(&key, number);
    return key;
}

static void put_some(struct db_txn *txn, uint64_t from, uint64_t to, uint64_t step)
{
    static const uint8_t bytes[LARGE];

    for (uint64_t i = from; i < to; i += step) {
        const struct db_key key = key_of(i);

        db_put(txn, A, &key, bytes, i % 10 == 0 ? LARGE : SMALL);
        db_put(txn, B, &key, bytes, 8);
    }
}

static void make(void)
{
    struct db *db;
    int file;

    (void)strcpy(made.folder, "/tmp/qd-fuzz-db-XXXXXX");
    hold(mkdtemp(made.folder) != NULL);
    (void)snprintf(made.data, sizeof made.data, "%s/data.mdb", made.folder);
    (void)snprintf(made.lock, sizeof made.lock, "%s/lock.mdb", made.folder);
    (void)atexit(remove_folder);
    hold(db_open(&db, made.folder, &options, NULL) == ERR_OK);
    for (uint64_t i = 0; i < ENTRIES; i += 10) {
        struct db_txn txn = db_begin_write(db);

        put_some(&txn, i, i + 10, 1);
        hold(db_commit(&txn, NULL) == ERR_OK);
    }
    db_close(db);
    file = open(made.data, O_RDONLY);
    hold(read(file, made.whole, SIZE_BYTES) == SIZE_BYTES);
    close(file);
    for (made.used = SIZE_BYTES; made.whole[made.used - 1] == 0; made.used--) {
    }
}

static void change(const uint8_t *data, size_t size)
{
    static uint8_t image[SIZE_BYTES];
    int file;

    memcpy(image, made.whole, SIZE_BYTES);
    for (size_t i = 0; i + CHANGE_BYTES <= size && i < (size_t)CHANGES_MAX * CHANGE_BYTES;
         i += CHANGE_BYTES) {
        uint32_t at = 0;

        for (unsigned k = 0; k < sizeof at; k++)
            at |= (uint32_t)data[i + k] << 8 * k;
        image[at % made.used] ^= data[i + CHANGE_BYTES - 1];
    }
    (void)unlink(made.lock);
    file = open(made.data, O_WRONLY | O_TRUNC);
    hold(write(file, image, SIZE_BYTES) == SIZE_BYTES);
    close(file);
}

struct walk {
    struct db_txn *txn;
    db_table table;
    uint64_t count;
};

// Each entry that is walked over is found by its key.
static enum err find_again(void *context, const struct db_value *key, const struct db_value *value)
{
    struct walk *walk = context;
    struct db_key wanted = {.size = 0};
    struct db_value found;

    db_key_bytes(&wanted, key->bytes, key->size);
    hold(db_find(walk->txn, walk->table, &wanted, &found) == ERR_OK);
    hold(found.bytes == value->bytes && found.size == value->size);
    walk->count++;
    return ERR_OK;
}

static void read_all(struct db *db)
{
    const struct db_key all = {.size = 0};
    struct db_txn txn = db_begin_read(db);

    for (db_table table = 0; table < TABLES; table++) {
        struct walk walk = {.txn = &txn, .table = table};
        const enum err error = db_each(&txn, table, &all, find_again, &walk);

        if (error == ERR_CORRUPT)  // a length that is never written, which only the wrapper knows
            break;
        hold(error == ERR_OK && walk.count == db_count(&txn, table));
    }
    db_abort(&txn);
}

static void write_some(struct db *db)
{
    struct db_txn txn = db_begin_write(db);

    put_some(&txn, 3, ENTRIES + 20, 7);
    for (uint64_t i = 0; i < ENTRIES; i += 4) {
        const struct db_key key = key_of(i);

        db_delete(&txn, i % 8 == 0 ? A : B, &key);
    }
    (void)db_commit(&txn, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err_text text = {""};
    struct db *db;

    if (made.used == 0)
        make();
    change(data, size);
    if (db_open(&db, made.folder, &options, &text) != ERR_OK) {
        hold(text.text[0] != '\0');
        return 0;
    }
    read_all(db);
    write_some(db);
    db_close(db);
    hold(db_open(&db, made.folder, &options, &text) == ERR_OK);
    read_all(db);
    db_close(db);
    return 0;
}
