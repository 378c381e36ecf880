#include "aggregator/store/store.h"

#include "aggregator/store/store_internal.h"
#include "lib/db/db_witness.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

// --- opening

enum err store_take_lock(int *lock, const char *directory, struct err_text *text)
{
    char path[PATH_MAX];

    if (snprintf(path, sizeof path, "%s/serving.lock", directory) >= (int)sizeof path)
        return err_say(text, ERR_COMMAND, "%s: the folder's name is too long", directory);
    *lock = open(path, O_CREAT | O_RDWR | O_CLOEXEC | O_NONBLOCK, 0660);
    if (*lock < 0)
        return err_say_errno(text, errno, "the store's lock %s cannot be opened", path);
    if (flock(*lock, LOCK_EX | LOCK_NB) == 0)
        return ERR_OK;
    if (errno == EWOULDBLOCK)
        return err_say(text, ERR_BUSY,
                       "the store %s is served by another aggregator: stop that one first, or give "
                       "this one a store of its own",
                       directory);
    return err_say_errno(text, errno, "the store's lock %s cannot be taken", path);
}

static int is_there(const char *directory, const char *name, struct stat *identity)
{
    char path[PATH_MAX];

    return snprintf(path, sizeof path, "%s/%s", directory, name) < (int)sizeof path &&
           stat(path, identity) == 0;
}

// Whether there is a store in the folder. LMDB would take an empty file for a new one.
static enum err check_file(const char *directory, struct err_text *text)
{
    struct stat data, trace;

    if (is_there(directory, "data.mdb", &data)) {
        if (data.st_size > 0)
            return ERR_OK;
        return err_say(
            text, ERR_CORRUPT,
            "the store %s has lost its data: data.mdb is empty. Restore the last backup, "
            "and then run `qd-aggregator init --restored`",
            directory);
    }
    if (is_there(directory, DB_WITNESS_FILE, &trace) || is_there(directory, "lock.mdb", &trace))
        return err_say(text, ERR_CORRUPT,
                       "the store %s has lost its data: data.mdb is not there. Restore the last "
                       "backup, and then run `qd-aggregator init --restored`",
                       directory);
    return err_say(text, ERR_NOT_FOUND,
                   "there is no store in the folder %s: --store DIR says where it is, and "
                   "`qd-aggregator init --store DIR` makes a new one. If there was one, look "
                   "whether its disk is mounted",
                   directory);
}

static enum err open_files(struct store **store, const char *directory,
                           const struct store_options *options, const char *salvage,
                           struct err_text *text)
{
    static const char *const tables[] = {[STORE_JOURNAL] = "journal",
                                         [STORE_RETURNS] = "returns",
                                         [STORE_SUBMISSIONS] = "submissions",
                                         NULL};
    const struct db_options db_options = {.tables = tables,
                                          .size_bytes = options->size_bytes,
                                          .read_only = options->read_only,
                                          .skips_values = options->read_only &&
                                                          !options->verifies && salvage == NULL,
                                          .progress = options->progress,
                                          .salvage = salvage};
    struct store *opened = calloc(1, sizeof *opened);
    enum err error = ERR_OK;

    *store = NULL;
    if (opened == NULL)
        return err_say(text, ERR_NO_MEMORY, "no memory to open the store");
    opened->lock = -1;
    opened->directory = strdup(directory);
    if (opened->directory == NULL)
        error = err_say(text, ERR_NO_MEMORY, "no memory to open the store");
    if (error == ERR_OK && (!options->read_only || salvage != NULL))
        error = store_take_lock(&opened->lock, directory, text);
    if (error == ERR_OK)
        error = db_open(&opened->db, directory, &db_options, text);
    if (error != ERR_OK) {
        store_close(opened);
        return error;
    }
    *store = opened;
    return ERR_OK;
}

enum err store_open_unwitnessed(struct store **store, const char *directory,
                                const struct store_options *options, struct err_text *text)
{
    return open_files(store, directory, options, NULL, text);
}

enum err store_open_journal(struct store **store, const char *directory, struct err_text *text)
{
    const struct store_options options = {.read_only = 1};
    const enum err error = check_file(directory, text);

    *store = NULL;
    return error == ERR_OK ? open_files(store, directory, &options, "journal", text) : error;
}

