// One table for one period: the rows are boroughs, then Inner London, Outer London and London; the
// columns are indicators. A value, and everything that a reader needs to trust it.
#ifndef QD_REPORTER_TABLE_H
#define QD_REPORTER_TABLE_H

#include "aggregator/store.h"
#include "lib/arena.h"
#include "lib/err.h"
#include "reporter/indicators.h"

enum { TABLE_ROWS = BOROUGHS_COUNT + 3, TABLE_INNER = 33, TABLE_OUTER = 34, TABLE_LONDON = 35 };

struct table_cell {
    struct figure numerator, denominator;
    int known;           // there is a value: numerator there, and a denominator above 0 where needed
    int64_t value;       // in the unit's last decimal: 647 is 64.7 %, 239686 is GBP 2,396.86
    int covered, of;     // boroughs with both figures, of how many: 31/33; for a borough 1/1 or 0/1
    int rank;            // among boroughs, ties share the best ("min"); 0: not ranked
};

struct table_column {
    const struct indicator *indicator;
    struct table_cell cells[TABLE_ROWS];
};

struct table {
    const char *name;
    Qd__Period period;
    size_t count;
    struct table_column *columns;  // in the arena
};

// The names, for help and errors: NULL at the end.
extern const char *const table_names[];

// Works the table out from the store's latest revisions. ERR_COMMAND for a name that there is not;
// ERR_NOT_FOUND when no borough has returned anything for the period (the text says which there are).
enum err table_make(struct table *table, struct arena *arena, struct store *store, const char *name,
                    const Qd__Period *period, struct err_text *text);

// A row's codes and name: "E09000007", "Camden"; E13000001 Inner London, E13000002 Outer London,
// E12000007 London.
const char *table_row_code(int row);
const char *table_row_name(int row);

#endif
