#include "proto/form/labels.h"

#include <stddef.h>

// The type of a part's rows under the part's name.
#define PART(part, number, since, Message, message, name, shape, help)                             \
    typedef Qd__##Message row_of_##part;
#include "proto/form/labels.def"

static const struct column {
    enum form_part part;
    size_t offset;  // of the field in its row
    struct labels labels;
} columns[] = {
#define FIELD(part, field, since, label, unit, dfe, help)                                          \
    {FORM_##part, offsetof(row_of_##part, field), {label, unit, dfe, help, since}},
#include "proto/form/labels.def"
};

static const struct labels *labels_at(enum form_part part, size_t offset)
{
    static const struct labels none = {"", "", "", "", 1};

    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        if (columns[i].part == part && columns[i].offset == offset)
            return &columns[i].labels;
    return &none;
}

// The part of a column; FORM_PARTS for a field that is not a column.
static int part_of(const ProtobufCFieldDescriptor *field)
{
    int part = 0;

    for (; part < FORM_PARTS; part++) {
        const ProtobufCMessageDescriptor *row = form_part((enum form_part)part)->row;

        if (field >= row->fields && field < row->fields + row->n_fields)
            break;
    }
    return part;
}

const struct labels *labels_of(const ProtobufCFieldDescriptor *field)
{
    return labels_at((enum form_part)part_of(field), field->offset);
}

// A column by its place.
struct place {
    enum form_part part;
    size_t offset;
};

static const struct place stocks[] = {
#define STOCK(part, field) {FORM_##part, offsetof(row_of_##part, field)},
#include "proto/form/labels.def"
};

static const struct place apart[] = {
#define APART(part, field) {FORM_##part, offsetof(row_of_##part, field)},
#include "proto/form/labels.def"
};

static const struct place wholes[] = {
#define WHOLE(part, field) {FORM_##part, offsetof(row_of_##part, field)},
#include "proto/form/labels.def"
};

static int is_in(const struct place *list, size_t count, const ProtobufCFieldDescriptor *field)
{
    const int part = part_of(field);

    for (size_t i = 0; i < count; i++)
        if ((int)list[i].part == part && list[i].offset == field->offset)
            return 1;
    return 0;
}

int labels_is_stock(const ProtobufCFieldDescriptor *field)
{
    return is_in(stocks, sizeof stocks / sizeof stocks[0], field);
}

int labels_is_apart(const ProtobufCFieldDescriptor *field)
{
    return is_in(apart, sizeof apart / sizeof apart[0], field);
}

int labels_is_whole(const ProtobufCFieldDescriptor *field)
{
    return is_in(wholes, sizeof wholes / sizeof wholes[0], field);
}
