#include "collector/outbox/outbox_internal.h"

#include "proto/form/boroughs.h"
#include "proto/form/period.h"

#include <assert.h>
#include <endian.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

// A record's version grows only with what it says, so that an older program goes on with an outbox that has
// nothing else.
enum record_version { RECORD_RETURN = 2, RECORD_WITHDRAWAL = 3, RECORD_REPLACES = 4 };

enum { OUTBOX_SEALED_MAX_BYTES = 256 };

// How a record in `submissions` begins, big-endian. The id of what it replaces follows, from
// RECORD_REPLACES on, and the answer's bytes.
struct record {
    uint8_t version;
    uint8_t kind_and_state;  // the kind in the upper half
    uint16_t authority;
    uint32_t period_key;
    uint64_t made_at_unix_ms;
    uint64_t earlier;
    uint8_t return_hash[CODEC_HASH_BYTES];
    uint8_t seal[CODEC_HASH_BYTES];  // over the key, all above, and what follows
};
_Static_assert(sizeof(struct record) == 88, "a record's head has no gaps: it is stored as it is");

// Over a key, a head, and the hash of what follows.
static void make_seal(uint8_t seal[CODEC_HASH_BYTES], const void *key, size_t key_size,
                      const void *head, size_t head_size, const void *rest, size_t rest_size)
{
    uint8_t sealed[OUTBOX_SEALED_MAX_BYTES];
    size_t used = 0;

    assert(key_size + head_size + CODEC_HASH_BYTES <= sizeof sealed);
    memcpy(sealed, key, key_size);
    used += key_size;
    if (head_size > 0)
        memcpy(sealed + used, head, head_size);
    used += head_size;
    codec_hash(sealed + used, rest, rest_size);
    codec_hash(seal, sealed, used + CODEC_HASH_BYTES);
}

static void seal_record(uint8_t seal[CODEC_HASH_BYTES], const uint8_t *submission_id,
                        const struct record *head, const uint8_t *rest, size_t rest_size)
{
    make_seal(seal, submission_id, CODEC_SUBMISSION_ID_BYTES, head, offsetof(struct record, seal),
              rest, rest_size);
}

struct outbox_view outbox_view_read(struct outbox *outbox)
{
    return (struct outbox_view){.outbox = outbox, .txn = db_begin_read(outbox->db)};
}

struct outbox_view outbox_view_write(struct outbox *outbox)
{
    return (struct outbox_view){.outbox = outbox, .txn = db_begin_write(outbox->db), .writes = 1};
}

enum err outbox_view_end(struct outbox_view *view, enum err error, struct err_text *text)
{
    if (error != ERR_OK && view->txn.error == ERR_OK) {
        db_abort(&view->txn);
        return error;
    }
    error = db_commit(&view->txn, text);
    if (error == ERR_FULL)
        return err_say(
            text, error,
            "the outbox %s is full and the disk has no room to make it larger: make room "
            "on that disk and run the same command again. Nothing was written",
            view->outbox->directory);
    // What cannot be witnessed now is with the next commit, or when the outbox is opened.
    if (error == ERR_OK && view->writes)
        (void)outbox_witness_write(view->outbox, NULL);
    return error;
}

struct db_key outbox_view_id_key(const uint8_t *submission_id)
{
    struct db_key key = {.size = 0};

    db_key_bytes(&key, submission_id, CODEC_SUBMISSION_ID_BYTES);
    return key;
}

struct db_key outbox_view_latest_key(const struct outbox_entry *entry)
{
    struct db_key key = {.size = 0};

    db_key_u16(&key, (uint16_t)entry->authority);
    db_key_u32(&key, entry->period_key);
    return key;
}

enum err outbox_view_say_damaged(const struct outbox_view *view, const struct outbox_entry *entry,
                                 struct err_text *text)
{
    const struct borough *borough = entry == NULL ? NULL : boroughs_of(entry->authority);
    char id[2 * CODEC_SUBMISSION_ID_BYTES + 1];
    char words[PERIOD_TEXT_BYTES];
    struct err_text what = {""};
    Qd__Period period;

    if (entry != NULL) {
        codec_hex(id, entry->submission_id, CODEC_SUBMISSION_ID_BYTES);
        err_say(&what, ERR_OK, ": submission %s is not what was written", id);
    }
    if (borough != NULL && period_from_key(&period, entry->period_key)) {
        period_format(&period, words);
        err_say(&what, ERR_OK, ": the return of %s for %s (submission %s) is not what was written",
                borough->la_name, words, id);
    }
    return err_say(text, ERR_CORRUPT,
                   "the outbox %s is damaged%s. Keep a copy of that folder, restore it from your "
                   "backup, or begin a new one with --outbox and submit the return's folder again",
                   view->outbox->directory, what.text);
}

