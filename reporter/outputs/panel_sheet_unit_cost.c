// Unit costs: of all priced places, and of new ones beside those that were there a year before.
#include "proto/form/codes.h"
#include "reporter/outputs/panel_sheet_internal.h"

#include <stdlib.h>
#include <string.h>

enum cell {
    SETTING = MARKET_LIKES,  // behind the columns that are alike
    ALIKE,
    PLACES,
    BOROUGHS,
    UNIT_COST,
    UNIT_COST_SHOWN,
    LOWEST,
    LOWEST_SHOWN,
    HIGHEST,
    HIGHEST_SHOWN,
    MEDIAN,
    MEDIAN_SHOWN,
    MEDIAN_LOW,
    MEDIAN_LOW_SHOWN,
    MEDIAN_HIGH,
    MEDIAN_HIGH_SHOWN,
    EARLIER_PLACES,
    EARLIER,
    EARLIER_SHOWN,
    DEARER,
    DEARER_SHOWN,
    FEW,
    FEW_SHOWN,
    CELLS
};

static const struct sheet_column columns[CELLS] = {
#define LIKE(column, heading) [MARKET_LIKE_##column] = {#column, NULL, 0},
#include "reporter/market/market.def"
    [SETTING] = {"setting", NULL, 0},
    [ALIKE] = {NULL, "places that are alike", 0},
    [PLACES] = {"places", "places", 1},
    [BOROUGHS] = {"boroughs", "boroughs", 1},
    PANEL_PAIR(UNIT_COST, "unit_cost", "unit cost £"),
    PANEL_PAIR(LOWEST, "lowest_borough", "lowest borough £"),
    PANEL_PAIR(HIGHEST, "highest_borough", "highest borough £"),
    PANEL_PAIR(MEDIAN, "median_price", "median £"),
    PANEL_PAIR(MEDIAN_LOW, "median_low", "median from £"),
    PANEL_PAIR(MEDIAN_HIGH, "median_high", "median to £"),
    [EARLIER_PLACES] = {"earlier_places", "earlier places", 1},
    PANEL_PAIR(EARLIER, "earlier_median_price", "their median £"),
    PANEL_PAIR(DEARER, "new_above_earlier_percent", "new dearer %"),
    [FEW] = {"note", NULL, 0},
    [FEW_SHOWN] = {NULL, "note", 0},
};

// --- the lines

static int by_places(const void *first, const void *second)
{
    const struct market_cell *a = first, *b = second;

    if (a->places != b->places)
        return a->places < b->places ? 1 : -1;
    return a->rows < b->rows ? -1 : a->rows > b->rows;
}

// By setting and need: as the market has its rows.
static int by_place(const void *first, const void *second)
{
    const struct market_cell *a = first, *b = second;

    return a->rows < b->rows ? -1 : a->rows > b->rows;
}

// The `most` cells with the most places (all: 0), by setting and need; NULL when the arena is exhausted.
static struct market_cell *choose(const struct market *market, int most, size_t *count)
{
    struct market_cell *cells =
        arena_alloc(market->arena, (market->cells_count + 1) * sizeof *cells);

    *count = market->cells_count;
    if (cells == NULL || *count == 0)
        return cells;
    memcpy(cells, market->cells, *count * sizeof *cells);
    qsort(cells, *count, sizeof *cells, by_places);
    if (most > 0 && *count > (size_t)most)
        *count = (size_t)most;
    qsort(cells, *count, sizeof *cells, by_place);
    return cells;
}

// The lowest and highest of the boroughs' own costs a place.
static void range_of(const struct market_cell *cell, double *lowest, double *highest)
{
    struct {
        int64_t places, pence;
    } of[BOROUGHS_COUNT] = {{0}};
    int first = 1;

    for (size_t i = 0; i < cell->count; i++) {
        of[cell->rows[i].borough].places += cell->rows[i].places;
        of[cell->rows[i].borough].pence += cell->rows[i].pence;
    }
    for (size_t i = 0; i < BOROUGHS_COUNT; i++) {
        const double cost = of[i].places == 0 ? 0 : (double)of[i].pence / (double)of[i].places;

        if (of[i].places == 0)
            continue;
        if (first || cost < *lowest)
            *lowest = cost;
        if (first || cost > *highest)
            *highest = cost;
        first = 0;
    }
}

static void fill_prices(struct arena *arena, const struct market_cell *cell, const char **cells)
{
    double lowest = 0, highest = 0;

    range_of(cell, &lowest, &highest);
    panel_cells_money(arena, &cells[UNIT_COST], (double)cell->pence / (double)cell->places);
    panel_cells_money(arena, &cells[LOWEST], lowest);
    panel_cells_money(arena, &cells[HIGHEST], highest);
    panel_cells_money(arena, &cells[MEDIAN], cell->median);
    if (cell->has_interval) {
        panel_cells_money(arena, &cells[MEDIAN_LOW], cell->interval.low);
        panel_cells_money(arena, &cells[MEDIAN_HIGH], cell->interval.high);
    }
    panel_cells_few(cell, &cells[FEW]);
}

