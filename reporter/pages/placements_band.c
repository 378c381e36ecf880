// The price band of the places that are alike, where the reference lists have one.
#include "reporter/pages/placements_internal.h"

const char *placements_band_word(const struct placements_page *of, const struct market_cell *cell)
{
    return cell->median < (double)of->band->low    ? "below"
           : cell->median > (double)of->band->high ? "above"
                                                   : "within";
}

struct prices_band placements_band_drawn(const struct placements_page *of)
{
    const struct price_bands_entry *band = of->band;

    if (band == NULL)
        return (struct prices_band){.name = NULL};
    return (struct prices_band){.name = band->name,
                                .range = arena_printf(of->page->arena, "%s to %s",
                                                      placements_pounds(of, (double)band->low),
                                                      placements_pounds(of, (double)band->high)),
                                .low = (double)band->low / PLACEMENTS_PENCE,
                                .high = (double)band->high / PLACEMENTS_PENCE};
}

void placements_band_say(struct placements_page *of, json_t *data)
{
    int above = 0, below = 0;

    for (size_t i = 0; i < of->count && of->band != NULL; i++) {
        above += of->cells[i].median > (double)of->band->high;
        below += of->cells[i].median < (double)of->band->low;
    }
    page_set(of->page, data, "has_band", json_boolean(of->band != NULL));
    page_sentence(of->page, data, "bands", "placements_bands", "{s:s?, s:s?, s:i, s:i, s:i, s:i}",
                  "band", of->band == NULL ? NULL : of->band->name, "range",
                  placements_band_drawn(of).range, "providers", (int)of->count, "within",
                  (int)of->count - above - below, "above", above, "below", below);
}
