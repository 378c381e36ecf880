// The first page: the answer first, then who is far from London, who is missing.
#ifndef QD_REPORTER_PAGES_HOME_INTERNAL_H
#define QD_REPORTER_PAGES_HOME_INTERNAL_H

#include "reporter/pages/pack.h"

struct home_page {
    struct page *page;
    struct pack pack;
    int mine;  // the reader's borough; -1
};

// The four figures at a glance.
void home_glance(struct home_page *of);

// What stands out, who moved furthest, and a figure to ask about.
void home_stands_out(struct home_page *of);

// What changed last, by the journal.
enum err home_latest(struct home_page *of, struct err_text *text);

#endif
