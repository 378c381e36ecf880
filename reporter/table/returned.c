#include "reporter/table/returned.h"

#include "lib/base/list.h"
#include "proto/form/figures.h"
#include "proto/form/labels.h"
#include "proto/form/period.h"
#include "reporter/table/year.h"

#include <stdio.h>
#include <string.h>

static struct returned_period *find(const struct returned *all, const Qd__Period *period)
{
    for (size_t i = 0; i < all->count; i++)
        if (period_key(&all->list[i].period) == period_key(period))
            return &all->list[i];
    return NULL;
}

struct returned_period *returned_add(struct returned *all, struct arena *arena,
                                     const Qd__Period *period)
{
    struct returned_period *found = find(all, period);
    size_t place = 0;

    if (found != NULL || LIST_ADD(arena, all->list, all->count) == NULL)
        return found;
    while (place < all->count - 1 && period_key(&all->list[place].period) < period_key(period))
        place++;
    memmove(all->list + place + 1, all->list + place, (all->count - 1 - place) * sizeof *all->list);
    all->list[place] = (struct returned_period){.period = *period};
    return &all->list[place];
}

// --- years

static int has_flows(int part)
{
    const ProtobufCMessageDescriptor *form = form_part((enum form_part)part)->row;

    for (unsigned i = 0; i < form_columns(form); i++)
        if (figures_is_figure(&form->fields[i]) && !labels_is_stock(&form->fields[i]))
            return 1;
    return 0;
}

static uint64_t in_quarter(const struct returned *all, const Qd__Period *year, unsigned index,
                           int part)
{
    const struct returned_period *found;
    Qd__Period quarter;

    found = year_quarter(year, index, &quarter) ? find(all, &quarter) : NULL;
    return found == NULL ? 0 : found->parts[part];
}

// The boroughs whose year can be made: of a part with nothing but a stock, from the last quarter of
// a financial year; else from all four.
static uint64_t made_of(const struct returned *all, const Qd__Period *year, int part)
{
    uint64_t boroughs_in = in_quarter(all, year, YEAR_QUARTERS - 1, part);

    if (!has_flows(part))
        return year->kind == QD__PERIOD_KIND__FINANCIAL_YEAR ? boroughs_in : 0;
    for (unsigned i = 0; i < YEAR_QUARTERS - 1; i++)
        boroughs_in &= in_quarter(all, year, i, part);
    return boroughs_in;
}

// The year, if something of it can be made.
static int add_year(struct returned *all, struct arena *arena, Qd__PeriodKind kind, uint32_t number)
{
    Qd__Period year = QD__PERIOD__INIT;
    int made = 0;

    year.kind = kind;
    year.year = number;
    if (!period_valid(&year))
        return 0;
    for (int part = 0; part < FORM_PARTS; part++)
        made |= made_of(all, &year, part) != 0;
    return made && returned_add(all, arena, &year) == NULL ? -1 : 0;
}

int returned_add_years(struct returned *all, struct arena *arena)
{
    // Years stand in front of quarters: what is added moves those that are still to come.
    for (size_t i = 0; i < all->count; i++) {
        const Qd__Period period = all->list[i].period;

        if (period.kind == QD__PERIOD_KIND__FINANCIAL_QUARTER &&
            (add_year(all, arena, QD__PERIOD_KIND__FINANCIAL_YEAR, period.year) != 0 ||
             add_year(all, arena, QD__PERIOD_KIND__CALENDAR_YEAR, period.year) != 0))
            return -1;
    }
    for (size_t i = 0; i < all->count; i++) {
        struct returned_period *year = &all->list[i];

        for (int part = 0; part < FORM_PARTS; part++)
            if (year->period.kind != QD__PERIOD_KIND__FINANCIAL_QUARTER)
                year->made[part] = made_of(all, &year->period, part) & ~year->parts[part];
    }
    return 0;
}

// --- for a table

int returned_has(const struct returned_period *period, int part)
{
    if (part == RECEIPT_PART)
        return period->boroughs != 0;
    return (period->parts[part] | period->made[part]) != 0;
}

void returned_words(const struct returned *all, int part, char *words, size_t size)
{
    size_t used = 0;

    words[0] = '\0';
    for (size_t i = 0; i < all->count && used < size; i++) {
        char period[PERIOD_TEXT_BYTES];

        if (!returned_has(&all->list[i], part))
            continue;
        period_format(&all->list[i].period, period);
        used += (size_t)snprintf(words + used, size - used, "%s%s", used == 0 ? "" : ", ", period);
    }
}
