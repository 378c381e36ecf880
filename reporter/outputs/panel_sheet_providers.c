#include "reporter/market/market_uplift.h"
#include "reporter/market/owners.h"
#include "reporter/outputs/panel_sheet_internal.h"

enum { PENCE = 100 };

enum cell {
    PROVIDER = MARKET_LIKES,  // behind the columns that are alike
    URN,
    UKPRN,
    COMPANY,
    OWNER,
    ALIKE,
    PLACES,
    BOROUGHS,
    LOWEST,
    LOWEST_SHOWN,
    MEDIAN,
    MEDIAN_SHOWN,
    HIGHEST,
    HIGHEST_SHOWN,
    SPREAD,
    SPREAD_SHOWN,
    OVER_MEDIAN,
    OVER_MEDIAN_SHOWN,
    OVER_LOWEST,
    OVER_LOWEST_SHOWN,
    MATCHED,
    MATCHED_BEFORE,
    MATCHED_NOW,
    UPLIFT,
    UPLIFT_SHOWN,
    UPLIFT_MEDIAN,
    UPLIFT_MEDIAN_SHOWN,
    BAND,
    BAND_LOW,
    BAND_LOW_SHOWN,
    BAND_HIGH,
    BAND_HIGH_SHOWN,
    OVER_BAND_PLACES,
    OVER_BAND,
    OVER_BAND_SHOWN,
    FEW,
    FEW_SHOWN,
    PROVIDER_PLACES,
    PROVIDER_SHARE,
    PROVIDER_SHARE_UNSEEN,
    OWNER_PLACES,
    OWNER_SHARE,
    OWNER_SHARE_UNSEEN,
    CELLS
};

static const struct sheet_column columns[CELLS] = {
#define LIKE(column, heading) [MARKET_LIKE_##column] = {#column, NULL, 0},
#include "reporter/market/market.def"
    [PROVIDER] = {"provider_name", NULL, 0},
    [URN] = {"urn", NULL, 0},
    [UKPRN] = {"ukprn", NULL, 0},
    [COMPANY] = {"company_number", NULL, 0},
    [OWNER] = {"owner_group", NULL, 0},
    [ALIKE] = {NULL, "places that are alike", 0},
    [PLACES] = {"places", "places", 1},
    [BOROUGHS] = {"boroughs", "boroughs", 1},
    PANEL_PAIR(LOWEST, "lowest_price", "lowest £"),
    PANEL_PAIR(MEDIAN, "median_price", "median £"),
    PANEL_PAIR(HIGHEST, "highest_price", "highest £"),
    PANEL_PAIR(SPREAD, "spread_percent", "apart %"),
    PANEL_PAIR(OVER_MEDIAN, "paid_above_median", "above median £"),
    PANEL_PAIR(OVER_LOWEST, "paid_above_lowest", "above lowest £"),
    [MATCHED] = {"matched_places", "matched places", 1},
    [MATCHED_BEFORE] = {"matched_cost_before", NULL, 1},
    [MATCHED_NOW] = {"matched_cost_now", NULL, 1},
    PANEL_PAIR(UPLIFT, "uplift_percent", "uplift %"),
    PANEL_PAIR(UPLIFT_MEDIAN, "uplift_median_percent", "median uplift %"),
    [BAND] = {"band", "band", 0},
    PANEL_PAIR(BAND_LOW, "band_low", "band from £"),
    PANEL_PAIR(BAND_HIGH, "band_high", "band to £"),
    [OVER_BAND_PLACES] = {"places_above_band", "places above", 1},
    PANEL_PAIR(OVER_BAND, "paid_above_band", "above band £"),
    [FEW] = {"note", NULL, 0},
    [FEW_SHOWN] = {NULL, "note", 0},
    [PROVIDER_PLACES] = {"provider_places", NULL, 1},
    [PROVIDER_SHARE] = {"provider_share_percent", NULL, 1},
    [OWNER_PLACES] = {"owner_places", NULL, 1},
    [OWNER_SHARE] = {"owner_share_percent", NULL, 1},
};

// What the sheet is worked out from.
struct making {
    const struct panel_sheet_about *about;
    struct market market;
    struct owners owners;
    int64_t places;  // of the whole market
};

// All places of a provider, comparable or not.
static int64_t places_of(const struct market *market, const struct market_row *provider)
{
    int64_t places = 0;

    for (size_t i = 0; i < market->count; i++)
        if (market_is_same_seller(&market->rows[i], provider))
            places += market->rows[i].places;
    return places;
}

// The company that the first of the rows names; NULL for none.
static const char *company_of(const struct market_cell *cell)
{
    for (size_t i = 0; i < cell->count; i++)
        if (cell->rows[i].row->company_number != NULL &&
            cell->rows[i].row->company_number[0] != '\0')
            return cell->rows[i].row->company_number;
    return NULL;
}

