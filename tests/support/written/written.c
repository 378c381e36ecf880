#include "tests/support/written/written.h"

#include "proto/form/codes.h"

#include "proto/form/figures.h"
#include "simulate/simulate.h"

const ProtobufCFieldDescriptor *written_field(enum form_part part, const char *column)
{
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name(form_part(part)->row, column);

    if (field == NULL)
        fail_msg("%s has no column %s", form_part(part)->file, column);
    return field;
}

static const ProtobufCFieldDescriptor *column_of(const ProtobufCMessage *row, const char *column)
{
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name(row->descriptor, column);

    if (field == NULL)
        fail_msg("%s has no column %s", row->descriptor->short_name, column);
    return field;
}

static void write_cell(struct arena *arena, ProtobufCMessage *row, const char *column, char *cell)
{
    const ProtobufCFieldDescriptor *field = column_of(row, column);

    for (char *at = cell; field->type == PROTOBUF_C_TYPE_STRING && *at != '\0'; at++)
        if (*at == '_')
            *at = ' ';
    if (simulate_cell(arena, row, field, cell) != 0)
        fail_msg("%s=%s is no cell", column, cell);
}

void written_cells(struct arena *arena, ProtobufCMessage *row, const char *cells)
{
    while (*cells != '\0') {
        const size_t column = strcspn(cells, "="), whole = strcspn(cells, " ");

        assert_true(column < whole);
        write_cell(arena, row, arena_strndup(arena, cells, column),
                   arena_strndup(arena, cells + column + 1, whole - column - 1));
        cells += whole + strspn(cells + whole, " ");
    }
}

ProtobufCMessage *written_row(struct arena *arena, Qd__Return *returned, enum form_part part,
                              const char *cells)
{
    ProtobufCMessage *row = form_new_row(arena, part);

    assert_non_null(row);
    written_cells(arena, row, cells);
    assert_int_equal(0, form_set_rows(arena, returned, part, &row, 1));
    return row;
}

Qd__Return *written_return(struct arena *arena, const char *period)
{
    Qd__Return *made = simulate_header(arena, QD__LOCAL_AUTHORITY__E09000007, period);

    assert_non_null(made);
    return made;
}

void written_placement(struct arena *arena, Qd__Return *returned, const char *cells)
{
    ProtobufCMessage *row = written_row(
        arena, returned, FORM_PLACEMENTS,
        "primary_need=not_known phase=not_known residence=not_known location=not_known");

    written_cells(arena, row, cells);
}

void written_transport(struct arena *arena, Qd__Return *returned, const char *cells)
{
    ProtobufCMessage *row = written_row(
        arena, returned, FORM_TRANSPORT,
        "section_251_line=line_2_1_4 mode=not_known phase=not_known location=not_known");

    written_rest_is_x(arena, row);
    written_cells(arena, row, cells);
}

void written_other_lines(struct arena *arena, Qd__Return *returned, const char *cells)
{
    const ProtobufCEnumDescriptor *lines = &qd__section251_line__descriptor;

    for (unsigned i = 0; i < lines->n_values; i++) {
        char line[CODES_WRITTEN_BYTES];
        int has_row = 0;

        for (size_t j = 0; j < returned->n_transport; j++)
            has_row |= (int)returned->transport[j]->section_251_line == lines->values[i].value;
        if (!has_row && codes_write(lines, lines->values[i].value, line))
            written_transport(arena, returned,
                              arena_printf(arena, "section_251_line=%s %s", line, cells));
    }
}

void written_figure(struct arena *arena, ProtobufCMessage *row, const char *column, int64_t value)
{
    const ProtobufCFieldDescriptor *field = column_of(row, column);

    if (value >= 0)
        figures_set_value(row, field, (uint64_t)value);
    else
        assert_int_equal(0, figures_set_absence(arena, row, field, QD__ABSENCE__NOT_AVAILABLE));
}

void written_rest_is_x(struct arena *arena, ProtobufCMessage *row)
{
    assert_int_equal(0, simulate_rest_is_x(arena, row));
}
