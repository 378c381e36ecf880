#include "reporter/readers/network.h"

#include <arpa/inet.h>
#include <sodium.h>
#include <string.h>

enum { OF_NETWORK_BYTES = 8 };

_Static_assert(NETWORK_KEY_BYTES == crypto_shorthash_KEYBYTES, "the hash's own");
_Static_assert(sizeof(uint64_t) == crypto_shorthash_BYTES, "the hash's own");

uint64_t network_hash(const uint8_t key[NETWORK_KEY_BYTES], const char *address)
{
    struct in6_addr six;
    uint64_t hash;

    if (inet_pton(AF_INET6, address, &six) == 1)
        (void)crypto_shorthash((unsigned char *)&hash, six.s6_addr, OF_NETWORK_BYTES, key);
    else
        (void)crypto_shorthash((unsigned char *)&hash, (const unsigned char *)address,
                               strlen(address), key);
    return hash;
}
