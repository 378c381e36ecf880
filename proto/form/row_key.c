#include "proto/form/row_key.h"

#include "proto/form/field.h"

#include <string.h>

static const struct {
    enum form_part part;
    const char *column;
} keys[] = {
#define KEY(part, column) {FORM_##part, #column},
#include "proto/form/labels.def"
};

// The key with one more piece behind it.
static const char *add(struct arena *arena, const char *key, const ProtobufCMessage *row,
                       const ProtobufCFieldDescriptor *field)
{
    const char *cell = key == NULL ? NULL : form_write_cell(arena, row, field);

    if (cell == NULL)
        return NULL;
    return arena_printf(arena, "%s%s%s", key, *key == '\0' ? "" : "/", cell);
}

static const ProtobufCFieldDescriptor *first_given(enum form_part part, const ProtobufCMessage *row)
{
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        const ProtobufCFieldDescriptor *field =
            keys[i].part != part
                ? NULL
                : protobuf_c_message_descriptor_get_field_by_name(row->descriptor, keys[i].column);

        if (field != NULL && field_given(row, field))
            return field;
    }
    return NULL;
}

const char *row_key(struct arena *arena, enum form_part part, const ProtobufCMessage *row)
{
    const ProtobufCMessageDescriptor *columns = row->descriptor;
    const ProtobufCFieldDescriptor *given;
    const char *key = "";

    if (form_part(part)->one_row)
        return key;
    for (unsigned i = 0; i < columns->n_fields; i++)
        if (columns->fields[i].label == PROTOBUF_C_LABEL_REQUIRED &&
            columns->fields[i].type == PROTOBUF_C_TYPE_ENUM)
            key = add(arena, key, row, &columns->fields[i]);
    given = first_given(part, row);
    return given == NULL ? key : add(arena, key, row, given);
}
