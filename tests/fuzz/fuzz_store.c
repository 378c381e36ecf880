// A store's file with any bytes changed: it is refused with words, or says exactly what it said before.
//
// The input is a list of changes, five bytes each: where (four bytes, little-endian, taken modulo the
// bytes in use) and what the byte there is xor-ed with. Before each the file is whole.
#include "aggregator/store/store.h"

#include "proto/form/period.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    STORE_BYTES = 1024 * 1024,
    RETURNS = 24,
    LARGE = 9000,  // in pages of its own
    SMALL = 300,   // in a page with others
    CHANGE_BYTES = 5,
    PATH_BYTES = 128,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// abort, because NDEBUG takes assert away.
static void hold(int condition)
{
    if (!condition)
        abort();
}

static struct {
    char folder[PATH_BYTES], data[PATH_BYTES], lock[PATH_BYTES];
    uint8_t whole[STORE_BYTES];
    size_t used;  // up to the last byte that is not zero
    struct journal_end end;
} made;

static void remove_folder(void)
{
    static const char *const names[] = {"data.mdb", "lock.mdb", "serving.lock", "witness"};
    char path[PATH_BYTES + 16];

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", made.folder, names[i]);
        (void)unlink(path);
    }
    (void)rmdir(made.folder);
}

static void add_return(struct store *store, unsigned number)
{
    static uint8_t bytes[LARGE];
    uint8_t id[CODEC_SUBMISSION_ID_BYTES] = {(uint8_t)number}, hash[CODEC_HASH_BYTES];
    struct store_submission submission = {.authority = boroughs[number % 5].authority,
                                          .submission_id = id,
                                          .return_hash = hash,
                                          .return_bytes = bytes,
                                          .return_size = number % 4 == 0 ? LARGE : SMALL};
    struct journal_entry entry;
    struct store_batch batch;
    Qd__Period period;

    hold(period_parse(&period, number % 3 == 0 ? "2024" : "2024-25 Q4", NULL) == ERR_OK);
    memset(bytes, (int)number + 1, sizeof bytes);
    codec_hash(hash, bytes, submission.return_size);
    submission.period = &period;
    store_begin(store, &batch);
    hold(store_add(&batch, &submission, &entry) == STORE_ADDED);
    hold(store_commit(&batch, NULL) == ERR_OK);
}

// Once in a process.
static void make_store(void)
{
    const struct store_making making = {.size_bytes = STORE_BYTES};
    const struct store_options options = {.size_bytes = STORE_BYTES};
    struct store_reading reading;
    struct store *store;
    int file;

    (void)strcpy(made.folder, "/tmp/qd-fuzz-store-XXXXXX");
    hold(mkdtemp(made.folder) != NULL);
    (void)atexit(remove_folder);
    (void)snprintf(made.data, sizeof made.data, "%s/data.mdb", made.folder);
    (void)snprintf(made.lock, sizeof made.lock, "%s/lock.mdb", made.folder);
    hold(store_make(made.folder, &making, NULL) == ERR_OK);
    hold(store_open(&store, made.folder, &options, NULL) == ERR_OK);
    for (unsigned number = 0; number < RETURNS; number++)
        add_return(store, number);
    hold(store_verify(store, NULL, NULL, NULL, NULL) == ERR_OK);
    hold(store_read_begin(store, STORE_NOW, &reading, NULL) == ERR_OK);
    made.end = reading.end;
    store_read_end(&reading);
    hold(store_witness(store, NULL) == ERR_OK);
    store_close(store);
    file = open(made.data, O_RDONLY);
    hold(read(file, made.whole, STORE_BYTES) == STORE_BYTES);
    (void)close(file);
    for (size_t i = 0; i < STORE_BYTES; i++)
        if (made.whole[i] != 0)
            made.used = i + 1;
}

static void change(const uint8_t *data, size_t size)
{
    static uint8_t changed[STORE_BYTES];
    const int file = open(made.data, O_WRONLY);

    memcpy(changed, made.whole, sizeof changed);
    for (; size >= CHANGE_BYTES; data += CHANGE_BYTES, size -= CHANGE_BYTES) {
        uint32_t at;

        memcpy(&at, data, sizeof at);
        changed[at % made.used] ^= data[sizeof at];
    }
    hold(pwrite(file, changed, made.used, 0) == (ssize_t)made.used);
    (void)close(file);
    (void)unlink(made.lock);
}

// Everything that a reader may ask of a store that was read.
static void look_up_all(const struct store_reading *reading)
{
    unsigned returned = 0;

    hold(reading->report.returns == RETURNS && reading->periods_count == 2);
    for (size_t i = 0; i < reading->periods_count; i++)
        for (size_t k = 0; k < BOROUGHS_COUNT; k++) {
            const struct store_return *latest = reading->periods[i]->returns[k];

            if (latest == NULL)
                continue;
            returned++;
            hold(latest->standing == STORE_RETURNED);
            (void)journal_check_body(&latest->entry, NULL);
        }
    hold(returned == 10);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct store_options options = {.read_only = 1};
    struct err_text text = {""};
    struct store_reading reading;
    struct store *store;
    enum err error;

    if (made.used == 0)
        make_store();
    change(data, size);
    error = store_open(&store, made.folder, &options, &text);
    if (error == ERR_OK) {
        error = store_read_begin(store, STORE_NOW, &reading, &text);
        if (error == ERR_OK) {
            // The chain ends where it did, so every head is what it was.
            hold(memcmp(reading.end.link, made.end.link, sizeof made.end.link) == 0);
            look_up_all(&reading);
            store_read_end(&reading);
        }
        if (error == ERR_OK)
            (void)store_verify(store, NULL, NULL, NULL, &text);
        store_close(store);
    }
    hold(error == ERR_OK || text.text[0] != '\0');
    return 0;
}
