#include "reporter/pages/page_internal.h"

#include "proto/form/boroughs.h"
#include "reporter/table/kept.h"

#include <stdarg.h>
#include <string.h>

// --- the document

void page_set(struct page *page, json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) != 0)
        page->failed = 1;
}

void page_say(struct page *page, json_t *object, const char *key, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    page_set(page, object, key, json_vsprintf(format, arguments));
    va_end(arguments);
}

void page_sentence(struct page *page, json_t *object, const char *key, const char *name,
                   const char *pieces, ...)
{
    va_list arguments;

    va_start(arguments, pieces);
    page_set(page, object, key,
             json_string(sentences_vsay(&page->sentences, name, pieces, arguments)));
    va_end(arguments);
}

const char *page_words(struct page *page, const char *name, const char *pieces, ...)
{
    va_list arguments;
    const char *words;

    va_start(arguments, pieces);
    words = sentences_vsay(&page->sentences, name, pieces, arguments);
    va_end(arguments);
    return words;
}

json_t *page_object(struct page *page, json_t *parent, const char *key)
{
    json_t *object = json_object();

    page_set(page, parent, key, object);
    return object;
}

json_t *page_list(struct page *page, json_t *parent, const char *key)
{
    json_t *list = json_array();

    page_set(page, parent, key, list);
    return list;
}

json_t *page_item(struct page *page, json_t *list)
{
    json_t *item = json_object();

    if (json_array_append_new(list, item) != 0)
        page->failed = 1;
    return item;
}

void page_add(struct page *page, json_t *list, const char *text)
{
    if (json_array_append_new(list, json_string(text)) != 0)
        page->failed = 1;
}

// --- who reads

int page_own_borough(const struct page *page)
{
    return page->request->reader.audience == PAGES_BOROUGH ? page->request->reader.borough : -1;
}

static const char *reader_name(const struct pages_reader *reader)
{
    static const char *const names[PAGES_AUDIENCES] = {"everybody", "a borough", "the panel"};

    if (reader->name != NULL)
        return reader->name;
    if (reader->audience == PAGES_BOROUGH && reader->borough >= 0 &&
        reader->borough < BOROUGHS_COUNT)
        return boroughs[reader->borough].la_name;
    return names[reader->audience];
}

// --- the head

static const struct {
    const char *label, *address;
    enum pages_audience audience;
} navigation[] = {
    {"Overview", "/", PAGES_BOROUGH},
    {"Indicators", "/indicators", PAGES_BOROUGH},
    {"Boroughs", "/boroughs", PAGES_BOROUGH},
    {"Compare", "/compare", PAGES_BOROUGH},
    {"Placements", "/placements", PAGES_PANEL},
    {"Status", "/status", PAGES_BOROUGH},
    {"About the figures", "/about", PAGES_PUBLIC},
};

void page_begin(struct page *page, const char *title, const char *nav)
{
    const struct pages_reader *reader = &page->request->reader;
    json_t *list, *item;

    page_say(page, page->data, "title", "%s", title);
    page_say(page, page->data, "address", "%s", page->found.address);
    item = page_object(page, page->data, "reader");
    page_say(page, item, "audience", "%s", pages_audience_name(reader->audience));
    page_say(page, item, "name", "%s", reader_name(reader));
    page_set(page, item, "is_signed_in", json_boolean(reader->audience != PAGES_PUBLIC));
    list = page_list(page, page->data, "navigation");
    for (size_t i = 0; i < sizeof navigation / sizeof *navigation; i++) {
        if (reader->audience < navigation[i].audience)
            continue;
        item = page_item(page, list);
        page_say(page, item, "label", "%s", navigation[i].label);
        page_say(page, item, "address", "%s", navigation[i].address);
        page_set(page, item, "is_current",
                 json_boolean(nav != NULL && strcmp(nav, navigation[i].label) == 0));
    }
}

enum err page_store(struct page *page, struct err_text *text)
{
    const struct store_options options = {.read_only = 1};

    if (page->store != NULL)
        return ERR_OK;
    return store_open(&page->store, page->places->store, &options, text);
}

enum err page_look(struct page *page, struct store_reading **reading, struct err_text *text)
{
    const enum err error = page_store(page, text);

    return error == ERR_OK ? kept_look(page->kept, page->store, AS_OF_NOW, reading, text) : error;
}

