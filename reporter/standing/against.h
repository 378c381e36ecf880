// What a figure is compared with, and what the comparison says: areas of London, a borough's statistical
// neighbours, what the law asks for, and what DfE published last.
//
// Beyond chance has one meaning here (docs/METHODS.md): the figure's own 95 % interval leaves the other
// figure out. So a figure without an interval has no verdict. The funnel has no part in it.
#ifndef QD_REPORTER_STANDING_AGAINST_H
#define QD_REPORTER_STANDING_AGAINST_H

#include "reporter/comparators/neighbours.h"
#include "reporter/comparators/percentages.h"
#include "reporter/comparators/published.h"
#include "reporter/standing/standing.h"

enum against_kind {
    AGAINST_AREA,  // the default set's areas, and of the other sets those that the borough is in
    AGAINST_NEIGHBOURS,  // those in London, added up: n of 10
    AGAINST_TARGET,      // what the law asks for
    AGAINST_DFE,         // DfE's last published figure of the same borough or area
    AGAINST_ENGLAND      // the same of England
};

enum against_verdict {
    AGAINST_NO_FIGURE,       // one of the two is missing
    AGAINST_NOT_APPLICABLE,  // the figure has no interval
    AGAINST_NO_DIFFERENT,
    AGAINST_HIGHER,
    AGAINST_LOWER
};

struct against {
    enum against_kind kind;
    const char *code, *name;
    const struct area *area;   // of AGAINST_AREA
    const Qd__Period *period;  // of what is published; NULL: the table's
    struct table_cell cell;
    int is_percentage;  // a target, or published so: the cell has no counts, and its value alone is shown
    enum against_verdict verdict;
};

// What one table's figures are compared with, beside its own areas.
struct against_sources {
    struct neighbours neighbours;
    struct published published;
    struct percentages percentages;
    struct against_outside *dfe;  // by the places of the table's rows, then England
    size_t england;
};

// Reads the reference lists, in the table's arena. ERR_MALFORMED, ERR_NO_MEMORY.
enum err against_begin(struct against_sources *sources, const struct table *table,
                       const char *reference, struct err_text *text);

// How many comparisons a row can have.
size_t against_most(const struct table *table);

// Those of a row: how many; none of an indicator of what is not alike. `list` has room for against_most.
size_t against_list(const struct against_sources *sources, const struct table *table, size_t period,
                    size_t column, int row, struct against *list);

#endif
