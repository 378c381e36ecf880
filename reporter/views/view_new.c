#include "reporter/views/view_internal.h"

enum err view_new_table(struct view *view, struct table **table, struct err_text *text)
{
    *table = arena_zalloc(view->arena, sizeof **table);
    return *table == NULL ? err_say(text, ERR_NO_MEMORY, "there is no memory for a table") : ERR_OK;
}

enum err view_new_sheet(struct view *view, struct err_text *text)
{
    view->sheet = arena_zalloc(view->arena, sizeof *view->sheet);
    return view->sheet == NULL ? err_say(text, ERR_NO_MEMORY, "there is no memory for a table")
                               : ERR_OK;
}
