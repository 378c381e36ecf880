#include "reporter/pages/named.h"

#include "reporter/pages/address.h"

#include <string.h>

// --- which table, which indicator

static int find_table(struct page *page, struct named *named)
{
    struct tables_entry entry;

    for (size_t i = 0; tables_at(&entry, i); i++)
        if (entry.part != RECEIPT_PART && address_is(page->found.words[ROUTE_TABLE], entry.name)) {
            named->table = entry;
            return 1;
        }
    page_unknown(page, "table", page->found.words[ROUTE_TABLE]);
    for (size_t i = 0; tables_at(&entry, i); i++)
        if (entry.part != RECEIPT_PART)
            page_known(
                page, entry.title,
                arena_printf(page->arena, "/indicators#%s", address_of(page->arena, entry.name)));
    return 0;
}

// Of plans with and without exceptions: `_ex` stands in front of the unit.
static const char *twin_of(struct page *page, const struct indicator *indicator)
{
    const char *with = strstr(indicator->name, "_ex_"), *unit = strrchr(indicator->name, '_');
    const char *name;
    struct indicator twin;

    if (unit == NULL)
        return NULL;
    if (with != NULL)
        name = arena_printf(page->arena, "%.*s%s", (int)(with - indicator->name), indicator->name,
                            with + strlen("_ex"));
    else
        name = arena_printf(page->arena, "%.*s_ex%s", (int)(unit - indicator->name),
                            indicator->name, unit);
    return name != NULL && indicators_find(&twin, page->arena, indicator->part, name) ? name : NULL;
}

static int names(const struct named *named, struct page *page)
{
    const char *word = page->found.words[ROUTE_INDICATOR];

    return named->pack != NULL ? strcmp(word, named->pack->address) == 0
                               : address_is(word, named->indicator.name);
}

static int find_indicator(struct page *page, struct named *named)
{
    struct indicator *list;
    const size_t count = indicators_list(&list, page->arena, named->table.part);
    int found = 0;

    for (size_t i = 0; i < indicators_pack_count && !found; i++) {
        named->pack = &indicators_pack[i];
        found =
            named->pack->part == named->table.part && names(named, page) &&
            indicators_find(&named->indicator, page->arena, named->table.part, named->pack->name);
    }
    if (!found)
        named->pack = NULL;
    for (size_t i = 0; i < count && !found; i++) {
        named->indicator = list[i];
        found = names(named, page);
    }
    if (found)
        return 1;
    page_unknown(page, "indicator", page->found.words[ROUTE_INDICATOR]);
    for (size_t i = 0; i < count; i++)
        if (page_is_panel(page) || !indicators_is_a_price(&list[i]))
            page_known(page, list[i].label,
                       arena_printf(page->arena, "/%s/%s/%s", page->found.words[ROUTE_PERIOD],
                                    page->found.words[ROUTE_TABLE],
                                    address_of(page->arena, list[i].name)));
    return 0;
}

static int take_exceptions(struct page *page, struct named *named)
{
    const char *choice = query_value(&page->query, "exceptions");

    named->twin = twin_of(page, &named->indicator);
    if (choice == NULL || strcmp(choice, "in") == 0)
        return 1;
    if (named->twin == NULL || strcmp(choice, "out") != 0 ||
        strstr(named->indicator.name, "_ex_") != NULL) {
        page_unknown(page, "choice of exceptions", choice);
        page_known(page, "The page without this choice", page->found.address);
        return 0;
    }
    named->without_exceptions = 1;
    named->pack = NULL;
    return indicators_find(&named->indicator, page->arena, named->table.part, named->twin);
}

// --- which slice: the pack's, and what is chosen by dimension

static void take_slice(struct page *page, struct named *named)
{
    struct dimensions dimensions;

    if (named->pack != NULL && named->pack->where[0] != '\0')
        named->where[named->where_count++] = named->pack->where;
    dimensions_of(&dimensions, (enum form_part)named->table.part);
    for (size_t i = 0; i < dimensions.count; i++) {
        const char *code = query_value(&page->query, dimensions.list[i].name);
        char *word;

        if (code == NULL || named->where_count == NAMED_WHERE_MAX ||
            (named->pack != NULL && strncmp(named->pack->where, dimensions.list[i].name,
                                            strlen(dimensions.list[i].name)) == 0))
            continue;
        word = arena_printf(page->arena, "%s=%s", dimensions.list[i].name, code);
        for (char *letter = word; letter != NULL && *letter != '\0'; letter++)
            if (*letter == '-')
                *letter = '_';
        named->where[named->where_count++] = word;
    }
}

int named_find(struct page *page, struct named *named)
{
    *named = (struct named){.where_count = 0};
    if (!find_table(page, named) || !find_indicator(page, named) || !take_exceptions(page, named))
        return 0;
    if (!page_is_panel(page) && indicators_is_a_price(&named->indicator)) {
        page_forbidden(page, PAGES_PANEL);
        return 0;
    }
    take_slice(page, named);
    if (address_read_period(&named->period, page->found.words[ROUTE_PERIOD]))
        return 1;
    page_unknown(page, "period", page->found.words[ROUTE_PERIOD]);
    page_known(page, "All indicators, with their periods", "/indicators");
    return 0;
}
