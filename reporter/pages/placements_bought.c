// Who pays what: each price of the places that are alike, with the borough that pays it and its papers.
#include "proto/form/boroughs.h"
#include "proto/form/period.h"
#include "reporter/pages/address.h"
#include "reporter/pages/papers_link.h"
#include "reporter/pages/placements_internal.h"
#include "reporter/views/view.h"

static void add_price(struct placements_page *of, json_t *list, const struct market_cell *cell,
                      const struct market_row *row)
{
    json_t *item = page_item(of->page, list);

    page_say(of->page, item, "provider", "%s", placements_provider(cell));
    page_say(of->page, item, "borough", "%s", boroughs[row->borough].la_name);
    page_say(of->page, item, "places", "%lld", (long long)row->places);
    page_say(of->page, item, "value", "%s", placements_pounds(of, market_price(row)));
    papers_link_say(of->page, item, "papers",
                    papers_link_of(of->page, &of->view->period, "placements", row->borough,
                                   "annual_cost_per_plan"));
}

void placements_bought(struct placements_page *of, json_t *data)
{
    json_t *list = page_list(of->page, data, "bought");

    for (size_t i = 0; i < of->count; i++)
        for (size_t j = 0; j < of->cells[i].count; j++)
            add_price(of, list, &of->cells[i], &of->cells[i].rows[j]);
}
