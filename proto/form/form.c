#include "proto/form/form.h"

#include "proto/form/codes.h"
#include "proto/form/figures.h"

#include <assert.h>
#include <string.h>

static const struct form_part_info parts[FORM_PARTS] = {
    [FORM_HEADER] = {"return.csv", "return", &qd__header__descriptor, 1, 1,
                     "One row: whose return this is, and for which period."},
    [FORM_TIMELINESS] = {"timeliness.csv", "timeliness", &qd__timeliness__descriptor, 1, 0,
                         "One row: what happened in the period, from request to plan. Every cell "
                         "holds a figure or says why there is none."},
    [FORM_PLACEMENTS] =
        {"placements.csv", "placements", &qd__placement__descriptor, 0, 0,
         "Plans on the as-at date: a row for each combination that has any, and one "
         "with setting total."},
    [FORM_TRANSPORT] = {"transport.csv", "transport", &qd__transport__descriptor, 0, 0,
                        "SEN transport: a row for each combination that has any."},
    [FORM_EXPLANATIONS] = {"explanations.csv", "explanations", &qd__explanation__descriptor, 0, 0,
                           "Why figures are right that a rule asks about: a row for each rule."},
};

const struct form_part_info *form_part(enum form_part part)
{
    assert((unsigned)part < FORM_PARTS);
    return &parts[part];
}

// Where the rows of a part go in a Return: the field whose message is the part's row.
static const ProtobufCFieldDescriptor *field_of(enum form_part part)
{
    const ProtobufCMessageDescriptor *whole = &qd__return__descriptor;

    for (unsigned i = 0; i < whole->n_fields; i++)
        if (whole->fields[i].descriptor == form_part(part)->row)
            return &whole->fields[i];
    assert(!"every part is a field of Return");
    return NULL;
}

static const void *member(const void *message, unsigned offset)
{
    return (const char *)message + offset;
}

size_t form_rows(const Qd__Return *returned, enum form_part part)
{
    const ProtobufCFieldDescriptor *field = field_of(part);

    if (field->label == PROTOBUF_C_LABEL_REPEATED)
        return *(const size_t *)member(returned, field->quantifier_offset);
    return *(const ProtobufCMessage *const *)member(returned, field->offset) != NULL;
}

const ProtobufCMessage *form_row(const Qd__Return *returned, enum form_part part, size_t index)
{
    const ProtobufCFieldDescriptor *field = field_of(part);
    const void *at = member(returned, field->offset);

    assert(index < form_rows(returned, part));
    if (field->label == PROTOBUF_C_LABEL_REPEATED)
        return (*(const ProtobufCMessage *const *const *)at)[index];
    return *(const ProtobufCMessage *const *)at;
}

ProtobufCMessage *form_new_row(struct arena *arena, enum form_part part)
{
    const ProtobufCMessageDescriptor *descriptor = form_part(part)->row;
    ProtobufCMessage *row = arena_zalloc(arena, descriptor->sizeof_message);

    if (row != NULL)
        protobuf_c_message_init(descriptor, row);
    return row;
}

int form_set_rows(struct arena *arena, Qd__Return *returned, enum form_part part,
                  ProtobufCMessage **rows, size_t count)
{
    const ProtobufCFieldDescriptor *field = field_of(part);
    void *at = (char *)returned + field->offset;
    size_t *number = (size_t *)(void *)((char *)returned + field->quantifier_offset);
    ProtobufCMessage **all, **old;

    if (count == 0)
        return 0;
    if (field->label != PROTOBUF_C_LABEL_REPEATED) {
        assert(count == 1);
        *(ProtobufCMessage **)at = rows[0];
        return 0;
    }
    old = *(ProtobufCMessage ***)at;
    all = arena_alloc(arena, (*number + count) * sizeof(ProtobufCMessage *));
    if (all == NULL)
        return -1;
    if (*number > 0)
        memcpy(all, old, *number * sizeof(ProtobufCMessage *));
    memcpy(all + *number, rows, count * sizeof(ProtobufCMessage *));
    *(ProtobufCMessage ***)at = all;
    *number += count;
    return 0;
}

unsigned form_columns(const ProtobufCMessageDescriptor *row)
{
    return figures_in(row) ? row->n_fields - 1 : row->n_fields;
}

static int is_of(const ProtobufCFieldDescriptor *field, const ProtobufCMessageDescriptor *row)
{
    return field >= row->fields && field < row->fields + row->n_fields;
}

int form_may_be_blank(const ProtobufCFieldDescriptor *field)
{
    if (figures_is_count(field))
        return 0;
    // Most placements are not bought, and have no price.
    if (figures_is_money(field))
        return is_of(field, &qd__placement__descriptor);
    return field->label == PROTOBUF_C_LABEL_OPTIONAL;
}

const char *form_allowed(struct arena *arena, const ProtobufCFieldDescriptor *field)
{
    const char *absences;

    switch (field->type) {
    case PROTOBUF_C_TYPE_STRING:
        return "text";
    case PROTOBUF_C_TYPE_UINT32:
        return "a whole number";
    case PROTOBUF_C_TYPE_ENUM:
        if (field->descriptor == &qd__local_authority__descriptor)
            return "an ONS code, as E09000007; or DfE's number, as 202; or the authority's name";
        return codes_list(arena, field->descriptor);
    default:
        break;
    }
    if (field->descriptor == &qd__period__descriptor)
        return "2024-25 Q4 for a quarter, 2024-25 for a financial year, 2024 for a calendar year";
    if (field->descriptor == &qd__date__descriptor)
        return "a date written year-month-day: 2025-01-16";
    absences = codes_list(arena, &qd__absence__descriptor);
    if (absences == NULL)
        return NULL;
    if (figures_is_money(field))
        return arena_printf(arena, "pounds, as 63000 or 63000.50; or %s", absences);
    return arena_printf(arena, "a whole number; or %s", absences);
}
