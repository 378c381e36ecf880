// A borough's pack: four sides of A4.
#ifndef QD_REPORTER_PAGES_BOROUGH_INTERNAL_H
#define QD_REPORTER_PAGES_BOROUGH_INTERNAL_H

#include "reporter/pages/pack.h"

struct borough_page {
    struct page *page;
    struct pack pack;
    int row;           // the borough
    const char *name;  // "Camden"
    int is_own;        // the reader is the borough, or the panel: words and receipts are shown
};

// In brief, and a line an indicator.
void borough_brief(struct borough_page *of);
void borough_lines(struct borough_page *of);

// Plans by setting.
enum err borough_settings(struct borough_page *of, struct err_text *text);

// The tables: all figures, the neighbours; and the graphs over the years.
void borough_figures(struct borough_page *of);
void borough_neighbours(struct borough_page *of);
void borough_trends(struct borough_page *of);

// How good the figures are: what is not there, what the borough explained, receipts.
enum err borough_quality(struct borough_page *of, struct err_text *text);

#endif
