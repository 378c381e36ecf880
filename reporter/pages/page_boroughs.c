// Every borough, with its pack.
#include "reporter/pages/index.h"

enum err page_boroughs(struct page *page, struct err_text *text)
{
    (void)text;
    page_begin(page, "Boroughs", "Boroughs");
    page_crumb(page, "Overview", "/");
    page_crumb(page, "Boroughs", NULL);
    page_say(page, page->data, "lead", "%zu boroughs, each with its pack.",
             index_boroughs(page, "boroughs", NULL));
    return page_store_read(page, text);
}
