#include "reporter/figures/dimensions.h"

#include "proto/form/codes.h"
#include "proto/form/field.h"
#include "proto/form/labels.h"

#include <assert.h>
#include <string.h>

// Shorter names than those of the columns.
static const struct {
    const char *column, *name;
} short_names[] = {{"primary_need", "need"}, {"section_251_line", "line"}};

static const char *name_of(const ProtobufCFieldDescriptor *column)
{
    for (size_t i = 0; i < sizeof short_names / sizeof short_names[0]; i++)
        if (strcmp(short_names[i].column, column->name) == 0)
            return short_names[i].name;
    return column->name;
}

static int place_of(const ProtobufCEnumDescriptor *codes, const char *code)
{
    int value;

    if (!codes_read(codes, code, &value))
        return -1;
    return (int)(protobuf_c_enum_descriptor_get_value(codes, value) - codes->values);
}

void dimensions_of(struct dimensions *dimensions, enum form_part part)
{
    const struct form_part_info *info = form_part(part);

    *dimensions = (struct dimensions){0};
    for (unsigned i = 0; !info->one_row && i < form_columns(info->row); i++) {
        const ProtobufCFieldDescriptor *column = &info->row->fields[i];

        if (column->type != PROTOBUF_C_TYPE_ENUM || column->label != PROTOBUF_C_LABEL_REQUIRED)
            continue;
        assert(dimensions->count < DIMENSIONS_MAX);
        dimensions->list[dimensions->count] =
            (struct dimension){.name = name_of(column),
                               .column = column,
                               .codes = column->descriptor,
                               .total = place_of(column->descriptor, "total"),
                               .not_known = place_of(column->descriptor, "not_known"),
                               .apart = labels_is_apart(column)};
        assert(dimension_size(&dimensions->list[dimensions->count]) <= DIMENSION_CODES_MAX);
        dimensions->count++;
    }
}

int dimensions_find(const struct dimensions *dimensions, const char *name)
{
    for (unsigned i = 0; i < dimensions->count; i++)
        if (strcmp(dimensions->list[i].name, name) == 0 ||
            strcmp(dimensions->list[i].column->name, name) == 0)
            return (int)i;
    return -1;
}

int dimensions_code(const struct dimension *dimension, const char *code)
{
    const int place = place_of(dimension->codes, code);

    return place == dimension->total || place == dimension->not_known ? -1 : place;
}

struct slice dimensions_all(void)
{
    struct slice all;

    for (unsigned i = 0; i < DIMENSIONS_MAX; i++)
        all.codes[i] = SLICE_ANY;
    return all;
}

struct slice dimensions_of_row(const struct dimensions *dimensions, const ProtobufCMessage *row)
{
    struct slice slice = dimensions_all();

    for (unsigned i = 0; i < dimensions->count; i++) {
        const struct dimension *dimension = &dimensions->list[i];
        const ProtobufCEnumValue *code = protobuf_c_enum_descriptor_get_value(
            dimension->codes, *(const int *)field_value(row, dimension->column));

        slice.codes[i] = (uint64_t)1 << (code - dimension->codes->values);
    }
    return slice;
}
