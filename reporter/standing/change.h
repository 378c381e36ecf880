// How a figure has changed since an earlier period: like for like, over the boroughs that have both.
//
//   a proportion   in percentage points; with Newcombe's interval, where both are shares of what happened
//   a share of money, a median of ratios: in percentage points; without an interval
//   a rate         in its own unit; without an interval
//   a count        in per cent; with the exact binomial interval of the ratio, where it counts what happened
//   money, a mean  in per cent; without an interval
//
// A stock of a year ago is mostly the same children, and of four quarters to one quarter three are those
// to the quarter before: their changes have no interval (docs/METHODS.md).
//
// A change never crosses a change of definition: from a period that ends before the indicator's or the
// slice's definition begins to one that is under it there is none.
#ifndef QD_REPORTER_STANDING_CHANGE_H
#define QD_REPORTER_STANDING_CHANGE_H

#include "reporter/statistics/interval.h"
#include "reporter/table/table.h"

enum change_since { CHANGE_SINCE_QUARTER, CHANGE_SINCE_YEAR, CHANGE_SINCES };

enum change_state {
    CHANGE_KNOWN,
    CHANGE_MISSING,        // one of the two figures
    CHANGE_DEFINED_ANEW,   // the definition changed between them
    CHANGE_FROM_ZERO,      // nothing to divide by
    CHANGE_NOT_APPLICABLE  // what does not add up, or is not compared
};

enum change_verdict { CHANGE_NO_VERDICT, CHANGE_NO_DIFFERENT, CHANGE_HIGHER, CHANGE_LOWER };

struct change {
    struct table_cell now, before;  // over the boroughs that have both; `n` of `of`
    enum change_state state;
    int in_percent;  // of the earlier figure; else in the figure's own unit
    double change;   // exact: of a share 0.021 for 2.1 points, of a ratio 0.05 for 5 per cent
    int has_interval;
    struct interval interval;  // of `change`
    enum change_verdict verdict;
};

// "last quarter", "the same quarter last year" (of a year "last year").
const char *change_since_words(const struct table *table, enum change_since since);

// 1 and the earlier period; 0 where there is none of the kind (a year has no quarter before it).
int change_period(Qd__Period *earlier, const Qd__Period *period, enum change_since since);

// Adds to the periods those from which they have changed. ERR_COMMAND when they are too many.
enum err change_add_periods(struct periods *periods, struct arena *arena, struct err_text *text);

// The change of a row since an earlier period of the table.
void change_of(struct change *change, const struct table *table, size_t period, size_t earlier,
               enum change_since since, size_t column, int row);

#endif
