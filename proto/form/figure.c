#include "proto/form/figure.h"

#include "proto/form/figures.h"

static enum figure_state state_of(Qd__Absence absence)
{
    switch (absence) {
    case QD__ABSENCE__NOT_AVAILABLE:
        return FIGURE_NOT_AVAILABLE;
    case QD__ABSENCE__NOT_APPLICABLE:
        return FIGURE_NOT_APPLICABLE;
    case QD__ABSENCE__NOT_YET_KNOWN:
        return FIGURE_NOT_YET_KNOWN;
    case QD__ABSENCE__NOT_COLLECTED:
        return FIGURE_NOT_COLLECTED;
    default:
        return FIGURE_BLANK;
    }
}

struct figure figure_in(const ProtobufCMessage *row, const ProtobufCFieldDescriptor *column)
{
    uint64_t value;

    if (!figures_value(row, column, &value))
        return figure_missing(state_of(figures_absence(row, column)));
    return value <= INT64_MAX ? figure_of((int64_t)value) : figure_missing(FIGURE_NOT_AVAILABLE);
}

void figure_add(struct figure *sum, struct figure part)
{
    int64_t value;

    if (!figure_known(*sum) || !figure_known(part))
        *sum = figure_missing(part.state < sum->state ? part.state : sum->state);
    else if (__builtin_add_overflow(sum->value, part.value, &value))
        *sum = figure_missing(FIGURE_NOT_AVAILABLE);
    else
        *sum = figure_of(value);
}
