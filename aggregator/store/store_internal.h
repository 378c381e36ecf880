// How the store's keys, records and journal entries are laid out in bytes. Numbers are big-endian,
// so that LMDB's order of keys is the order of periods, boroughs, revisions and sequences.
//
// The record in `returns`:
//
//     version u8 | revision u32 | sequence u64 | received_at_unix_ms u64 | queries u32 |
//     submission id 16 | return hash 32 | receipt size u32 | receipt | return bytes
//
// A journal entry:
//
//     version u8 | kind u8 | received_at_unix_ms u64 | period u32 | old_la_code u16 | revision u32
//     | submission id 16 | return hash 32 | link 32
//
// where link is the SHA-256 of the previous entry's link (for the first: 32 zero bytes) and of
// all that stands before the link in this one. So the last link fixes the whole journal, and each
// receipt carries the link of its entry.
#ifndef QD_AGGREGATOR_STORE_STORE_INTERNAL_H
#define QD_AGGREGATOR_STORE_STORE_INTERNAL_H

#include "aggregator/store/store.h"

enum {
    STORE_ENTRY_BODY_BYTES = 1 + 1 + 8 + 4 + 2 + 4 + CODEC_SUBMISSION_ID_BYTES + CODEC_HASH_BYTES
};
enum { STORE_ENTRY_BYTES = STORE_ENTRY_BODY_BYTES + CODEC_HASH_BYTES };

// Keys. A prefix is the part that all revisions of a borough and period share.
struct db_key store_return_prefix(uint32_t period, Qd__LocalAuthority authority);
struct db_key store_return_key(uint32_t period, Qd__LocalAuthority authority, uint32_t revision);
struct db_key store_submission_key(Qd__LocalAuthority authority, const uint8_t *submission_id);
struct db_key store_sequence_key(uint64_t sequence);

// The number in a key of `journal`: 1, or 0 for bytes that are no such key.
int store_read_sequence(const uint8_t *key, size_t size, uint64_t *sequence);

// The prefix of a key in `returns`: 1, or 0 for bytes that are no such key.
int store_read_prefix(const uint8_t *key, size_t size, struct db_key *prefix);

// The bytes that a record takes, and writing it into so much room.
size_t store_record_size(const struct store_record *record);
void store_write_record(uint8_t *room, const struct store_record *record);

// 1 when key and value are a whole record of a version that we know; pointers go into the value.
int store_read_record(const uint8_t *key, size_t key_size, const struct db_value *value,
                      struct store_record *record);

// One entry of the journal.
struct store_entry {
    uint64_t received_at_unix_ms;
    uint32_t period_key;
    Qd__LocalAuthority authority;
    uint32_t revision;
    const uint8_t *submission_id;
    const uint8_t *return_hash;
    const uint8_t *link;
};

// Writes the entry behind the one that has `link`, and makes `link` its own.
void store_write_entry(uint8_t entry[STORE_ENTRY_BYTES], const struct store_entry *event,
                       uint8_t link[CODEC_HASH_BYTES]);

// 1 when it is an entry that follows the one that had `link`, which becomes this one's.
int store_read_entry(const struct db_value *value, struct store_entry *entry,
                     uint8_t link[CODEC_HASH_BYTES]);

#endif
