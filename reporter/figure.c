#include "reporter/figure.h"

struct figure figure_none(void)
{
    return (struct figure){0, 0};
}

struct figure figure_of(int64_t value)
{
    return (struct figure){1, value};
}

struct figure figure_of_count(const Qd__Count *count)
{
    if (count == NULL || !count->has_value || count->value > INT64_MAX)
        return figure_none();
    return figure_of((int64_t)count->value);
}

struct figure figure_of_money(const Qd__Money *money)
{
    if (money == NULL || !money->has_pence)
        return figure_none();
    return figure_of(money->pence);
}

struct figure figure_of_field(const ProtobufCMessage *message, size_t offset)
{
    const void *field = (const char *)message + offset;

    return figure_of_count(*(const Qd__Count *const *)field);
}

void figure_add(struct figure *sum, struct figure part)
{
    int64_t value;

    if (sum->known && part.known && !__builtin_add_overflow(sum->value, part.value, &value))
        *sum = figure_of(value);
    else
        *sum = figure_none();
}
