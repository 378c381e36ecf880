#include "reporter/market/price_index.h"
#include "reporter/outputs/panel_sheet_internal.h"

enum { HUNDRED = 100 };

enum cell {
    NAME,
    CODE,
    INDEX,
    INDEX_SHOWN,
    PLACES,
    OVER_MEDIAN,
    OVER_MEDIAN_SHOWN,
    OVER_LOWEST,
    OVER_LOWEST_SHOWN,
    FEW,
    INCOMPARABLE,
    CELLS
};

static const struct sheet_column columns[CELLS] = {
    [NAME] = {"area_name", "", 0},
    [CODE] = {"area_code", NULL, 0},
    PANEL_PAIR(INDEX, "price_index", "index"),
    [PLACES] = {"places", "places", 1},
    PANEL_PAIR(OVER_MEDIAN, "paid_above_median", "above median £"),
    PANEL_PAIR(OVER_LOWEST, "paid_above_lowest", "above lowest £"),
    [FEW] = {"places_of_few_boroughs", "places of few boroughs", 1},
    [INCOMPARABLE] = {"places_not_compared", "places not compared", 1},
};

static void fill(struct sheet *sheet, int borough, const struct price_index *own)
{
    const char **cells = sheet_row(sheet, "");
    struct arena *arena = sheet->arena;

    if (cells == NULL)
        return;
    cells[NAME] = boroughs[borough].la_name;
    cells[CODE] = boroughs[borough].new_la_code;
    cells[PLACES] = panel_cells_count(arena, own->places);
    cells[FEW] = panel_cells_count(arena, own->places_few);
    cells[INCOMPARABLE] = panel_cells_count(arena, own->places_incomparable);
    if (own->places == 0)
        return;
    panel_cells_real(arena, &cells[INDEX], HUNDRED * own->index);
    panel_cells_money(arena, &cells[OVER_MEDIAN], own->over_median);
    panel_cells_money(arena, &cells[OVER_LOWEST], own->over_lowest);
}

void panel_sheet_price_index(struct sheet *sheet, const struct panel_sheet *kind,
                             const struct panel_sheet_about *about)
{
    struct price_index list[BOROUGHS_COUNT];
    struct market market;

    panel_sheet_begin(sheet, kind, about, columns, CELLS);
    if (market_make(&market, about->places, MARKET_OF_PROVIDER, MARKET_ALL) != 0)
        return;
    price_index_make(list, &market);
    for (int i = 0; i < BOROUGHS_COUNT; i++)
        if ((market.boroughs_in >> i & 1) != 0)
            fill(sheet, i, &list[i]);
    sheet_note(
        sheet, "index",
        "own price over the median of places that are alike, over all own places of which there "
        "are prices of at least 3 boroughs; 100 is the medians. It is where to look and no "
        "judgement: needs differ inside a code");
    panel_sheet_note_missing(sheet, about, market.boroughs_in, "a price");
    panel_sheet_note_alike(sheet, &market);
}
