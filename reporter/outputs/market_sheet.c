#include "reporter/outputs/market_sheet.h"

#include "lib/base/list.h"
#include "lib/base/thousands.h"
#include "reporter/outputs/output_standing.h"

#include <stdlib.h>

enum { FEW_BOROUGHS = 3, PENCE = 100, HUNDRED = 100 };

// --- words and numbers

static const char *count(struct arena *arena, int64_t number)
{
    return arena_printf(arena, "%lld", (long long)number);
}

// Pounds with pence, of exact pence.
static const char *pounds(struct arena *arena, double pence)
{
    return arena_printf(arena, "%.2f", pence / PENCE);
}

static const char *whole_pounds(struct arena *arena, double pence)
{
    char text[OUTPUT_VALUE_BYTES];

    snprintf(text, sizeof text, "%.0f", pence / PENCE);
    thousands_group(text, sizeof text);
    return arena_strdup(arena, text);
}

static double spread_percent(const struct market_cell *cell)
{
    return HUNDRED * (cell->highest / cell->lowest - 1);
}

static const char *provider_name(const struct market_row *rows, size_t rows_count)
{
    for (size_t i = 0; i < rows_count; i++)
        if (rows[i].name[0] != '\0')
            return rows[i].name;
    return "";
}

static const char *provider_number(struct arena *arena, const struct market_row *row, int urn)
{
    return row->is_urn == urn ? count(arena, row->provider) : "";
}

// "asd, secondary, day, 38, termly".
static const char *alike(const struct market *market, const struct market_row *row)
{
    const char *words = "";

    for (size_t i = 0; i < MARKET_LIKES && words != NULL; i++)
        words = arena_printf(market->arena, "%s%s%s", words, i == 0 ? "" : ", ",
                             market_like(market, row, i));
    return words;
}

static const char *few(const struct market_cell *cell)
{
    return cell->boroughs < FEW_BOROUGHS ? "fewer than 3 boroughs" : "";
}

static void begin(struct sheet *sheet, const struct market *market,
                  const struct market_about *about, const char *name, const char *title,
                  const char *words, const struct sheet_column *columns, size_t columns_count)
{
    const struct sheet_about all = {.kind = name,
                                    .name = name,
                                    .title =
                                        arena_printf(market->arena, "%s, %s", title, about->period),
                                    .about = words,
                                    .simulated = about->simulated,
                                    .sequence = about->sequence,
                                    .received_at_unix_ms = about->received_at_unix_ms};

    sheet_init(sheet, market->arena, &all, columns, columns_count);
}

static void note(struct sheet *sheet, const struct market *market)
{
    const char *text = arena_printf(sheet->arena,
                                    "alike in provider, need, phase, residence, weeks a year, fee "
                                    "basis, what the price includes and VAT: other prices are not "
                                    "compared. %zu rows (%lld places) with a price do not give one "
                                    "of these, and are compared with "
                                    "nothing",
                                    market->incomparable, (long long)market->incomparable_places);

    if (text != NULL)
        sheet_note(sheet, "alike", text);
    sheet_note(sheet, "median",
               "each place counts at its row's price; of two in the middle it is their mean");
    sheet_note(
        sheet, "above",
        "the median, or the lowest: places times the difference, a year. It is arithmetic and "
        "no promise: needs differ inside a code");
}

// --- providers

enum providers_cell {
    PROVIDER = MARKET_LIKES,  // behind the columns that are alike
    URN,
    UKPRN,
    PLACES,
    BOROUGHS,
    LOWEST,
    MEDIAN,
    HIGHEST,
    SPREAD,
    OVER_MEDIAN,
    OVER_LOWEST,
    FEW,
    PROVIDER_PLACES,
    PROVIDER_SHARE,
    SHOWN_ALIKE,
    SHOWN_PLACES,
    SHOWN_BOROUGHS,
    SHOWN_LOWEST,
    SHOWN_MEDIAN,
    SHOWN_HIGHEST,
    SHOWN_SPREAD,
    SHOWN_OVER,
    SHOWN_FEW,
    PROVIDERS_CELLS
};

