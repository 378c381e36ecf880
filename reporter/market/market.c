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
    for (size_t i = 0; i < MARKET_LIKES; i++) {
        const ProtobufCFieldDescriptor *column = market->columns[i];

        // A code and a number of 32 bits are kept in as many.
        if (field_given(&row->base, column))
            memcpy(&made->likes[i], field_value(&row->base, column), sizeof made->likes[i]);
        if (!field_given(&row->base, column) || is_not_known(column, made->likes[i]))
            made->is_comparable = 0;
    }
}

static void take_seller(struct market_row *made, enum market_of of, const Qd__Placement *row)
{
    if (of == MARKET_OF_SETTING) {
        made->seller = (struct market_seller){0, (uint32_t)row->setting};
        made->is_comparable = row->setting != QD__SETTING__PLACEMENT_UNKNOWN;
    } else {
        made->seller = (struct market_seller){row->has_urn, row->has_urn ? row->urn : row->ukprn};
        made->is_comparable = row->has_urn || row->has_ukprn;
    }
}

// The places of the row that are looked at and what they cost; no places where that is not known.
static void take_places(struct market_row *made, enum market_which which, const Qd__Placement *row)
{
    const int64_t plans = (int64_t)row->plans;
    const int64_t matched = (int64_t)row->matched_places;
    const int64_t cost = row->has_matched_cost_now ? row->matched_cost_now : 0;

    if (which == MARKET_ALL) {
        made->places = plans;
        made->pence = row->annual_cost;
    } else if (which == MARKET_MATCHED && matched <= plans) {
        made->places = matched;
        made->pence = cost;
    } else if (which == MARKET_NEW && row->has_matched_places && (matched == 0 || cost > 0)) {
        made->places = plans - matched;
        made->pence = row->annual_cost - cost;
    }
}

static int add_row(struct market *market, enum market_which which, const struct place *place)
{
    struct market_row made = {.borough = place->borough, .row = place->row};
    struct market_row *row;

    if (!place_is_priced(place))
        return 0;
    take_places(&made, which, place->row);
    if (made.places <= 0 || made.pence <= 0)
        return 0;
    take_seller(&made, market->of, place->row);
    take_likes(market, &made, place->row);
    row = LIST_ADD(market->arena, market->rows, market->count);
    if (row == NULL)
        return -1;
    *row = made;
    market->boroughs_in |= (uint64_t)1 << place->borough;
    if (!made.is_comparable) {
        market->incomparable++;
        market->incomparable_places += made.places;
    }
    return 0;
}

// --- cells

// Rows of one cell are the same in this order.
static int by_cell(const struct market_row *a, const struct market_row *b)
{
    if (a->is_comparable != b->is_comparable)
        return b->is_comparable - a->is_comparable;
    if (a->seller.is_urn != b->seller.is_urn)
        return b->seller.is_urn - a->seller.is_urn;
    if (a->seller.number != b->seller.number)
        return a->seller.number < b->seller.number ? -1 : 1;
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

static void work_out_prices(struct market_cell *cell)
{
    uint64_t boroughs_in = 0;
    size_t rank;

    for (size_t i = 0; i < cell->count; i++) {
        cell->places += cell->rows[i].places;
        cell->pence += cell->rows[i].pence;
        boroughs_in |= (uint64_t)1 << cell->rows[i].borough;
    }
    cell->boroughs = (unsigned)__builtin_popcountll(boroughs_in);
    cell->lowest = market_price(&cell->rows[0]);
    cell->highest = market_price(&cell->rows[cell->count - 1]);
    cell->median = (price_at(cell, (cell->places - 1) / 2) + price_at(cell, cell->places / 2)) / 2;
    if (cell->places == (int64_t)cell->count && interval_median_rank(cell->count, &rank)) {
        cell->has_interval = 1;
        cell->interval.low = market_price(&cell->rows[rank - 1]);
        cell->interval.high = market_price(&cell->rows[cell->count - rank]);
    }
}

static void work_out_sums(struct market_cell *cell)
{
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

static int make_cells(struct market *market)
{
    const size_t comparable = market->count - market->incomparable;

    for (size_t first = 0; first < comparable;) {
        struct market_cell *cell = LIST_ADD(market->arena, market->cells, market->cells_count);

        if (cell == NULL)
            return -1;
        *cell = (struct market_cell){.rows = &market->rows[first], .count = 1};
        while (first + cell->count < comparable &&
               by_cell(cell->rows, &market->rows[first + cell->count]) == 0)
            cell->count++;
        work_out_prices(cell);
        work_out_sums(cell);
        first += cell->count;
    }
    if (market->cells_count > 1)
        qsort(market->cells, market->cells_count, sizeof market->cells[0], by_sum);
    return 0;
}

int market_make(struct market *market, const struct places *places, enum market_of of,
                enum market_which which)
{
    *market = (struct market){.arena = places->arena, .of = of};
    for (size_t i = 0; i < MARKET_LIKES; i++) {
        market->columns[i] = protobuf_c_message_descriptor_get_field_by_name(
            &qd__placement__descriptor, market_likes[i]);
        assert(market->columns[i] != NULL);  // a test looks at each
    }
    for (size_t i = 0; i < places->count; i++)
        if (add_row(market, which, &places->list[i]) != 0)
            return -1;
    if (market->count > 1)
        qsort(market->rows, market->count, sizeof market->rows[0], by_cell_and_price);
    return make_cells(market);
}

const struct market_cell *market_find(const struct market *market, const struct market_row *row)
{
    for (size_t i = 0; i < market->cells_count; i++)
        if (by_cell(market->cells[i].rows, row) == 0)
            return &market->cells[i];
    return NULL;
}

// --- what is shown

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

// A borough knows its own rows, and can take them away in its mind. Where one other borough alone paid the median
// or less, what is left would be that borough's price, the lowest of the others.
static int is_between(const struct market_cell *cell)
{
    uint64_t less = 0, more = 0;  // boroughs

    for (size_t i = 0; i < cell->count; i++) {
        const double price = market_price(&cell->rows[i]);

        less |= (uint64_t)(price <= cell->median) << cell->rows[i].borough;
        more |= (uint64_t)(price >= cell->median) << cell->rows[i].borough;
    }
    return __builtin_popcountll(less) >= MARKET_BOROUGHS_EACH_SIDE &&
           __builtin_popcountll(more) >= MARKET_BOROUGHS_EACH_SIDE;
}

int market_median_for_boroughs(const struct market_cell *cell, int64_t *pence)
{
    int64_t places[BOROUGHS_COUNT] = {0};

    for (size_t i = 0; i < cell->count; i++) {
        int64_t *own = &places[cell->rows[i].borough];

        *own += cell->rows[i].places;
        if (*own * 2 >= cell->places)
            return 0;
    }
    *pence = (int64_t)(cell->median / MARKET_ROUNDED_PENCE + 0.5) * MARKET_ROUNDED_PENCE;
    return cell->boroughs >= MARKET_BOROUGHS_LEAST && is_between(cell);
}
