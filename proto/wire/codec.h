// Bytes to messages and back, safely: what a peer sends is bounded in memory, checked for all that
// protobuf-c does not check, and never fatal.
#ifndef QD_PROTO_WIRE_CODEC_H
#define QD_PROTO_WIRE_CODEC_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "return.pb-c.h"
#include "wire.pb-c.h"

#include <stddef.h>
#include <stdint.h>

enum {
    CODEC_PROTOCOL_VERSION = 3,
    // That an aggregator still speaks: without Withdraw and Fetch. Version 2 has no `replaces` in Submit.
    CODEC_PROTOCOL_OLDEST = 1,
    CODEC_HASH_BYTES = 32,           // SHA-256 (FIPS 180-4), as sha256sum prints it
    CODEC_SUBMISSION_ID_BYTES = 16,  // 48 bits of Unix milliseconds, then 80 random bits: ids that
                                     // grow with time are appended to the store, not scattered
    CODEC_RETURN_MAX_BYTES = 1000 * 1000,  // so that a Submit fits into one message
    // Bytes can be made to ask for 60 times their size; an honest return of CODEC_RETURN_MAX_BYTES
    // needs 12 times.
    CODEC_ARENA_CAP_BYTES = 32 * 1000 * 1000
};

// The return in `bytes`, canonical in the version of the form that it says it is of (decode.h), in
// the arena, whose cap bounds it. What came with a later version reads as not collected, or is not
// there.
// ERR_UNKNOWN_VERSION for a version that is later than ours, even if the rest cannot be read;
// ERR_MALFORMED; ERR_TOO_LARGE, also when the arena's cap is reached.
enum err codec_unpack_return(Qd__Return **returned, struct arena *arena, const uint8_t *bytes,
                             size_t size, struct err_text *text);

// The same of a return that was checked as a whole when it was taken, and whose bytes are those by their
// hash: of parts that are not in `needed` (a bit 1 << enum form_part each) many rows are passed over. *left
// has the parts of which they were: they look like parts without rows.
enum err codec_unpack_parts(Qd__Return **returned, struct arena *arena, const uint8_t *bytes,
                            size_t size, unsigned needed, unsigned *left, struct err_text *text);

// The version of the form that the bytes of a return say they are of, first of all, in every version.
// ERR_MALFORMED for bytes that do not begin so; whether it is known here is not looked at.
enum err codec_return_version(const uint8_t *bytes, size_t size, uint32_t *version,
                              struct err_text *text);

// The return as bytes, in the arena: the same return gives the same bytes.
enum err codec_pack_return(const Qd__Return *returned, struct arena *arena, const uint8_t **bytes,
                           size_t *size, struct err_text *text);

// A withdrawal, canonical as a return is. Errors as above.
enum err codec_unpack_withdrawal(Qd__Withdrawal **withdrawal, struct arena *arena,
                                 const uint8_t *bytes, size_t size, struct err_text *text);
enum err codec_pack_withdrawal(const Qd__Withdrawal *withdrawal, struct arena *arena,
                               const uint8_t **bytes, size_t *size, struct err_text *text);

// The envelope in `bytes`, canonical as well, but that answers may hold fields which are not known
// here. The return inside a Submit is left as bytes. Byte fields have their proper lengths; the
// content is one that we know. ERR_UNKNOWN_VERSION when it holds what we do not know and says that it
// is of another version, or is of a kind that we do not have; a version that can be read all the same
// is left to the caller.
enum err codec_unpack_envelope(Qd__Envelope **envelope, struct arena *arena, const uint8_t *bytes,
                               size_t size, struct err_text *text);

enum err codec_pack_envelope(const Qd__Envelope *envelope, struct arena *arena,
                             const uint8_t **bytes, size_t *size, struct err_text *text);

// Text and bytes as a message takes them. Generated code has no const; packing only reads.
char *codec_text(const char *text);
ProtobufCBinaryData codec_binary(const uint8_t *bytes, size_t size);

// SHA-256. With no memory left for it the process ends: a hash that was not made must not be used.
void codec_hash(uint8_t hash[CODEC_HASH_BYTES], const void *bytes, size_t size);

// A new submission id, made from the clock and the system's random source.
void codec_new_submission_id(uint8_t id[CODEC_SUBMISSION_ID_BYTES]);

// Lower-case hexadecimal; `text` has room for 2 * size + 1.
void codec_hex(char *text, const uint8_t *bytes, size_t size);

#endif
