// Returns as bytes, for the tests of the wire.
#ifndef QD_TESTS_SUPPORT_PACKED_PACKED_H
#define QD_TESTS_SUPPORT_PACKED_PACKED_H

#include "proto/wire/codec.h"
#include "tests/support/written/written.h"

struct packed {
    const uint8_t *bytes;
    size_t size;
};

// A return with something in every part.
Qd__Return *packed_sample(struct arena *arena);

// Its bytes.
struct packed packed_of(struct arena *arena, const Qd__Return *returned);

// What the codec says of bytes: a return is there exactly when that is ERR_OK.
enum err packed_read(struct arena *arena, const void *bytes, size_t size, struct err_text *text);

#endif
