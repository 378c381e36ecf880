#include "reporter/pages/papers_link.h"

#include "proto/form/boroughs.h"
#include "reporter/pages/address.h"

static int is_for_reader(const struct page *page, int row)
{
    return page_is_panel(page) || (row >= 0 && row == page_own_borough(page));
}

const char *papers_link(const struct page *page, const struct subject *subject, size_t period,
                        int row)
{
    const struct table *table = subject->table;

    if (!is_for_reader(page, row))
        return NULL;
    return arena_printf(page->arena, "/explain/%s/%s/%s/%s",
                        address_period(page->arena, &table->periods.list[period]),
                        address_of(page->arena, table->about.name),
                        address_of(page->arena, table_row_name(table, row)),
                        subject->pack != NULL ? subject->pack->address
                                              : address_of(page->arena, subject->indicator->name));
}

const char *papers_link_of(const struct page *page, const Qd__Period *period, const char *table,
                           int borough, const char *indicator)
{
    if (!is_for_reader(page, borough))
        return NULL;
    return arena_printf(page->arena, "/explain/%s/%s/%s/%s", address_period(page->arena, period),
                        address_of(page->arena, table),
                        address_of(page->arena, boroughs[borough].la_name),
                        address_of(page->arena, indicator));
}

void papers_link_say(struct page *page, json_t *object, const char *key, const char *address)
{
    if (address != NULL)
        page_say(page, object, key, "%s", address);
}

void papers_link_add(struct page *page, json_t *list, const char *words, const char *address)
{
    json_t *item = page_item(page, list);

    page_say(page, item, "value", "%s", words);
    papers_link_say(page, item, "papers", address);
}
