#include "reporter/pages/part_periods.h"

#include "proto/form/period.h"
#include "reporter/table/table_read.h"

enum err part_periods_read(struct part_periods *periods, struct page *page, int part,
                           Qd__PeriodKind kind, struct err_text *text)
{
    const struct returned *all;
    const enum err error = page_returned(page, &all, text);

    periods->count = 0;
    for (size_t i = 0; error == ERR_OK && i < all->count; i++)
        if (all->list[i].period.kind == kind && returned_has(&all->list[i], part) &&
            periods->count < PERIODS_MAX)
            periods->list[periods->count++] = all->list[i].period;
    return error;
}

int part_periods_find(const struct part_periods *periods, const Qd__Period *period)
{
    for (size_t i = 0; i < periods->count; i++)
        if (period_key(&periods->list[i]) == period_key(period))
            return (int)i;
    return -1;
}

const char *part_periods_line(const struct part_periods *periods, struct arena *arena,
                              const Qd__Period *last, int is_stock)
{
    const char *line = "";

    for (size_t i = 0; i < periods->count; i++) {
        const Qd__Period *period = &periods->list[i];
        char text[PERIOD_TEXT_BYTES];

        if (period_key(period) > period_key(last) || (is_stock && period->quarter != last->quarter))
            continue;
        period_format(period, text);
        line = arena_printf(arena, "%s%s%s", line, line[0] == '\0' ? "" : ",", text);
    }
    return line;
}
