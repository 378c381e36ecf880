// What a word is found in: indicators and boroughs.
#include "reporter/pages/index.h"

enum err page_search(struct page *page, struct err_text *text)
{
    const char *word = query_value(&page->query, "q");
    size_t indicators, found;
    enum err error;

    page_begin(page, "Search", NULL);
    page_crumb(page, "Overview", "/");
    page_crumb(page, "Search", NULL);
    page_say(page, page->data, "word", "%s", word == NULL ? "" : word);
    if (word == NULL || word[0] == '\0') {
        page_say(page, page->data, "lead", "%s",
                 "A word finds indicators, by their names and what they count, and boroughs.");
        return page_store_read(page, text);
    }
    found = index_boroughs(page, "boroughs", word);
    error = index_indicators(page, "tables", word, &indicators, text);
    if (found + indicators == 0)
        page_say(page, page->data, "lead", "%s",
                 "Nothing mentions it. Every indicator and every borough has a page: the lists of "
                 "both are linked above.");
    else
        page_say(page, page->data, "lead", "%zu indicator%s and %zu borough%s.", indicators,
                 indicators == 1 ? "" : "s", found, found == 1 ? "" : "s");
    return error;
}
