// Returns built in memory, for the tests of the reporter. Everything lives in the arena.
#ifndef QD_TESTS_SUPPORT_SAMPLE_RETURNS_H
#define QD_TESTS_SUPPORT_SAMPLE_RETURNS_H

#include "lib/base/arena.h"
#include "proto/form/boroughs.h"
#include "proto/form/form.h"
#include "proto/form/period.h"
#include "reporter/table/table.h"
#include "tests/support/sample_figures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

enum { SAMPLE_ARENA_CAP_BYTES = 64 * 1024 * 1024 };

static inline Qd__Return *sample_return(struct arena *arena, int borough_row, const char *period)
{
    Qd__Return *made = arena_alloc(arena, sizeof *made);
    Qd__Header *header = arena_alloc(arena, sizeof *header);
    Qd__Period *when = arena_alloc(arena, sizeof *when);

    assert_true(made != NULL && header != NULL && when != NULL);
    qd__return__init(made);
    qd__header__init(header);
    made->schema_version = FORM_SCHEMA_VERSION;
    made->header = header;
    header->new_la_code = boroughs[borough_row].authority;
    header->period = when;
    assert_int_equal(period_parse(when, period, NULL), ERR_OK);
    return made;
}

// timeliness.csv with x in every column.
static inline Qd__Timeliness *sample_timeliness(struct arena *arena, Qd__Return *to)
{
    Qd__Timeliness *row = arena_alloc(arena, sizeof *row);

    assert_non_null(row);
    qd__timeliness__init(row);
    sample_rest_is_x(arena, &row->base);
    to->timeliness = row;
    return row;
}

enum { SAMPLE_ROWS_MAX = 64 };

// One row of placements.csv, not broken down but by setting and need.
static inline void sample_plans(struct arena *arena, Qd__Return *to, Qd__Setting setting,
                                Qd__Need need, int64_t plans)
{
    Qd__Placement *row = arena_alloc(arena, sizeof *row);

    if (to->placements == NULL)
        to->placements = arena_alloc(arena, SAMPLE_ROWS_MAX * sizeof *to->placements);
    assert_true(row != NULL && to->placements != NULL && to->n_placements < SAMPLE_ROWS_MAX);
    qd__placement__init(row);
    row->setting = setting;
    row->primary_need = need;
    row->phase = QD__PHASE__PHASE_NOT_KNOWN;
    row->residence = QD__RESIDENCE__RESIDENCE_NOT_KNOWN;
    row->location = QD__LOCATION__LOCATION_NOT_KNOWN;
    SAMPLE_SET(arena, row, plans, plans);
    to->placements[to->n_placements++] = row;
}

// One row of transport.csv with pounds; every count is x.
static inline Qd__Transport *sample_transport(struct arena *arena, Qd__Return *to,
                                              Qd__Section251Line line, int64_t pounds)
{
    Qd__Transport *row = arena_alloc(arena, sizeof *row);

    if (to->transport == NULL)
        to->transport = arena_alloc(arena, SAMPLE_ROWS_MAX * sizeof *to->transport);
    assert_true(row != NULL && to->transport != NULL && to->n_transport < SAMPLE_ROWS_MAX);
    qd__transport__init(row);
    row->section_251_line = line;
    row->mode = QD__TRANSPORT_MODE__TRANSPORT_MODE_NOT_KNOWN;
    row->phase = QD__PHASE__PHASE_NOT_KNOWN;
    row->location = QD__LOCATION__LOCATION_NOT_KNOWN;
    SAMPLE_SET(arena, row, gross_expenditure, pounds >= 0 ? pounds * 100 : SAMPLE_X);
    sample_rest_is_x(arena, &row->base);
    to->transport[to->n_transport++] = row;
    return row;
}

// --- a table without a store
// ---------------------------------------------------------------------- A table of no borough yet;
// its period is that of the stock too.
static inline void sample_table(struct table *table, struct arena *arena, const char *name,
                                const char *period)
{
    Qd__Period when;

    assert_int_equal(period_parse(&when, period, NULL), ERR_OK);
    assert_int_equal(table_begin(table, arena, indicators_table(name), &when, NULL), ERR_OK);
}

static inline void sample_add(struct table *table, const Qd__Return *period,
                              const Qd__Return *stock)
{
    const struct indicator_source source = {.period = period,
                                            .stock = stock,
                                            .revision = 1,
                                            .sequence = 7,
                                            .received_at_unix_ms = 1763892000000};

    table_add(table, boroughs_index(period->header->new_la_code), &source);
}

static inline const struct table_cell *sample_cell(const struct table *table, const char *measure,
                                                   int row)
{
    const struct table_column *column = table_column(table, measure);

    if (column == NULL)
        fail_msg("the table has no measure %s", measure);
    return &column->cells[row];
}

// The value of a cell; fails when there is none.
static inline int64_t sample_value(const struct table *table, const char *measure, int row)
{
    const struct table_cell *cell = sample_cell(table, measure, row);

    if (!cell->known)
        fail_msg("%s of %s is not known", measure, table_row_name(row));
    return cell->value;
}

static inline int sample_known(const struct table *table, const char *measure, int row)
{
    return sample_cell(table, measure, row)->known;
}

// Places in proto/form/boroughs.h.
enum { CITY = 0, CAMDEN = 1, GREENWICH = 2, HACKNEY = 3, BARNET = 14 };

#endif
