// Tables of the reporter, made from returns in memory, without a store. Everything lives in one
// arena.
#ifndef QD_TESTS_SUPPORT_TABLED_TABLED_H
#define QD_TESTS_SUPPORT_TABLED_TABLED_H

#include "reporter/table/table_make.h"
#include "tests/support/written/written.h"

extern struct arena tabled_arena;

// For cmocka_run_group_tests.
int tabled_set_up(void **state);
int tabled_tear_down(void **state);

// Rows: places in proto/form/boroughs.h, and behind them the areas of data/reference/areas/london.csv.
enum {
    CITY = 0,
    CAMDEN = 1,
    GREENWICH = 2,
    HACKNEY = 3,
    BARNET = 14,
    INNER = BOROUGHS_COUNT,
    OUTER,
    LONDON
};

// --- returns

// A borough's return with its header alone.
Qd__Return *tabled_return(int row, const char *period);

// timeliness.csv with x in every column.
Qd__Timeliness *tabled_timeliness(Qd__Return *to);

// One row of placements.csv, not broken down but by setting and need.
Qd__Placement *tabled_plans(Qd__Return *to, Qd__Setting setting, Qd__Need need, int64_t plans);

// One row of transport.csv with pounds; every count is x.
Qd__Transport *tabled_transport(Qd__Return *to, Qd__Section251Line line, int64_t pounds);

#define TABLED_SET(row, column, value) WRITTEN_SET(&tabled_arena, row, column, value)

// --- tables

// The areas of data/reference.
const struct areas *tabled_areas(void);

// A table of no borough yet, with every measure; `periods` as after --period.
void tabled_begin(struct table *table, const char *name, const char *periods);
void tabled_begin_by(struct table *table, const char *name, const char *periods, const char *by);

// The same as it is asked for; the periods are filled in.
void tabled_begin_as(struct table *table, struct table_request request, const char *periods);

// One return of a borough, and when it was taken.
struct receipt tabled_receipt(const Qd__Return *returned);

// Takes it for the borough that was begun, with what the rules find in it.
void tabled_take(struct table *table, enum table_role role, const struct receipt *receipt);

// A borough with its return for the table's first period, and the one with its stock (or NULL).
void tabled_add(struct table *table, const Qd__Return *period, const Qd__Return *stock);

// A borough with its return for that one of the table's periods.
void tabled_add_in(struct table *table, size_t period, const Qd__Return *returned);

// A borough with its return for 2024: plans issued within 20 weeks, and all that were issued.
void tabled_add_timely(struct table *table, int row, int64_t within, int64_t issued);

// A borough with its return for January 2024: plans at mainstream academies, and all; the rest is at special
// schools.
void tabled_add_mainstream(struct table *table, int row, int64_t plans, int64_t total);

// A borough in a year, by its year's return and its four quarters'; each may be NULL.
int tabled_add_year(struct table *table, size_t period, int row, const Qd__Return *year,
                    const Qd__Return *const quarters[YEAR_QUARTERS]);

// --- what is in them. A measure is written "plans_count setting=inmss need=asd".

// The place of its column; table->count when there is none.
size_t tabled_find(const struct table *table, const char *measure);

const struct table_column *tabled_column(const struct table *table, const char *measure);
const struct table_cell *tabled_cell(const struct table *table, const char *measure, int row);

// The value of a cell; fails when there is none.
int64_t tabled_value(const struct table *table, const char *measure, int row);

// FIGURE_KNOWN, or why there is none.
enum figure_state tabled_state(const struct table *table, const char *measure, int row);

#endif
