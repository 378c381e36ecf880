// Every indicator, with its pages.
#include "reporter/pages/index.h"

enum err page_indicators(struct page *page, struct err_text *text)
{
    size_t count;
    enum err error;

    page_begin(page, "Indicators", "Indicators");
    page_crumb(page, "Overview", "/");
    page_crumb(page, "Indicators", NULL);
    error = index_indicators(page, "tables", NULL, &count, text);
    page_say(page, page->data, "lead", "%zu indicators, each with a page of its own.", count);
    return error;
}
