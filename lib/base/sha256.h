// SHA-256 (FIPS 180-4), as sha256sum prints it, by libcrypto.
#ifndef QD_LIB_BASE_SHA256_H
#define QD_LIB_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

enum { SHA256_BYTES = 32 };

// With no memory left for it the process ends: a hash that was not made must not be used.
void sha256(uint8_t hash[SHA256_BYTES], const void *bytes, size_t size);

#endif
