// Tables for pages, by the views that commands and editions have.
#include "lib/base/share.h"
#include "reporter/pages/page_internal.h"
#include "reporter/views/view.h"

#include <limits.h>

enum err page_reference(struct page *page, const char **folder, struct err_text *text)
{
    char path[PATH_MAX];
    enum err error;

    *folder = page->places->reference;
    if (*folder != NULL)
        return ERR_OK;
    error = share_path(path, "reference", text);
    if (error == ERR_OK)
        *folder = arena_strdup(page->arena, path);
    return error;
}

enum err page_returned(struct page *page, const struct returned **returned, struct err_text *text)
{
    struct returned *all;
    enum err error;

    *returned = page->returned;
    if (page->returned != NULL)
        return ERR_OK;
    error = page_store(page, text);
    if (error != ERR_OK)
        return error;
    all = arena_alloc(page->arena, sizeof *all);
    if (all == NULL)
        return err_say(text, ERR_NO_MEMORY, "there is no memory for the periods");
    error = table_read_returned(all, page->arena, page->store, page->kept, AS_OF_NOW, text);
    if (error == ERR_OK)
        *returned = page->returned = all;
    return error;
}

enum err page_view(struct page *page, const struct view_asked *asked, const struct view **made,
                   struct err_text *text)
{
    struct view *view = arena_zalloc(page->arena, sizeof *view);
    const char *reference;
    enum err error;

    *made = view;
    if (view == NULL)
        return err_say(text, ERR_NO_MEMORY, "there is no memory for a table");
    error = page_reference(page, &reference, text);
    if (error == ERR_OK)
        error = view_begin(view, page->arena, asked, reference, text);
    if (error == ERR_OK)
        error = page_store(page, text);
    if (error == ERR_OK)
        error = view_make(view, page->store, page->kept, text);
    return error;
}

struct audience page_audience(const struct page *page)
{
    const struct pages_reader *reader = &page->request->reader;

    return (struct audience){
        .is_panel = reader->audience == PAGES_PANEL,
        .borough = reader->audience == PAGES_BOROUGH ? boroughs[reader->borough].la_name : NULL};
}

enum err page_table(struct page *page, const struct page_table_asked *asked,
                    const struct table **table, struct err_text *text)
{
    const struct view_asked view_asked = {.kind = "table",
                                          .table = asked->table,
                                          .periods = asked->periods,
                                          .measures = asked->measures,
                                          .by = asked->by,
                                          .where = asked->where,
                                          .where_count = asked->where_count,
                                          .as_of = AS_OF_NOW,
                                          .calendar = page->places->calendar,
                                          .audience = page_audience(page),
                                          .with_own_words = asked->with_own_words};
    const struct view *view;
    const enum err error = page_view(page, &view_asked, &view, text);

    if (error != ERR_OK)
        return error;
    *table = view->table;
    page->depends_on_day |= view->calendar != NULL && view->calendar->path != NULL;
    if (view->table->sequence > page->sequence)
        page->sequence = view->table->sequence;
    return ERR_OK;
}
