// All indicators by table, with the address of the newest period of each kind for which there is something.
#ifndef QD_REPORTER_PAGES_INDEX_H
#define QD_REPORTER_PAGES_INDEX_H

#include "reporter/pages/page_internal.h"

// Lists them under `key` of the document: {id, title, about, indicators: [{label, definition, links: [{label,
// href}]}]}. Only those that mention each of the words (NULL: all), and of prices only for the panel. `*count` is how
// many indicators there are. A table for which there is nothing says so.
enum err index_indicators(struct page *page, const char *key, const char *word, size_t *count,
                          struct err_text *text);

// Lists the boroughs whose name holds the word, whatever the case (NULL: all), or that are written so ("RBKC", "K&C");
// where there are none, those that it may have been meant for: {name, href, is_mine}.
size_t index_boroughs(struct page *page, const char *key, const char *word);

#endif
