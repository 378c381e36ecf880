#include "aggregator/store/journal.h"

#include "proto/form/boroughs.h"
#include "proto/form/period.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

const char *journal_kind_name(enum journal_kind kind)
{
    switch (kind) {
#define KIND(constant, number, name, submission)                                                   \
    case JOURNAL_##constant:                                                                       \
        return name;
#include "aggregator/store/journal.def"
#undef KIND
    }
    return NULL;
}

int journal_is_submission(enum journal_kind kind)
{
    switch (kind) {
#define KIND(constant, number, name, submission)                                                   \
    case JOURNAL_##constant:                                                                       \
        return submission;
#include "aggregator/store/journal.def"
#undef KIND
    }
    return 0;
}

const char *journal_name(const struct journal_entry *entry, char text[JOURNAL_NAME_BYTES])
{
    const struct borough *borough = boroughs_of(entry->authority);
    const char *kind = journal_kind_name(entry->kind);
    char period[PERIOD_TEXT_BYTES];

    if (entry->kind != JOURNAL_RETURN) {
        (void)snprintf(text, JOURNAL_NAME_BYTES, "entry %llu (%s)",
                       (unsigned long long)entry->sequence, kind == NULL ? "?" : kind);
        return text;
    }
    (void)snprintf(text, JOURNAL_NAME_BYTES, "the return of %s for %s, revision %u",
                   borough == NULL ? "an unknown borough" : borough->la_name,
                   period_format_key(entry->period_key, period), entry->revision);
    return text;
}

struct db_key journal_key(uint64_t sequence)
{
    struct db_key key = {.size = 0};

    db_key_u64(&key, sequence);
    return key;
}

// --- bytes

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

static void get_bytes(const uint8_t **at, void *bytes, size_t size)
{
    memcpy(bytes, *at, size);
    *at += size;
}

static void write_head(uint8_t head[JOURNAL_HEAD_BYTES], const struct journal_entry *entry)
{
    uint8_t *at = head;

    at = put_uint(at, entry->version, 1);
    at = put_uint(at, entry->kind, 1);
    at = put_uint(at, entry->sequence, 8);
    at = put_uint(at, entry->unix_ms, 8);
    at = put_uint(at, entry->period_key, 4);
    at = put_uint(at, (uint64_t)entry->authority, 2);
    at = put_uint(at, entry->revision, 4);
    at = put_uint(at, entry->parts, 2);
    at = put_uint(at, entry->queries, 4);
    at = put_bytes(at, entry->submission_id, sizeof entry->submission_id);
    at = put_uint(at, entry->body_bytes, 4);
    at = put_bytes(at, entry->body_hash, sizeof entry->body_hash);
    assert(at == head + JOURNAL_HEAD_BYTES);
}

static void link_of(uint8_t link[CODEC_HASH_BYTES], const uint8_t previous[CODEC_HASH_BYTES],
                    const uint8_t head[JOURNAL_HEAD_BYTES])
{
    uint8_t chained[JOURNAL_CHAINED_BYTES];

    memcpy(chained, previous, CODEC_HASH_BYTES);
    memcpy(chained + CODEC_HASH_BYTES, head, JOURNAL_HEAD_BYTES);
    codec_hash(link, chained, sizeof chained);
}

void journal_chained(uint8_t chained[JOURNAL_CHAINED_BYTES],
                     const uint8_t previous[CODEC_HASH_BYTES], const struct journal_entry *entry)
{
    memcpy(chained, previous, CODEC_HASH_BYTES);
    write_head(chained + CODEC_HASH_BYTES, entry);
}

void journal_seal(struct journal_entry *entry, struct journal_end *end, uint64_t jump)
{
    uint8_t head[JOURNAL_HEAD_BYTES];

    entry->version = JOURNAL_VERSION;
    entry->sequence = end->is_begun ? end->sequence + 1 + jump : 0;
    write_head(head, entry);
    link_of(entry->link, end->link, head);
    end->is_begun = 1;
    end->sequence = entry->sequence;
    memcpy(end->link, entry->link, sizeof end->link);
}

size_t journal_size(const struct journal_entry *entry)
{
    return JOURNAL_SEALED_BYTES + (entry->body == NULL ? 0 : entry->body_bytes);
}

void journal_write(uint8_t *room, const struct journal_entry *entry)
{
    write_head(room, entry);
    room = put_bytes(room + JOURNAL_HEAD_BYTES, entry->link, sizeof entry->link);
    if (entry->body != NULL)
        put_bytes(room, entry->body, entry->body_bytes);
}

static enum err damaged(uint64_t sequence, const char *what, struct err_text *text)
{
    return err_say(text, ERR_CORRUPT, "entry %llu of the journal %s: restore the last backup",
                   (unsigned long long)sequence, what);
}

static enum err newer(uint64_t sequence, const char *what, unsigned number, struct err_text *text)
{
    return err_say(text, ERR_UNKNOWN_VERSION,
                   "entry %llu of the journal is of %s %u, which a newer version of Quarterday "
                   "wrote: upgrade %s",
                   (unsigned long long)sequence, what, number, err_program());
}

