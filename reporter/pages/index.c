#include "reporter/pages/index.h"

#include "lib/base/spelling.h"
#include "proto/form/boroughs.h"
#include "proto/form/period.h"
#include "reporter/indicators/indicators.h"
#include "reporter/pages/address.h"
#include "reporter/table/table_read.h"
#include "reporter/table/tables.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { NAME_LETTERS = 3 };  // shorter words of a name ("and") are not what is looked for

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

// Each word stands somewhere in what is said of the indicator, here or in the packs.
static int mentions(const struct indicator *indicator, const char *words)
{
    char word[SPELLING_NAME_BYTES];

    for (size_t length; words[strspn(words, " ")] != '\0'; words += length) {
        int is_there = 0;

        words += strspn(words, " ");
        length = strcspn(words, " ");
        snprintf(word, sizeof word, "%.*s", (int)length, words);
        for (size_t i = 0; i < indicators_pack_count; i++)
            is_there |= indicators_pack[i].part == indicator->part &&
                        strcmp(indicators_pack[i].name, indicator->name) == 0 &&
                        (strcasestr(indicators_pack[i].label, word) != NULL ||
                         strcasestr(indicators_pack[i].brief, word) != NULL);
        if (!is_there && !indicators_mentions(indicator, word))
            return 0;
    }
    return 1;
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
            (word == NULL || mentions(&indicators[i], word)))
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

// "KC" of Kensington and Chelsea, as in K&C: the large letters of its name.
static int has_initials(const char *name, const char *word)
{
    for (; *word != '\0'; word++) {
        if (!isalpha((unsigned char)*word))
            continue;
        while (*name != '\0' && !isupper((unsigned char)*name))
            name++;
        if (*name == '\0' || toupper((unsigned char)*word) != *name++)
            return 0;
    }
    while (*name != '\0' && !isupper((unsigned char)*name))
        name++;
    return *name == '\0';
}

// By its name or a part of it, by a way of writing it that is in use, or by its letters.
static int is_meant(int row, const char *word)
{
    return strcasestr(boroughs[row].la_name, word) != NULL ||
           boroughs_find(word) == &boroughs[row] ||
           (strlen(word) > 1 && has_initials(boroughs[row].la_name, word));
}

// A slip of the pen, in the name or in one word of it.
static int is_nearly(int row, const char *word)
{
    const size_t most = spelling_slips_allowed(word);
    char name[SPELLING_NAME_BYTES], *rest = name;

    if (most == 0)
        return 0;
    snprintf(name, sizeof name, "%s", boroughs[row].la_name);
    if (spelling_slips_within(word, name, most) <= most)
        return 1;
    for (char *one = strsep(&rest, " "); one != NULL; one = strsep(&rest, " "))
        if (strlen(one) > NAME_LETTERS && spelling_slips_within(word, one, most) <= most)
            return 1;
    return 0;
}

static void add_borough(struct page *page, json_t *list, int row)
{
    json_t *item = page_item(page, list);

    page_say(page, item, "name", "%s", boroughs[row].la_name);
    page_say(page, item, "href", "/boroughs/%s", address_of(page->arena, boroughs[row].la_name));
    page_set(page, item, "is_mine", json_boolean(row == page_own_borough(page)));
}

size_t index_boroughs(struct page *page, const char *key, const char *word)
{
    json_t *list = page_list(page, page->data, key);

    for (int row = 0; row < BOROUGHS_COUNT; row++)
        if (word == NULL || is_meant(row, word))
            add_borough(page, list, row);
    for (int row = 0; json_array_size(list) == 0 && row < BOROUGHS_COUNT; row++)
        if (is_nearly(row, word))
            add_borough(page, list, row);
    page_set(page, page->data, "has_boroughs", json_boolean(json_array_size(list) > 0));
    return json_array_size(list);
}