const uint8_t *outbox_replaces(const struct outbox_entry *entry)
{
    static const uint8_t none[CODEC_SUBMISSION_ID_BYTES];

    return memcmp(entry->replaces, none, sizeof none) == 0 ? NULL : entry->replaces;
}

static uint8_t version_of(const struct outbox_entry *entry)
{
    if (outbox_replaces(entry) != NULL)
        return RECORD_REPLACES;
    return entry->kind == OUTBOX_RETURN ? RECORD_RETURN : RECORD_WITHDRAWAL;
}

static size_t replaces_bytes(unsigned version)
{
    return version >= RECORD_REPLACES ? CODEC_SUBMISSION_ID_BYTES : 0;
}

enum { STATE_BITS = 4, STATE_MASK = (1 << STATE_BITS) - 1 };

// A disk can change what was written: nothing is sent or shown that does not match its seal or its hash.
static enum err decode(struct outbox_entry *entry, const struct db_value *record)
{
    const uint8_t *rest = record->bytes + sizeof(struct record);
    uint8_t seal[CODEC_HASH_BYTES];
    size_t rest_size, replaces;
    unsigned kind, state;
    struct record head;
    Qd__Period period;

    if (record->size < sizeof head)
        return ERR_CORRUPT;
    memcpy(&head, record->bytes, sizeof head);
    rest_size = record->size - sizeof head;
    seal_record(seal, entry->submission_id, &head, rest, rest_size);
    if (memcmp(seal, head.seal, sizeof seal) != 0)
        return ERR_CORRUPT;
    if (head.version > RECORD_REPLACES)
        return ERR_UNKNOWN_VERSION;
    replaces = replaces_bytes(head.version);
    kind = head.kind_and_state >> STATE_BITS;
    state = head.kind_and_state & STATE_MASK;
    if (rest_size < replaces || state < OUTBOX_PENDING || state > OUTBOX_REFUSED ||
        kind > OUTBOX_WITHDRAWAL)
        return ERR_CORRUPT;
    entry->kind = (enum outbox_kind)kind;
    entry->state = (enum outbox_state)state;
    entry->authority = (Qd__LocalAuthority)be16toh(head.authority);
    entry->period_key = be32toh(head.period_key);
    entry->made_at_unix_ms = be64toh(head.made_at_unix_ms);
    entry->earlier = be64toh(head.earlier);
    memcpy(entry->return_hash, head.return_hash, sizeof entry->return_hash);
    memcpy(entry->replaces, rest, replaces);
    entry->answer_size = rest_size - replaces;
    entry->answer = entry->answer_size > 0 ? rest + replaces : NULL;
    return head.version >= version_of(entry) &&
                   (entry->state == OUTBOX_PENDING) == (entry->answer == NULL) &&
                   boroughs_of(entry->authority) != NULL &&
                   period_from_key(&period, entry->period_key)
               ? ERR_OK
               : ERR_CORRUPT;
}

enum err outbox_view_load_record(struct outbox_view *view, const uint8_t *submission_id,
                                 struct outbox_entry *entry, struct err_text *text)
{
    const struct db_key key = outbox_view_id_key(submission_id);
    struct db_value record;
    enum err error;

    *entry = (struct outbox_entry){.state = OUTBOX_PENDING};
    memcpy(entry->submission_id, submission_id, sizeof entry->submission_id);
    error = db_find(&view->txn, OUTBOX_SUBMISSIONS, &key, &record);
    if (error == ERR_NOT_FOUND)
        return err_say(text, error, "the outbox %s holds no such submission",
                       view->outbox->directory);
    if (error == ERR_OK)
        error = decode(entry, &record);
    if (error == ERR_UNKNOWN_VERSION)
        return err_say(text, error,
                       "the outbox %s: a newer version of Quarterday wrote in it: upgrade %s",
                       view->outbox->directory, err_program());
    return error == ERR_CORRUPT && view->txn.error == ERR_OK
               ? outbox_view_say_damaged(view, entry, text)
               : error;
}

// What must be there: that it is not found is damage.
static enum err find_known(struct outbox_view *view, enum outbox_table table,
                           const struct db_key *key, struct db_value *value,
                           const struct outbox_entry *entry, struct err_text *text)
{
    const enum err error = db_find(&view->txn, table, key, value);

    return error == ERR_NOT_FOUND ? outbox_view_say_damaged(view, entry, text) : error;
}

static enum err load_return(struct outbox_view *view, struct outbox_entry *entry,
                            struct err_text *text)
{
    const struct db_key key = outbox_view_id_key(entry->submission_id);
    uint8_t hash[CODEC_HASH_BYTES];
    struct db_value returned;
    const enum err error = find_known(view, OUTBOX_RETURNS, &key, &returned, entry, text);

