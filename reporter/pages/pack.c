#include "reporter/pages/pack.h"

#include "proto/form/period.h"
#include "reporter/pages/address.h"
#include "reporter/pages/day_words.h"
#include "reporter/pages/part_periods.h"
#include "reporter/table/table_notes.h"
#include "reporter/table/table_read.h"
#include "reporter/table/tables.h"

#include <string.h>

#define INNER_CODE "E13000001"
#define OUTER_CODE "E13000002"

// --- periods

// Whether boroughs have returned the part for the period, or a year of it can be made from quarters.
static int has_part(const struct returned *all, const Qd__Period *period, int part, int made)
{
    for (size_t i = 0; i < all->count; i++)
        if (period_key(&all->list[i].period) == period_key(period))
            return (made ? all->list[i].made[part] : all->list[i].parts[part]) != 0;
    return 0;
}

// The period of a part: what was returned comes before what is made. 0: there is nothing.
static int period_of_part(const struct returned *all, const Qd__Period *period, int part,
                          int is_stock, Qd__Period *found)
{
    Qd__Period stock, year;

    period_of_stock(&stock, period);
    year = stock;
    year.kind = QD__PERIOD_KIND__FINANCIAL_YEAR;
    year.has_quarter = 0;
    year.quarter = 0;
    if (!is_stock) {
        const Qd__Period tried[] = {*period, year};
        const size_t count = period->kind == QD__PERIOD_KIND__CALENDAR_YEAR ? 2 : 1;

        for (size_t i = 0; i < 2 * count; i++)
            if (has_part(all, &tried[i % count], part, i >= count)) {
                *found = tried[i % count];
                return 1;
            }
        return 0;
    }
    *found = stock;
    return has_part(all, &stock, part, 0);
}

// A year counts when its first line was returned: one of which only some quarters, or another part, are there is
// not the newest.
static int is_candidate(const struct returned_period *one, int quarter)
{
    if (quarter)
        return one->period.kind == QD__PERIOD_KIND__FINANCIAL_QUARTER && one->boroughs != 0;
    return one->period.kind == QD__PERIOD_KIND__CALENDAR_YEAR &&
           one->parts[indicators_pack[0].part] != 0;
}

enum err pack_newest(struct page *page, int quarter, Qd__Period *period, int *found,
                     struct err_text *text)
{
    const struct returned *all;
    const enum err error = page_returned(page, &all, text);

    *found = 0;
    for (size_t i = 0; error == ERR_OK && i < all->count; i++)
        if (is_candidate(&all->list[i], quarter)) {
            *period = all->list[i].period;
            *found = 1;
        }
    return error;
}

enum err pack_know_periods(struct page *page, const char *before, const char *behind,
                           struct err_text *text)
{
    const struct returned *all;
    const enum err error = page_returned(page, &all, text);

    for (size_t i = error == ERR_OK ? all->count : 0; i-- > 0;)
        page_known(page, day_words_period(page->arena, &all->list[i].period),
                   arena_printf(page->arena, "%s%s%s", before,
                                address_period(page->arena, &all->list[i].period), behind));
    return error;
}

void pack_know_instead(struct page *page)
{
    page_known(page, "What will be here: every indicator", "/indicators");
    page_known(page, "How the figures are made", "/about");
}

// --- tables: lines of one part and slice are read together

static int is_alike(const struct indicator_pack *a, const struct indicator_pack *b)
{
    return a->part == b->part && strcmp(a->where, b->where) == 0;
}

static int is_stock(struct page *page, const struct indicator_pack *line)
{
    struct indicator indicator;

    return indicators_find(&indicator, page->arena, line->part, line->name) &&
           indicators_flow(&indicator) == INDICATOR_STOCK;
}

static const char *table_name(int part)
{
    struct tables_entry entry;

    for (size_t i = 0; tables_at(&entry, i); i++)
        if (entry.part == part)
            return entry.name;
    return "";
}

