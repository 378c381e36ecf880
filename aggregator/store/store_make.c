// Making a store, and saying that one was restored from a backup.
#include "aggregator/store/store_internal.h"

#include "lib/base/clock.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { FOLDER_MODE = 0770 };  // the reporter's group writes lock.mdb

static char program_name[] = "qd-aggregator " QD_VERSION;

// Appends the journal's first entry.
static void append_made(struct store_batch *batch, int simulated)
{
    struct journal_entry entry = {.kind = JOURNAL_MADE, .unix_ms = clock_unix_ms()};
    Qd__JournalMade made = QD__JOURNAL_MADE__INIT;
    uint8_t id[CODEC_SUBMISSION_ID_BYTES];

    codec_new_submission_id(id);
    made.store_id = (ProtobufCBinaryData){.len = sizeof id, .data = id};
    made.simulated = simulated;
    made.program = program_name;
    store_append_message(batch, &entry, &made.base, 0);
}

static enum err exists(const char *directory, const char *what_now, struct err_text *text)
{
    return err_say(text, ERR_EXISTS, "there is a store in the folder %s already: %s", directory,
                   what_now);
}

// Begins the journal, unless an earlier call that was cut short has begun it.
static enum err begin_journal(struct store *store, int simulated, struct err_text *text)
{
    struct store_batch batch;

    store_begin(store, &batch);
    if (batch.end.is_begun && batch.end.sequence > 0) {
        store_abort(&batch);
        return exists(store->directory,
                      "it has no witness, and `qd-aggregator init --restored` makes one", text);
    }
    if (!batch.end.is_begun)
        append_made(&batch, simulated);
    return store_commit(&batch, text);
}

enum err store_make(const char *directory, const struct store_making *making, struct err_text *text)
{
    const struct store_options options = {.size_bytes = making->size_bytes,
                                          .progress = making->progress};
    struct journal_end witnessed;
    struct store *store;
    enum err error;

    if (mkdir(directory, FOLDER_MODE) != 0 && errno != EEXIST)
        return err_say_errno(text, errno, "the store's folder %s cannot be made", directory);
    error = witness_read(&witnessed, directory, text);
    if (error == ERR_OK)
        return exists(directory, "`qd-aggregator serve` takes returns into it", text);
    if (error != ERR_EMPTY)
        return error;
    error = store_open_unwitnessed(&store, directory, &options, text);
    if (error != ERR_OK)
        return error;
    error = begin_journal(store, making->simulated, text);
    if (error == ERR_OK)
        error = store_witness(store, text);
    store_close(store);
    return error;
}

// --- after a restore

// The next number behind the backup that is on no receipt.
static uint64_t jump_of(const struct journal_end *end, const struct journal_end *witnessed)
{
    enum { ROUND = 1000 * 1000 };  // more than are ever taken between two backups
    const uint64_t next = end->sequence + 1;

    if (!witnessed->is_begun)
        return ROUND - next % ROUND;
    return witnessed->sequence >= next ? witnessed->sequence + 1 - next : 0;
}

static enum err append_restored(struct store *store, const struct journal_end *witnessed,
                                struct journal_entry *entry, struct err_text *text)
{
    Qd__JournalRestored restored = QD__JOURNAL_RESTORED__INIT;
    struct store_batch batch;

    *entry = (struct journal_entry){.kind = JOURNAL_RESTORED, .unix_ms = clock_unix_ms()};
    store_begin(store, &batch);
    restored.last_sequence = batch.end.sequence;
    restored.program = program_name;
    store_append_message(&batch, entry, &restored.base, jump_of(&batch.end, witnessed));
    return store_commit(&batch, text);
}

// Whether the store is the one that its witness saw: nothing was restored then.
static int is_witnessed(struct store *store, const struct journal_end *witnessed)
{
    struct store_reading reading;

    if (!witnessed->is_begun || store_read_begin(store, STORE_NOW, &reading, NULL) != ERR_OK)
        return 0;
    store_read_end(&reading);
    return 1;
}

enum err store_restored(const char *directory, struct journal_entry *entry, struct err_text *text)
{
    const struct store_options options = {.size_bytes = 0};
    struct journal_end witnessed;
    struct store *store;
    enum err error = witness_read(&witnessed, directory, text);

    if (error != ERR_OK && error != ERR_EMPTY)
        return error;
    error = store_open_unwitnessed(&store, directory, &options, text);
    if (error != ERR_OK)
        return error;
    if (is_witnessed(store, &witnessed))
        error = err_say(text, ERR_COMMAND,
                        "the store %s is the one that its witness saw: nothing was restored, and "
                        "`qd-aggregator serve` takes returns into it",
                        directory);
    if (error == ERR_OK)
        error = store_verify_unwitnessed(store, text);
    if (error == ERR_OK)
        error = append_restored(store, &witnessed, entry, text);
    if (error == ERR_OK)
        error = store_witness(store, text);
    store_close(store);
    return error;
}
