// One table, for one period or several of one kind. The rows are the boroughs and areas made of them;
// the columns are indicators, each of a slice. A value or the reason why there is none, and everything
// that a reader needs to trust it.
//
// Which state a cell has without a value (METHODS, and proto/form/figure.h for the order of reasons):
//
//   one figure                 its own
//   a ratio                    the denominator's, if it has none; else the numerator's; else
//                              "nothing to divide by" where the denominator is 0
//   an area that some borough  a value: the sum over the boroughs that have both figures
//     gives a figure to
//   an area that none does     the state that most of its boroughs have; of as many, the first
//   what boroughs have and     not applicable
//     does not add up
//
// A year is made from the borough's return for it or, when that does not have the table's part, from
// the returns for its four quarters (year.h).
#ifndef QD_REPORTER_TABLE_TABLE_H
#define QD_REPORTER_TABLE_TABLE_H

#include "proto/form/boroughs.h"
#include "reporter/indicators/breakdown.h"
#include "reporter/indicators/indicators.h"
#include "reporter/statistics/median.h"
#include "reporter/table/areas.h"
#include "reporter/table/as_of.h"
#include "reporter/table/asked.h"
#include "reporter/table/marks.h"
#include "reporter/table/periods.h"
#include "reporter/table/tables.h"
#include "reporter/table/year.h"

struct table_cell {
    marks_set marks;  // of an area: what some borough's figure in it has, and its own
    struct figure numerator, denominator;
    struct figure value;  // in the indicator's last decimal: 647 is 64.7 %, 239686 is GBP 2,396.86
    const struct median *median;  // of that kind, where there is a value; else NULL
    uint16_t n, of;  // boroughs with both figures, of how many: 31 of 33; for a borough 1 or 0 of 1
    uint16_t rank;   // among boroughs, ties share the best ("min"); 0: not ranked
};

struct table_column {
    const struct indicator *indicator;
    const struct breakdown_slice *slice;
    const char *measure_label;  // "EHC plans, of all plans"; of a quarter's money it says so
    const char *slice_label;    // "Special - total"; "" for everything that the table is about
    const char *label;          // both: "Special - total: EHC plans, of all plans"
    struct asked_sum numerator, denominator;
    unsigned takes_parts;  // a bit for each part that it takes figures of
    unsigned undated;      // a bit for each of marks_undated that marks it
    size_t median;         // of the kind median: its place among those columns
};

// What the figures of a borough are made from; of an area, all that its boroughs' are.
enum table_made_from {
    TABLE_FROM_NOTHING = 0,
    TABLE_FROM_RETURN = 1,
    TABLE_FROM_QUARTERS = 2,
    TABLE_FROM_BOTH = 3
};

// A borough in a period.
struct table_source {
    enum table_made_from made_from;
    int simulated;        // one of its returns says that its figures are made up
    int stock_simulated;  // the one with the stock alone: what is divided by is made up, and nothing else
    int redacted;         // the operator removed one of its returns
    int withdrawn;        // one of its returns was taken back, and counts as not returned
    size_t notes_first, notes_count;  // of the table's notes; of an area none
    int32_t as_at;  // when its placements were counted, in days since 1970; TABLE_NO_DAY
};
enum { TABLE_NO_DAY = INT32_MIN };

// A borough whose year's return and quarters are both there, and say two things of one cell: the
// table has the year's.
struct table_difference {
    size_t period, column;
    int row;
    struct figure numerator, denominator;  // from the quarters
};

struct table_note;     // what a borough says of its figures: table_notes.h
struct table_work;     // the borough that is being worked out
struct table_medians;  // what medians are made of

struct table {
    struct tables_entry about;
    Qd__PeriodKind kind;             // of its periods
    int for_borough;                 // and not for the panel: no prices, and no words of boroughs
    const struct borough *words_of;  // whose words it has all the same; NULL: nobody's
    int rolling;  // each period is a quarter, and stands for the four quarters to it
    struct periods periods;
    struct areas areas;
    struct breakdown breakdown;
    struct table_column *columns;
    size_t count;                  // of columns
    struct table_cell *cells;      // table_cell
    struct table_source *sources;  // [period][borough]
    int *rows;                     // those to be shown: boroughs, then areas, by their places
    size_t rows_count;
    struct table_difference *differences;  // by period, then row, then column
    size_t differences_count;
    struct table_note *notes;  // by period, then borough
    size_t notes_count;
    // The newest return that is in it: by these a later reader can tell what was known.
    uint64_t sequence;
    uint64_t received_at_unix_ms;
    struct as_of as_of;  // which returns counted: AS_OF_NOW, all
    int32_t as_at;       // the day by which it is judged what is provisional (as_of_day)
    const struct calendar *calendar;  // NULL: nothing is provisional by its day
    struct arena *arena;
    struct asked asked;
    struct asked_sum *undated;  // one for each of marks_undated
    struct table_work *work;
    struct table_medians *medians;
};

// --- the returns that it is made from

// What a return is to a period.
enum table_role {
    TABLE_PERIOD,     // the return for the period itself
    TABLE_STOCK,      // the one that holds the stock of the period
    TABLE_QUARTER_1,  // of a year, in the order of time
    TABLE_QUARTER_2,
    TABLE_QUARTER_3,
    TABLE_QUARTER_4,
    TABLE_ROLES
};

// 1 and the period of the return that the table wants in that role; 0 if it wants none.
int table_wants(const struct table *table, size_t period, enum table_role role, Qd__Period *which);

// --- reading it

// Places of rows: boroughs as in proto/form/boroughs.h, then areas as in `areas`.
static inline size_t table_places(const struct table *table)
{
    return BOROUGHS_COUNT + table->areas.count;
}

static inline struct table_cell *table_cell(const struct table *table, size_t period, size_t column,
                                            int row)
{
    return &table->cells[(period * table->count + column) * table_places(table) + (size_t)row];
}

static inline const struct area *table_area(const struct table *table, int row)
{
    return row < BOROUGHS_COUNT ? NULL : &table->areas.list[row - BOROUGHS_COUNT];
}

// "E09000007" and "Camden"; "E13000001" and "Inner London".
const char *table_row_code(const struct table *table, int row);
const char *table_row_name(const struct table *table, int row);

// A borough's source; of an area what its boroughs' have in common.
struct table_source table_source_of(const struct table *table, size_t period, int row);

// The day on which most boroughs' placements were counted, of as many the first one; TABLE_NO_DAY.
int32_t table_usual_day(const struct table *table, size_t period);

// NULL: the quarters say the same, or are not all there.
const struct table_difference *table_difference_of(const struct table *table, size_t period,
                                                   size_t column, int row);

#endif
