// Since which version the form has what it has, from labels.def. A return says of which version it
// is (Return.schema_version): it may have all that came in that version or before, and nothing that
// came later.
#ifndef QD_PROTO_FORM_HISTORY_H
#define QD_PROTO_FORM_HISTORY_H

#include "proto/form/form.h"

#include <stdint.h>

// The version in which a field of Return came, if it is a part, or a column of a part. Any other
// field is as old as the form: 1. In which version a code came: codes_since.
uint32_t history_since(const ProtobufCFieldDescriptor *field);

#endif
