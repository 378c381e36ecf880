#include "proto/figures.h"

#include <assert.h>
#include <string.h>

static void *member(ProtobufCMessage *row, unsigned offset)
{
    return (char *)row + offset;
}

static const void *member_of(const ProtobufCMessage *row, unsigned offset)
{
    return (const char *)row + offset;
}

static const ProtobufCFieldDescriptor *absent_field(const ProtobufCMessage *row)
{
    return &row->descriptor->fields[row->descriptor->n_fields - 1];
}

const Qd__Absent *figures_absent(const ProtobufCMessage *row)
{
    if (!figures_in(row->descriptor))
        return NULL;
    return *(const Qd__Absent *const *)member_of(row, absent_field(row)->offset);
}

int figures_value(const ProtobufCMessage *row, const ProtobufCFieldDescriptor *field,
                  uint64_t *value)
{
    assert(figures_is_figure(field));
    *value = *(const uint64_t *)member_of(row, field->offset);
    return *(const protobuf_c_boolean *)member_of(row, field->quantifier_offset);
}

Qd__Absence figures_absence(const ProtobufCMessage *row, const ProtobufCFieldDescriptor *field)
{
    const Qd__Absent *absent = figures_absent(row);

    for (size_t i = 0; absent != NULL && i < absent->n_field; i++)
        if (absent->field[i] == field->id)
            return absent->why[i];
    return (Qd__Absence)0;
}

static void remove_absence(ProtobufCMessage *row, const ProtobufCFieldDescriptor *field)
{
    Qd__Absent **list = member(row, absent_field(row)->offset), *absent = *list;
    size_t kept = 0;

    for (size_t i = 0; absent != NULL && i < absent->n_field; i++) {
        if (absent->field[i] == field->id)
            continue;
        absent->field[kept] = absent->field[i];
        absent->why[kept++] = absent->why[i];
    }
    if (kept == 0)
        *list = NULL;
    else
        absent->n_field = absent->n_why = kept;
}

void figures_set_value(ProtobufCMessage *row, const ProtobufCFieldDescriptor *field, uint64_t value)
{
    assert(figures_is_figure(field));
    remove_absence(row, field);
    *(uint64_t *)member(row, field->offset) = value;
    *(protobuf_c_boolean *)member(row, field->quantifier_offset) = 1;
}

// A list with room for every figure of the row; NULL when the arena is exhausted.
static Qd__Absent *new_absent(struct arena *arena, const ProtobufCMessageDescriptor *row)
{
    Qd__Absent *absent = arena_alloc(arena, sizeof *absent);
    uint32_t *field = arena_alloc(arena, row->n_fields * sizeof *field);
    Qd__Absence *why = arena_alloc(arena, row->n_fields * sizeof *why);

    if (absent == NULL || field == NULL || why == NULL)
        return NULL;
    qd__absent__init(absent);
    absent->field = field;
    absent->why = why;
    return absent;
}

int figures_set_absence(struct arena *arena, ProtobufCMessage *row,
                        const ProtobufCFieldDescriptor *field, Qd__Absence why)
{
    Qd__Absent **list = member(row, absent_field(row)->offset);
    Qd__Absent *absent = *list;
    size_t at;

    assert(figures_is_figure(field));
    if (absent == NULL)
        absent = new_absent(arena, row->descriptor);
    if (absent == NULL)
        return -1;
    remove_absence(row, field);
    *(protobuf_c_boolean *)member(row, field->quantifier_offset) = 0;
    // Cells come in the order of the file's columns; the list ascends.
    for (at = absent->n_field; at > 0 && absent->field[at - 1] > field->id; at--) {
        absent->field[at] = absent->field[at - 1];
        absent->why[at] = absent->why[at - 1];
    }
    absent->field[at] = field->id;
    absent->why[at] = why;
    absent->n_field++;
    absent->n_why++;
    *list = absent;
    return 0;
}
