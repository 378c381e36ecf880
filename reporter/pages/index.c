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

static void find_newest(struct newest *newest, const struct returned *all, int part)
{
    newest->count = 0;
    for (size_t i = 0; i < all->count; i++) {  // by kind, then by time: the last of a kind counts
        const struct returned_period *one = &all->list[i];

        if (!returned_has(one, part))
            continue;
        if (newest->count > 0 && newest->list[newest->count - 1].kind == one->period.kind)
            newest->count--;
        if (newest->count < sizeof newest->list / sizeof *newest->list)
            newest->list[newest->count++] = one->period;
    }
}

// --- one indicator, one table

static const struct indicator_pack *pack_of(const struct indicator *indicator)
{
    for (size_t i = 0; i < indicators_pack_count; i++)
        if (indicators_pack[i].part == indicator->part &&
            strcmp(indicators_pack[i].name, indicator->name) == 0)
            return &indicators_pack[i];
    return NULL;
}

static void add_indicator(struct page *page, json_t *list, const struct tables_entry *table,
                          const struct indicator *indicator, const struct newest *newest)
{
    const struct indicator_pack *pack = pack_of(indicator);
    json_t *item = page_item(page, list), *links;

    page_say(page, item, "label", "%s", indicator->label);
    page_say(page, item, "name", "%s", indicator->name);
    page_say(page, item, "definition", "%s", indicator->definition);
    links = page_list(page, item, "links");
    for (size_t i = newest->count; i-- > 0;) {
        char period_text[PERIOD_TEXT_BYTES];
        json_t *link = page_item(page, links);

        period_format(&newest->list[i], period_text);
        page_say(page, link, "label", "%s", period_text);
        page_say(page, link, "href", "/%s/%s/%s", address_period(page->arena, &newest->list[i]),
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
    struct newest newest;

    find_newest(&newest, all, table->part);
    for (size_t i = 0; i < count; i++)
        if ((page_is_panel(page) || !indicators_is_a_price(&indicators[i])) &&
            (word == NULL || indicators_mentions(&indicators[i], word)))
            add_indicator(page, list, table, &indicators[i], &newest);
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
    page_set(page, item, "is_empty", json_boolean(newest.count == 0));
    page_set(page, item, "indicators", list);
    return json_array_size(list);
}

enum err index_indicators(struct page *page, const char *key, const char *word, size_t *count,
                          struct err_text *text)
{
    json_t *tables = page_list(page, page->data, key);
    struct tables_entry table;
    struct returned all;
    enum err error = page_store(page, text);

    *count = 0;
    if (error == ERR_OK)
        error = table_read_returned(&all, page->arena, page->store, AS_OF_NOW, text);
    for (size_t i = 0; error == ERR_OK && tables_at(&table, i); i++)
        if (table.part != RECEIPT_PART)
            *count += add_table(page, tables, &table, &all, word);
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
