// Envelopes as bytes, for whoever speaks the protocol in a test. What cannot be packed or read fails
// it.
#ifndef QD_TESTS_SUPPORT_ENVELOPES_ENVELOPES_H
#define QD_TESTS_SUPPORT_ENVELOPES_ENVELOPES_H

#include "proto/wire/codec.h"

void envelopes_pack(struct arena *arena, const Qd__Envelope *envelope, const uint8_t **bytes,
                    size_t *size);
const Qd__Envelope *envelopes_read(struct arena *arena, const uint8_t *bytes, size_t size);

// A Submit of these bytes, whatever they are. What is wrong with it is said here.
struct envelopes_submit {
    uint8_t id[CODEC_SUBMISSION_ID_BYTES];
    uint32_t schema_version;
    uint8_t hash_flip;  // xor-ed into the hash's first byte
    // What it was compared with, of these bytes; NULL: it does not say (as before version 3 of the protocol).
    const uint8_t *replaces;
    size_t replaces_size;
};

void envelopes_pack_submit(struct arena *arena, const struct envelopes_submit *given,
                           const uint8_t *return_bytes, size_t return_size, const uint8_t **bytes,
                           size_t *size);

void envelopes_pack_hello(struct arena *arena, uint32_t protocol_version, const uint8_t **bytes,
                          size_t *size);

#endif
