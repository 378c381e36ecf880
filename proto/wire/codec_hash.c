// What names bytes: hashes, submission ids, and both as text.
#include "lib/base/clock.h"
#include "proto/wire/codec.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <sodium.h>

static EVP_MD *sha256;

// Once a process: looking the algorithm up takes a hundred times as long as a short hash. Without
// the system's settings file, because no file may change what a hash is.
static void fetch_sha256(void)
{
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
    sha256 = EVP_MD_fetch(NULL, "SHA2-256", NULL);
    assert(sha256 != NULL);
}

void codec_hash(uint8_t hash[CODEC_HASH_BYTES], const void *bytes, size_t size)
{
    static pthread_once_t fetched = PTHREAD_ONCE_INIT;
    int hashed;

    pthread_once(&fetched, fetch_sha256);
    hashed = EVP_Digest(bytes, size, hash, NULL, sha256, NULL);
    assert(hashed == 1);
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