// The group of a cell's company; NULL where it names none.
static const struct owners_group *owner_of(const struct making *making,
                                           const struct market_cell *cell)
{
    const char *company = company_of(cell);

    if (company == NULL)
        return NULL;
    return owners_find(&making->owners,
                       owner_groups_of(&making->about->lists->groups, company, making->about->day));
}

static void fill_owner(struct arena *arena, const struct making *making,
                       const struct market_cell *cell, const char **cells)
{
    const struct owners_group *group = owner_of(making, cell);

    cells[COMPANY] = company_of(cell);
    if (group == NULL)
        return;
    cells[OWNER] = group->name;
    cells[OWNER_PLACES] = panel_cells_count(arena, group->places);
    panel_cells_share(arena, &cells[OWNER_SHARE], group->places, making->owners.places);
}

static const char *exact_pounds(struct arena *arena, int64_t pence)
{
    return arena_printf(arena, "%.2f", (double)pence / PENCE);
}

static void fill_uplift(struct arena *arena, const struct market_cell *cell, const char **cells)
{
    struct market_uplift uplift;

    if (market_uplift(&uplift, arena, cell->rows, cell->count) != 0 || uplift.places == 0)
        return;
    cells[MATCHED] = panel_cells_count(arena, uplift.places);
    cells[MATCHED_BEFORE] = exact_pounds(arena, uplift.before);
    cells[MATCHED_NOW] = exact_pounds(arena, uplift.now);
    panel_cells_real(arena, &cells[UPLIFT], uplift.percent);
    panel_cells_real(arena, &cells[UPLIFT_MEDIAN], uplift.median_percent);
}

static void fill_band(struct arena *arena, const struct making *making,
                      const struct market_cell *cell, const char **cells)
{
    const struct price_bands_entry *band =
        price_bands_of(&making->about->lists->bands, cell->rows, making->about->day);
    int64_t places = 0;
    double over = 0;

    if (band == NULL)
        return;
    for (size_t i = 0; i < cell->count; i++) {
        const struct market_row *row = &cell->rows[i];

        if (market_price(row) > (double)band->high) {
            places += row->places;
            over += (double)row->places * (market_price(row) - (double)band->high);
        }
    }
    cells[BAND] = band->name;
    panel_cells_money(arena, &cells[BAND_LOW], (double)band->low);
    panel_cells_money(arena, &cells[BAND_HIGH], (double)band->high);
    cells[OVER_BAND_PLACES] = panel_cells_count(arena, places);
    panel_cells_money(arena, &cells[OVER_BAND], over);
}

static void fill_prices(struct arena *arena, const struct market_cell *cell, const char **cells)
{
    cells[PLACES] = panel_cells_count(arena, cell->places);
    cells[BOROUGHS] = panel_cells_count(arena, cell->boroughs);
    panel_cells_money(arena, &cells[LOWEST], cell->lowest);
    panel_cells_money(arena, &cells[MEDIAN], cell->median);
    panel_cells_money(arena, &cells[HIGHEST], cell->highest);
    panel_cells_real(arena, &cells[SPREAD], 100 * (cell->highest / cell->lowest - 1));
    panel_cells_money(arena, &cells[OVER_MEDIAN], cell->over_median);
    panel_cells_money(arena, &cells[OVER_LOWEST], cell->over_lowest);
    panel_cells_few(cell, &cells[FEW]);
}

// "Oak School (URN 100049): 115 places in all; owner group 01234567, with 3.0 % of bought places".
static const char *section_of(struct arena *arena, const struct making *making,
                              const struct market_cell *cell, const char *name, int64_t places)
{
    const struct market_row *first = cell->rows;
    const struct owners_group *group = owner_of(making, cell);
    const char *section = arena_printf(arena, "%s (%s %u): %lld places in all", name,
                                       first->seller.is_urn ? "URN" : "UKPRN", first->seller.number,
                                       (long long)places);

    if (section != NULL && group != NULL)
        section =
            arena_printf(arena, "%s; owner group %s, with %.1f %% of bought places", section,
                         group->name, 100 * (double)group->places / (double)making->owners.places);
    return section == NULL ? "" : section;
}

