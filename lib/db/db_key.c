#include "lib/db/db.h"

#include <string.h>

void db_key_bytes(struct db_key *key, const void *bytes, size_t size)
{
    // A key that does not fit stays too long, and whatever it is used for fails.
    if (size > DB_KEY_MAX_BYTES || key->size > DB_KEY_MAX_BYTES - size) {
        key->size = DB_KEY_MAX_BYTES + 1;
        return;
    }
    memcpy(key->bytes + key->size, bytes, size);
    key->size += size;
}

static void add_big_endian(struct db_key *key, uint64_t value, unsigned size)
{
    uint8_t bytes[sizeof value];

    for (unsigned i = 0; i < size; i++)
        bytes[i] = (uint8_t)(value >> (8 * (size - 1 - i)));
    db_key_bytes(key, bytes, size);
}

void db_key_u8(struct db_key *key, uint8_t value)
{
    add_big_endian(key, value, sizeof value);
}

void db_key_u16(struct db_key *key, uint16_t value)
{
    add_big_endian(key, value, sizeof value);
}

void db_key_u32(struct db_key *key, uint32_t value)
{
    add_big_endian(key, value, sizeof value);
}

void db_key_u64(struct db_key *key, uint64_t value)
{
    add_big_endian(key, value, sizeof value);
}