// Of a borough's sheet nothing but medians that tell nobody's price.
static void fill_for_borough(struct arena *arena, const struct market_cell *cell,
                             const char **cells)
{
    int64_t median;

    if (market_median_for_boroughs(cell, &median))
        panel_cells_money(arena, &cells[MEDIAN], (double)median);
    else
        cells[FEW] = cells[FEW_SHOWN] = "not shown";
}

static const char *setting_label(const struct market_row *row)
{
    return codes_label(&qd__setting__descriptor, row->row->setting);
}

static const char *setting_code(struct arena *arena, const struct market_row *row)
{
    char code[CODES_WRITTEN_BYTES];

    return codes_write(&qd__setting__descriptor, row->row->setting, code)
               ? arena_strdup(arena, code)
               : "";
}

// A line of a cell; NULL when the arena is exhausted.
static const char **add_line(struct sheet *sheet, const struct market *market,
                             const struct market_cell *cell)
{
    const char **cells = sheet_row(sheet, setting_label(cell->rows));

    if (cells == NULL)
        return NULL;
    panel_cells_likes(market, cell->rows, cells);
    cells[SETTING] = setting_code(sheet->arena, cell->rows);
    cells[ALIKE] = panel_cells_alike(market, cell->rows);
    cells[PLACES] = panel_cells_count(sheet->arena, cell->places);
    cells[BOROUGHS] = panel_cells_count(sheet->arena, cell->boroughs);
    return cells;
}

static void end(struct sheet *sheet, const struct panel_sheet_about *about,
                const struct market *market, const char *what)
{
    panel_sheet_note_missing(sheet, about, market->boroughs_in, what);
    panel_sheet_note_alike(sheet, market);
    if (about->most > 0 && market->cells_count > (size_t)about->most)
        panel_sheet_note_more(sheet, about, "kinds of place of which there are fewer");
}

// --- all places

void panel_sheet_unit_cost(struct sheet *sheet, const struct panel_sheet *kind,
                           const struct panel_sheet_about *about)
{
    struct market_cell *cells;
    struct market market;
    size_t count;

    panel_sheet_begin(sheet, kind, about, columns, CELLS);
    if (market_make(&market, about->places, MARKET_OF_SETTING, MARKET_ALL) != 0)
        return;
    cells = choose(&market, about->most, &count);
    for (size_t i = 0; cells != NULL && i < count; i++) {
        const char **line = add_line(sheet, &market, &cells[i]);

        if (line != NULL && about->is_for_borough)
            fill_for_borough(sheet->arena, &cells[i], line);
        else if (line != NULL)
            fill_prices(sheet->arena, &cells[i], line);
    }
    if (about->is_for_borough)
        sheet_note(sheet, "median", kind->for_boroughs);
    else
        sheet_note(
            sheet, "cost",
            "what the places cost a year over how many they are; lowest and highest are those of a "
            "borough. The median counts each place at its row's price, and has its 95 % interval "
            "(from, to) where every row is one place");
    end(sheet, about, &market, "a price");
}

// --- new places

static void fill_earlier(struct arena *arena, const struct market *earlier,
                         const struct market_cell *cell, const char **line)
{
    const struct market_cell *other = market_find(earlier, cell->rows);

    if (other == NULL)
        return;
    line[EARLIER_PLACES] = panel_cells_count(arena, other->places);
    panel_cells_money(arena, &line[EARLIER], other->median);
    panel_cells_real(arena, &line[DEARER], 100 * (cell->median / other->median - 1));
}

void panel_sheet_new_places(struct sheet *sheet, const struct panel_sheet *kind,
                            const struct panel_sheet_about *about)
{
    struct market market, earlier;
    struct market_cell *cells;
    int64_t places = 0;
    size_t count;

    panel_sheet_begin(sheet, kind, about, columns, CELLS);
    if (market_make(&market, about->places, MARKET_OF_SETTING, MARKET_NEW) != 0 ||
        market_make(&earlier, about->places, MARKET_OF_SETTING, MARKET_MATCHED) != 0)
        return;
    cells = choose(&market, about->most, &count);
    for (size_t i = 0; cells != NULL && i < count; i++) {
        const char **line = add_line(sheet, &market, &cells[i]);

        if (line == NULL)
            continue;
        fill_prices(sheet->arena, &cells[i], line);
        fill_earlier(sheet->arena, &earlier, &cells[i], line);
    }
    for (size_t i = 0; i < market.count; i++)
        places += market.rows[i].places;
    sheet_note(
        sheet, "new",
        arena_printf(sheet->arena,
                     "plans less matched_places, at annual_cost less matched_cost_now: %lld places "
                     "in all. Rows that do not say how many are matched are not in it. Earlier "
                     "places are the matched ones, alike in all that a price depends on",
                     (long long)places));
    end(sheet, about, &market, "new places with a price");
}