static const struct sheet_column providers_columns[PROVIDERS_CELLS] = {
#define LIKE(column, heading) [MARKET_LIKE_##column] = {#column, NULL, 0},
#include "reporter/market/market.def"
    [PROVIDER] = {"provider_name", NULL, 0},
    [URN] = {"urn", NULL, 0},
    [UKPRN] = {"ukprn", NULL, 0},
    [PLACES] = {"places", NULL, 1},
    [BOROUGHS] = {"boroughs", NULL, 1},
    [LOWEST] = {"lowest_price", NULL, 1},
    [MEDIAN] = {"median_price", NULL, 1},
    [HIGHEST] = {"highest_price", NULL, 1},
    [SPREAD] = {"spread_percent", NULL, 1},
    [OVER_MEDIAN] = {"paid_above_median", NULL, 1},
    [OVER_LOWEST] = {"paid_above_lowest", NULL, 1},
    [FEW] = {"note", NULL, 0},
    [PROVIDER_PLACES] = {"provider_places", NULL, 1},
    [PROVIDER_SHARE] = {"provider_share_percent", NULL, 1},
    [SHOWN_ALIKE] = {NULL, "places that are alike", 0},
    [SHOWN_PLACES] = {NULL, "places", 1},
    [SHOWN_BOROUGHS] = {NULL, "boroughs", 1},
    [SHOWN_LOWEST] = {NULL, "lowest £", 1},
    [SHOWN_MEDIAN] = {NULL, "median £", 1},
    [SHOWN_HIGHEST] = {NULL, "highest £", 1},
    [SHOWN_SPREAD] = {NULL, "apart %", 1},
    [SHOWN_OVER] = {NULL, "above median £", 1},
    [SHOWN_FEW] = {NULL, "note", 0},
};

static int is_of(const struct market_row *a, const struct market_row *b)
{
    return a->is_urn == b->is_urn && a->provider == b->provider;
}

// All places of a provider, comparable or not, and of all.
static int64_t places_of(const struct market *market, const struct market_row *provider,
                         int64_t *all)
{
    int64_t places = 0;

    *all = 0;
    for (size_t i = 0; i < market->count; i++) {
        *all += market->rows[i].places;
        places += is_of(&market->rows[i], provider) ? market->rows[i].places : 0;
    }
    return places;
}

static void fill_shown(struct arena *arena, const struct market *market,
                       const struct market_cell *cell, const char **cells)
{
    cells[SHOWN_ALIKE] = alike(market, cell->rows);
    cells[SHOWN_PLACES] = cells[PLACES];
    cells[SHOWN_BOROUGHS] = cells[BOROUGHS];
    cells[SHOWN_LOWEST] = whole_pounds(arena, cell->lowest);
    cells[SHOWN_MEDIAN] = whole_pounds(arena, cell->median);
    cells[SHOWN_HIGHEST] = whole_pounds(arena, cell->highest);
    cells[SHOWN_SPREAD] = arena_printf(arena, "%.1f", spread_percent(cell));
    cells[SHOWN_OVER] = whole_pounds(arena, cell->over_median);
    cells[SHOWN_FEW] = cell->boroughs < FEW_BOROUGHS ? "few" : "";
}

static void fill_cell(struct sheet *sheet, const struct market *market,
                      const struct market_cell *cell)
{
    const struct market_row *first = cell->rows;
    int64_t all;
    const int64_t places = places_of(market, first, &all);
    const char *name = provider_name(first, cell->count);
    struct arena *arena = sheet->arena;
    const char *section =
        arena_printf(arena, "%s (%s %u): %lld places in all", name, first->is_urn ? "URN" : "UKPRN",
                     first->provider, (long long)places);
    const char **cells = sheet_row(sheet, section == NULL ? "" : section);
    char share[OUTPUT_VALUE_BYTES];

    if (cells == NULL)
        return;
    for (size_t i = 0; i < MARKET_LIKES; i++)
        cells[i] = market_like(market, first, i);
    output_real(HUNDRED * (double)places / (double)all, share);
    cells[PROVIDER] = name;
    cells[URN] = provider_number(arena, first, 1);
    cells[UKPRN] = provider_number(arena, first, 0);
    cells[PLACES] = count(arena, cell->places);
    cells[BOROUGHS] = count(arena, cell->boroughs);
    cells[LOWEST] = pounds(arena, cell->lowest);
    cells[MEDIAN] = pounds(arena, cell->median);
    cells[HIGHEST] = pounds(arena, cell->highest);
    cells[SPREAD] = arena_printf(arena, "%.1f", spread_percent(cell));
    cells[OVER_MEDIAN] = pounds(arena, cell->over_median);
    cells[OVER_LOWEST] = pounds(arena, cell->over_lowest);
    cells[FEW] = few(cell);
    cells[PROVIDER_PLACES] = count(arena, places);
    cells[PROVIDER_SHARE] = arena_strdup(arena, share);
    fill_shown(arena, market, cell, cells);
}

