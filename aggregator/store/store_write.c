// Writing: one transaction for many entries.
#include "aggregator/store/store_internal.h"

#include "proto/form/period.h"

#include <string.h>

void store_fail(struct store_batch *batch, enum err error, const struct err_text *why)
{
    if (error == ERR_OK || batch->txn.error != ERR_OK)
        return;
    db_break(&batch->txn, error);
    batch->why = *why;
}

static int read_submission(struct store_batch *batch, const struct db_value *value,
                           Qd__LocalAuthority authority, struct journal_entry *entry)
{
    struct err_text why = {""};
    const enum err error = store_follow_index(&batch->txn, value, authority, entry, &why);

    store_fail(batch, error, &why);
    return error == ERR_OK;
}

// The end as the file has it, which must be the one that this store knows.
static void read_end(struct store_batch *batch)
{
    const struct journal_end *known = &batch->store->end;
    const struct db_key any = {.size = 0};
    struct err_text why = {""};
    struct db_value value, found_key;
    struct journal_entry last;
    struct db_key key;
    enum err error = ERR_OK;

    if (db_find_last(&batch->txn, STORE_JOURNAL, &any, &key, &value) != ERR_OK) {
        if (known->is_begun)
            error = err_say(&why, ERR_CORRUPT, "the journal is empty, and was not before");
        store_fail(batch, error, &why);
        return;
    }
    found_key = (struct db_value){.bytes = key.bytes, .size = key.size};
    error = journal_read(&last, &found_key, &value, &why);
    if (error == ERR_OK && known->is_begun &&
        (last.sequence != known->sequence || memcmp(last.link, known->link, sizeof last.link) != 0))
        error = err_say(&why, ERR_CORRUPT,
                        "the journal ends with entry %llu, and its last entry was %llu: something "
                        "else writes into this store, or it is damaged",
                        (unsigned long long)last.sequence, (unsigned long long)known->sequence);
    store_fail(batch, error, &why);
    batch->end = (struct journal_end){.is_begun = 1, .sequence = last.sequence};
    memcpy(batch->end.link, last.link, sizeof last.link);
}

void store_begin(struct store *store, struct store_batch *batch)
{
    *batch = (struct store_batch){.store = store, .txn = db_begin_write(store->db)};
    if (batch->txn.error == ERR_OK)
        read_end(batch);
}

// --- entries

void store_append(struct store_batch *batch, struct journal_entry *entry, const uint8_t *body,
                  size_t body_size, uint64_t jump)
{
    struct db_key key;
    uint8_t *room;

    if (batch->txn.error != ERR_OK)
        return;
    entry->body = body;
    entry->body_bytes = (uint32_t)body_size;
    journal_seal(entry, &batch->end, jump);
    key = journal_key(entry->sequence);
    room = db_append_reserve(&batch->txn, STORE_JOURNAL, &key, journal_size(entry));
    if (room != NULL)
        journal_write(room, entry);
    entry->body = NULL;  // the caller's, and about to go
}

void store_append_message(struct store_batch *batch, struct journal_entry *entry,
                          const ProtobufCMessage *body, uint64_t jump)
{
    enum { MESSAGE_MAX_BYTES = 4096 };  // of the operator's words, mostly
    static const struct err_text too_long = {"the reason is too long"};
    uint8_t bytes[MESSAGE_MAX_BYTES];
    const size_t size = protobuf_c_message_get_packed_size(body);

    if (size > sizeof bytes) {
        store_fail(batch, ERR_COMMAND, &too_long);
        return;
    }
    (void)protobuf_c_message_pack(body, bytes);
    codec_hash(entry->body_hash, bytes, size);
    store_append(batch, entry, bytes, size, jump);
}

// --- returns

enum store_outcome store_find(struct store_batch *batch, const struct store_submission *submission,
                              struct journal_entry *entry)
{
    const struct db_key by_id =
        store_submission_key(submission->authority, submission->submission_id);
    struct db_value value;

    *entry = (struct journal_entry){.kind = JOURNAL_RETURN};
    if (db_find(&batch->txn, STORE_SUBMISSIONS, &by_id, &value) != ERR_OK)
        return STORE_UNKNOWN;
    if (!read_submission(batch, &value, submission->authority, entry))
        return STORE_REPEATED;
    if (memcmp(entry->body_hash, submission->return_hash, CODEC_HASH_BYTES) != 0)
        return STORE_ID_TAKEN;
    return STORE_REPEATED;
}

// What the borough sent last for the period: a return, or its withdrawal. Of revision 0 when it has sent
// nothing.
static struct journal_entry find_newest(struct store_batch *batch, uint32_t period,
                                        Qd__LocalAuthority authority)
{
    const struct db_key prefix = store_return_prefix(period, authority);
    struct journal_entry newest;
    struct db_value value;
    struct db_key key;

    if (db_find_last(&batch->txn, STORE_RETURNS, &prefix, &key, &value) != ERR_OK ||
        !read_submission(batch, &value, authority, &newest))
        newest = (struct journal_entry){.kind = JOURNAL_RETURN, .revision = 0};
    return newest;
}

// Whether what is to be withdrawn is what counts for the period.
static int may_withdraw(const struct journal_entry *newest, const uint8_t *withdrawn_id)
{
    return newest->kind == JOURNAL_RETURN && newest->revision > 0 &&
           memcmp(newest->submission_id, withdrawn_id, sizeof newest->submission_id) == 0;
}

// Of a period for which nothing was sent the id is zeros.
static int is_overtaken(const struct journal_entry *newest, const uint8_t *replaces)
{
    return replaces != NULL &&
           memcmp(newest->submission_id, replaces, sizeof newest->submission_id) != 0;
}

enum store_outcome store_add(struct store_batch *batch, const struct store_submission *submission,
                             struct journal_entry *entry)
{
    const enum store_outcome outcome = store_find(batch, submission, entry);
    const int is_withdrawal = submission->withdrawn_id != NULL;
    struct journal_entry newest;

    if (outcome != STORE_UNKNOWN || batch->txn.error != ERR_OK)
        return outcome;
    newest = find_newest(batch, period_key(submission->period), submission->authority);
    if (is_withdrawal && !may_withdraw(&newest, submission->withdrawn_id))
        return STORE_NOT_HELD;
    if (is_overtaken(&newest, submission->replaces))
        return STORE_OVERTAKEN;
    *entry = (struct journal_entry){.kind = is_withdrawal ? JOURNAL_WITHDRAWN : JOURNAL_RETURN,
                                    .unix_ms = submission->received_at_unix_ms,
                                    .period_key = period_key(submission->period),
                                    .authority = submission->authority,
                                    .revision = newest.revision + !is_withdrawal,
                                    .parts = submission->parts,
                                    .queries = submission->queries};
    memcpy(entry->submission_id, submission->submission_id, sizeof entry->submission_id);
    memcpy(entry->body_hash, submission->return_hash, sizeof entry->body_hash);
    store_append(batch, entry, submission->return_bytes, submission->return_size, 0);
    store_index(batch, entry);
    return STORE_ADDED;
}

// --- the end of a batch

enum err store_commit(struct store_batch *batch, struct err_text *text)
{
    enum err error;

    if (batch->why.text[0] != '\0') {
        error = batch->txn.error;
        store_abort(batch);
        return err_say(text, error, "%s", batch->why.text);
    }
    error = db_commit(&batch->txn, text);
    if (error == ERR_OK)
        batch->store->end = batch->end;
    return error;
}

void store_abort(struct store_batch *batch)
{
    db_abort(&batch->txn);
}
