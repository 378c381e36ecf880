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

void sha256(uint8_t hash[SHA256_BYTES], const void *bytes, size_t size)
{
    static pthread_once_t fetched = PTHREAD_ONCE_INIT;
    int hashed;

    pthread_once(&fetched, fetch);
    hashed = EVP_Digest(bytes, size, hash, NULL, algorithm, NULL);
    assert(hashed == 1);
}
