// Returns written as text, "plans=5 urn=100049", and read through the form's own cell reader.
#ifndef QD_TESTS_SUPPORT_WRITTEN_RETURNS_H
#define QD_TESTS_SUPPORT_WRITTEN_RETURNS_H

#include "collector/cells/read_cell.h"
#include "lib/base/arena.h"
#include "proto/form/form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { WRITTEN_ARENA_CAP_BYTES = 64 * 1000 * 1000 };

static inline const ProtobufCFieldDescriptor *written_field(enum form_part part, const char *name)
{
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name(form_part(part)->row, name);

    if (field == NULL)
        fail_msg("%s has no column %s", form_part(part)->file, name);
    return field;
}

// Puts cells into a row: "name=value" separated by spaces; _ in a period or text stands for a
// space.
static inline void written_cells(struct arena *arena, ProtobufCMessage *row, enum form_part part,
                                 const char *cells)
{
    while (*cells != '\0') {
        size_t name_length = strcspn(cells, "="), value_length;
        const ProtobufCFieldDescriptor *field =
            written_field(part, arena_strndup(arena, cells, name_length));
        enum err error;
        struct cell_fault fault;
        char *value;

        cells += name_length + 1;
        value_length = strcspn(cells, " ");
        value = arena_strndup(arena, cells, value_length);
        for (char *at = value; field->type != PROTOBUF_C_TYPE_ENUM && *at != '\0'; at++)
            if (*at == '_' && strncmp(value, "not_", 4) != 0)
                *at = ' ';
        error = read_cell(arena, row, field, value, value_length, &fault);
        if (error != ERR_OK)
            fail_msg("%s=%s: %d, %s", field->name, value, (int)error, fault.fix);
        cells += value_length + strspn(cells + value_length, " ");
    }
}

static inline ProtobufCMessage *written_row(struct arena *arena, Qd__Return *returned,
                                            enum form_part part, const char *cells)
{
    ProtobufCMessage *row = form_new_row(arena, part);

    assert_non_null(row);
    written_cells(arena, row, part, cells);
    assert_int_equal(0, form_set_rows(arena, returned, part, &row, 1));
    return row;
}

// A return of Camden with its header alone.
static inline Qd__Return *written_return(struct arena *arena, const char *period)
{
    Qd__Return *made = arena_alloc(arena, sizeof *made);
    ProtobufCMessage *header = form_new_row(arena, FORM_HEADER);
    struct cell_fault fault;

    assert_true(made != NULL && header != NULL);
    qd__return__init(made);
    made->schema_version = FORM_SCHEMA_VERSION;
    written_cells(arena, header, FORM_HEADER, "new_la_code=E09000007");
    assert_int_equal(ERR_OK, read_cell(arena, header, written_field(FORM_HEADER, "period"), period,
                                       strlen(period), &fault));
    assert_int_equal(0, form_set_rows(arena, made, FORM_HEADER, &header, 1));
    return made;
}

// Adds a placements row in which nothing is broken down, and then the cells.
static inline void written_placement(struct arena *arena, Qd__Return *returned, const char *cells)
{
    ProtobufCMessage *row = written_row(
        arena, returned, FORM_PLACEMENTS,
        "primary_need=not_known phase=not_known residence=not_known location=not_known");

    written_cells(arena, row, FORM_PLACEMENTS, cells);
}

// The same with transport, for section 251 line 2.1.4 and no figures.
static inline void written_transport(struct arena *arena, Qd__Return *returned, const char *cells)
{
    ProtobufCMessage *row =
        written_row(arena, returned, FORM_TRANSPORT,
                    "section_251_line=line_2_1_4 mode=not_known phase=not_known location=not_known "
                    "children=x routes=x solo=x passenger_assistants=x gross_expenditure=x");

    written_cells(arena, row, FORM_TRANSPORT, cells);
}

#endif
