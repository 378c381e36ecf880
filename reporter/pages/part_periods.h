// For which periods of a kind there is something of a part, from the heads of the journal: no return is read.
// A page reads the periods of its line alone, because a return of a quarter has thousands of rows.
#ifndef QD_REPORTER_PAGES_PART_PERIODS_H
#define QD_REPORTER_PAGES_PART_PERIODS_H

#include "reporter/pages/page_internal.h"
#include "reporter/table/periods.h"

struct part_periods {
    Qd__Period list[PERIODS_MAX];  // by time
    size_t count;
};

enum err part_periods_read(struct part_periods *periods, struct page *page, int part,
                           Qd__PeriodKind kind, struct err_text *text);

// The place of a period; -1.
int part_periods_find(const struct part_periods *periods, const Qd__Period *period);

// Those of one line up to a period, as after --period: of a stock those that end on the same day of the year.
const char *part_periods_line(const struct part_periods *periods, struct arena *arena,
                              const Qd__Period *last, int is_stock);

#endif
