#include "proto/form/figures.h"

#include "proto/form/field.h"

#include <assert.h>
#include <string.h>

static const ProtobufCFieldDescriptor *absent_field(const ProtobufCMessage *row)
{
    assert(figures_in(row->descriptor));
    return &row->descriptor->fields[row->descriptor->n_fields - 1];
}

// Figures and `absent` are optional fields with a has_ flag.
static int is_given(const ProtobufCMessage *row, const ProtobufCFieldDescriptor *field)
{
    assert(field_is_flagged(field));
    return *(const protobuf_c_boolean *)((const char *)row + field->quantifier_offset);
}

ProtobufCBinaryData figures_absent(const ProtobufCMessage *row)
{
    const ProtobufCBinaryData nothing = {0, NULL};
    const ProtobufCFieldDescriptor *field;

    if (!figures_in(row->descriptor))
        return nothing;
    field = absent_field(row);
    if (!is_given(row, field))
        return nothing;
    return *(const ProtobufCBinaryData *)field_value(row, field);
}

static void set_absent(ProtobufCMessage *row, ProtobufCBinaryData absent)
{
    const ProtobufCFieldDescriptor *field = absent_field(row);

    field_set_given(row, field, absent.len > 0);
    *(ProtobufCBinaryData *)field_place(row, field) = absent;
}

int figures_value(const ProtobufCMessage *row, const ProtobufCFieldDescriptor *field,
                  uint64_t *value)
{
    assert(figures_is_figure(field));
    *value = *(const uint64_t *)field_value(row, field);
    return is_given(row, field);
}

Qd__Absence figures_absence(const ProtobufCMessage *row, const ProtobufCFieldDescriptor *field)
{
    const ProtobufCBinaryData absent = figures_absent(row);

    for (size_t i = 0; i + 1 < absent.len; i += FIGURES_ABSENT_BYTES)
        if (absent.data[i] == field->id)
            return (Qd__Absence)absent.data[i + 1];
    return (Qd__Absence)0;
}

// Copies to `to` what is absent of the row but for the field, with room left for the field where it
// belongs; returns that place, and the length without it in `*length`.
static size_t copy_others(uint8_t *to, const ProtobufCBinaryData *absent, uint32_t number,
                          size_t room, size_t *length)
{
    size_t used = 0, place = 0;

    for (size_t i = 0; i + 1 < absent->len; i += FIGURES_ABSENT_BYTES) {
        if (absent->data[i] == number)
            continue;
        if (absent->data[i] < number)
            place = used + FIGURES_ABSENT_BYTES;
        memmove(to + used + (absent->data[i] > number ? room : 0), absent->data + i,
                FIGURES_ABSENT_BYTES);
        used += FIGURES_ABSENT_BYTES;
    }
    *length = used;
    return place;
}

void figures_set_value(ProtobufCMessage *row, const ProtobufCFieldDescriptor *field, uint64_t value)
{
    ProtobufCBinaryData absent = figures_absent(row);

    assert(figures_is_figure(field));
    (void)copy_others(absent.data, &absent, field->id, 0, &absent.len);
    set_absent(row, absent);
    *(uint64_t *)field_place(row, field) = value;
    field_set_given(row, field, 1);
}

// Always a new list: that of a row which was unpacked has no room for more.
int figures_set_absence(struct arena *arena, ProtobufCMessage *row,
                        const ProtobufCFieldDescriptor *field, Qd__Absence why)
{
    const ProtobufCBinaryData before = figures_absent(row);
    ProtobufCBinaryData absent = {0, arena_alloc(arena, before.len + FIGURES_ABSENT_BYTES)};
    size_t place;

    assert(figures_is_figure(field) && field->id <= UINT8_MAX);
    if (absent.data == NULL)
        return -1;
    place = copy_others(absent.data, &before, field->id, FIGURES_ABSENT_BYTES, &absent.len);
    absent.data[place] = (uint8_t)field->id;
    absent.data[place + 1] = (uint8_t)why;
    absent.len += FIGURES_ABSENT_BYTES;
    set_absent(row, absent);
    field_set_given(row, field, 0);
    return 0;
}
