#include "reporter/outputs/panel_sheet_internal.h"

#include <string.h>

static const struct panel_sheet kinds[] = {
#define PANEL_SHEET(function, name, title, words, audience, for_boroughs, most)                    \
    {name, title, words, for_boroughs, panel_sheet_##function, PANEL_SHEET_##audience, most},
#include "reporter/outputs/panel_sheet.def"
};

enum { KINDS = sizeof kinds / sizeof kinds[0] };

const struct panel_sheet *panel_sheet_at(size_t index)
{
    return index < KINDS ? &kinds[index] : NULL;
}

const struct panel_sheet *panel_sheet_find(const char *name)
{
    for (size_t i = 0; i < KINDS; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    return NULL;
}

enum err panel_sheet_read_lists(struct panel_sheet_lists *lists, struct arena *arena,
                                const char *reference, struct err_text *text)
{
    enum err error = owner_groups_read(&lists->groups, arena, reference, text);

    if (error == ERR_OK)
        error = price_bands_read(&lists->bands, arena, reference, text);
    if (error == ERR_OK)
        error = authorities_read(&lists->authorities, arena, reference, text);
    if (error == ERR_OK)
        error = areas_read(&lists->areas, arena, reference, text);
    return error;
}

enum err panel_sheet_make(struct sheet *sheet, const struct panel_sheet *kind,
                          const struct panel_sheet_about *about, struct err_text *text)
{
    int returned = 0;

    for (int i = 0; i < BOROUGHS_COUNT; i++)
        returned |= about->places->standing[i] == PLACES_RETURNED;
    if (!returned)
        return err_say(text, ERR_EMPTY, "no borough has returned placements for %s", about->period);
    kind->fill(sheet, kind, about);
    if (about->places->arena->exhausted)
        return err_say(text, ERR_NO_MEMORY, "the table needs more memory than there is");
    return ERR_OK;
}
