// One borough's row of a table, for the tests of tables.
#ifndef QD_TESTS_SUPPORT_SAMPLE_ROWS_H
#define QD_TESTS_SUPPORT_SAMPLE_ROWS_H

#include "tests/support/sample_arena.h"

// Of 2024: plans issued within 20 weeks, and all that were issued.
static inline void sample_add_timely(struct table *table, int row, int64_t within, int64_t issued)
{
    Qd__Return *returned = sample_return(&arena, row, "2024");
    Qd__Timeliness *flows = sample_timeliness(&arena, returned);

    SAMPLE_SET(&arena, flows, plans_issued_within_20_weeks, within);
    SAMPLE_SET(&arena, flows, plans_issued, issued);
    sample_add(table, returned, NULL);
}

// Of January 2024: plans at mainstream academies, and all; the rest is at special schools.
static inline void sample_add_mainstream(struct table *table, int row, int64_t plans, int64_t total)
{
    Qd__Return *returned = sample_return(&arena, row, "2023-24 Q4");

    sample_plans(&arena, returned, QD__SETTING__TOTAL, QD__NEED__NEED_NOT_KNOWN, total);
    sample_plans(&arena, returned, QD__SETTING__MAINSTREAM_ACADEMY, QD__NEED__NEED_NOT_KNOWN,
                 plans);
    if (plans >= 0 && plans < total)
        sample_plans(&arena, returned, QD__SETTING__SPECIAL_ACADEMY_FREE, QD__NEED__NEED_NOT_KNOWN,
                     total - plans);
    sample_add(table, returned, NULL);
}

#endif
