// Making a table: begin, lay it out for its periods, each borough of each period, then finish. table_read.h
// does so from a store.
#ifndef QD_REPORTER_TABLE_TABLE_MAKE_H
#define QD_REPORTER_TABLE_TABLE_MAKE_H

#include "proto/reference/calendar.h"
#include "reporter/table/table.h"

struct judged;

enum { TABLE_CELLS_MAX = 1000000 };

// What is asked for, as on a command line. What is NULL or 0 is not said.
struct table_request {
    const char *name;      // of the table
    const char *measures;  // indicators, with commas between them
    const char *by;        // breakdown.h
    const char *const *where;
    size_t where_count;
    const char *areas;               // rows, with commas: names or codes, sets of areas, "boroughs"
    int headlines;                   // without measures: the headlines, and not every indicator
    struct periods periods;          // none: all of the kind for which there is something
    Qd__PeriodKind kind;             // of the periods
    int for_borough;                 // leave out what the panel alone may see
    const struct borough *words_of;  // but have this one's words; NULL: nobody's
    int rolling;                     // of four quarters to each of the periods, which are quarters
    const struct calendar *calendar;  // which outlives the table
};

// Finds out what is asked for; everything is in the arena. `areas` were read there too. ERR_COMMAND
// for a word of the request that is not right; the text says what can stand there.
enum err table_begin(struct table *table, struct arena *arena, const struct areas *areas,
                     const struct table_request *request, struct err_text *text);

// Lays the table out for its periods, which are of the request's kind. ERR_COMMAND when it would have
// more cells than TABLE_CELLS_MAX.
enum err table_lay(struct table *table, const struct periods *periods, struct err_text *text);

// One borough of one period: begin; take each return that is there, and what the rules found in it (judged.h),
// neither of which need live longer than the call; end. Whether there is something of the borough in the table.
void table_borough_begin(struct table *table, size_t period, int borough);
void table_borough_take(struct table *table, enum table_role role, const struct receipt *receipt,
                        const struct judged *judged);
int table_borough_end(struct table *table);

// The areas, and the ranks.
void table_finish(struct table *table);

// --- more cells of the same columns, once the table is made

// Those of something that is no borough, and whose figures are the form's: England, as DfE publishes it.
// `own` is of the table's part, `stock` holds what comes from the stock (NULL: nothing). `cells` has one
// for each column.
void table_outside(const struct table *table, const Qd__Return *own, const Qd__Return *stock,
                   struct table_cell *cells);

// Fills in the value of a cell that has its numerator and denominator.
void table_value(const struct indicator *indicator, struct table_cell *cell);

// Some boroughs (a bit each, by their places) added up: those that have both figures, and how many of how
// many these are.
struct table_cell table_sum(const struct table *table, size_t period, size_t column,
                            uint64_t boroughs_in);

#endif
