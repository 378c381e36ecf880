#include "aggregator/store/store_internal.h"

#include <string.h>

enum {
    RECORD_VERSION = 1,
    RECORD_HEAD_BYTES = 1 + 4 + 8 + 8 + 4 + CODEC_SUBMISSION_ID_BYTES + CODEC_HASH_BYTES + 4,
    ENTRY_VERSION = 1,
    ENTRY_RETURN_ADDED = 1,
    RETURN_KEY_BYTES = 4 + 2 + 4,
};

static uint8_t *put_uint(uint8_t *at, uint64_t value, unsigned bytes)
{
    while (bytes-- > 0)
        *at++ = (uint8_t)(value >> (8 * bytes));
    return at;
}

static uint8_t *put_bytes(uint8_t *at, const void *bytes, size_t size)
{
    memcpy(at, bytes, size);
    return at + size;
}

static uint64_t get_uint(const uint8_t **at, unsigned bytes)
{
    uint64_t value = 0;

    while (bytes-- > 0)
        value = value << 8 | *(*at)++;
    return value;
}

static const uint8_t *get_bytes(const uint8_t **at, size_t size)
{
    const uint8_t *bytes = *at;

    *at += size;
    return bytes;
}

struct db_key store_return_prefix(uint32_t period, Qd__LocalAuthority authority)
{
    struct db_key key = {.size = 0};

    db_key_u32(&key, period);
    db_key_u16(&key, (uint16_t)authority);
    return key;
}

struct db_key store_return_key(uint32_t period, Qd__LocalAuthority authority, uint32_t revision)
{
    struct db_key key = store_return_prefix(period, authority);

    db_key_u32(&key, revision);
    return key;
}

struct db_key store_submission_key(Qd__LocalAuthority authority, const uint8_t *submission_id)
{
    struct db_key key = {.size = 0};

    db_key_u16(&key, (uint16_t)authority);
    db_key_bytes(&key, submission_id, CODEC_SUBMISSION_ID_BYTES);
    return key;
}

struct db_key store_sequence_key(uint64_t sequence)
{
    struct db_key key = {.size = 0};

    db_key_u64(&key, sequence);
    return key;
}

int store_read_sequence(const uint8_t *key, size_t size, uint64_t *sequence)
{
    if (size != sizeof *sequence)
        return 0;
    *sequence = get_uint(&key, sizeof *sequence);
    return 1;
}

int store_read_prefix(const uint8_t *key, size_t size, struct db_key *prefix)
{
    *prefix = (struct db_key){.size = 0};
    if (size != RETURN_KEY_BYTES)
        return 0;
    db_key_bytes(prefix, key, RETURN_KEY_BYTES - 4);
    return 1;
}

size_t store_record_size(const struct store_record *record)
{
    return RECORD_HEAD_BYTES + record->receipt_size + record->return_size;
}

void store_write_record(uint8_t *room, const struct store_record *record)
{
    room = put_uint(room, RECORD_VERSION, 1);
    room = put_uint(room, record->revision, 4);
    room = put_uint(room, record->sequence, 8);
    room = put_uint(room, record->received_at_unix_ms, 8);
    room = put_uint(room, record->queries, 4);
    room = put_bytes(room, record->submission_id, CODEC_SUBMISSION_ID_BYTES);
    room = put_bytes(room, record->return_hash, CODEC_HASH_BYTES);
    room = put_uint(room, record->receipt_size, 4);
    room = put_bytes(room, record->receipt, record->receipt_size);
    put_bytes(room, record->return_bytes, record->return_size);
}

int store_read_record(const uint8_t *key, size_t key_size, const struct db_value *value,
                      struct store_record *record)
{
    const uint8_t *at = value->bytes;

    if (key_size != RETURN_KEY_BYTES || value->size < RECORD_HEAD_BYTES)
        return 0;
    record->period_key = (uint32_t)get_uint(&key, 4);
    record->authority = (Qd__LocalAuthority)get_uint(&key, 2);
    if (get_uint(&at, 1) != RECORD_VERSION)
        return 0;
    record->revision = (uint32_t)get_uint(&at, 4);
    record->sequence = get_uint(&at, 8);
    record->received_at_unix_ms = get_uint(&at, 8);
    record->queries = (uint32_t)get_uint(&at, 4);
    record->submission_id = get_bytes(&at, CODEC_SUBMISSION_ID_BYTES);
    record->return_hash = get_bytes(&at, CODEC_HASH_BYTES);
    record->receipt_size = get_uint(&at, 4);
    if (record->receipt_size > value->size - RECORD_HEAD_BYTES)
        return 0;
    record->receipt = get_bytes(&at, record->receipt_size);
    record->return_bytes = at;
    record->return_size = value->size - RECORD_HEAD_BYTES - record->receipt_size;
    return get_uint(&key, 4) == record->revision;
}

// The link of an entry, from the one before and its own body.
static void chain(uint8_t link[CODEC_HASH_BYTES], const uint8_t *body)
{
    uint8_t chained[CODEC_HASH_BYTES + STORE_ENTRY_BODY_BYTES];

    memcpy(chained, link, CODEC_HASH_BYTES);
    memcpy(chained + CODEC_HASH_BYTES, body, STORE_ENTRY_BODY_BYTES);
    codec_hash(link, chained, sizeof chained);
}

void store_write_entry(uint8_t entry[STORE_ENTRY_BYTES], const struct store_entry *event,
                       uint8_t link[CODEC_HASH_BYTES])
{
    uint8_t *at = entry;

    at = put_uint(at, ENTRY_VERSION, 1);
    at = put_uint(at, ENTRY_RETURN_ADDED, 1);
    at = put_uint(at, event->received_at_unix_ms, 8);
    at = put_uint(at, event->period_key, 4);
    at = put_uint(at, (uint64_t)event->authority, 2);
    at = put_uint(at, event->revision, 4);
    at = put_bytes(at, event->submission_id, CODEC_SUBMISSION_ID_BYTES);
    at = put_bytes(at, event->return_hash, CODEC_HASH_BYTES);
    chain(link, entry);
    put_bytes(at, link, CODEC_HASH_BYTES);
}

int store_read_entry(const struct db_value *value, struct store_entry *entry,
                     uint8_t link[CODEC_HASH_BYTES])
{
    const uint8_t *at = value->bytes;

    if (value->size != STORE_ENTRY_BYTES || get_uint(&at, 1) != ENTRY_VERSION ||
        get_uint(&at, 1) != ENTRY_RETURN_ADDED)
        return 0;
    entry->received_at_unix_ms = get_uint(&at, 8);
    entry->period_key = (uint32_t)get_uint(&at, 4);
    entry->authority = (Qd__LocalAuthority)get_uint(&at, 2);
    entry->revision = (uint32_t)get_uint(&at, 4);
    entry->submission_id = get_bytes(&at, CODEC_SUBMISSION_ID_BYTES);
    entry->return_hash = get_bytes(&at, CODEC_HASH_BYTES);
    entry->link = at;
    chain(link, value->bytes);
    return memcmp(link, entry->link, CODEC_HASH_BYTES) == 0;
}