static int is_first_of_provider(const struct market *market, size_t place)
{
    for (size_t i = 0; i < place; i++)
        if (is_of(market->cells[i].rows, market->cells[place].rows))
            return 0;
    return 1;
}

// The cells of a provider beside each other; the provider whose cell has the largest sum first.
void market_sheet_providers(struct sheet *sheet, const struct market *market,
                            const struct market_about *about)
{
    int providers = 0;

    begin(sheet, market, about, "providers", "Prices of the same provider",
          "What boroughs pay a year for places that are alike at the same provider.",
          providers_columns, PROVIDERS_CELLS);
    for (size_t i = 0; i < market->cells_count; i++) {
        if (!is_first_of_provider(market, i) || (about->most > 0 && providers == about->most))
            continue;
        providers++;
        for (size_t j = i; j < market->cells_count; j++)
            if (is_of(market->cells[j].rows, market->cells[i].rows) &&
                (about->most == 0 || market->cells[j].boroughs > 1))
                fill_cell(sheet, market, &market->cells[j]);
    }
    note(sheet, market);
    if (about->most > 0)
        sheet_note(
            sheet, "more",
            "kinds of place of one borough alone, and further providers: --format csv has all");
}

// --- where to look

enum look_cell {
    LOOK_BOROUGH = MARKET_LIKES,
    LOOK_CODE,
    LOOK_PROVIDER,
    LOOK_URN,
    LOOK_UKPRN,
    LOOK_PLACES,
    LOOK_PRICE,
    LOOK_MEDIAN,
    LOOK_LOWEST,
    LOOK_DIFFERENCE,
    LOOK_SUM,
    LOOK_SUM_LOWEST,
    LOOK_BOROUGHS,
    LOOK_FEW,
    LOOK_NUMBER,
    LOOK_SHOWN_BOROUGH,
    LOOK_SHOWN_SUM,
    LOOK_SHOWN_PROVIDER,
    LOOK_SHOWN_ALIKE,
    LOOK_SHOWN_PLACES,
    LOOK_SHOWN_PRICE,
    LOOK_SHOWN_MEDIAN,
    LOOK_SHOWN_DIFFERENCE,
    LOOK_SHOWN_BOROUGHS,
    LOOK_SHOWN_FEW,
    LOOK_CELLS
};

static const struct sheet_column look_columns[LOOK_CELLS] = {
#define LIKE(column, heading) [MARKET_LIKE_##column] = {#column, NULL, 0},
#include "reporter/market/market.def"
    [LOOK_BOROUGH] = {"area_name", NULL, 0},
    [LOOK_CODE] = {"area_code", NULL, 0},
    [LOOK_PROVIDER] = {"provider_name", NULL, 0},
    [LOOK_URN] = {"urn", NULL, 0},
    [LOOK_UKPRN] = {"ukprn", NULL, 0},
    [LOOK_PLACES] = {"places", NULL, 1},
    [LOOK_PRICE] = {"price", NULL, 1},
    [LOOK_MEDIAN] = {"median_price", NULL, 1},
    [LOOK_LOWEST] = {"lowest_price", NULL, 1},
    [LOOK_DIFFERENCE] = {"above_median", NULL, 1},
    [LOOK_SUM] = {"places_times_above_median", NULL, 1},
    [LOOK_SUM_LOWEST] = {"places_times_above_lowest", NULL, 1},
    [LOOK_BOROUGHS] = {"boroughs", NULL, 1},
    [LOOK_FEW] = {"note", NULL, 0},
    [LOOK_NUMBER] = {NULL, "no.", 1},
    [LOOK_SHOWN_BOROUGH] = {NULL, "borough", 0},
    [LOOK_SHOWN_SUM] = {NULL, "sum £", 1},
    [LOOK_SHOWN_PROVIDER] = {NULL, "provider", 0},
    [LOOK_SHOWN_ALIKE] = {NULL, "places that are alike", 0},
    [LOOK_SHOWN_PLACES] = {NULL, "places", 1},
    [LOOK_SHOWN_PRICE] = {NULL, "price £", 1},
    [LOOK_SHOWN_MEDIAN] = {NULL, "median £", 1},
    [LOOK_SHOWN_DIFFERENCE] = {NULL, "above £", 1},
    [LOOK_SHOWN_BOROUGHS] = {NULL, "boroughs", 1},
    [LOOK_SHOWN_FEW] = {NULL, "note", 0},
};

struct look {
    const struct market_cell *cell;
    const struct market_row *row;
    double sum;
};

