// A field of a message, found by its descriptor: the one place that knows where protobuf-c keeps a
// value, and how it says that a value is there.
//
//   kind of field                    where the value is         it is given when
//   required, no message or text     at the offset              always
//   optional, no message or text     at the offset              its has_ flag is set
//   one of several (oneof)           at the offset              the case is its number
//   message, text                    at the offset, a pointer   the pointer is not NULL
//   repeated message                 at the offset, an array    the count is not zero
#ifndef QD_PROTO_FORM_FIELD_H
#define QD_PROTO_FORM_FIELD_H

#include <protobuf-c/protobuf-c.h>
#include <stddef.h>

// The value, to be read or written as the type of the field says: a uint32_t, uint64_t, int (of an
// enum), protobuf_c_boolean, char *, ProtobufCBinaryData or ProtobufCMessage *.
static inline const void *field_value(const ProtobufCMessage *message,
                                      const ProtobufCFieldDescriptor *field)
{
    return (const char *)message + field->offset;
}

static inline void *field_place(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    return (char *)message + field->offset;
}

// Whether the has_ flag says that the value is given: of an optional field, and neither a message
// nor a text.
static inline int field_is_flagged(const ProtobufCFieldDescriptor *field)
{
    return field->label == PROTOBUF_C_LABEL_OPTIONAL && field->type != PROTOBUF_C_TYPE_MESSAGE &&
           field->type != PROTOBUF_C_TYPE_STRING && !(field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF);
}

int field_given(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field);

// Sets the has_ flag, where the field has one.
void field_set_given(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, int given);

// The messages in a field that holds any number of them, or one at most: how many, and a list that
// belongs to the message.
size_t field_messages(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
                      ProtobufCMessage *const **list);

// Puts messages into it in place of what was there. A repeated field keeps the list itself; a single
// one takes the one message in it.
void field_set_messages(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
                        ProtobufCMessage **list, size_t count);

#endif
