#include "aggregator/store/store.h"

#include "aggregator/store/store_internal.h"
#include "proto/form/period.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PATH_BYTES = 4096,
    FOLDER_MODE = 0770  // the reporter's group writes lock.mdb
};

struct store {
    struct db *db;
    int lock;  // -1 when read only
};

// --- opening

static enum err take_lock(struct store *store, const char *directory, struct err_text *text)
{
    char path[PATH_BYTES];

    snprintf(path, sizeof path, "%s/serving.lock", directory);
    store->lock = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0660);
    if (store->lock < 0)
        return err_say_errno(text, errno, "the store's lock %s cannot be opened", path);
    if (flock(store->lock, LOCK_EX | LOCK_NB) == 0)
        return ERR_OK;
    if (errno == EWOULDBLOCK)
        return err_say(text, ERR_BUSY,
                       "the store %s is served by another aggregator: stop that one first, or give "
                       "this one a store of its own",
                       directory);
    return err_say_errno(text, errno, "the store's lock %s cannot be taken", path);
}

enum err store_open(struct store **store, const char *directory,
                    const struct store_options *options, struct err_text *text)
{
    static const char *const tables[] = {[STORE_RETURNS] = "returns",
                                         [STORE_SUBMISSIONS] = "submissions",
                                         [STORE_JOURNAL] = "journal",
                                         NULL};
    struct db_options db_options = {.tables = tables,
                                    .size_bytes = options->size_bytes,
                                    .read_only = options->read_only,
                                    .progress = options->progress};
    struct store *opened = calloc(1, sizeof *opened);
    enum err error = ERR_OK;

    *store = NULL;
    if (opened == NULL)
        return err_say(text, ERR_NO_MEMORY, "no memory to open the store");
    opened->lock = -1;
    if (!options->read_only) {
        if (mkdir(directory, FOLDER_MODE) != 0 && errno != EEXIST)
            error = err_say_errno(text, errno, "the store's folder %s cannot be made", directory);
        if (error == ERR_OK)
            error = take_lock(opened, directory, text);
    }
    if (error == ERR_OK)
        error = db_open(&opened->db, directory, &db_options, text);
    if (error != ERR_OK) {
        store_close(opened);
        return error;
    }
    *store = opened;
    return ERR_OK;
}

