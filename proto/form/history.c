#include "proto/form/history.h"

#include "proto/form/labels.h"

uint32_t history_since(const ProtobufCFieldDescriptor *field)
{
    for (int part = 0; part < FORM_PARTS && field->type == PROTOBUF_C_TYPE_MESSAGE; part++)
        if (field->descriptor == form_part((enum form_part)part)->row)
            return form_part((enum form_part)part)->since;
    return labels_of(field)->since;
}
