// What the sources that make a table share: table_make.c lays it out, table_columns.c says what is in
// it, table_borough.c works out one borough after the other, table_areas.c what is made of them.
#ifndef QD_REPORTER_TABLE_TABLE_INTERNAL_H
#define QD_REPORTER_TABLE_TABLE_INTERNAL_H

#include "reporter/indicators/stats.h"
#include "reporter/table/table_make.h"

enum { ANSWERS = FORM_PARTS + 1 };  // of each part, and of the receipt

// What is known of the returns that were taken, beside their figures.
struct table_marks {
    int simulated, redacted, withdrawn;
    marks_set marks;
    int32_t as_at;                           // of the newest; TABLE_NO_DAY
    uint64_t sequence, received_at_unix_ms;  // of the newest
};

// The borough that is being worked out, for one period.
struct table_work {
    size_t period;
    int borough;
    struct figure *answers[ANSWERS];  // from the return for the period; others' from the stock
    struct figure *quarters[YEAR_QUARTERS];  // the table's part, from each quarter's
    struct figure *of_quarters;              // the same as a year
    int has_part, quarters_with_part;
    struct table_marks of_period, of_the_quarters, of_stock;
    size_t notes_before;  // in the table when it was begun
};

// NULL when the arena is exhausted.
struct table_work *table_work_make(const struct table *table);

// Takes the notes of one of the borough's returns, and what it is still asked as notes without words; those of
// returns that its figures are not made of go again in the end, and the others are its source's.
void table_notes_take(struct table *table, enum table_role role, const struct receipt *receipt,
                      const struct judged *judged);
void table_notes_keep(struct table *table, struct table_source *source, size_t first);

// Whether the borough is still asked about its cell in that column; what asks goes when all cells are made.
int table_notes_is_queried(const struct table *table, const struct table_source *source,
                           size_t column);
void table_notes_drop_queries(struct table *table, struct table_source *source);

// The columns that are asked for. ERR_COMMAND, ERR_NO_MEMORY.
enum err table_add_columns(struct table *table, const struct table_request *request,
                           struct err_text *text);

enum err table_no_memory(struct err_text *text);

// Asks for what marks are made of, once the columns are there (table_marks.c).
enum err table_ask_marks(struct table *table, struct err_text *text);

// The marks of a borough's cell, from the returns that its figures come from.
marks_set table_marks_of(const struct table *table, const struct table_column *column,
                         struct figure *const *answers, marks_set own, marks_set stock);

// --- columns of kind median (table_medians.c)

// Once the table is laid out. -1 when the arena is exhausted.
int table_medians_lay(struct table *table);

// A borough: begun, one of its returns taken, and what its figures are made from kept.
void table_medians_begin(struct table *table);
void table_medians_take(struct table *table, enum table_role role, const Qd__Return *returned);
void table_medians_keep(struct table *table, size_t period, int borough, enum table_made_from from);

// Puts the median over all places of those boroughs into a cell that has their sums; of another kind nothing.
void table_set_median(const struct table *table, size_t period, size_t column, uint64_t boroughs_in,
                      struct table_cell *cell);

// --- a cell (table_value.c)

// Its exact figure, by which boroughs are put in order.
struct stats_ratio table_ratio(const struct indicator *indicator, const struct table_cell *cell);

// --- the whole

// What only the whole table tells: other days than most, and lines that break.
void table_mark_others(struct table *table);

#endif
