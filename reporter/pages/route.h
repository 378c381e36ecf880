// From an address to the page that it is of: routes.def.
#ifndef QD_REPORTER_PAGES_ROUTE_H
#define QD_REPORTER_PAGES_ROUTE_H

#include "lib/base/arena.h"
#include "reporter/pages/pages.h"

struct page;

// What a page's maker does: fills page->data. An error is the store's or the machine's.
typedef enum err route_make_fn(struct page *page, struct err_text *text);

#define ROUTE(pattern, maker, template, audience) route_make_fn page_##maker;
#include "reporter/pages/routes.def"

enum route_ending { ROUTE_HTML, ROUTE_JSON, ROUTE_CSV, ROUTE_XLSX, ROUTE_SVG, ROUTE_ENDINGS };

// The words that an address may hold.
enum route_word {
    ROUTE_PERIOD,
    ROUTE_TABLE,
    ROUTE_INDICATOR,
    ROUTE_BOROUGH,
    ROUTE_OTHER,  // the second borough
    ROUTE_WORDS
};

struct route {
    const char *pattern;
    const char *name;  // of the maker
    route_make_fn *make;
    const char *template;
    enum pages_audience audience;  // at least
};

extern const struct route route_list[];
extern const size_t route_count;

struct route_found {
    const struct route *route;  // NULL: no page has this address
    enum route_ending ending;
    const char *address;             // without the ending
    const char *words[ROUTE_WORDS];  // NULL: the pattern does not have it
};

// An address holds small letters, digits, hyphens, full stops and slashes, so that each page has one.
// ERR_NO_MEMORY.
enum err route_find(struct route_found *found, struct arena *arena, const char *path);

// "period": as a pattern has it in braces.
const char *route_word_name(enum route_word word);

// ".csv", and "" of the page itself.
const char *route_ending_text(enum route_ending ending);

#endif
