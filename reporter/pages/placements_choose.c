// The choices of what is alike: each is a value that some places have, with how many can be compared if only this
// choice changes. There is no choice of all.
#include "lib/base/list.h"
#include "proto/form/codes.h"
#include "reporter/pages/address.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/placements_internal.h"

#include <stdlib.h>
#include <string.h>

static const char *const orders[PLACEMENTS_ORDERS] = {"saving", "spread", "places", "name"};
static const char *const order_words[PLACEMENTS_ORDERS] = {"saving at the median", "spread",
                                                           "places", "name"};

static int is_compared(const struct market_cell *cell)
{
    return cell->boroughs > 1;
}

static int is_alike(const struct market_cell *cell, const uint32_t likes[MARKET_LIKES], size_t but)
{
    for (size_t like = 0; like < MARKET_LIKES; like++)
        if (like != but && cell->rows[0].likes[like] != likes[like])
            return 0;
    return 1;
}

const char *placements_like(const struct placements_page *of, const struct market_row *row,
                            size_t like)
{
    return market_like(&of->market, row, like);
}

const char *placements_words(const struct placements_page *of, const struct market_row *row,
                             size_t like)
{
    const ProtobufCFieldDescriptor *column = of->market.columns[like];

    return column->type == PROTOBUF_C_TYPE_ENUM
               ? codes_label(column->descriptor, (int)row->likes[like])
               : placements_like(of, row, like);
}

// --- what is chosen

// The first cell of the set that has the most places to compare: a set of cells are those alike.
static const struct market_cell *most_places(const struct placements_page *of)
{
    const struct market_cell *best = NULL;
    int64_t most = 0;

    for (size_t i = 0; i < of->market.cells_count; i++) {
        const struct market_cell *cell = &of->market.cells[i];
        int64_t places = 0;

        for (size_t j = 0; j < of->market.cells_count; j++)
            if (is_compared(&of->market.cells[j]) &&
                is_alike(&of->market.cells[j], cell->rows[0].likes, MARKET_LIKES))
                places += of->market.cells[j].places;
        if (places > most) {
            most = places;
            best = cell;
        }
    }
    return best;
}

static const char *name_of(const struct placements_page *of, size_t like)
{
    return address_of(of->page->arena, market_like_headings[like]);
}

static int take_value(struct placements_page *of, size_t like, const char *word)
{
    for (size_t i = 0; i < of->market.cells_count; i++) {
        const struct market_row *row = &of->market.cells[i].rows[0];

        if (address_is(word, placements_like(of, row, like))) {
            of->likes[like] = row->likes[like];
            return 1;
        }
    }
    return 0;
}

static int take_order(struct placements_page *of)
{
    const char *word = query_value(&of->page->query, "order");

    for (int order = 0; word != NULL && order < PLACEMENTS_ORDERS; order++)
        if (strcmp(word, orders[order]) == 0) {
            of->order = (enum placements_order)order;
            return 1;
        }
    return word == NULL;
}

static int unknown(struct placements_page *of, const char *what, const char *word)
{
    page_unknown(of->page, what, word);
    page_known(of->page, "The page without a choice", of->page->found.address);
    return 0;
}

// --- links

static const char *address_with(const struct placements_page *of, const char *name,
                                const char *value)
{
    return query_with(&of->page->query, of->page->arena, of->page->found.address, name, value);
}

struct value {
    const struct market_row *row;
    int64_t places;  // that can be compared if only this choice changes
};

static int by_places(const void *a, const void *b)
{
    const struct value *one = a, *two = b;

    return (one->places < two->places) - (one->places > two->places);
}

static size_t values_of(const struct placements_page *of, size_t like,
                        struct value values[PLACEMENTS_VALUES_MAX])
{
    size_t count = 0;

    for (size_t i = 0; i < of->market.cells_count; i++) {
        const struct market_cell *cell = &of->market.cells[i];
        size_t at = 0;

        while (at < count && values[at].row->likes[like] != cell->rows[0].likes[like])
            at++;
        if (at == PLACEMENTS_VALUES_MAX)
            continue;
        if (at == count)
            values[count++] = (struct value){.row = &cell->rows[0]};
        if (is_compared(cell) && is_alike(cell, of->likes, like))
            values[at].places += cell->places;
    }
    qsort(values, count, sizeof *values, by_places);
    return count;
}

static void say_choices(struct placements_page *of)
{
    json_t *items;

    for (size_t like = 0; like < MARKET_LIKES; like++) {
        struct value values[PLACEMENTS_VALUES_MAX] = {{0}};
        const size_t count = values_of(of, like, values);

        items = page_choices(of->page,
                             figure_words_sentence(of->page->arena, market_like_headings[like]));
        for (size_t i = 0; i < count; i++) {
            const char *word = placements_like(of, values[i].row, like);

            page_choose(of->page, items,
                        arena_printf(of->page->arena, "%s (%lld)",
                                     placements_words(of, values[i].row, like),
                                     (long long)values[i].places),
                        address_with(of, name_of(of, like), address_of(of->page->arena, word)),
                        values[i].row->likes[like] == of->likes[like]);
        }
    }
    items = page_choices(of->page, "Order");
    for (int order = 0; order < PLACEMENTS_ORDERS; order++)
        page_choose(of->page, items, order_words[order], address_with(of, "order", orders[order]),
                    order == (int)of->order);
}

// --- the cells that are alike, in their order

static int by_order(const void *a, const void *b, void *context)
{
    const struct market_cell *one = a, *two = b;
    const struct placements_page *of = context;
    double difference = two->over_median - one->over_median;

    if (of->order == PLACEMENTS_BY_SPREAD)
        difference = (two->highest - two->lowest) - (one->highest - one->lowest);
    if (of->order == PLACEMENTS_BY_PLACES)
        difference = (double)(two->places - one->places);
    if (of->order == PLACEMENTS_BY_NAME)
        return strcmp(one->rows[0].row->provider_name, two->rows[0].row->provider_name);
    return (difference > 0) - (difference < 0);
}

int placements_choose(struct placements_page *of)
{
    const struct market_cell *best = most_places(of);

    if (best == NULL)
        return 1;
    memcpy(of->likes, best->rows[0].likes, sizeof of->likes);
    for (size_t like = 0; like < MARKET_LIKES; like++) {
        const char *word = query_value(&of->page->query, name_of(of, like));

        if (word != NULL && !take_value(of, like, word))
            return unknown(of, market_like_headings[like], word);
    }
    if (!take_order(of))
        return unknown(of, "order", query_value(&of->page->query, "order"));
    say_choices(of);
    for (size_t i = 0; i < of->market.cells_count; i++)
        if (is_compared(&of->market.cells[i]) &&
            is_alike(&of->market.cells[i], of->likes, MARKET_LIKES)) {
            struct market_cell *place = LIST_ADD(of->page->arena, of->cells, of->count);

            if (place != NULL)
                *place = of->market.cells[i];
        }
    if (of->count > 1)
        qsort_r(of->cells, of->count, sizeof *of->cells, by_order, of);
    return 1;
}
