#include "lib/base/sha256.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <pthread.h>

static EVP_MD *algorithm;

// Once a process: looking the algorithm up takes a hundred times as long as a short hash. Without
// the system's settings file, because no file may change what a hash is.
static void fetch(void)
{
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
    algorithm = EVP_MD_fetch(NULL, "SHA2-256", NULL);
    assert(algorithm != NULL);
}

static void fetch_once(void)
{
    static pthread_once_t fetched = PTHREAD_ONCE_INIT;

    pthread_once(&fetched, fetch);
}

void sha256(uint8_t hash[SHA256_BYTES], const void *bytes, size_t size)
{
    int hashed;

    fetch_once();
    hashed = EVP_Digest(bytes, size, hash, NULL, algorithm, NULL);
    assert(hashed == 1);
}

void sha256_begin(struct sha256_stream *stream)
{
    int begun;

    fetch_once();
    stream->state = EVP_MD_CTX_new();
    assert(stream->state != NULL);
    begun = EVP_DigestInit_ex2(stream->state, algorithm, NULL);
    assert(begun == 1);
}

void sha256_add(struct sha256_stream *stream, const void *bytes, size_t size)
{
    const int added = EVP_DigestUpdate(stream->state, bytes, size);

    assert(added == 1);
}

void sha256_end(struct sha256_stream *stream, uint8_t hash[SHA256_BYTES])
{
    const int ended = EVP_DigestFinal_ex(stream->state, hash, NULL);

    assert(ended == 1);
    EVP_MD_CTX_free(stream->state);
    stream->state = NULL;
}

void sha256_text(const uint8_t hash[SHA256_BYTES], char text[SHA256_TEXT_BYTES])
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < SHA256_BYTES; i++) {
        text[2 * i] = digits[hash[i] >> 4];
        text[2 * i + 1] = digits[hash[i] & 15];
    }
    text[2 * (size_t)SHA256_BYTES] = '\0';
}
