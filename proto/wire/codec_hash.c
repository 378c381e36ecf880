// What names bytes: hashes, submission ids, and both as text.
#include "lib/base/clock.h"
#include "lib/base/sha256.h"
#include "proto/wire/codec.h"

#include <sodium.h>

void codec_hash(uint8_t hash[CODEC_HASH_BYTES], const void *bytes, size_t size)
{
    sha256(hash, bytes, size);
}

void codec_new_submission_id(uint8_t id[CODEC_SUBMISSION_ID_BYTES])
{
    enum { TIME_BYTES = 6 };
    uint64_t now = clock_unix_ms();

    for (int i = 0; i < TIME_BYTES; i++)
        id[i] = (uint8_t)(now >> (8 * (TIME_BYTES - 1 - i)));
    randombytes_buf(id + TIME_BYTES, CODEC_SUBMISSION_ID_BYTES - TIME_BYTES);
}

void codec_hex(char *text, const uint8_t *bytes, size_t size)
{
    sodium_bin2hex(text, 2 * size + 1, bytes, size);
}
