// The report as pages: what is asked for, an address and a reader, and the answer to it.
//
// An address says what is shown. Behind a page's address an ending asks for its figures:
//
//   /2024/timeliness/plans-within-20-weeks          the page, as HTML
//   /2024/timeliness/plans-within-20-weeks.json     the data that the page is made of, and nothing else
//   /2024/timeliness/plans-within-20-weeks.csv      its table, as `qd-reporter table --format csv` has it
//   /2024/timeliness/plans-within-20-weeks.svg      its drawings, wide, one below the other
//   /style.css                                      the one stylesheet, out of the templates' folder
//
// routes.def lists the addresses, who may read each, and which template makes it HTML. A page is made in
// two steps: a maker puts everything that is shown into one JSON document, with its version; the template
// puts that into HTML and works out nothing.
//
// The same returns, places, request and day give the same bytes: whoever keeps answers can name them by
// these. `depends_on_day` says whether the day matters.
#ifndef QD_REPORTER_PAGES_PAGES_H
#define QD_REPORTER_PAGES_PAGES_H

#include "lib/base/arena.h"
#include "lib/base/err.h"

#include <stddef.h>
#include <stdint.h>

struct kept;

// The version of the JSON of every page: it grows when a member changes its meaning or goes.
enum { PAGES_JSON_VERSION = 1 };

// What one page may take while it is made; and the returns that are kept for it, where none are from before.
enum { PAGES_ARENA_CAP_BYTES = 256 * 1000 * 1000, PAGES_KEPT_BYTES = 32 * 1000 * 1000 };

enum pages_audience {
    PAGES_PUBLIC,   // sees the page about the figures, and no figure
    PAGES_BOROUGH,  // sees of the others all but prices, providers, notes, explanations and findings
    PAGES_PANEL,    // sees everything
    PAGES_AUDIENCES
};

struct pages_reader {
    enum pages_audience audience;
    int borough;       // of PAGES_BOROUGH: its place in proto/form/boroughs.h
    const char *name;  // as the masthead shows it: "Camden", "the panel"; NULL: by the audience
};

// Where everything lies. What is NULL comes with the program (lib/base/share.h), but for the store, which
// must be named, and the calendar: without one nothing is due, and no page says late.
struct pages_places {
    const char *store;      // a folder
    const char *reference;  // a folder
    const char *templates;  // a folder: page_*.mustache and style.css
    const char *calendar;   // a file: `qd-reporter run` reads the same
    const char *editions;   // a folder; NULL: there are none
    struct kept *kept;      // returns that were read for pages before; NULL: of each page alone
};

struct pages_request {
    const char *path;   // as it stands in the address: "/about.json"; what is escaped is no page
    const char *query;  // behind the question mark, escaped: "against=inner-london"; NULL: nothing
    struct pages_reader reader;
    int32_t today;  // in days since 1970: clock_today()
};

struct pages_answer {
    unsigned status;   // 200; 403: not for this reader; 404: no such page, and which there are
    const char *type;  // "text/html; charset=utf-8"
    const char *body;  // in the arena, like all texts of an answer
    size_t length;     // of the body, in bytes
    // Under which it is saved: "plans-within-20-weeks-2024.csv"; NULL: it is shown.
    const char *file_name;
    int depends_on_day;  // another day may give other bytes
    // Of the journal, when the page was made; 0: the page does not read the store.
    uint64_t sequence;
};

// Makes the answer, in the arena. What nobody can find there is no error but an answer of 404, and what is
// not for the reader one of 403. An error is the store's or the machine's, or a template that is not as it
// must be; nothing of the page is told then.
enum err pages_answer(struct pages_answer *answer, struct arena *arena,
                      const struct pages_places *places, const struct pages_request *request,
                      struct err_text *text);

// What a store of made-up returns says on each page, in the arena; NULL of others.
enum err pages_simulated(const char **words, struct arena *arena, const struct pages_places *places,
                         struct err_text *text);

// "panel", "borough", "public".
const char *pages_audience_name(enum pages_audience audience);

#endif
