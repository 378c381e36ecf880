// The parts of the pass over a message: what it needs to know of a descriptor, worked out once a
// process (decode_plan.c); the pass itself (decode.c); and what it holds of values and whole messages
// (decode_check.c).
#ifndef QD_PROTO_WIRE_DECODE_INTERNAL_H
#define QD_PROTO_WIRE_DECODE_INTERNAL_H

#include "proto/wire/decode.h"

#include <protobuf-c/protobuf-c.h>
#include <stddef.h>
#include <stdint.h>

// --- plans

enum {
    DECODE_FIELDS_MAX = 64,   // of one message: a bit each
    DECODE_NUMBER_MAX = 255,  // of a field, as figures.h has it
    DECODE_CODES_MAX = 512,   // values of an enum, from 0
};

// Wire types, of which the schema uses two.
enum decode_wire { DECODE_VARINT = 0, DECODE_SIZED = 2 };

enum decode_kind {
    DECODE_NUMBER_32,
    DECODE_NUMBER_64,
    DECODE_BOOL,
    DECODE_CODE,
    DECODE_TEXT,
    DECODE_BYTES,
    DECODE_MESSAGE
};

struct decode_field {
    const ProtobufCFieldDescriptor *field;
    const struct decode_plan *inner;  // of a message
    const uint8_t *codes;             // of an enum: by value, the version in which it came, or 0
    uint64_t max;                     // of a number
    unsigned offset, quantifier;
    uint32_t since;  // the version of the form in which it came
    uint8_t kind;    // enum decode_kind
    uint8_t wire;    // enum decode_wire
    uint8_t repeated, oneof, flagged;
};

// Sets of fields are bits by the index of the field.
struct decode_plan {
    const ProtobufCMessageDescriptor *message;
    uint64_t required;     // must be given
    uint64_t figures;      // are figures of a row
    uint64_t must_answer;  // are figures that may not be blank
    int is_row;            // it has `absent`
    int is_answer;         // unknown fields are passed over
    // What must hold beside that, and what to say if it does not; or NULL.
    int (*valid)(const ProtobufCMessage *message);
    const char *invalid;
    uint8_t index_of[DECODE_NUMBER_MAX + 1];  // by the number of a field: its index and 1, or 0
    struct decode_field fields[DECODE_FIELDS_MAX];
};

// The plan of Return or Envelope.
const struct decode_plan *decode_plan(const ProtobufCMessageDescriptor *message);

// --- the pass

struct decode_pass {
    const struct decode_terms *terms;
    struct arena *arena;
    const ProtobufCMessage *message;  // the whole
    const uint8_t *start;             // of its bytes
    const char *whole;                // its name
    enum err error;
    struct err_text *text;
};

// Sets of fields of one message.
struct decode_given {
    uint64_t values;    // have a value
    uint64_t absences;  // have a reason in its place
};

// Each step returns where it ended, or NULL after a fault, which the pass then holds. A fault of the
// bytes at a place; more than there may be; the arena's end.
const uint8_t *decode_fault(struct decode_pass *pass, const uint8_t *at, const char *name,
                            const char *what);
const uint8_t *decode_too_much(struct decode_pass *pass, const char *name, size_t count,
                               const char *what, size_t max);
const uint8_t *decode_no_memory(struct decode_pass *pass);

// --- what it holds

// A text of `size` bytes, as a copy in the arena.
const uint8_t *decode_text(struct decode_pass *pass, const struct decode_field *field, char **text,
                           const uint8_t *at, size_t size);

// `absent` of a row: for each figure that is not there its number and the reason.
const uint8_t *decode_absent(struct decode_pass *pass, const struct decode_plan *plan,
                             struct decode_given *given, const uint8_t *at, size_t size);

// A message that ends at `at`, with those fields: whether all is there that must be, and nothing
// that came after the version; what came later is entered as not collected.
const uint8_t *decode_complete(struct decode_pass *pass, const struct decode_plan *plan,
                               const struct decode_given *given, ProtobufCMessage *message,
                               const uint8_t *at);

#endif
