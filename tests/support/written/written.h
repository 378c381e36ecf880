// Returns that a test writes down, as text: a row is its cells, "plans=5 urn=100049 annual_cost=x".
// What is not a cell fails the test. A whole return that nothing is wrong with is simulate/'s.
#ifndef QD_TESTS_SUPPORT_WRITTEN_WRITTEN_H
#define QD_TESTS_SUPPORT_WRITTEN_WRITTEN_H

#include "lib/base/arena.h"
#include "proto/form/form.h"
#include "return.pb-c.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { WRITTEN_ARENA_CAP_BYTES = 64 * 1000 * 1000, WRITTEN_X = -1 };

const ProtobufCFieldDescriptor *written_field(enum form_part part, const char *column);

// A return of Camden with its header alone.
Qd__Return *written_return(struct arena *arena, const char *period);

// Puts cells into a row: "column=cell" separated by spaces. In a text _ stands for a space.
void written_cells(struct arena *arena, ProtobufCMessage *row, const char *cells);

// Adds a row of these cells and nothing else.
ProtobufCMessage *written_row(struct arena *arena, Qd__Return *returned, enum form_part part,
                              const char *cells);

// Adds a row in which nothing is broken down, then these cells; that of transport is of section 251
// line 2.1.4, with x for figures.
void written_placement(struct arena *arena, Qd__Return *returned, const char *cells);
void written_transport(struct arena *arena, Qd__Return *returned, const char *cells);

// Adds a row of these cells for each section 251 line that has no row.
#define WRITTEN_ZEROS "children=0 routes=0 solo=0 passenger_assistants=0 gross_expenditure=0"
void written_other_lines(struct arena *arena, Qd__Return *returned, const char *cells);

// One figure of a row, by its number (pence, for money); WRITTEN_X says x.
void written_figure(struct arena *arena, ProtobufCMessage *row, const char *column, int64_t value);
#define WRITTEN_SET(arena, row, column, value) written_figure(arena, &(row)->base, #column, value)

// x in every figure that must be there and is not.
void written_rest_is_x(struct arena *arena, ProtobufCMessage *row);

#endif
