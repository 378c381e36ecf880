#include "reporter/outputs/panel_cells.h"

#include "lib/base/thousands.h"
#include "reporter/outputs/output_standing.h"

enum { PENCE = 100, HUNDRED = 100 };

const char *panel_cells_count(struct arena *arena, int64_t number)
{
    return arena_printf(arena, "%lld", (long long)number);
}

const char *panel_cells_whole_pounds(struct arena *arena, double pence)
{
    char text[OUTPUT_VALUE_BYTES];

    snprintf(text, sizeof text, "%.0f", pence / PENCE);
    thousands_group(text, sizeof text);
    return arena_strdup(arena, text);
}

void panel_cells_money(struct arena *arena, const char **pair, double pence)
{
    pair[0] = arena_printf(arena, "%.2f", pence / PENCE);
    pair[1] = panel_cells_whole_pounds(arena, pence);
}

void panel_cells_real(struct arena *arena, const char **pair, double value)
{
    char text[OUTPUT_VALUE_BYTES];

    output_real(value, text);
    pair[0] = arena_strdup(arena, text);
    pair[1] = arena_printf(arena, "%.1f", value);
}

void panel_cells_share(struct arena *arena, const char **pair, int64_t part, int64_t whole)
{
    if (whole > 0)
        panel_cells_real(arena, pair, HUNDRED * (double)part / (double)whole);
}

void panel_cells_likes(const struct market *market, const struct market_row *row,
                       const char **cells)
{
    for (size_t i = 0; i < MARKET_LIKES; i++)
        cells[i] = market_like(market, row, i);
}

const char *panel_cells_alike(const struct market *market, const struct market_row *row)
{
    const char *words = "";

    for (size_t i = 0; i < MARKET_LIKES && words != NULL; i++)
        words = arena_printf(market->arena, "%s%s%s", words, i == 0 ? "" : ", ",
                             market_like(market, row, i));
    return words;
}

const char *panel_cells_provider(const struct market_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].row->provider_name != NULL && rows[i].row->provider_name[0] != '\0')
            return rows[i].row->provider_name;
    return "";
}

const char *panel_cells_number(struct arena *arena, const struct market_row *row, int urn)
{
    return row->seller.is_urn == urn ? panel_cells_count(arena, row->seller.number) : "";
}

void panel_cells_few(const struct market_cell *cell, const char **pair)
{
    const int few = panel_cells_is_few(cell);

    pair[0] = few ? "fewer than 3 boroughs" : "";
    pair[1] = few ? "few" : "";
}
