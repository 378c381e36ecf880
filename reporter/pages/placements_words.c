// Prices and providers in words.
#include "lib/base/thousands.h"
#include "reporter/pages/placements_internal.h"

enum { PENCE = 100 };
#define POUND "\xc2\xa3"

const char *placements_pounds(const struct placements_page *of, double pence)
{
    char text[THOUSANDS_BYTES];

    snprintf(text, sizeof text, "%.0f", pence / PENCE);
    thousands_group(text, sizeof text);
    return arena_printf(of->page->arena, POUND "%s", text);
}

const char *placements_provider(const struct market_cell *cell)
{
    const char *name = cell->rows[0].row->provider_name;

    return name == NULL || name[0] == '\0' ? "no name given" : name;
}
