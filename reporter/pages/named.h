// The indicator that an address names, of which slice and period: for its page and for the papers of its figures.
#ifndef QD_REPORTER_PAGES_NAMED_H
#define QD_REPORTER_PAGES_NAMED_H

#include "reporter/indicators/indicators.h"
#include "reporter/pages/page_internal.h"
#include "reporter/table/tables.h"

enum { NAMED_WHERE_MAX = DIMENSIONS_MAX };

struct named {
    struct tables_entry table;
    const struct indicator_pack *pack;  // NULL: it is in no pack
    struct indicator indicator;
    const char *twin;        // the same with or without exceptions; NULL: there is no such
    int without_exceptions;  // chosen by exceptions=out
    Qd__Period period;
    const char *where[NAMED_WHERE_MAX];  // as --where says it: the pack's, and what is chosen
    size_t where_count;
};

// 1; or 0, with a page that says what there is, or that it is not for the reader.
int named_find(struct page *page, struct named *named);

#endif
