#include "proto/form/field.h"

#include <assert.h>
#include <stdint.h>

static const void *quantifier(const ProtobufCMessage *message,
                              const ProtobufCFieldDescriptor *field)
{
    return (const char *)message + field->quantifier_offset;
}

int field_given(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    if (field->label == PROTOBUF_C_LABEL_REPEATED)
        return *(const size_t *)quantifier(message, field) > 0;
    if (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF)
        return *(const uint32_t *)quantifier(message, field) == field->id;
    if (field_is_flagged(field))
        return *(const protobuf_c_boolean *)quantifier(message, field);
    if (field->type == PROTOBUF_C_TYPE_MESSAGE || field->type == PROTOBUF_C_TYPE_STRING)
        return *(const void *const *)field_value(message, field) != NULL;
    return 1;
}

void field_set_given(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, int given)
{
    if (field_is_flagged(field))
        *(protobuf_c_boolean *)((char *)message + field->quantifier_offset) = given != 0;
}

size_t field_messages(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
                      ProtobufCMessage *const **list)
{
    assert(field->type == PROTOBUF_C_TYPE_MESSAGE);
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        *list = *(ProtobufCMessage *const *const *)field_value(message, field);
        return *(const size_t *)quantifier(message, field);
    }
    *list = (ProtobufCMessage *const *)field_value(message, field);
    return field_given(message, field) ? 1 : 0;
}

void field_set_messages(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
                        ProtobufCMessage **list, size_t count)
{
    assert(field->type == PROTOBUF_C_TYPE_MESSAGE);
    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        *(ProtobufCMessage ***)field_place(message, field) = list;
        *(size_t *)(void *)((char *)message + field->quantifier_offset) = count;
    } else {
        assert(count == 1);
        *(ProtobufCMessage **)field_place(message, field) = list[0];
    }
}
