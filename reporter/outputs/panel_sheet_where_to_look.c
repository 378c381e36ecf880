#include "lib/base/list.h"
#include "reporter/outputs/panel_sheet_internal.h"

#include <stdlib.h>

enum cell {
    NUMBER = MARKET_LIKES,  // behind the columns that are alike
    BOROUGH,
    CODE,
    SUM,
    SUM_SHOWN,
    SUM_LOWEST,
    PROVIDER,
    URN,
    UKPRN,
    ALIKE,
    PLACES,
    PRICE,
    PRICE_SHOWN,
    MEDIAN,
    MEDIAN_SHOWN,
    LOWEST,
    DIFFERENCE,
    DIFFERENCE_SHOWN,
    BOROUGHS,
    FEW,
    FEW_SHOWN,
    CELLS
};

static const struct sheet_column columns[CELLS] = {
#define LIKE(column, heading) [MARKET_LIKE_##column] = {#column, NULL, 0},
#include "reporter/market/market.def"
    [NUMBER] = {NULL, "no.", 1},
    [BOROUGH] = {"area_name", "borough", 0},
    [CODE] = {"area_code", NULL, 0},
    PANEL_PAIR(SUM, "places_times_above_median", "sum £"),
    [SUM_LOWEST] = {"places_times_above_lowest", NULL, 1},
    [PROVIDER] = {"provider_name", "provider", 0},
    [URN] = {"urn", NULL, 0},
    [UKPRN] = {"ukprn", NULL, 0},
    [ALIKE] = {NULL, "places that are alike", 0},
    [PLACES] = {"places", "places", 1},
    PANEL_PAIR(PRICE, "price", "price £"),
    PANEL_PAIR(MEDIAN, "median_price", "median £"),
    [LOWEST] = {"lowest_price", NULL, 1},
    PANEL_PAIR(DIFFERENCE, "above_median", "above £"),
    [BOROUGHS] = {"boroughs", "boroughs", 1},
    [FEW] = {"note", NULL, 0},
    [FEW_SHOWN] = {NULL, "note", 0},
};

// A price above the median of its cell.
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

// One figure for programs alone.
static const char *exact(struct arena *arena, double pence)
{
    const char *pair[2];

    panel_cells_money(arena, pair, pence);
    return pair[0];
}

static void fill_look(struct sheet *sheet, const struct market *market, const struct look *look)
{
    const struct market_row *row = look->row;
    const double price = market_price(row);
    struct arena *arena = sheet->arena;
    const char **cells = sheet_row(sheet, "");

    if (cells == NULL)
        return;
    panel_cells_likes(market, row, cells);
    cells[NUMBER] = panel_cells_count(arena, (int64_t)sheet->rows_count);
    cells[BOROUGH] = boroughs[row->borough].la_name;
    cells[CODE] = boroughs[row->borough].new_la_code;
    panel_cells_money(arena, &cells[SUM], look->sum);
    cells[SUM_LOWEST] = exact(arena, (double)row->places * (price - look->cell->lowest));
    cells[PROVIDER] = panel_cells_provider(look->cell->rows, look->cell->count);
    cells[URN] = panel_cells_number(arena, row, 1);
    cells[UKPRN] = panel_cells_number(arena, row, 0);
    cells[ALIKE] = panel_cells_alike(market, row);
    cells[PLACES] = panel_cells_count(arena, row->places);
    panel_cells_money(arena, &cells[PRICE], price);
    panel_cells_money(arena, &cells[MEDIAN], look->cell->median);
    cells[LOWEST] = exact(arena, look->cell->lowest);
    panel_cells_money(arena, &cells[DIFFERENCE], price - look->cell->median);
    cells[BOROUGHS] = panel_cells_count(arena, look->cell->boroughs);
    panel_cells_few(look->cell, &cells[FEW]);
}

// Every price above the median of its cell, in the arena; `*looks_count` is how many.
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

void panel_sheet_where_to_look(struct sheet *sheet, const struct panel_sheet *kind,
                               const struct panel_sheet_about *about)
{
    const struct look *looks;
    struct market market;
    size_t looks_count;
    double sum = 0;

    panel_sheet_begin(sheet, kind, about, columns, CELLS);
    if (market_make(&market, about->places, MARKET_OF_PROVIDER, MARKET_ALL) != 0)
        return;
    looks = list_looks(&market, &looks_count);
    for (size_t i = 0; i < looks_count; i++) {
        sum += looks[i].sum;
        if (about->most == 0 || i < (size_t)about->most)
            fill_look(sheet, &market, &looks[i]);
    }
    sheet_note(
        sheet, "in all",
        arena_printf(sheet->arena,
                     "GBP %s a year are paid above the medians, in %zu prices. It is arithmetic "
                     "and no promise: needs differ inside a code",
                     panel_cells_whole_pounds(sheet->arena, sum), looks_count));
    panel_sheet_note_missing(sheet, about, market.boroughs_in, "a price");
    panel_sheet_note_alike(sheet, &market);
    sheet_note(sheet, "median",
               "each place counts at its row's price; of two in the middle it is their mean");
    if (looks_count > (size_t)about->most)
        panel_sheet_note_more(sheet, about, "further prices");
}
