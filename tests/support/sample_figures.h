// Figures of rows that tests build in memory (proto/form/figures.h).
#ifndef QD_TESTS_SUPPORT_SAMPLE_FIGURES_H
#define QD_TESTS_SUPPORT_SAMPLE_FIGURES_H

#include "lib/base/arena.h"
#include "proto/form/figures.h"
#include "proto/form/form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { SAMPLE_X = -1 };

// A figure of the row (pence, for money), or why there is none for SAMPLE_X.
static inline void sample_figure(struct arena *arena, ProtobufCMessage *row, const char *column,
                                 int64_t value)
{
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name(row->descriptor, column);

    assert_non_null(field);
    if (value >= 0)
        figures_set_value(row, field, (uint64_t)value);
    else
        assert_int_equal(0, figures_set_absence(arena, row, field, QD__ABSENCE__NOT_AVAILABLE));
}
#define SAMPLE_SET(arena, row, column, value) sample_figure(arena, &(row)->base, #column, value)

// x in every column that must have a figure and has none yet.
static inline void sample_rest_is_x(struct arena *arena, ProtobufCMessage *row)
{
    for (unsigned i = 0; i < form_columns(row->descriptor); i++) {
        const ProtobufCFieldDescriptor *field = &row->descriptor->fields[i];
        uint64_t value;

        if (figures_is_figure(field) && !form_may_be_blank(field) &&
            !figures_value(row, field, &value) && figures_absence(row, field) == 0)
            sample_figure(arena, row, field->name, SAMPLE_X);
    }
}

#endif
