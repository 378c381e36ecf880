// A field as a cell: form_write_cell of form.h.
#include "proto/form/form.h"

#include "proto/form/figures.h"
#include "proto/form/period.h"

enum { PENCE_A_POUND = 100 };

static int is_given(const ProtobufCMessage *row, const ProtobufCFieldDescriptor *field)
{
    return field->label != PROTOBUF_C_LABEL_OPTIONAL ||
           *(const protobuf_c_boolean *)((const char *)row + field->quantifier_offset);
}

static const char *write_money(struct arena *arena, uint64_t amount)
{
    unsigned long long pounds = amount / PENCE_A_POUND, pence = amount % PENCE_A_POUND;

    if (pence == 0)
        return arena_printf(arena, "%llu", pounds);
    return arena_printf(arena, "%llu.%02llu", pounds, pence);
}

static const char *write_figure(struct arena *arena, const ProtobufCMessage *row,
                                const ProtobufCFieldDescriptor *field)
{
    Qd__Absence why = figures_absence(row, field);
    uint64_t value;
    char code[FORM_CODE_BYTES];

    if (figures_value(row, field, &value))
        return figures_is_money(field) ? write_money(arena, value)
                                       : arena_printf(arena, "%llu", (unsigned long long)value);
    if (why == 0)
        return "";
    form_code(&qd__absence__descriptor, (int)why, code);
    return arena_strdup(arena, code);
}

static const char *write_message(struct arena *arena, const ProtobufCMessage *message)
{
    char text[PERIOD_TEXT_BYTES];

    if (message->descriptor == &qd__date__descriptor) {
        const Qd__Date *date = (const Qd__Date *)message;

        return arena_printf(arena, "%04u-%02u-%02u", date->year, date->month, date->day);
    }
    period_format((const Qd__Period *)message, text);
    return arena_strdup(arena, text);
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
    case PROTOBUF_C_TYPE_UINT64:
    case PROTOBUF_C_TYPE_INT64:
        return write_figure(arena, row, field);
    default:
        break;
    }
    if (*(const ProtobufCMessage *const *)at == NULL)
        return "";
    return write_message(arena, *(const ProtobufCMessage *const *)at);
}
