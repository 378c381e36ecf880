#include "reporter/views/view.h"

#include "reporter/views/view_internal.h"

#include <string.h>

static const struct view_kind kinds[] = {
    {.name = "table", .begin = view_figures_begin, .make = view_figures_make},
    {.name = "table", .is_of_panel = 1, .begin = view_panel_begin, .make = view_panel_make},
    {.name = "compare", .begin = view_figures_begin, .make = view_figures_make_compare},
    {.name = "change", .begin = view_figures_begin_change, .make = view_figures_make_change},
    {.name = "quality",
     .is_of_figures = 1,
     .begin = view_figures_begin_quality,
     .make = view_figures_make_quality},
};

enum { KINDS = sizeof kinds / sizeof kinds[0] };

// --- the list

// The index-th table of a kind; NULL beyond the last.
static const char *table_of(const struct view_kind *kind, size_t index)
{
    struct tables_entry table;

    if (kind->is_of_panel)
        return panel_sheet_at(index) == NULL ? NULL : panel_sheet_at(index)->name;
    for (size_t i = 0; tables_at(&table, i); i++) {
        if (kind->is_of_figures && table.part == RECEIPT_PART)
            continue;
        if (index-- == 0)
            return table.name;
    }
    return NULL;
}

int view_at(struct view_entry *entry, size_t index)
{
    for (size_t i = 0; i < KINDS; i++) {
        size_t tables = 0;

        while (table_of(&kinds[i], tables) != NULL)
            tables++;
        if (index < tables) {
            *entry = (struct view_entry){&kinds[i], table_of(&kinds[i], index)};
            return 1;
        }
        index -= tables;
    }
    return 0;
}

const char *view_table_at(const char *kind, size_t index)
{
    struct view_entry entry;

    for (size_t i = 0; view_at(&entry, i); i++)
        if (strcmp(entry.kind->name, kind) == 0 && index-- == 0)
            return entry.table;
    return NULL;
}

int view_is_for(const struct view_entry *entry, const struct audience *audience)
{
    return audience->is_panel || !entry->kind->is_of_panel ||
           panel_sheet_find(entry->table)->audience != PANEL_SHEET_PANEL;
}

// The kind that has the table, else the one of the form's tables, which says what there is.
static const struct view_kind *find(const char *name, const char *table)
{
    const struct view_kind *found = NULL;

    for (size_t i = 0; i < KINDS; i++)
        if (strcmp(kinds[i].name, name) == 0 &&
            (!kinds[i].is_of_panel || panel_sheet_find(table) != NULL))
            found = &kinds[i];
    return found;
}

// --- making one

static enum err no_kind(const struct view *view, struct err_text *text)
{
    const char *list = "";

    for (size_t i = 0; i < KINDS && list != NULL; i++)
        if (!kinds[i].is_of_panel)
            list = arena_printf(view->arena, "%s%s%s", list, i == 0 ? "" : ", ", kinds[i].name);
    return err_say(text, ERR_COMMAND, "there is no view \"%.60s\": they are %s", view->asked.kind,
                   list == NULL ? "" : list);
}

enum err view_begin(struct view *view, struct arena *arena, const struct view_asked *asked,
                    const char *reference, struct err_text *text)
{
    *view = (struct view){.kind = find(asked->kind, asked->table),
                          .asked = *asked,
                          .arena = arena,
                          .reference = reference};
    if (view->kind == NULL)
        return no_kind(view, text);
    if (!view_is_for(&(struct view_entry){view->kind, asked->table}, &asked->audience))
        return err_say(
            text, ERR_COMMAND,
            "the table %s is for the panel alone: what a borough pays a provider is a secret "
            "from the others",
            asked->table);
    return view->kind->begin(view, text);
}

enum err view_make(struct view *view, struct store *store, struct kept *kept, struct err_text *text)
{
    return view->kind->make(view, store, kept, text);
}
