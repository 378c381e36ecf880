// From bytes to protobuf-c's structs in one pass that takes canonical bytes and no others, so that a
// message has one encoding. What canonical means stands in docs/PROTOCOL.md; the pass holds
//
// - fields in ascending order, each once, none unknown; every number as short as it can be;
// - what is required, and every code known;
// - texts of UTF-8 without control characters but line ends, of `text_max` bytes at most; rows of a
//   part within FORM_ROWS_MAX;
// - every figure with exactly one of value and absence, or neither where it may be blank, and within
//   the form's bounds (proto/form/figures.h); every Period and Date one that exists.
//
// Answers of an aggregator (Welcome, Receipt, Refusal, Fetched) may hold unknown fields beside that: they are
// passed over, so that a later aggregator can say more to an earlier collector.
#ifndef QD_PROTO_WIRE_DECODE_H
#define QD_PROTO_WIRE_DECODE_H

#include "lib/base/arena.h"
#include "lib/base/err.h"

#include <protobuf-c/protobuf-c.h>
#include <stddef.h>
#include <stdint.h>

struct decode_terms {
    size_t text_max;       // bytes of one text
    uint32_t version;      // of the form: a return of it has nothing that came later
    int unknown_anywhere;  // unknown fields are passed over in any message, not in answers alone
    // Repeated fields of the message itself, a bit each by their numbers, of which more than DECODE_FEW_ROWS rows
    // are passed over: nothing of them is held but their lengths. `passed_over` gets those of which they were.
    uint64_t may_pass_over, *passed_over;
};

enum { DECODE_FEW_ROWS = 64 };  // that are sooner decoded than asked for again

// The message, all of it in the arena. A figure that came after `version` is entered as not collected,
// so that readers see every return in the form of today.
// ERR_MALFORMED; ERR_TOO_LARGE, also when the arena's cap is reached. The text says where and what.
enum err decode_message(const ProtobufCMessageDescriptor *descriptor, ProtobufCMessage **message,
                        struct arena *arena, const uint8_t *bytes, size_t size,
                        const struct decode_terms *terms, struct err_text *text);

#endif
