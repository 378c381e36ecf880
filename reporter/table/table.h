// One table for one period: the rows are boroughs, then Inner London, Outer London and London; the
// columns are indicators. A value, and everything that a reader needs to trust it.
#ifndef QD_REPORTER_TABLE_TABLE_H
#define QD_REPORTER_TABLE_TABLE_H

#include "aggregator/store/store.h"
#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "proto/form/boroughs.h"
#include "reporter/indicators/indicators.h"

enum {
    TABLE_INNER =
        BOROUGHS_COUNT,  // rows before it are boroughs, in the order of proto/form/boroughs.h
    TABLE_OUTER,
    TABLE_LONDON,
    TABLE_ROWS
};

struct table_cell {
    struct figure numerator, denominator;
    int known;        // there is a value: numerator there, and a denominator above 0 where needed
    int64_t value;    // in the unit's last decimal: 647 is 64.7 %, 239686 is GBP 2,396.86
    int covered, of;  // boroughs with both figures, of how many: 31/33; for a borough 1/1 or 0/1
    int rank;         // among boroughs, ties share the best ("min"); 0: not ranked
};

struct table_column {
    const struct indicator *indicator;
    struct table_cell cells[TABLE_ROWS];
};

struct table {
    const struct indicator_table *about;
    Qd__Period period;
    struct indicators indicators;
    size_t count;
    struct table_column *columns;  // one an indicator, in the arena as everything here
    struct figure *figures;        // of the borough that is being worked out
    uint64_t added;                // boroughs that were, a bit each
    // The newest return that is in it: by these a later reader can tell what was known.
    uint64_t sequence;
    uint64_t received_at_unix_ms;
};

// The names, for help and errors: NULL at the end.
extern const char *const table_names[];

// Works the table out from the store's latest revisions. ERR_COMMAND for a name that no table has;
// ERR_EMPTY when no borough has returned the table's part for the period (the text says for
// which ones it has been returned); ERR_CORRUPT when a stored return is not what its hash says.
enum err table_make(struct table *table, struct arena *arena, struct store *store, const char *name,
                    const Qd__Period *period, struct err_text *text);

// The same without a store: begin, add each borough that there is something of, finish. One
// borough's return need not outlive its table_add, so that only one is in memory at a time.
enum err table_begin(struct table *table, struct arena *arena, const struct indicator_table *about,
                     const Qd__Period *period, struct err_text *text);
void table_add(struct table *table, int borough_row, const struct indicator_source *source);
void table_finish(struct table *table);

// The column of a measure; NULL if the table has none.
const struct table_column *table_column(const struct table *table, const char *measure);

// A row's codes and name: "E09000007", "Camden"; E13000001 Inner London, E13000002 Outer London,
// E12000007 London.
const char *table_row_code(int row);
const char *table_row_name(int row);

#endif
