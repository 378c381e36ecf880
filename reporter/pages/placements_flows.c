// Into and out of boroughs.
#include "proto/form/boroughs.h"
#include "reporter/charts/flows.h"
#include "reporter/market/flows.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/papers_link.h"
#include "reporter/pages/placements_internal.h"
#include "reporter/views/view.h"

#include <math.h>
#include <stdlib.h>

enum { FLOWS_SHOWN = 10 };

struct drawn {
    struct flows_row rows[BOROUGHS_COUNT];
    size_t count;
};

static void draw(struct scene *scene, const void *drawn, int size)
{
    const struct drawn *flows = drawn;

    flows_draw(scene, flows->rows, flows->count, (enum scene_size)size);
}

static int by_net(const void *a, const void *b)
{
    const struct flows_row *one = a, *two = b;
    const double difference = (one->in - one->out) - (two->in - two->out);

    return (difference > 0) - (difference < 0);
}

static void fill(const struct placements_page *of, struct drawn *drawn, const struct flows *flows)
{
    struct arena *arena = of->page->arena;

    drawn->count = 0;
    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        const struct flows_borough *borough = &flows->boroughs[row];

        if (!borough->is_returned)
            continue;
        drawn->rows[drawn->count++] = (struct flows_row){
            .name = boroughs[row].la_name,
            .out_label = figure_words_rounded(arena, (double)borough->in_london, 0),
            .in_label = figure_words_rounded(arena, (double)borough->in, 0),
            .net_label = figure_words_signed(arena, (double)(borough->in - borough->in_london), 0),
            .out = (double)borough->in_london,
            .in = (double)borough->in};
    }
    qsort(drawn->rows, drawn->count, sizeof *drawn->rows, by_net);
}

static void say_rows(struct placements_page *of, json_t *data, const struct drawn *drawn)
{
    json_t *list = page_list(of->page, data, "rows");

    for (size_t i = 0; i < drawn->count; i++) {
        const int borough = (int)(boroughs_find(drawn->rows[i].name) - boroughs);
        json_t *item = page_item(of->page, list);

        papers_link_say(
            of->page, item, "papers",
            papers_link_of(of->page, &of->view->period, "placements", borough, "plans_count"));
        page_say(of->page, item, "name", "%s", drawn->rows[i].name);
        page_say(of->page, item, "out", "%s", drawn->rows[i].out_label);
        page_say(of->page, item, "in", "%s", drawn->rows[i].in_label);
        page_say(of->page, item, "net", "%s", drawn->rows[i].net_label);
    }
}

// --- the largest flows between two boroughs

// -1: in no borough of London.
static int borough_of(const struct flow *flow)
{
    return boroughs_index((Qd__LocalAuthority)flow->to);
}

static int by_places(const void *a, const void *b)
{
    const struct flow *one = a, *two = b;

    return (one->places < two->places) - (one->places > two->places);
}

static void say_largest(struct placements_page *of, json_t *data, const struct flows *flows)
{
    struct flow *order = arena_alloc(of->page->arena, (flows->count + 1) * sizeof *order);
    json_t *list = page_list(of->page, data, "largest");
    size_t count = 0;

    if (order == NULL)
        return;
    for (size_t i = 0; i < flows->count; i++)
        if (borough_of(&flows->list[i]) >= 0 &&
            borough_of(&flows->list[i]) != flows->list[i].borough)
            order[count++] = flows->list[i];
    qsort(order, count, sizeof *order, by_places);
    for (size_t i = 0; i < count && i < FLOWS_SHOWN; i++) {
        const int64_t out = flows->boroughs[order[i].borough].in_london;
        json_t *item = page_item(of->page, list);

        page_say(of->page, item, "from", "%s", boroughs[order[i].borough].la_name);
        page_say(of->page, item, "to", "%s", boroughs[borough_of(&order[i])].la_name);
        page_say(of->page, item, "places", "%s",
                 figure_words_rounded(of->page->arena, (double)order[i].places, 0));
        page_say(of->page, item, "share", "%s%%",
                 figure_words_rounded(of->page->arena,
                                      out == 0 ? 0 : 100.0 * (double)order[i].places / (double)out,
                                      0));
    }
}

void placements_flows(struct placements_page *of)
{
    struct drawn drawn;
    struct flows flows;
    json_t *data;

    if (flows_make(&flows, of->view->places) != 0)
        return;
    fill(of, &drawn, &flows);
    if (drawn.count == 0)
        return;
    data = page_object(of->page, of->page->data, "flows");
    page_sentence(of->page, data, "finding", "placements_flows", "{s:s, s:s, s:s, s:s}", "first",
                  drawn.rows[0].name, "first_net", drawn.rows[0].net_label, "last",
                  drawn.rows[drawn.count - 1].name, "last_net",
                  drawn.rows[drawn.count - 1].net_label);
    say_rows(of, data, &drawn);
    say_largest(of, data, &flows);
    page_draw(of->page, data, "flows", "Children placed out of and into each borough",
              "Left, its own children in other London boroughs; right, the children of other "
              "boroughs here. The table below has them.",
              draw, &drawn);
}
