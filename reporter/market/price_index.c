#include "reporter/market/price_index.h"

#include <string.h>

static void add_row(struct price_index *own, const struct market_cell *cell,
                    const struct market_row *row)
{
    const double price = market_price(row), places = (double)row->places;

    if (cell->boroughs < PRICE_INDEX_BOROUGHS_LEAST) {
        own->places_few += row->places;
        return;
    }
    own->places += row->places;
    own->index += places * price / cell->median;  // a sum until the end
    own->over_lowest += places * (price - cell->lowest);
    if (price > cell->median)
        own->over_median += places * (price - cell->median);
}

void price_index_make(struct price_index list[BOROUGHS_COUNT], const struct market *market)
{
    memset(list, 0, BOROUGHS_COUNT * sizeof list[0]);
    for (size_t i = 0; i < market->cells_count; i++)
        for (size_t j = 0; j < market->cells[i].count; j++) {
            const struct market_row *row = &market->cells[i].rows[j];

            add_row(&list[row->borough], &market->cells[i], row);
        }
    for (size_t i = 0; i < market->count; i++)
        if (!market->rows[i].is_comparable)
            list[market->rows[i].borough].places_incomparable += market->rows[i].places;
    for (size_t i = 0; i < BOROUGHS_COUNT; i++)
        if (list[i].places > 0)
            list[i].index /= (double)list[i].places;
}
