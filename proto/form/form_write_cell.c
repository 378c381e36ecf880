// A field as a cell: form_write_cell of form.h.
#include "proto/form/codes.h"
#include "proto/form/form.h"

#include "proto/form/field.h"
#include "proto/form/figures.h"
#include "proto/form/period.h"

enum { PENCE_A_POUND = 100 };

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
    char code[CODES_WRITTEN_BYTES];

    if (figures_value(row, field, &value))
        return figures_is_money(field) ? write_money(arena, value)
                                       : arena_printf(arena, "%llu", (unsigned long long)value);
    if (why == 0)
        return "";
    codes_write(&qd__absence__descriptor, (int)why, code);
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
    const void *value = field_value(row, field);
    char code[CODES_WRITTEN_BYTES];

    if (figures_is_figure(field))
        return write_figure(arena, row, field);
    if (!field_given(row, field))
        return "";
    switch (field->type) {
    case PROTOBUF_C_TYPE_STRING:
        return *(const char *const *)value;
    case PROTOBUF_C_TYPE_ENUM:
        codes_write(field->descriptor, *(const int *)value, code);
        return arena_strdup(arena, code);
    case PROTOBUF_C_TYPE_UINT32:
        return arena_printf(arena, "%u", *(const uint32_t *)value);
    default:
        return write_message(arena, *(const ProtobufCMessage *const *)value);
    }
}
