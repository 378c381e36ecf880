// A page while it is made: what was asked for, and the JSON document that holds all that is shown.
//
//     json_t *lead = page_object(page, page->data, "lead");
//
//     page_say(page, lead, "text", "%s of %s boroughs", n, of);
//
// A value that could not be made is noted (`failed`), so that makers write straight lines and nobody looks
// but pages_answer, once.
#ifndef QD_REPORTER_PAGES_PAGE_INTERNAL_H
#define QD_REPORTER_PAGES_PAGE_INTERNAL_H

#include "aggregator/store/store.h"
#include "reporter/pages/pages.h"
#include "reporter/pages/query.h"
#include "reporter/pages/route.h"

#include <jansson.h>

struct table;

struct page {
    struct arena *arena;
    const struct pages_places *places;
    const struct pages_request *request;
    struct route_found found;
    struct query query;
    json_t *data;        // the document, as `.json` gives it
    json_t *drawings;    // SVG by name, for the template and `.svg`
    unsigned status;     // 200 until a maker says otherwise
    int depends_on_day;  // the maker looked at the day
    uint64_t sequence;
    const struct table *table;  // whose figures `.csv` has; NULL: the page has no table
    const char *saved_as;       // the file's name without its ending; NULL: by the address
    struct store *store;        // page_store
    int failed;                 // no memory, or a text that is not UTF-8
};

// --- the document

void page_set(struct page *page, json_t *object, const char *key, json_t *value);
void page_say(struct page *page, json_t *object, const char *key, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
json_t *page_object(struct page *page, json_t *parent, const char *key);
json_t *page_list(struct page *page, json_t *parent, const char *key);
json_t *page_item(struct page *page, json_t *list);
void page_add(struct page *page, json_t *list, const char *text);

// --- who reads, and what there is

static inline int page_is_panel(const struct page *page)
{
    return page->request->reader.audience == PAGES_PANEL;
}

// The reader's borough; -1 of the others.
int page_own_borough(const struct page *page);

// The title, and what stands above and below every page. `nav` is the label of the entry that the page
// belongs to; NULL: none.
void page_begin(struct page *page, const char *title, const char *nav);

// Opens the store to read, once for the page.
enum err page_store(struct page *page, struct err_text *text);

// What the address names is not there: the page is one of 404, which says so and what there is. Known words
// are added by page_known.
void page_unknown(struct page *page, const char *what, const char *word);
void page_known(struct page *page, const char *label, const char *address);

#endif