enum err page_store_read(struct page *page, struct err_text *text)
{
    struct store_reading *reading;
    const enum err error = page_look(page, &reading, text);

    if (error == ERR_OK)
        page->sequence = reading->end.sequence;
    return error;
}

void page_crumb(struct page *page, const char *label, const char *address)
{
    json_t *list = json_object_get(page->data, "crumbs"), *item;

    if (list == NULL) {
        list = page_list(page, page->data, "crumbs");
        page_set(page, page->data, "has_crumbs", json_true());
    }
    item = page_item(page, list);
    page_say(page, item, "label", "%s", label);
    if (address != NULL)
        page_say(page, item, "href", "%s", address);
}

void page_edition(struct page *page, const char *term, const char *words)
{
    json_t *list = json_object_get(page->data, "edition"), *item;

    if (list == NULL) {
        list = page_list(page, page->data, "edition");
        page_set(page, page->data, "has_edition", json_true());
    }
    item = page_item(page, list);
    page_say(page, item, "term", "%s", term);
    page_say(page, item, "words", "%s", words);
}

// --- choices

json_t *page_choices(struct page *page, const char *heading)
{
    json_t *groups = json_object_get(page->data, "choices"), *group;

    if (groups == NULL)
        groups = page_list(page, page->data, "choices");
    group = page_item(page, groups);
    page_say(page, group, "heading", "%s", heading);
    return page_list(page, group, "items");
}

void page_choose(struct page *page, json_t *items, const char *label, const char *address,
                 int is_current)
{
    json_t *item = page_item(page, items);

    page_say(page, item, "label", "%s", label);
    page_say(page, item, "address", "%s", address);
    page_set(page, item, "is_current", json_boolean(is_current));
}

void page_choices_end(struct page *page)
{
    json_t *group, *item;
    size_t i, j;

    json_array_foreach(json_object_get(page->data, "choices"), i, group)
    {
        const json_t *items = json_object_get(group, "items");

        page_set(page, group, "is_long", json_boolean(json_array_size(items) > PAGE_CHOICES_SHOWN));
        json_array_foreach(items, j, item) if (json_is_true(json_object_get(item, "is_current")))
            page_set(page, group, "current", json_incref(json_object_get(item, "label")));
    }
}

void page_simulated(struct page *page, const char *words)
{
    page_say(page, page->data, "simulated", "%s", words);
}

void page_simulated_store(struct page *page)
{
    struct err_text none;

    if (json_object_get(page->data, "simulated") != NULL)
        return;
    // A page that needs no store is there without one. What it takes is known once it was read.
    if (page_store_read(page, &none) == ERR_OK && store_takes_simulated(page->store))
        page_simulated(page, page_words(page, "simulated_store", "{s:b}", "without_figures",
                                        page->knows_simulated));
}

// --- what is not there

// Another page in the place of what was begun.
static void begin_again(struct page *page, unsigned status, const char *name, const char *title)
{
    page->status = status;
    page->knows_simulated = 1;  // it has no figure
    json_object_clear(page->data);
    page_set(page, page->data, "version", json_integer(PAGES_JSON_VERSION));
    page_say(page, page->data, "page", "%s", name);
    page_begin(page, title, NULL);
}

void page_unknown(struct page *page, const char *what, const char *word)
{
    begin_again(page, 404, "unknown", "There is no such page");
    page_say(page, page->data, "what", "%s", what);
    page_say(page, page->data, "word", "%s", word);
    page_list(page, page->data, "known");
}

void page_forbidden(struct page *page, enum pages_audience audience)
{
    begin_again(page, 403, "forbidden", "This page is not for you");
    page_say(page, page->data, "audience", "%s", pages_audience_name(audience));
}

const char *page_slug(const struct page *page)
{
    return strrchr(page->found.address, '/') + 1;
}

void page_empty(struct page *page, const char *title, const char *nav, const char *why)
{
    page->status = 404;
    page_begin(page, title, nav);
    page_say(page, page->data, "page", "empty");
    page_say(page, page->data, "why", "%s", why);
    page_list(page, page->data, "known");
}

void page_known(struct page *page, const char *label, const char *address)
{
    json_t *item = page_item(page, json_object_get(page->data, "known"));

    page_set(page, page->data, "has_known", json_true());
    page_say(page, item, "label", "%s", label);
    page_say(page, item, "address", "%s", address);
}
