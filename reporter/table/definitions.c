#include "reporter/table/definitions.h"

#include "proto/form/period.h"
#include "reporter/indicators/sums.h"
#include "reporter/table/marks.h"

#include <assert.h>
#include <stdio.h>

static int32_t day_of(const char *text)
{
    Qd__Date date = QD__DATE__INIT;
    const int read = sscanf(text, "%4u-%2u-%2u", &date.year, &date.month, &date.day);

    assert(read == 3);  // a test looks at each
    (void)read;
    return period_date_days(&date);
}

static const char *between(const char *since, int32_t earlier, int32_t later)
{
    return since != NULL && earlier < day_of(since) && later >= day_of(since) ? since : NULL;
}

const char *definitions_change(const struct table *table, size_t column, size_t earlier,
                               size_t later)
{
    const struct table_column *about = &table->columns[column];
    const struct dimensions *dimensions = &table->breakdown.dimensions;
    const int32_t from = period_last_day(&table->periods.list[earlier]);
    const int32_t to = period_last_day(&table->periods.list[later]);
    const char *day =
        marks_break(table->about.part, &table->periods.list[earlier], &table->periods.list[later]);

    if (day == NULL)
        day = between(about->indicator->since, from, to);

    for (unsigned i = 0; i < dimensions->count && day == NULL; i++) {
        const struct sums_sub_total *sub_total =
            sums_find_sub_total(&dimensions->list[i], about->slice->names[i]);

        if (sub_total != NULL)
            day = between(sub_total->since, from, to);
    }
    return day;
}
