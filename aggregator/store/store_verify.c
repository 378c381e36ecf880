// Walking the whole store: each hash, and each thing that one table says of another.
#include "aggregator/store/store_internal.h"

#include "proto/form/boroughs.h"
#include "proto/form/period.h"

#include <stdio.h>
#include <string.h>

enum {
    WHERE_BYTES = 96,
    PROGRESS_RETURNS = 1000,  // between two words: some milliseconds
};

struct walk {
    struct store_reading reading;
    struct arena arena;  // one record's receipt at a time
    struct err_text *text;
    uint64_t sequence;               // of the last journal entry seen
    uint8_t link[CODEC_HASH_BYTES];  // its link
    uint64_t total;
    store_progress_fn *progress;  // NULL: nobody asks
    void *progress_context;
};

static const char *where(const struct store_record *record, char text[WHERE_BYTES])
{
    const struct borough *borough = boroughs_of(record->authority);
    char words[PERIOD_TEXT_BYTES] = "?";
    Qd__Period period;

    if (period_from_key(&period, record->period_key))
        period_format(&period, words);
    snprintf(text, WHERE_BYTES, "the return of %s for %s, revision %u",
             borough == NULL ? "an unknown borough" : borough->la_name, words, record->revision);
    return text;
}

static enum err corrupt(const struct walk *walk, const struct store_record *record,
                        const char *what)
{
    char text[WHERE_BYTES];

    return err_say(walk->text, ERR_CORRUPT, "%s %s: restore the last backup", where(record, text),
                   what);
}

static int is_id(const ProtobufCBinaryData *data, const uint8_t *id)
{
    return memcmp(data->data, id, CODEC_SUBMISSION_ID_BYTES) == 0;
}

static int is_hash(const ProtobufCBinaryData *data, const uint8_t *hash)
{
    return memcmp(data->data, hash, CODEC_HASH_BYTES) == 0;
}

static int receipt_fits(struct walk *walk, const struct store_record *record,
                        const struct store_entry *entry)
{
    Qd__Envelope *envelope;
    const Qd__Receipt *receipt;

    arena_reset(&walk->arena);
    if (codec_unpack_envelope(&envelope, &walk->arena, record->receipt, record->receipt_size,
                              NULL) != ERR_OK ||
        envelope->content_case != QD__ENVELOPE__CONTENT_RECEIPT)
        return 0;
    receipt = envelope->receipt;
    return receipt->new_la_code == record->authority &&
           period_key(receipt->period) == record->period_key &&
           receipt->revision == record->revision && receipt->sequence == record->sequence &&
           receipt->received_at_unix_ms == record->received_at_unix_ms &&
           receipt->queries == record->queries &&
           is_id(&receipt->submission_id, record->submission_id) &&
           is_hash(&receipt->return_hash, record->return_hash) &&
           is_hash(&receipt->link, entry->link);
}

// A journal entry: it follows the one before, and everything it tells of is there and whole.
static enum err verify_entry(void *context, const struct db_value *key,
                             const struct db_value *value)
{
    struct walk *walk = context;
    struct db_txn *txn = &walk->reading.txn;
    struct store_record record = {.revision = 0};
    struct db_key return_key, by_id;
    struct store_entry entry;
    struct db_value found;
    uint8_t hash[CODEC_HASH_BYTES];
    uint64_t sequence;

    if (!store_read_sequence(key->bytes, key->size, &sequence) || sequence != walk->sequence + 1 ||
        !store_read_entry(value, &entry, walk->link))
        return err_say(walk->text, ERR_CORRUPT,
                       "entry %llu of the journal does not follow the one before: restore the last "
                       "backup",
                       (unsigned long long)walk->sequence + 1);
    walk->sequence = sequence;
    if (walk->progress != NULL && sequence % PROGRESS_RETURNS == 0)
        walk->progress(walk->progress_context, sequence, walk->total);
    record.authority = entry.authority;
    record.period_key = entry.period_key;
    record.revision = entry.revision;
    return_key = store_return_key(entry.period_key, entry.authority, entry.revision);
    if (db_find(txn, STORE_RETURNS, &return_key, &found) != ERR_OK)
        return corrupt(walk, &record, "is in the journal and not in the store");
    if (!store_read_record(return_key.bytes, return_key.size, &found, &record))
        return corrupt(walk, &record, "cannot be read");
    codec_hash(hash, record.return_bytes, record.return_size);
    if (memcmp(hash, record.return_hash, sizeof hash) != 0)
        return corrupt(walk, &record, "does not match its hash");
    if (record.sequence != sequence || record.received_at_unix_ms != entry.received_at_unix_ms ||
        memcmp(record.submission_id, entry.submission_id, CODEC_SUBMISSION_ID_BYTES) != 0 ||
        memcmp(record.return_hash, entry.return_hash, CODEC_HASH_BYTES) != 0)
        return corrupt(walk, &record, "is not the one that the journal tells of");
    if (!receipt_fits(walk, &record, &entry))
        return corrupt(walk, &record, "does not match its receipt");
    by_id = store_submission_key(record.authority, record.submission_id);
    if (db_find(txn, STORE_SUBMISSIONS, &by_id, &found) != ERR_OK ||
        found.size != return_key.size ||
        memcmp(found.bytes, return_key.bytes, return_key.size) != 0)
        return corrupt(walk, &record, "is not found by its submission id");
    return ERR_OK;
}

enum err store_verify(struct store *store, uint64_t *returns, struct err_text *text)
{
    return store_verify_told(store, returns, NULL, NULL, text);
}

enum err store_verify_told(struct store *store, uint64_t *returns, store_progress_fn *progress,
                           void *context, struct err_text *text)
{
    struct walk walk = {.text = text, .progress = progress, .progress_context = context};
    struct db_key all = {.size = 0};
    uint64_t in_returns, in_submissions;
    enum err error = store_read_begin(store, &walk.reading, text);

    if (error != ERR_OK)
        return error;
    arena_init(&walk.arena, CODEC_ARENA_CAP_BYTES);
    walk.total = db_count(&walk.reading.txn, STORE_JOURNAL);
    error = db_each(&walk.reading.txn, STORE_JOURNAL, &all, verify_entry, &walk);
    // Each entry has its own record and its own id, so equal numbers leave none over.
    in_returns = db_count(&walk.reading.txn, STORE_RETURNS);
    in_submissions = db_count(&walk.reading.txn, STORE_SUBMISSIONS);
    if (error == ERR_OK && (in_returns != walk.sequence || in_submissions != walk.sequence))
        error =
            err_say(text, ERR_CORRUPT,
                    "the store holds %llu returns and %llu submission ids, and its journal tells "
                    "of %llu: restore the last backup",
                    (unsigned long long)in_returns, (unsigned long long)in_submissions,
                    (unsigned long long)walk.sequence);
    if (returns != NULL)
        *returns = walk.sequence;
    arena_free(&walk.arena);
    store_read_end(&walk.reading);
    return error;
}
