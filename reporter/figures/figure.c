#include "reporter/figures/figure.h"

#include "proto/form/figures.h"

struct figure figure_none(void)
{
    return (struct figure){0, 0};
}

struct figure figure_of(int64_t value)
{
    return (struct figure){1, value};
}

struct figure figure_given(int is_given, uint64_t value)
{
    return is_given && value <= INT64_MAX ? figure_of((int64_t)value) : figure_none();
}

struct figure figure_in(const ProtobufCMessage *row, const ProtobufCFieldDescriptor *column)
{
    uint64_t value;
    int is_given = figures_value(row, column, &value);

    return figure_given(is_given, value);
}

void figure_add(struct figure *sum, struct figure part)
{
    int64_t value;

    if (sum->known && part.known && !__builtin_add_overflow(sum->value, part.value, &value))
        *sum = figure_of(value);
    else
        *sum = figure_none();
}
