// Prices and providers in words.
#include "reporter/pages/figure_words.h"
#include "reporter/pages/placements_internal.h"

#define POUND "\xc2\xa3"

const char *placements_pounds(const struct placements_page *of, double pence)
{
    return arena_printf(of->page->arena, POUND "%s",
                        figure_words_rounded(of->page->arena, pence / PLACEMENTS_PENCE, 0));
}

const char *placements_provider(const struct market_cell *cell)
{
    const char *name = cell->rows[0].row->provider_name;

    return name == NULL || name[0] == '\0' ? "no name given" : name;
}