void store_close(struct store *store)
{
    if (store == NULL)
        return;
    db_close(store->db);
    if (store->lock >= 0)
        close(store->lock);
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

// --- reading

enum err store_read_begin(struct store *store, struct store_reading *reading, struct err_text *text)
{
    reading->txn = db_begin_read(store->db);
    return db_error(&reading->txn, text);
}

void store_read_end(struct store_reading *reading)
{
    db_abort(&reading->txn);
}

int store_latest(struct store_reading *reading, const Qd__Period *period,
                 Qd__LocalAuthority authority, struct store_record *record)
{
    struct db_key prefix = store_return_prefix(period_key(period), authority), key;
    struct db_value value;

    return db_find_last(&reading->txn, STORE_RETURNS, &prefix, &key, &value) == ERR_OK &&
           store_read_record(key.bytes, key.size, &value, record);
}

int store_revision(struct store_reading *reading, const Qd__Period *period,
                   Qd__LocalAuthority authority, uint32_t revision, struct store_record *record)
{
    struct db_key key = store_return_key(period_key(period), authority, revision);
    struct db_value value;

    return db_find(&reading->txn, STORE_RETURNS, &key, &value) == ERR_OK &&
           store_read_record(key.bytes, key.size, &value, record);
}

enum err store_each_latest(struct store_reading *reading, store_each_fn *each, void *context)
{
    struct db_key prefix = {.size = 0}, key;
    struct db_value value;

    while (db_find_after(&reading->txn, STORE_RETURNS, &prefix, &key, &value) == ERR_OK) {
        struct store_record record;
        enum err error;

        if (!store_read_prefix(key.bytes, key.size, &prefix) ||
            db_find_last(&reading->txn, STORE_RETURNS, &prefix, &key, &value) != ERR_OK ||
            !store_read_record(key.bytes, key.size, &value, &record))
            return reading->txn.error != ERR_OK ? reading->txn.error : ERR_CORRUPT;
        error = each(context, &record);
        if (error != ERR_OK)
            return error;
    }
    return reading->txn.error;
}

enum err store_each_held(struct store_reading *reading, Qd__LocalAuthority authority,
                         store_each_fn *each, void *context)
{
    struct db_key period = {.size = 0}, key;
    struct db_value value;

    while (db_find_after(&reading->txn, STORE_RETURNS, &period, &key, &value) == ERR_OK) {
        struct store_record first, record;
        struct db_key prefix;
        enum err error;

        if (!store_read_record(key.bytes, key.size, &value, &first))
            return ERR_CORRUPT;
        period = (struct db_key){.size = 0};
        db_key_u32(&period, first.period_key);
        prefix = store_return_prefix(first.period_key, authority);
        if (db_find_last(&reading->txn, STORE_RETURNS, &prefix, &key, &value) != ERR_OK)
            continue;
        if (!store_read_record(key.bytes, key.size, &value, &record))
            return ERR_CORRUPT;
        error = each(context, &record);
        if (error != ERR_OK)
            return error;
    }
    return reading->txn.error;
}

// --- writing

void store_begin(struct store *store, struct store_batch *batch)
{
    struct db_key any = {.size = 0}, key;
    struct db_value value;

    *batch = (struct store_batch){.store = store, .txn = db_begin_write(store->db)};
    if (db_find_last(&batch->txn, STORE_JOURNAL, &any, &key, &value) != ERR_OK)
        return;
    // store_verify has walked the chain at the start; here only its end is needed.
    if (value.size != STORE_ENTRY_BYTES ||
        !store_read_sequence(key.bytes, key.size, &batch->sequence)) {
        db_break(&batch->txn, ERR_CORRUPT);
        return;
    }
    memcpy(batch->link, value.bytes + STORE_ENTRY_BODY_BYTES, sizeof batch->link);
}

enum store_outcome store_find(struct store_batch *batch, const struct store_submission *submission,
                              struct arena *arena, struct store_receipt *receipt)
{
    struct db_key by_id = store_submission_key(submission->authority, submission->submission_id);
    struct db_key key = {.size = 0};
    struct store_record record;
    struct db_value value;

    *receipt = (struct store_receipt){.bytes = NULL};
    if (db_find(&batch->txn, STORE_SUBMISSIONS, &by_id, &value) != ERR_OK)
        return STORE_UNKNOWN;
    db_key_bytes(&key, value.bytes, value.size);
    if (db_find(&batch->txn, STORE_RETURNS, &key, &value) != ERR_OK ||
        !store_read_record(key.bytes, key.size, &value, &record)) {
        db_break(&batch->txn, ERR_CORRUPT);
        return STORE_REPEATED;
    }
    if (memcmp(record.return_hash, submission->return_hash, CODEC_HASH_BYTES) != 0)
        return STORE_ID_TAKEN;
    // A copy: what LMDB shows may move with the next put.
    *receipt = (struct store_receipt){.bytes = (const uint8_t *)arena_strndup(
                                          arena, (const char *)record.receipt, record.receipt_size),
                                      .size = record.receipt_size,
                                      .revision = record.revision,
                                      .sequence = record.sequence};
    if (receipt->bytes == NULL && batch->txn.error == ERR_OK)
        db_break(&batch->txn, ERR_NO_MEMORY);
    return STORE_REPEATED;
}

static uint32_t next_revision(struct store_batch *batch, uint32_t period,
                              Qd__LocalAuthority authority)
{
    struct db_key prefix = store_return_prefix(period, authority), key;
    struct store_record latest;
    struct db_value value;

    if (db_find_last(&batch->txn, STORE_RETURNS, &prefix, &key, &value) != ERR_OK)
        return 1;
    if (!store_read_record(key.bytes, key.size, &value, &latest)) {
        db_break(&batch->txn, ERR_CORRUPT);
        return 1;
    }
    return latest.revision + 1;
}

// protobuf-c's binary data is not const; packing only reads it.
static ProtobufCBinaryData as_binary(const uint8_t *bytes, size_t size)
{
    union {
        const uint8_t *given;
        uint8_t *taken;
    } either = {.given = bytes};

    return (ProtobufCBinaryData){.len = size, .data = either.taken};
}

// The receipt for a record, whose `receipt` it becomes.
static void pack_receipt(struct store_batch *batch, struct arena *arena,
                         const Qd__Period *submitted_period, struct store_record *record)
{
    Qd__Envelope envelope = QD__ENVELOPE__INIT;
    Qd__Receipt receipt = QD__RECEIPT__INIT;
    Qd__Period period = *submitted_period;

    receipt.submission_id = as_binary(record->submission_id, CODEC_SUBMISSION_ID_BYTES);
    receipt.new_la_code = record->authority;
    receipt.period = &period;
    receipt.revision = record->revision;
    receipt.received_at_unix_ms = record->received_at_unix_ms;
    receipt.return_hash = as_binary(record->return_hash, CODEC_HASH_BYTES);
    receipt.sequence = record->sequence;
    receipt.link = as_binary(batch->link, CODEC_HASH_BYTES);
    receipt.queries = record->queries;
    envelope.content_case = QD__ENVELOPE__CONTENT_RECEIPT;
    envelope.receipt = &receipt;
    if (codec_pack_envelope(&envelope, arena, &record->receipt, &record->receipt_size, NULL) !=
            ERR_OK &&
        batch->txn.error == ERR_OK)
        db_break(&batch->txn, ERR_NO_MEMORY);
}

static void add_journal_entry(struct store_batch *batch, const struct store_record *record)
{
    struct db_key key = store_sequence_key(record->sequence);
    const struct store_entry event = {.received_at_unix_ms = record->received_at_unix_ms,
                                      .period_key = record->period_key,
                                      .authority = record->authority,
                                      .revision = record->revision,
                                      .submission_id = record->submission_id,
                                      .return_hash = record->return_hash};
    uint8_t entry[STORE_ENTRY_BYTES];

    store_write_entry(entry, &event, batch->link);
    db_append(&batch->txn, STORE_JOURNAL, &key, entry, sizeof entry);
}

enum store_outcome store_add(struct store_batch *batch, const struct store_submission *submission,
                             struct arena *arena, struct store_receipt *receipt)
{
    enum store_outcome outcome = store_find(batch, submission, arena, receipt);
    struct store_record record = {
        .authority = submission->authority,
        .period_key = period_key(submission->period),
        .received_at_unix_ms = submission->received_at_unix_ms,
        .queries = submission->queries,
        .return_hash = submission->return_hash,
        .submission_id = submission->submission_id,
        .return_bytes = submission->return_bytes,
        .return_size = submission->return_size,
    };
    struct db_key key, by_id;
    uint8_t *room;

    if (outcome != STORE_UNKNOWN || batch->txn.error != ERR_OK)
        return outcome;
    record.revision = next_revision(batch, record.period_key, record.authority);
    record.sequence = ++batch->sequence;
    key = store_return_key(record.period_key, record.authority, record.revision);
    by_id = store_submission_key(record.authority, record.submission_id);
    add_journal_entry(batch, &record);
    pack_receipt(batch, arena, submission->period, &record);
    room = db_reserve(&batch->txn, STORE_RETURNS, &key, store_record_size(&record));
    if (room != NULL)
        store_write_record(room, &record);
    db_put(&batch->txn, STORE_SUBMISSIONS, &by_id, key.bytes, key.size);
    *receipt = (struct store_receipt){.bytes = record.receipt,
                                      .size = record.receipt_size,
                                      .revision = record.revision,
                                      .sequence = record.sequence};
    return STORE_ADDED;
}

enum err store_commit(struct store_batch *batch, struct err_text *text)
{
    return db_commit(&batch->txn, text);
}

void store_abort(struct store_batch *batch)
{
    db_abort(&batch->txn);
}
