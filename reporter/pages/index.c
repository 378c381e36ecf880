#include "reporter/pages/index.h"

#include "proto/form/boroughs.h"
#include "proto/form/period.h"
#include "reporter/indicators/indicators.h"
#include "reporter/pages/address.h"
#include "reporter/table/table_read.h"
#include "reporter/table/tables.h"

#include <string.h>

// --- the newest period of each kind

struct newest {
    Qd__Period list[3];
    size_t count;
};

// A calendar year that is made from quarters has no stock of its own (year.h).
static int has_page(const struct returned_period *one, const struct indicator *indicator)
{
    const int is_made =
        one->period.kind == QD__PERIOD_KIND__CALENDAR_YEAR && one->parts[indicator->part] == 0;

    return returned_has(one, indicator->part) &&
           !(is_made && indicators_flow(indicator) == INDICATOR_STOCK);
}

static void find_newest(struct newest *newest, const struct returned *all,
                        const struct indicator *indicator)
{
    newest->count = 0;
    for (size_t i = 0; i < all->count; i++) {  // by kind, then by time: the last of a kind counts
        const struct returned_period *one = &all->list[i];

        if (!has_page(one, indicator))
            continue;
        if (newest->count > 0 && newest->list[newest->count - 1].kind == one->period.kind)
            newest->count--;
        if (newest->count < sizeof newest->list / sizeof *newest->list)
            newest->list[newest->count++] = one->period;
    }
}

// --- one indicator, one table

// The pack's line of the indicator as a whole: not that of one of its slices.
static const struct indicator_pack *pack_of(const struct indicator *indicator)
{
    for (size_t i = 0; i < indicators_pack_count; i++)
        if (indicators_pack[i].part == indicator->part && indicators_pack[i].where[0] == '\0' &&
            strcmp(indicators_pack[i].name, indicator->name) == 0)
            return &indicators_pack[i];
    return NULL;
}

static void add_indicator(struct page *page, json_t *list, const struct tables_entry *table,
                          const struct indicator *indicator, const struct returned *all)
{
    const struct indicator_pack *pack = pack_of(indicator);
    json_t *item = page_item(page, list), *links;
    struct newest newest;

    page_say(page, item, "label", "%s", indicator->label);
    page_say(page, item, "name", "%s", indicator->name);
    page_say(page, item, "definition", "%s", indicator->definition);
    links = page_list(page, item, "links");
    find_newest(&newest, all, indicator);
    for (size_t i = newest.count; i-- > 0;) {
        char period_text[PERIOD_TEXT_BYTES];
        json_t *link = page_item(page, links);

        period_format(&newest.list[i], period_text);
        page_say(page, link, "label", "%s", period_text);
        page_say(page, link, "href", "/%s/%s/%s", address_period(page->arena, &newest.list[i]),
                 address_of(page->arena, table->name),
                 pack != NULL ? pack->address : address_of(page->arena, indicator->name));
    }
}

static size_t add_table(struct page *page, json_t *tables, const struct tables_entry *table,
                        const struct returned *all, const char *word)
{
    struct indicator *indicators;
    const size_t count = indicators_list(&indicators, page->arena, table->part);
    json_t *item = json_object(), *list = json_array();
    int is_empty = 1;

    for (size_t i = 0; i < all->count; i++)
        is_empty &= !returned_has(&all->list[i], table->part);
    for (size_t i = 0; i < count; i++)
        if ((page_is_panel(page) || !indicators_is_a_price(&indicators[i])) &&
            (word == NULL || indicators_mentions(&indicators[i], word)))
            add_indicator(page, list, table, &indicators[i], all);
    if (json_array_size(list) == 0) {
        json_decref(item);
        json_decref(list);
        return 0;
    }
    if (json_array_append_new(tables, item) != 0)
        page->failed = 1;
    page_say(page, item, "id", "%s", address_of(page->arena, table->name));
    page_say(page, item, "title", "%s", table->title);
    page_say(page, item, "about", "%s", table->about);
    page_set(page, item, "is_empty", json_boolean(is_empty));
    page_set(page, item, "indicators", list);
    return json_array_size(list);
}

enum err index_indicators(struct page *page, const char *key, const char *word, size_t *count,
                          struct err_text *text)
{
    json_t *tables = page_list(page, page->data, key);
    struct tables_entry table;
    const struct returned *all;
    const enum err error = page_returned(page, &all, text);

    *count = 0;
    for (size_t i = 0; error == ERR_OK && tables_at(&table, i); i++)
        if (table.part != RECEIPT_PART)
            *count += add_table(page, tables, &table, all, word);
    return error;
}

// --- boroughs

size_t index_boroughs(struct page *page, const char *key, const char *word)
{
    json_t *list = page_list(page, page->data, key);

    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        json_t *item;

        if (word != NULL && strcasestr(boroughs[row].la_name, word) == NULL)
            continue;
        item = page_item(page, list);
        page_say(page, item, "name", "%s", boroughs[row].la_name);
        page_say(page, item, "href", "/boroughs/%s",
                 address_of(page->arena, boroughs[row].la_name));
        page_set(page, item, "is_mine", json_boolean(row == page_own_borough(page)));
    }
    page_set(page, page->data, "has_boroughs", json_boolean(json_array_size(list) > 0));
    return json_array_size(list);
}