static int by_sum(const void *first, const void *second)
{
    const struct look *a = first, *b = second;

    if (a->sum != b->sum)
        return a->sum < b->sum ? 1 : -1;
    return a->row < b->row ? -1 : a->row > b->row;  // in the order of the market
}

static void fill_look(struct sheet *sheet, const struct market *market, const struct look *look)
{
    const struct market_row *row = look->row;
    const double price = market_price(row), above = price - look->cell->median;
    struct arena *arena = sheet->arena;
    const char **cells = sheet_row(sheet, "");

    if (cells == NULL)
        return;
    for (size_t i = 0; i < MARKET_LIKES; i++)
        cells[i] = market_like(market, row, i);
    cells[LOOK_BOROUGH] = cells[LOOK_SHOWN_BOROUGH] = boroughs[row->borough].la_name;
    cells[LOOK_CODE] = boroughs[row->borough].new_la_code;
    cells[LOOK_PROVIDER] = cells[LOOK_SHOWN_PROVIDER] =
        provider_name(look->cell->rows, look->cell->count);
    cells[LOOK_URN] = provider_number(arena, row, 1);
    cells[LOOK_UKPRN] = provider_number(arena, row, 0);
    cells[LOOK_PLACES] = cells[LOOK_SHOWN_PLACES] = count(arena, row->places);
    cells[LOOK_PRICE] = pounds(arena, price);
    cells[LOOK_MEDIAN] = pounds(arena, look->cell->median);
    cells[LOOK_LOWEST] = pounds(arena, look->cell->lowest);
    cells[LOOK_DIFFERENCE] = pounds(arena, above);
    cells[LOOK_SUM] = pounds(arena, look->sum);
    cells[LOOK_SUM_LOWEST] = pounds(arena, (double)row->places * (price - look->cell->lowest));
    cells[LOOK_BOROUGHS] = cells[LOOK_SHOWN_BOROUGHS] = count(arena, look->cell->boroughs);
    cells[LOOK_FEW] = few(look->cell);
    cells[LOOK_SHOWN_FEW] = look->cell->boroughs < FEW_BOROUGHS ? "few" : "";
    cells[LOOK_NUMBER] = count(arena, (int64_t)sheet->rows_count);
    cells[LOOK_SHOWN_SUM] = whole_pounds(arena, look->sum);
    cells[LOOK_SHOWN_ALIKE] = alike(market, row);
    cells[LOOK_SHOWN_PRICE] = whole_pounds(arena, price);
    cells[LOOK_SHOWN_MEDIAN] = whole_pounds(arena, look->cell->median);
    cells[LOOK_SHOWN_DIFFERENCE] = whole_pounds(arena, above);
}

// Every price above the median of its cell, in the arena; `*count` is how many.
static struct look *list_looks(const struct market *market, size_t *looks_count)
{
    struct look *looks = NULL;

    *looks_count = 0;
    for (size_t i = 0; i < market->cells_count; i++)
        for (size_t j = 0; j < market->cells[i].count; j++) {
            const struct market_cell *cell = &market->cells[i];
            const double above = market_price(&cell->rows[j]) - cell->median;
            struct look *look = above > 0 ? LIST_ADD(market->arena, looks, *looks_count) : NULL;

            if (look != NULL)
                *look = (struct look){cell, &cell->rows[j], above * (double)cell->rows[j].places};
        }
    if (*looks_count > 1)
        qsort(looks, *looks_count, sizeof looks[0], by_sum);
    return looks;
}

void market_sheet_where_to_look(struct sheet *sheet, const struct market *market,
                                const struct market_about *about)
{
    size_t looks_count;
    const struct look *looks = list_looks(market, &looks_count);
    double sum = 0;
    const char *text;

    begin(sheet, market, about, "where-to-look", "Where to look",
          "Prices above the median of what boroughs pay for places that are alike at the same "
          "provider: places times the difference, the largest sum first.",
          look_columns, LOOK_CELLS);
    for (size_t i = 0; i < looks_count; i++) {
        sum += looks[i].sum;
        if (about->most == 0 || i < (size_t)about->most)
            fill_look(sheet, market, &looks[i]);
    }
    text = arena_printf(sheet->arena, "GBP %s a year are paid above the medians, in %zu prices",
                        whole_pounds(sheet->arena, sum), looks_count);
    if (text != NULL)
        sheet_note(sheet, "in all", text);
    note(sheet, market);
    if (about->most > 0 && looks_count > (size_t)about->most)
        sheet_note(sheet, "more", "--format csv has all");
}
