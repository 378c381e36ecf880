#include "reporter/market/market.h"

#include "lib/base/list.h"
#include "proto/form/codes.h"
#include "proto/form/field.h"
#include "proto/form/form.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

const char *const market_likes[MARKET_LIKES] = {
#define LIKE(column, heading) #column,
#include "reporter/market/market.def"
};

const char *const market_like_headings[MARKET_LIKES] = {
#define LIKE(column, heading) heading,
#include "reporter/market/market.def"
};

void market_init(struct market *market, struct arena *arena)
{
    *market = (struct market){.arena = arena};
    for (size_t i = 0; i < MARKET_LIKES; i++) {
        market->columns[i] = protobuf_c_message_descriptor_get_field_by_name(
            &qd__placement__descriptor, market_likes[i]);
        assert(market->columns[i] != NULL);  // a test looks at each
    }
}

// --- rows

static int is_not_known(const ProtobufCFieldDescriptor *column, uint32_t value)
{
    char code[CODES_WRITTEN_BYTES];

    if (column->type != PROTOBUF_C_TYPE_ENUM)
        return value == 0;
    return !codes_write(column->descriptor, (int)value, code) || strcmp(code, "not_known") == 0 ||
           strcmp(code, "not_recorded") == 0;
}

static void take_likes(const struct market *market, struct market_row *made,
                       const Qd__Placement *row)
{
    made->is_comparable = 1;
    for (size_t i = 0; i < MARKET_LIKES; i++) {
        const ProtobufCFieldDescriptor *column = market->columns[i];

        // A code and a number of 32 bits are kept in as many.
        if (field_given(&row->base, column))
            memcpy(&made->likes[i], field_value(&row->base, column), sizeof made->likes[i]);
        if (!field_given(&row->base, column) || is_not_known(column, made->likes[i]))
            made->is_comparable = 0;
    }
}

static int is_priced(const Qd__Placement *row)
{
    return (row->has_urn || row->has_ukprn) && row->has_plans && row->plans > 0 &&
           row->has_annual_cost && row->annual_cost > 0;
}

int market_add(struct market *market, int borough, const Qd__Return *returned)
{
    for (size_t i = 0; i < returned->n_placements; i++) {
        const Qd__Placement *row = returned->placements[i];
        struct market_row *made;

        if (!is_priced(row))
            continue;
        made = LIST_ADD(market->arena, market->rows, market->count);
        if (made == NULL)
            return -1;
        *made = (struct market_row){.borough = borough,
                                    .is_urn = row->has_urn,
                                    .provider = row->has_urn ? row->urn : row->ukprn,
                                    .places = (int64_t)row->plans,
                                    .pence = row->annual_cost};
        made->name =
            arena_strdup(market->arena, row->provider_name == NULL ? "" : row->provider_name);
        if (made->name == NULL)
            return -1;
        take_likes(market, made, row);
    }
    return 0;
}

// --- cells

// Rows of one cell are the same in this order.
static int by_cell(const struct market_row *a, const struct market_row *b)
{
    if (a->is_comparable != b->is_comparable)
        return b->is_comparable - a->is_comparable;
    if (a->is_urn != b->is_urn)
        return b->is_urn - a->is_urn;
    if (a->provider != b->provider)
        return a->provider < b->provider ? -1 : 1;
    for (size_t i = 0; i < MARKET_LIKES; i++)
        if (a->likes[i] != b->likes[i])
            return a->likes[i] < b->likes[i] ? -1 : 1;
    return 0;
}

static int by_cell_and_price(const void *first, const void *second)
{
    const struct market_row *a = first, *b = second;
    const int cells = by_cell(a, b);
    // Exact: a price is a fraction.
    const __int128 left = (__int128)a->pence * b->places, right = (__int128)b->pence * a->places;

    if (cells != 0)
        return cells;
    return left != right ? (left > right) - (left < right) : a->borough - b->borough;
}

// The price of a place, counted from 0 in the order of prices.
static double price_at(const struct market_cell *cell, int64_t place)
{
    const struct market_row *row = cell->rows;

    for (; place >= row->places; row++)
        place -= row->places;
    return market_price(row);
}

static void work_out(struct market_cell *cell)
{
    uint64_t boroughs_in = 0;

    for (size_t i = 0; i < cell->count; i++) {
        cell->places += cell->rows[i].places;
        boroughs_in |= (uint64_t)1 << cell->rows[i].borough;
    }
    cell->boroughs = (unsigned)__builtin_popcountll(boroughs_in);
    cell->lowest = market_price(&cell->rows[0]);
    cell->highest = market_price(&cell->rows[cell->count - 1]);
    cell->median = (price_at(cell, (cell->places - 1) / 2) + price_at(cell, cell->places / 2)) / 2;
    for (size_t i = 0; i < cell->count; i++) {
        const double price = market_price(&cell->rows[i]);

        cell->over_lowest += (double)cell->rows[i].places * (price - cell->lowest);
        if (price > cell->median)
            cell->over_median += (double)cell->rows[i].places * (price - cell->median);
    }
}

static int by_sum(const void *first, const void *second)
{
    const struct market_cell *a = first, *b = second;

    if (a->over_median != b->over_median)
        return a->over_median < b->over_median ? 1 : -1;
    return by_cell(a->rows, b->rows);
}

int market_make(struct market *market)
{
    size_t first = 0;

    if (market->count > 1)
        qsort(market->rows, market->count, sizeof market->rows[0], by_cell_and_price);
    for (size_t i = 0; i < market->count; i++)
        if (!market->rows[i].is_comparable) {
            market->incomparable++;
            market->incomparable_places += market->rows[i].places;
        }
    while (first + market->incomparable < market->count) {
        struct market_cell *cell = LIST_ADD(market->arena, market->cells, market->cells_count);

        if (cell == NULL)
            return -1;
        *cell = (struct market_cell){.rows = &market->rows[first], .count = 1};
        while (first + cell->count + market->incomparable < market->count &&
               by_cell(cell->rows, &market->rows[first + cell->count]) == 0)
            cell->count++;
        work_out(cell);
        first += cell->count;
    }
    if (market->cells_count > 1)
        qsort(market->cells, market->cells_count, sizeof market->cells[0], by_sum);
    return 0;
}

const char *market_like(const struct market *market, const struct market_row *row, size_t like)
{
    const ProtobufCFieldDescriptor *column = market->columns[like];
    char code[CODES_WRITTEN_BYTES];

    if (column->type != PROTOBUF_C_TYPE_ENUM)
        return row->likes[like] == 0 ? "" : arena_printf(market->arena, "%u", row->likes[like]);
    return codes_write(column->descriptor, (int)row->likes[like], code)
               ? arena_strdup(market->arena, code)
               : "";
}
