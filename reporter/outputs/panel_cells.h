// Cells of the panel's sheets: counts, pounds and shares, exact for programs and rounded for people.
//
// A figure of which the two differ has two columns beside each other: PANEL_PAIR declares them, and
// panel_cells_money and its like fill both.
//
//     enum { PLACES, MEDIAN, MEDIAN_SHOWN, CELLS };
//     columns[CELLS] = {[PLACES] = {"places", "places", 1}, PANEL_PAIR(MEDIAN, "median_price", "median £")};
//     panel_cells_money(arena, &cells[MEDIAN], pence);
#ifndef QD_REPORTER_OUTPUTS_PANEL_CELLS_H
#define QD_REPORTER_OUTPUTS_PANEL_CELLS_H

#include "reporter/market/market.h"
#include "reporter/outputs/sheet.h"

#define PANEL_PAIR(column, name, heading)                                                          \
    [column] = {name, NULL, 1}, [(column) + 1] = {NULL, heading, 1}

const char *panel_cells_count(struct arena *arena, int64_t number);

// "63,000", of pence.
const char *panel_cells_whole_pounds(struct arena *arena, double pence);

// Two cells: "63000.25" and "63,000".
void panel_cells_money(struct arena *arena, const char **pair, double pence);

// Two cells: as exact as it is, and with one decimal.
void panel_cells_real(struct arena *arena, const char **pair, double value);

// The same of a part in per cent; both blank where there is nothing to divide by.
void panel_cells_share(struct arena *arena, const char **pair, int64_t part, int64_t whole);

// The cells of a row's columns that are alike, by market_likes.
void panel_cells_likes(const struct market *market, const struct market_row *row,
                       const char **cells);

// "asd, secondary, day, 38, termly".
const char *panel_cells_alike(const struct market *market, const struct market_row *row);

// The name that the first of the rows gives its provider; "" for none.
const char *panel_cells_provider(const struct market_row *rows, size_t count);

// The provider's number, where it is a URN (or else a UKPRN).
const char *panel_cells_number(struct arena *arena, const struct market_row *row, int urn);

// Whether a cell is of few boroughs; and two cells that say so, for programs and for people.
enum { PANEL_CELLS_FEW_BOROUGHS = 3 };
static inline int panel_cells_is_few(const struct market_cell *cell)
{
    return cell->boroughs < PANEL_CELLS_FEW_BOROUGHS;
}
void panel_cells_few(const struct market_cell *cell, const char **pair);

#endif
