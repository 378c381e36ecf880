// Where the papers of a figure are: the page of its returns, receipts and words. They are for the figure's borough and
// for the panel; nobody else has a link.
#ifndef QD_REPORTER_PAGES_PAPERS_LINK_H
#define QD_REPORTER_PAGES_PAPERS_LINK_H

#include "reporter/pages/page_internal.h"
#include "reporter/pages/subject.h"

// "/explain/2024/timeliness/camden/plans-within-20-weeks"; NULL where they are not for the reader.
const char *papers_link(const struct page *page, const struct subject *subject, size_t period,
                        int row);

// The same of a return as a whole: of the figure of a table that everything else is counted from.
const char *papers_link_of(const struct page *page, const Qd__Period *period, const char *table,
                           int borough, const char *indicator);

// Says it in an object, under that key; nothing where it is not for the reader.
void papers_link_say(struct page *page, json_t *object, const char *key, const char *address);

// An item of a list of figures: its words and its papers.
void papers_link_add(struct page *page, json_t *list, const char *words, const char *address);

#endif