// Inner or Outer London.
static int half_of(const struct table *table, int mine, const Qd__Period *period)
{
    static const char *const codes[] = {INNER_CODE, OUTER_CODE};

    for (size_t i = 0; mine >= 0 && i < sizeof codes / sizeof *codes; i++) {
        const int area = areas_find(&table->areas, codes[i]);

        if (area >= 0 &&
            (areas_boroughs(&table->areas.list[area], period_last_day(period)) >> mine & 1) != 0)
            return BOROUGHS_COUNT + area;
    }
    return -1;
}

static enum err add_lines(struct pack *pack, struct page *page, const struct table *table,
                          const struct indicator_pack *first, size_t count,
                          const Qd__Period *period, int mine, struct err_text *text)
{
    const int place = subject_period(table, period);

    if (table->received_at_unix_ms > pack->received_at_unix_ms)
        pack->received_at_unix_ms = table->received_at_unix_ms;
    for (size_t i = 0; i < count && place >= 0; i++) {
        const int column = subject_column(table, first[i].name);
        struct pack_line *line = &pack->lines[pack->count];

        if (column < 0)
            continue;
        line->about = &first[i];
        if (subject_begin(&line->subject, &page->sentences, table, (size_t)column, (size_t)place,
                          mine) != 0)
            return err_say(text, ERR_NO_MEMORY, "there is no memory for the figures of the pack");
        line->inner = half_of(table, mine, period);
        pack->count++;
    }
    return ERR_OK;
}

static enum err read_group(struct pack *pack, struct page *page, const struct returned *all,
                           const struct indicator_pack *first, size_t count, int mine,
                           struct err_text *text)
{
    const char *where[] = {first->where}, *measures = first->name;
    const int stock = is_stock(page, first);
    struct part_periods periods;
    const struct table *table;
    Qd__Period period;
    enum err error;

    if (!period_of_part(all, &pack->period, first->part, stock, &period))
        return ERR_OK;
    for (size_t i = 1; i < count; i++)
        measures = arena_printf(page->arena, "%s,%s", measures, first[i].name);
    error = part_periods_read(&periods, page, first->part, period.kind, text);
    if (error == ERR_OK)
        error = page_table(page,
                           &(struct page_table_asked){
                               .table = table_name(first->part),
                               .measures = measures,
                               .with_own_words = 1,
                               .periods = part_periods_line(&periods, page->arena, &period, stock),
                               .where = where,
                               .where_count = first->where[0] != '\0'},
                           &table, text);
    return error == ERR_OK ? add_lines(pack, page, table, first, count, &period, mine, text)
                           : error;
}

enum err pack_read(struct pack *pack, struct page *page, const Qd__Period *period, int mine,
                   struct err_text *text)
{
    const char *reference;
    const struct returned *all;
    enum err error = page_returned(page, &all, text);

    *pack = (struct pack){.period = *period};
    if (error == ERR_OK)
        error = page_reference(page, &reference, text);
    if (error == ERR_OK)
        error = neighbours_read(&pack->neighbours, page->arena, reference, text);
    for (size_t i = 0; i < indicators_pack_count && error == ERR_OK;) {
        size_t count = 1;

        while (i + count < indicators_pack_count &&
               is_alike(&indicators_pack[i], &indicators_pack[i + count]))
            count++;
        error = read_group(pack, page, all, &indicators_pack[i], count, mine, text);
        i += count;
    }
    return error;
}

// --- what boroughs say

static void say_note(struct page *page, json_t *list, const struct pack_line *line,
                     const struct table_note *note)
{
    char name[TABLE_NOTES_NAME_BYTES];
    json_t *item = page_item(page, list);

    table_notes_name(line->subject.table, line->subject.period, note, name);
    page_say(page, item, "label", "%s", line->about->brief);
    page_say(page, item, "about", "%s", name);
    page_say(page, item, "words", "%s", note->words);
}

void pack_say_words(const struct pack *pack, struct page *page, json_t *list, int row)
{
    for (size_t i = 0; i < pack->count; i++) {
        const struct subject *subject = &pack->lines[i].subject;
        const struct table_note *note = NULL;

        while ((note = table_notes_next(subject->table, subject->period, subject->column, row,
                                        note)) != NULL)
            say_note(page, list, &pack->lines[i], note);
    }
}
