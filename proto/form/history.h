// What the form had in each of its versions. A return says of which version it is
// (Return.schema_version): it may have all that this version has, and nothing that came later.
// From labels.def.
#ifndef QD_PROTO_FORM_HISTORY_H
#define QD_PROTO_FORM_HISTORY_H

#include "proto/form/form.h"

#include <stdint.h>

int history_has_part(uint32_t version, enum form_part part);

// A column of a part that came later came later, too. What is not a column is as old as the form.
int history_has_field(uint32_t version, const ProtobufCFieldDescriptor *field);

#endif
