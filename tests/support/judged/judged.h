// Returns that are written as cells, and what the rules find in them. The findings are sorted, and live in
// judged_arena as the returns do.
#ifndef QD_TESTS_SUPPORT_JUDGED_JUDGED_H
#define QD_TESTS_SUPPORT_JUDGED_JUDGED_H

#include "proto/rules/rules.h"
#include "tests/support/written/written.h"

extern struct arena judged_arena;

// cmocka's set-up and tear-down.
int judged_set_up(void **state);
int judged_tear_down(void **state);

enum { JUDGED_ROWS_MAX = 6, JUDGED_EARLIER_MAX = 5 };

struct judged_cells {
    const char *period;  // NULL: 2024-25 Q4
    const char *header;
    const char *timeliness;
    const char *placements[JUDGED_ROWS_MAX];
    const char *transport[JUDGED_ROWS_MAX];
    struct {
        enum form_part part;
        const char *cells;
    } rows[JUDGED_ROWS_MAX];  // of other parts, with nothing but these cells
    const char *explanations[JUDGED_ROWS_MAX];
    const char *today;                                       // "2025-04-01"; NULL: not known
    const char *folder;                                      // its name; NULL: not known
    const struct judged_cells *earlier[JUDGED_EARLIER_MAX];  // of the borough, the latest first
    int lines_left_out;  // section 251 lines without a row; otherwise they have one of x
};

// Rows and cells that are written often: a row of which every price is there, and the total beside it.
#define CENSUS .header = "as_at_date=2025-01-16"
#define TOTAL_5 "setting=total plans=5"
#define PRICED                                                                                     \
    "setting=special_independent plans=5 urn=100049 fee_basis=annual weeks_a_year=38 "             \
    "annual_cost=315000.00 annual_cost_education=215000.00 annual_cost_social_care=80000.00 "      \
    "annual_cost_health=20000.00 sourcing=spot"

Qd__Return *judged_return(const struct judged_cells *cells);

// As the aggregator judges; at the collector, with all that it knows beside the return.
struct findings judged(const Qd__Return *returned);
struct findings judged_at_collector(const struct judged_cells *cells);
struct findings judged_by(const struct rules_input *input);

#endif
