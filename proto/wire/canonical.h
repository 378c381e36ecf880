// What protobuf-c does not check when it unpacks: that there is nothing in the message which it
// does not show, and that every value is one the schema means.
#ifndef QD_PROTO_WIRE_CANONICAL_H
#define QD_PROTO_WIRE_CANONICAL_H

#include "lib/base/err.h"

#include <protobuf-c/protobuf-c.h>
#include <stddef.h>

// What is held to a message that was unpacked from `size` bytes:
// - no unknown fields; every enum value is known; every text is UTF-8 without control characters
// but
//   line ends, and has no more than `text_max` bytes; a part has FORM_ROWS_MAX rows at most;
// - a figure (proto/form/figures.h) has exactly one of value and absence, or neither where it may
// be
//   blank, and is within the form's bounds; a Period and a Date are one;
// - packed again, it has as many bytes: so no field was given twice, no number is longer than need
//   be, and no text holds a NUL, of which protobuf-c shows only what stands before it.
// ERR_MALFORMED or ERR_TOO_LARGE.
enum err canonical_check(const ProtobufCMessage *message, size_t size, size_t text_max,
                         struct err_text *text);

#endif
