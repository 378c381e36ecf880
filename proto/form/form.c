#include "proto/form/form.h"

#include "proto/form/codes.h"
#include "proto/form/field.h"
#include "proto/form/figures.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

// The shapes of labels.def.
enum { ROWS = 0, ONE_ROW = 1, OPTIONAL = 0, REQUIRED = 2 };

static const struct form_part_info parts[FORM_PARTS] = {
#define PART(part, number, since_version, Message, message, part_name, shape, words)               \
    [FORM_##part] = {.file = part_name ".csv",                                                     \
                     .name = (part_name),                                                          \
                     .row = &qd__##message##__descriptor,                                          \
                     .one_row = ((shape)&ONE_ROW) != 0,                                            \
                     .required = ((shape)&REQUIRED) != 0,                                          \
                     .help = (words),                                                              \
                     .since = (since_version)},
#include "proto/form/labels.def"
};

const struct form_part_info *form_part(enum form_part part)
{
    assert((unsigned)part < FORM_PARTS);
    return &parts[part];
}

int form_part_of_file(const char *file, enum form_part *part)
{
    for (int i = 0; i < FORM_PARTS; i++)
        if (strcasecmp(file, parts[i].file) == 0) {
            *part = (enum form_part)i;
            return 1;
        }
    return 0;
}

const ProtobufCFieldDescriptor *form_field(enum form_part part)
{
    const ProtobufCMessageDescriptor *whole = &qd__return__descriptor;

    for (unsigned i = 0; i < whole->n_fields; i++)
        if (whole->fields[i].descriptor == form_part(part)->row)
            return &whole->fields[i];
    assert(!"every part is a field of Return");
    return NULL;
}

size_t form_all_rows(const Qd__Return *returned, enum form_part part,
                     ProtobufCMessage *const **rows)
{
    return field_messages(&returned->base, form_field(part), rows);
}

size_t form_rows(const Qd__Return *returned, enum form_part part)
{
    ProtobufCMessage *const *rows;

    return form_all_rows(returned, part, &rows);
}

const ProtobufCMessage *form_row(const Qd__Return *returned, enum form_part part, size_t index)
{
    ProtobufCMessage *const *rows;
    size_t count = form_all_rows(returned, part, &rows);

    assert(index < count);
    return rows[index];
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
    const ProtobufCFieldDescriptor *field = form_field(part);
    ProtobufCMessage *const *before;
    size_t count_before = field_messages(&returned->base, field, &before);
    ProtobufCMessage **all;

    if (count == 0)
        return 0;
    all = arena_alloc(arena, (count_before + count) * sizeof(ProtobufCMessage *));
    if (all == NULL)
        return -1;
    for (size_t i = 0; i < count_before; i++)
        all[i] = before[i];
    memcpy(all + count_before, rows, count * sizeof(ProtobufCMessage *));
    field_set_messages(&returned->base, field, all, count_before + count);
    return 0;
}

unsigned form_columns(const ProtobufCMessageDescriptor *row)
{
    return figures_in(row) ? row->n_fields - 1 : row->n_fields;
}

// The type of a part's rows under the part's name.
#define PART(part, number, since, Message, message, name, shape, help)                             \
    typedef Qd__##Message row_of_##part;
#include "proto/form/labels.def"

static const struct {
    enum form_part part;
    size_t offset;
} blanks[] = {
#define BLANK(part, field) {FORM_##part, offsetof(row_of_##part, field)},
#include "proto/form/labels.def"
};

static int is_of(const ProtobufCFieldDescriptor *field, const ProtobufCMessageDescriptor *row)
{
    return field >= row->fields && field < row->fields + row->n_fields;
}

int form_may_be_blank(const ProtobufCFieldDescriptor *field)
{
    if (!figures_is_figure(field))
        return field->label == PROTOBUF_C_LABEL_OPTIONAL;
    for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++)
        if (blanks[i].offset == field->offset && is_of(field, parts[blanks[i].part].row))
            return 1;
    return 0;
}