static void fill_cell(struct sheet *sheet, const struct making *making,
                      const struct market_cell *cell)
{
    const struct market_row *first = cell->rows;
    const int64_t places = places_of(&making->market, first);
    const char *name = panel_cells_provider(first, cell->count);
    struct arena *arena = sheet->arena;
    const char **cells = sheet_row(sheet, section_of(arena, making, cell, name, places));

    if (cells == NULL)
        return;
    panel_cells_likes(&making->market, first, cells);
    cells[PROVIDER] = name;
    cells[URN] = panel_cells_number(arena, first, 1);
    cells[UKPRN] = panel_cells_number(arena, first, 0);
    cells[ALIKE] = panel_cells_alike(&making->market, first);
    cells[PROVIDER_PLACES] = panel_cells_count(arena, places);
    panel_cells_share(arena, &cells[PROVIDER_SHARE], places, making->places);
    fill_owner(arena, making, cell, cells);
    fill_prices(arena, cell, cells);
    fill_uplift(arena, cell, cells);
    fill_band(arena, making, cell, cells);
}

static int is_first_of_provider(const struct market *market, size_t place)
{
    for (size_t i = 0; i < place; i++)
        if (market_is_same_seller(market->cells[i].rows, market->cells[place].rows))
            return 0;
    return 1;
}

// The cells of a provider beside each other; the provider whose cell has the largest sum first.
static void fill_all(struct sheet *sheet, const struct making *making)
{
    const struct market *market = &making->market;
    const int most = making->about->most;
    int providers = 0;

    for (size_t i = 0; i < market->cells_count; i++) {
        if (!is_first_of_provider(market, i) ||
            (most > 0 && (providers == most || panel_cells_is_few(&market->cells[i]))))
            continue;
        providers++;
        for (size_t j = i; j < market->cells_count; j++)
            if (market_is_same_seller(market->cells[j].rows, market->cells[i].rows) &&
                (most == 0 || !panel_cells_is_few(&market->cells[j])))
                fill_cell(sheet, making, &market->cells[j]);
    }
}

// --- notes

static void note_sums(struct sheet *sheet, const struct market *market)
{
    double median = 0, lowest = 0;

    for (size_t i = 0; i < market->cells_count; i++) {
        median += market->cells[i].over_median;
        lowest += market->cells[i].over_lowest;
    }
    sheet_note(
        sheet, "above",
        arena_printf(sheet->arena,
                     "the median, or the lowest: places times the difference, a year; GBP %s and "
                     "%s in all. It is arithmetic and no promise of what would be saved: needs "
                     "differ inside a code",
                     panel_cells_whole_pounds(sheet->arena, median),
                     panel_cells_whole_pounds(sheet->arena, lowest)));
}

static void note_uplift(struct sheet *sheet, const struct market *market)
{
    struct market_uplift uplift;

    if (market_uplift(&uplift, sheet->arena, market->rows, market->count) != 0 ||
        uplift.places == 0)
        return;
    sheet_note(
        sheet, "uplift",
        arena_printf(sheet->arena,
                     "what places that were there a year before cost now over what they did: of "
                     "%lld such places %.1f %%, the median of the rows %.1f %%",
                     (long long)uplift.places, uplift.percent, uplift.median_percent));
}

static void note_owners(struct sheet *sheet, const struct owners *owners)
{
    if (owners->places == 0)
        return;
    sheet_note(
        sheet, "owners",
        arena_printf(sheet->arena,
                     "%zu owner groups, HHI %.0f of places: as %.1f groups of one size; %lld "
                     "places give no company number (`qd-reporter table owners`)",
                     owners->count, owners->hhi, 10000 / owners->hhi,
                     (long long)owners->places_not_given));
}

static void note_bands(struct sheet *sheet, const struct panel_sheet_about *about)
{
    sheet_note(
        sheet, "bands",
        about->lists->bands.count == 0
            ? "price_bands.csv of the reference lists has none: no price is set beside a band"
            : "as price_bands.csv of the reference lists has them, each with its source");
}

void panel_sheet_providers(struct sheet *sheet, const struct panel_sheet *kind,
                           const struct panel_sheet_about *about)
{
    struct making making = {.about = about};

    panel_sheet_begin(sheet, kind, about, columns, CELLS);
    if (market_make(&making.market, about->places, MARKET_OF_PROVIDER, MARKET_ALL) != 0 ||
        owners_make(&making.owners, about->places, &about->lists->groups, about->day, 0) != 0)
        return;
    for (size_t i = 0; i < making.market.count; i++)
        making.places += making.market.rows[i].places;
    fill_all(sheet, &making);
    panel_sheet_note_missing(sheet, about, making.market.boroughs_in, "a price");
    panel_sheet_note_alike(sheet, &making.market);
    sheet_note(sheet, "median",
               "each place counts at its row's price; of two in the middle it is their mean");
    note_sums(sheet, &making.market);
    note_uplift(sheet, &making.market);
    note_owners(sheet, &making.owners);
    note_bands(sheet, about);
    panel_sheet_note_more(sheet, about,
                          "kinds of place of fewer than 3 boroughs, and further providers");
}
