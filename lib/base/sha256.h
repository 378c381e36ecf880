// SHA-256 (FIPS 180-4), as sha256sum prints it, by libcrypto.
#ifndef QD_LIB_BASE_SHA256_H
#define QD_LIB_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

enum { SHA256_BYTES = 32 };

// With no memory left for it the process ends: a hash that was not made must not be used.
void sha256(uint8_t hash[SHA256_BYTES], const void *bytes, size_t size);

// The same of bytes that come one after the other. The end frees what the beginning took.
struct sha256_stream {
    void *state;
};
void sha256_begin(struct sha256_stream *stream);
void sha256_add(struct sha256_stream *stream, const void *bytes, size_t size);
void sha256_end(struct sha256_stream *stream, uint8_t hash[SHA256_BYTES]);

// Lower-case hexadecimal, as sha256sum prints it.
enum { SHA256_TEXT_BYTES = 2 * SHA256_BYTES + 1 };
void sha256_text(const uint8_t hash[SHA256_BYTES], char text[SHA256_TEXT_BYTES]);

#endif
