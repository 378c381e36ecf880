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
        page_sentence(page, page->data, "lead", "search_help", "{}");
        return page_store_read(page, text);
    }
    found = index_boroughs(page, "boroughs", word);
    error = index_indicators(page, "tables", word, &indicators, text);
    if (found + indicators == 0)
        page_sentence(page, page->data, "lead", "search_nothing", "{}");
    else
        page_sentence(page, page->data, "lead", "search_found", "{s:i, s:b, s:i, s:b}",
                      "indicators", (int)indicators, "many_indicators", indicators != 1, "boroughs",
                      (int)found, "many_boroughs", found != 1);
    return error;
}