static enum err need_witness(struct journal_end *witnessed, const char *directory,
                             struct err_text *text)
{
    const enum err error = witness_read(witnessed, directory, text);

    if (error != ERR_EMPTY)
        return error;
    return err_say(
        text, ERR_CORRUPT,
        "the store %s has no witness: it is a copy, or was restored from one. A copy can "
        "be read and not served; `qd-aggregator init --restored` makes it the store that "
        "is served",
        directory);
}

enum err store_open(struct store **store, const char *directory,
                    const struct store_options *options, struct err_text *text)
{
    struct journal_end witnessed = {0};
    enum err error = check_file(directory, text);

    *store = NULL;
    if (error == ERR_OK && !options->read_only)
        error = need_witness(&witnessed, directory, text);
    if (error == ERR_OK)
        error = store_open_unwitnessed(store, directory, options, text);
    if (*store != NULL)
        (*store)->witnessed = witnessed;
    return error;
}

void store_close(struct store *store)
{
    if (store == NULL)
        return;
    db_close(store->db);
    if (store->lock >= 0)
        (void)close(store->lock);
    free(store->directory);
    free(store);
}

unsigned store_percent_used(struct store *store)
{
    return db_percent_used(store->db);
}

void store_clear_dead_readers(struct store *store)
{
    db_clear_dead_readers(store->db);
}

int store_takes_simulated(const struct store *store)
{
    return store->takes_simulated;
}

enum err store_witness(struct store *store, struct err_text *text)
{
    enum err error;

    if (store->witnessed.is_begun && store->witnessed.sequence == store->end.sequence)
        return ERR_OK;
    error = witness_write(&store->end, store->directory, text);
    if (error == ERR_OK)
        store->witnessed = store->end;
    return error;
}

// --- the indexes

struct db_key store_return_prefix(uint32_t period, Qd__LocalAuthority authority)
{
    struct db_key key = {.size = 0};

    db_key_u32(&key, period);
    db_key_u16(&key, (uint16_t)authority);
    return key;
}

// A withdrawal stands behind the return that it takes back, and in front of the next one.
struct db_key store_return_key(const struct journal_entry *entry)
{
    struct db_key key = store_return_prefix(entry->period_key, entry->authority);

    db_key_u32(&key, entry->revision);
    if (entry->kind != JOURNAL_RETURN)
        db_key_u8(&key, (uint8_t)entry->kind);
    return key;
}

struct db_key store_submission_key(Qd__LocalAuthority authority, const uint8_t *submission_id)
{
    struct db_key key = {.size = 0};

    db_key_u16(&key, (uint16_t)authority);
    db_key_bytes(&key, submission_id, CODEC_SUBMISSION_ID_BYTES);
    return key;
}

void store_index(struct store_batch *batch, const struct journal_entry *entry)
{
    const struct db_key sequence = journal_key(entry->sequence);
    const struct db_key by_period = store_return_key(entry);
    const struct db_key by_id = store_submission_key(entry->authority, entry->submission_id);

    db_put(&batch->txn, STORE_RETURNS, &by_period, sequence.bytes, sequence.size);
    db_put(&batch->txn, STORE_SUBMISSIONS, &by_id, sequence.bytes, sequence.size);
}

enum err store_follow_index(struct db_txn *txn, const struct db_value *value,
                            Qd__LocalAuthority authority, struct journal_entry *entry,
                            struct err_text *text)
{
    struct db_key key = {.size = 0};
    struct db_value found_key, found;
    enum err error;

    db_key_bytes(&key, value->bytes, value->size);
    error = db_find(txn, STORE_JOURNAL, &key, &found);
    if (error == ERR_NOT_FOUND)
        return err_say(text, ERR_CORRUPT,
                       "an index leads to an entry that is not in the journal: `qd-aggregator "
                       "verify --rebuild` makes the indexes again");
    if (error != ERR_OK)
        return db_error(txn, text);
    found_key = (struct db_value){.bytes = key.bytes, .size = key.size};
    error = journal_read(entry, &found_key, &found, text);
    if (error == ERR_OK && (!journal_is_submission(entry->kind) || entry->authority != authority))
        error = err_say(text, ERR_CORRUPT,
                        "an index leads to entry %llu of the journal, which is another's: "
                        "`qd-aggregator verify --rebuild` makes the indexes again",
                        (unsigned long long)entry->sequence);
    return error;
}
