#include "reporter/table/table.h"

#include "proto/form/period.h"

// --- the returns that it is made from

// Whether a part is asked that comes from the return with the stock.
static int asks_stock(const struct table *table)
{
    for (int part = 0; part < FORM_PARTS; part++)
        if (part != table->about.part && asked_count(&table->asked, part) > 0)
            return 1;
    return 0;
}

int table_wants(const struct table *table, size_t period, enum table_role role, Qd__Period *which)
{
    const Qd__Period *own = &table->periods.list[period];

    switch (role) {
    case TABLE_PERIOD:
        *which = *own;
        return !table->rolling;
    case TABLE_STOCK:
        period_of_stock(which, own);
        return asks_stock(table);
    default:
        // A receipt is of one return, and nothing that is made of four.
        if (table->about.part == RECEIPT_PART)
            return 0;
        return table->rolling ? year_rolling_quarter(own, (unsigned)(role - TABLE_QUARTER_1), which)
                              : year_quarter(own, (unsigned)(role - TABLE_QUARTER_1), which);
    }
}

// --- reading it

const char *table_row_code(const struct table *table, int row)
{
    const struct area *area = table_area(table, row);

    return area == NULL ? boroughs[row].new_la_code : area->code;
}

const char *table_row_name(const struct table *table, int row)
{
    const struct area *area = table_area(table, row);

    return area == NULL ? boroughs[row].la_name : area->name;
}

struct table_source table_source_of(const struct table *table, size_t period, int row)
{
    const struct table_source *sources = &table->sources[period * BOROUGHS_COUNT];
    const struct area *area = table_area(table, row);
    struct table_source common = {.as_at = TABLE_NO_DAY};
    uint64_t in;

    if (area == NULL)
        return sources[row];
    in = areas_boroughs(area, period_last_day(&table->periods.list[period]));
    for (int i = 0; i < BOROUGHS_COUNT; i++) {
        if ((in >> i & 1) == 0)
            continue;
        common.simulated |= sources[i].simulated;
        common.redacted |= sources[i].redacted;
        common.withdrawn |= sources[i].withdrawn;
        common.made_from |= sources[i].made_from;
    }
    return common;
}

const struct table_difference *table_difference_of(const struct table *table, size_t period,
                                                   size_t column, int row)
{
    for (size_t i = 0; i < table->differences_count; i++) {
        const struct table_difference *difference = &table->differences[i];

        if (difference->period == period && difference->column == column && difference->row == row)
            return difference;
    }
    return NULL;
}
