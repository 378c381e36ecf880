// The codes of an enum: as they are written in a cell, read from it, and called by a person.
#ifndef QD_PROTO_FORM_CODES_H
#define QD_PROTO_FORM_CODES_H

#include "lib/base/arena.h"

#include <protobuf-c/protobuf-c.h>
#include <stdint.h>

// 1 and the value whose code `text` is, whatever its case; 0 if it is not a code.
int codes_read(const ProtobufCEnumDescriptor *codes, const char *text, int *value);

// A code's label ("Special - independent"), never NULL.
const char *codes_label(const ProtobufCEnumDescriptor *codes, int value);

// The version of the form in which the code came (codes.def).
uint32_t codes_since(const ProtobufCEnumDescriptor *codes, int value);

// How an enum's value is written in a cell: its name in lower case, without the enum's own name in
// front ("NEED_NOT_KNOWN" of Need is not_known); local authorities in upper case. The longest code
// fits CODES_WRITTEN_BYTES. Returns 0 if there is no such value.
enum { CODES_WRITTEN_BYTES = 64 };
int codes_write(const ProtobufCEnumDescriptor *codes, int value, char text[CODES_WRITTEN_BYTES]);

// All codes in the order of their numbers, "in_borough, out_of_borough, not_known", in the arena;
// NULL when that is exhausted.
const char *codes_list(struct arena *arena, const ProtobufCEnumDescriptor *codes);

// The code of which this one is a part (SPLIT in codes.def): a return has the whole or its parts. 0, which
// no code is, for all others.
int codes_whole_of(const ProtobufCEnumDescriptor *codes, int part);

#endif