    if (error != ERR_OK)
        return error;
    entry->return_bytes = returned.bytes;
    entry->return_size = returned.size;
    codec_hash(hash, returned.bytes, returned.size);
    return memcmp(hash, entry->return_hash, sizeof hash) == 0
               ? ERR_OK
               : outbox_view_say_damaged(view, entry, text);
}

enum err outbox_view_load(struct outbox_view *view, const uint8_t *submission_id,
                          struct outbox_entry *entry, struct err_text *text)
{
    struct db_key newest_key;
    struct db_value newest;
    enum err error = outbox_view_load_record(view, submission_id, entry, text);

    if (error == ERR_OK)
        error = load_return(view, entry, text);
    if (error != ERR_OK)
        return error;
    newest_key = outbox_view_latest_key(entry);
    error = find_known(view, OUTBOX_LATEST, &newest_key, &newest, entry, text);
    if (error == ERR_OK && newest.size != CODEC_SUBMISSION_ID_BYTES)
        error = outbox_view_say_damaged(view, entry, text);
    if (error == ERR_OK)
        entry->newest = memcmp(newest.bytes, submission_id, CODEC_SUBMISSION_ID_BYTES) == 0;
    return error;
}

enum err outbox_view_keep(struct outbox_entry *entry, struct arena *arena, struct err_text *text)
{
    uint8_t *answer = arena_alloc(arena, entry->answer_size);
    uint8_t *returned = arena_alloc(arena, entry->return_size);

    if (answer == NULL || returned == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory while reading the outbox");
    if (entry->answer != NULL) {
        memcpy(answer, entry->answer, entry->answer_size);
        entry->answer = answer;
    }
    memcpy(returned, entry->return_bytes, entry->return_size);
    entry->return_bytes = returned;
    return ERR_OK;
}

void outbox_view_store(struct outbox_view *view, const struct outbox_entry *entry,
                       const uint8_t *answer, size_t answer_size)
{
    const struct db_key key = outbox_view_id_key(entry->submission_id);
    struct record head = {
        .version = version_of(entry),
        .kind_and_state = (uint8_t)(entry->kind << STATE_BITS | entry->state),
        .authority = htobe16((uint16_t)entry->authority),
        .period_key = htobe32(entry->period_key),
        .made_at_unix_ms = htobe64(entry->made_at_unix_ms),
        .earlier = htobe64(entry->earlier),
    };
    const size_t replaces = replaces_bytes(head.version), rest_size = replaces + answer_size;
    uint8_t *room = db_reserve(&view->txn, OUTBOX_SUBMISSIONS, &key, sizeof head + rest_size);
    uint8_t *rest;

    if (room == NULL)
        return;
    rest = room + sizeof head;
    memcpy(head.return_hash, entry->return_hash, sizeof head.return_hash);
    memcpy(rest, entry->replaces, replaces);
    if (answer_size > 0)
        memcpy(rest + replaces, answer, answer_size);
    seal_record(head.seal, entry->submission_id, &head, rest, rest_size);
    memcpy(room, &head, sizeof head);
}

// --- earlier receipts

enum err outbox_view_store_earlier(struct outbox_view *view, struct outbox_entry *entry,
                                   struct err_text *text)
{
    const size_t size = CODEC_HASH_BYTES + entry->answer_size;
    struct db_key key = outbox_view_id_key(entry->submission_id);
    uint8_t *value = malloc(size);  // LMDB's own is gone with the next write

    if (value == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory while keeping a receipt");
    db_key_u32(&key, (uint32_t)entry->earlier);
    make_seal(value, key.bytes, key.size, NULL, 0, entry->answer, entry->answer_size);
    memcpy(value + CODEC_HASH_BYTES, entry->answer, entry->answer_size);
    db_put(&view->txn, OUTBOX_EARLIER, &key, value, size);
    free(value);
    entry->earlier++;
    return ERR_OK;
}

int outbox_view_read_earlier(const struct db_value *key, const struct db_value *value,
                             const uint8_t **receipt, size_t *receipt_size)
{
    uint8_t seal[CODEC_HASH_BYTES];

    if (key->size != CODEC_SUBMISSION_ID_BYTES + sizeof(uint32_t) || value->size <= sizeof seal)
        return 0;
    *receipt = value->bytes + sizeof seal;
    *receipt_size = value->size - sizeof seal;
    make_seal(seal, key->bytes, key->size, NULL, 0, *receipt, *receipt_size);
    return memcmp(seal, value->bytes, sizeof seal) == 0;
}
