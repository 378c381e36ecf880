// A field as a cell: form_write_cell of form.h.
#include "proto/form.h"

#include "proto/period.h"

enum { PENCE_A_POUND = 100 };

static int is_given(const ProtobufCMessage *row, const ProtobufCFieldDescriptor *field)
{
    return field->label != PROTOBUF_C_LABEL_OPTIONAL ||
           *(const protobuf_c_boolean *)((const char *)row + field->quantifier_offset);
}

static const char *write_absence(struct arena *arena, Qd__Absence absence)
{
    char code[FORM_CODE_BYTES];

    form_code(&qd__absence__descriptor, (int)absence, code);
    return arena_strdup(arena, code);
}

static const char *write_money(struct arena *arena, const Qd__Money *money)
{
    long long pounds = money->pence / PENCE_A_POUND, pence = money->pence % PENCE_A_POUND;

    if (money->has_absence)
        return write_absence(arena, money->absence);
    if (pence == 0)
        return arena_printf(arena, "%lld", pounds);
    return arena_printf(arena, "%lld.%02lld", pounds, pence);
}

static const char *write_message(struct arena *arena, const ProtobufCMessage *message)
{
    const ProtobufCMessageDescriptor *descriptor = message->descriptor;

    if (descriptor == &qd__money__descriptor)
        return write_money(arena, (const Qd__Money *)message);
    if (descriptor == &qd__period__descriptor) {
        char text[PERIOD_TEXT_BYTES];

        period_format((const Qd__Period *)message, text);
        return arena_strdup(arena, text);
    }
    if (descriptor == &qd__date__descriptor) {
        const Qd__Date *date = (const Qd__Date *)message;

        return arena_printf(arena, "%04u-%02u-%02u", date->year, date->month, date->day);
    }
    if (((const Qd__Count *)message)->has_absence)
        return write_absence(arena, ((const Qd__Count *)message)->absence);
    return arena_printf(arena, "%llu", (unsigned long long)((const Qd__Count *)message)->value);
}

const char *form_write_cell(struct arena *arena, const ProtobufCMessage *row,
                            const ProtobufCFieldDescriptor *field)
{
    const void *at = (const char *)row + field->offset;
    char code[FORM_CODE_BYTES];

    switch (field->type) {
    case PROTOBUF_C_TYPE_STRING:
        return *(const char *const *)at == NULL ? "" : *(const char *const *)at;
    case PROTOBUF_C_TYPE_ENUM:
        if (!is_given(row, field))
            return "";
        form_code(field->descriptor, *(const int *)at, code);
        return arena_strdup(arena, code);
    case PROTOBUF_C_TYPE_UINT32:
        return is_given(row, field) ? arena_printf(arena, "%u", *(const uint32_t *)at) : "";
    default:
        break;
    }
    if (*(const ProtobufCMessage *const *)at == NULL)
        return "";
    return write_message(arena, *(const ProtobufCMessage *const *)at);
}
