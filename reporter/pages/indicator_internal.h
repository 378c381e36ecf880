// The page of an indicator, seen five ways; one source a way.
#ifndef QD_REPORTER_PAGES_INDICATOR_INTERNAL_H
#define QD_REPORTER_PAGES_INDICATOR_INTERNAL_H

#include "reporter/pages/page_internal.h"
#include "reporter/pages/part_periods.h"
#include "reporter/pages/subject.h"
#include "reporter/standing/against.h"

struct indicator_page {
    struct page *page;
    struct subject subject;
    struct against_sources sources;
    const struct part_periods *periods;  // for which the page is there
    const char *address;                 // without the choices
    int has_england;                     // DfE published England for the very period
    struct table_cell england;
    int without_exceptions;  // chosen by exceptions=out
    const char *twin;        // the indicator with or without exceptions; NULL: there is no such
};

// What can be chosen: links.
void indicator_choices(struct indicator_page *of);

// The five ways, and what a reader must know.
void indicator_order(struct indicator_page *of);
void indicator_map(struct indicator_page *of);
void indicator_years(struct indicator_page *of);
void indicator_chance(struct indicator_page *of);
void indicator_table(struct indicator_page *of);
void indicator_notes(struct indicator_page *of);

#endif
