// How each figure of a table stands among the others: one column of a table, in one period. By
// reporter/statistics, from the exact counts; what is printed is rounded when it is printed.
//
//   the 95 % interval    a proportion: Wilson's. A rate: Byar's, below 10 events the exact Poisson
//                        limits. A median: by order statistics, where every row is one place. Nothing
//                        else has one: a return holds sums of money, and not what each child costs.
//   quarter              quantile.h, over the boroughs that have a figure: 1 is the best, or the
//                        highest where neither is
//   fifth                beyond the 0.2 or 0.8 quantile of the same
//   ranks by chance      chance_rank.h, of proportions
//   limits               the funnel's 95 % limits for the borough's denominator (funnel.h), of
//                        proportions
//   stands out           in the highest or lowest fifth, outside the limits, and with
//                        STANDING_OUT_DENOMINATOR at least to divide by. Of other kinds nothing does.
#ifndef QD_REPORTER_STANDING_STANDING_H
#define QD_REPORTER_STANDING_STANDING_H

#include "reporter/statistics/chance_rank.h"
#include "reporter/statistics/funnel.h"
#include "reporter/table/table.h"

enum { STANDING_OUT_DENOMINATOR = 10 };

// Of a cell without a value all is 0.
struct standing {
    int has_interval;
    struct interval interval;   // of the numerator over the denominator: 0.647, and not 64.7
    unsigned ranked;            // boroughs that are ranked, this one among them; 0: it is not
    unsigned quarter;           // 1 to 4
    int fifth;                  // 1 in the highest, -1 in the lowest
    struct chance_rank chance;  // 0 and 0: none
    int has_limits;
    struct interval limits;
    int stands_out;  // 1: above what chance and the usual spread allow; -1: below
};

struct standings {
    struct standing *list;  // by the places of the table's rows
    int has_funnel;
    struct funnel funnel;
};

// Room for the rows of a table, in the arena. -1 when that is exhausted.
int standing_make(struct standings *standings, struct arena *arena, const struct table *table);

// Fills it in. Areas have an interval and nothing else.
void standing_fill(struct standings *standings, const struct table *table, size_t period,
                   size_t column);

// 1 and the exact figure of a cell, numerator over denominator; 0 for one without a value.
int standing_figure(const struct indicator *indicator, const struct table_cell *cell,
                    double *figure);

// 1 and the counts of a proportion; 0 where there is none, or the whole is less than its part.
int standing_proportion(const struct indicator *indicator, const struct table_cell *cell,
                        struct proportion *share);

// 1 and the 95 % interval of the exact figure; 0: it has none.
int standing_interval(const struct indicator *indicator, const struct table_cell *cell,
                      struct interval *interval);

#endif