enum err journal_read(struct journal_entry *entry, const struct db_value *key,
                      const struct db_value *value, struct err_text *text)
{
    const uint8_t *at = key->bytes;
    uint64_t sequence;
    unsigned version, kind;
    size_t body_bytes;

    if (key->size != sizeof sequence)
        return err_say(text, ERR_CORRUPT,
                       "the journal has a key of %zu bytes: restore the last backup", key->size);
    sequence = get_uint(&at, sizeof sequence);
    if (value->size < JOURNAL_SEALED_BYTES)
        return damaged(sequence, "is cut short", text);
    at = value->bytes;
    version = (unsigned)get_uint(&at, 1);
    if (version < 1 || version > JOURNAL_VERSION)
        return newer(sequence, "version", version, text);
    kind = (unsigned)get_uint(&at, 1);
    if (journal_kind_name((enum journal_kind)kind) == NULL)
        return newer(sequence, "kind", kind, text);
    *entry = (struct journal_entry){.version = version, .kind = (enum journal_kind)kind};
    entry->sequence = get_uint(&at, 8);
    entry->unix_ms = get_uint(&at, 8);
    entry->period_key = (uint32_t)get_uint(&at, 4);
    entry->authority = (Qd__LocalAuthority)get_uint(&at, 2);
    entry->revision = (uint32_t)get_uint(&at, 4);
    entry->parts = (unsigned)get_uint(&at, 2);
    entry->queries = (uint32_t)get_uint(&at, 4);
    get_bytes(&at, entry->submission_id, sizeof entry->submission_id);
    entry->body_bytes = (uint32_t)get_uint(&at, 4);
    get_bytes(&at, entry->body_hash, sizeof entry->body_hash);
    get_bytes(&at, entry->link, sizeof entry->link);
    if (entry->sequence != sequence)
        return damaged(sequence, "stands in the place of another", text);
    body_bytes = value->size - JOURNAL_SEALED_BYTES;
    if (body_bytes != entry->body_bytes && body_bytes != 0)
        return damaged(sequence, "has more or fewer bytes than it says", text);
    entry->body = body_bytes == entry->body_bytes ? at : NULL;
    return ERR_OK;
}

// Whether the entry follows the end when what it says of its version and kind is left out: the link
// says what they were, if they were ours.
static int is_ours(const struct journal_end *end, const struct db_value *value)
{
    uint8_t head[JOURNAL_HEAD_BYTES], link[CODEC_HASH_BYTES];

    if (value->size < JOURNAL_SEALED_BYTES)
        return 0;
    memcpy(head, value->bytes, sizeof head);
    for (unsigned each = 0; each < JOURNAL_VERSION * (UINT8_MAX + 1U); each++) {
        head[0] = (uint8_t)(1 + each / (UINT8_MAX + 1U));
        head[1] = (uint8_t)each;
        if (journal_kind_name((enum journal_kind)head[1]) == NULL)
            continue;
        link_of(link, end->link, head);
        if (memcmp(link, value->bytes + JOURNAL_HEAD_BYTES, sizeof link) == 0)
            return 1;
    }
    return 0;
}

static enum err follow(struct journal_end *end, const struct journal_entry *entry,
                       const struct db_value *value, struct err_text *text)
{
    const uint64_t next = end->is_begun ? end->sequence + 1 : 0;
    uint8_t link[CODEC_HASH_BYTES];

    link_of(link, end->link, value->bytes);
    if (memcmp(link, entry->link, sizeof link) != 0)
        return damaged(entry->sequence, "does not follow the one before it", text);
    if (entry->sequence != next && !(entry->kind == JOURNAL_RESTORED && entry->sequence > next))
        return damaged(next, "is missing", text);
    if ((entry->kind == JOURNAL_MADE) == end->is_begun)
        return damaged(entry->sequence, "is not what a journal begins with", text);
    end->is_begun = 1;
    end->sequence = entry->sequence;
    memcpy(end->link, link, sizeof end->link);
    return ERR_OK;
}

enum err journal_next(struct journal_entry *entry, struct journal_end *end,
                      const struct db_value *key, const struct db_value *value,
                      struct err_text *text)
{
    const enum err error = journal_read(entry, key, value, text);

    if (error == ERR_UNKNOWN_VERSION && is_ours(end, value))
        return damaged(end->is_begun ? end->sequence + 1 : 0, "says that it is of another version",
                       text);
    return error == ERR_OK ? follow(end, entry, value, text) : error;
}

enum err journal_check_body(const struct journal_entry *entry, struct err_text *text)
{
    uint8_t hash[CODEC_HASH_BYTES];
    char name[JOURNAL_NAME_BYTES];

    assert(entry->body != NULL);
    codec_hash(hash, entry->body, entry->body_bytes);
    if (memcmp(hash, entry->body_hash, sizeof hash) == 0)
        return ERR_OK;
    return err_say(text, ERR_CORRUPT, "%s does not match its hash: restore the last backup",
                   journal_name(entry, name));
}
