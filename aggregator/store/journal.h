// The journal: everything that happened in the store, in order, each entry fixed by the hash of all
// that came before it. Here are an entry's bytes; store.h keeps them.
//
//   head   86 bytes, big-endian, the same for every kind:
//          version u8 | kind u8 | sequence u64 | unix_ms u64 | period u32 | old_la_code u16 |
//          revision u32 | parts u16 | queries u32 | submission id 16 | body bytes u32 |
//          SHA-256 of the body 32
//   link   32 bytes: SHA-256 of the previous entry's link (for the first: 32 zeros) and of this head
//   body   as many bytes as the head says, or none when it was redacted
//
// So the last link fixes every head and, through the heads, every body; and a body can be taken out
// without breaking the chain. An auditor checks a body with sha256sum.
#ifndef QD_AGGREGATOR_STORE_JOURNAL_H
#define QD_AGGREGATOR_STORE_JOURNAL_H

#include "lib/base/err.h"
#include "lib/db/db.h"
#include "proto/wire/codec.h"
#include "return.pb-c.h"

#include <stddef.h>
#include <stdint.h>

enum journal_kind {
#define KIND(constant, number, name, submission) JOURNAL_##constant = (number),
#include "aggregator/store/journal.def"
#undef KIND
};

// The kind's name ("return"); NULL for a number that is not in journal.def.
const char *journal_kind_name(enum journal_kind kind);

// Whether such an entry was submitted: it has an id, a receipt, and its places in the indexes.
int journal_is_submission(enum journal_kind kind);

enum {
    // Of the entries that are written. A receipt is made from its entry, always the same: whoever gives
    // receipts another field raises this, and leaves the field out for entries of an earlier version.
    JOURNAL_VERSION = 1,
    // With the previous link in front and SHA-256's own ending, two blocks of 64 bytes.
    JOURNAL_HEAD_BYTES =
        1 + 1 + 8 + 8 + 4 + 2 + 4 + 2 + 4 + CODEC_SUBMISSION_ID_BYTES + 4 + CODEC_HASH_BYTES,
    JOURNAL_SEALED_BYTES = JOURNAL_HEAD_BYTES + CODEC_HASH_BYTES,  // head and link
    // The previous link and the head.
    JOURNAL_CHAINED_BYTES = CODEC_HASH_BYTES + JOURNAL_HEAD_BYTES,
};

struct journal_entry {
    unsigned version;  // 1 to JOURNAL_VERSION
    enum journal_kind kind;
    // Of the entry, from 0; ascends by one, and by more where a backup was restored.
    uint64_t sequence;
    uint64_t unix_ms;  // the aggregator's clock: for a return, when it was received
    // Of the return that was received, or that a later entry is about; zeros for other kinds. The id
    // of a withdrawal is its own.
    uint32_t period_key;  // period_from_key
    Qd__LocalAuthority authority;
    uint32_t revision;  // from 1
    uint8_t submission_id[CODEC_SUBMISSION_ID_BYTES];
    unsigned parts;    // a return's: bit 1 << enum form_part
    uint32_t queries;  // a return's: findings that ask for an explanation and have none
    uint32_t body_bytes;
    uint8_t body_hash[CODEC_HASH_BYTES];
    uint8_t link[CODEC_HASH_BYTES];
    const uint8_t *body;  // NULL when it was redacted. LMDB's memory: gone with its transaction
};

// Where the journal ends: its last entry's sequence and link.
struct journal_end {
    int is_begun;  // 0: there is no entry yet
    uint64_t sequence;
    uint8_t link[CODEC_HASH_BYTES];
};

// Puts an entry that has everything but version, sequence, body_hash and link behind the end, and makes it the
// end. `jump` is added to the sequence that follows; it is 0 but for a restored store.
void journal_seal(struct journal_entry *entry, struct journal_end *end, uint64_t jump);

// The bytes of which the entry's link is the SHA-256; `previous` is the link of the entry before it.
void journal_chained(uint8_t chained[JOURNAL_CHAINED_BYTES],
                     const uint8_t previous[CODEC_HASH_BYTES], const struct journal_entry *entry);

// The bytes that it takes, and writing it into so much room.
size_t journal_size(const struct journal_entry *entry);
void journal_write(uint8_t *room, const struct journal_entry *entry);

// Reads an entry as it was found under `key`. ERR_CORRUPT when it is damaged, ERR_UNKNOWN_VERSION
// when a newer version of Quarterday wrote it. The link and the body are not looked at.
enum err journal_read(struct journal_entry *entry, const struct db_value *key,
                      const struct db_value *value, struct err_text *text);

// The same of the entry that must follow the end, which moves to it. Its link tells damage from a newer
// version.
enum err journal_next(struct journal_entry *entry, struct journal_end *end,
                      const struct db_value *key, const struct db_value *value,
                      struct err_text *text);

// The body against its hash. ERR_CORRUPT names the entry; it must not be redacted.
enum err journal_check_body(const struct journal_entry *entry, struct err_text *text);

// "the return of Camden for 2025-26 Q3, revision 2", or "entry 17 (restored)": for messages.
enum { JOURNAL_NAME_BYTES = 112 };
const char *journal_name(const struct journal_entry *entry, char text[JOURNAL_NAME_BYTES]);

// The key of an entry in LMDB.
struct db_key journal_key(uint64_t sequence);

#endif
