#include "reporter/market/flows.h"

#include "lib/base/list.h"

#include <stdlib.h>

// Where the row's setting lies. Out of the borough, and not said where, is FLOWS_NOT_GIVEN as well.
static uint32_t lies_in(const struct place *place)
{
    const Qd__Placement *row = place->row;

    if (row->has_outside_england && row->outside_england == QD__YES_NO__YES)
        return FLOWS_OUTSIDE_ENGLAND;
    if (row->has_setting_old_la_code)
        return row->setting_old_la_code;
    return row->location == QD__LOCATION__IN_BOROUGH ? (uint32_t)boroughs[place->borough].authority
                                                     : FLOWS_NOT_GIVEN;
}

static int64_t *counter_of(struct flows_borough *own, const struct place *place, uint32_t to)
{
    if (to == FLOWS_OUTSIDE_ENGLAND)
        return &own->outside_england;
    if (to == FLOWS_NOT_GIVEN)
        return place->row->location == QD__LOCATION__OUT_OF_BOROUGH ? &own->out_not_given
                                                                    : &own->not_given;
    if (to == (uint32_t)boroughs[place->borough].authority)
        return &own->at_home;
    return boroughs_index((Qd__LocalAuthority)to) >= 0 ? &own->in_london : &own->in_england;
}

static struct flow *flow_of(struct flows *flows, struct arena *arena, int borough, uint32_t to)
{
    struct flow *flow;

    // The rows of one borough stand together.
    for (size_t i = flows->count; i > 0 && flows->list[i - 1].borough == borough; i--)
        if (flows->list[i - 1].to == to)
            return &flows->list[i - 1];
    flow = LIST_ADD(arena, flows->list, flows->count);
    if (flow != NULL)
        *flow = (struct flow){borough, to, 0};
    return flow;
}

static int by_borough_and_places(const void *first, const void *second)
{
    const struct flow *a = first, *b = second;

    if (a->borough != b->borough)
        return a->borough - b->borough;
    if (a->places != b->places)
        return a->places < b->places ? 1 : -1;
    return a->to < b->to ? -1 : 1;
}

int flows_make(struct flows *flows, const struct places *places)
{
    *flows = (struct flows){.count = 0};
    for (size_t i = 0; i < places->count; i++) {
        const struct place *place = &places->list[i];
        struct flows_borough *own = &flows->boroughs[place->borough];
        const uint32_t to = lies_in(place);
        const int64_t plans = (int64_t)place->row->plans;
        const int into = boroughs_index((Qd__LocalAuthority)to);
        struct flow *flow;

        own->is_returned = 1;
        own->rows_without_places += !place->row->has_plans;
        if (!place_is_counted(place))
            continue;
        *counter_of(own, place, to) += plans;
        if (into >= 0 && into != place->borough)
            flows->boroughs[into].in += plans;
        flow = flow_of(flows, places->arena, place->borough, to);
        if (flow == NULL)
            return -1;
        flow->places += plans;
    }
    if (flows->count > 1)
        qsort(flows->list, flows->count, sizeof flows->list[0], by_borough_and_places);
    return 0;
}

int64_t flows_between(const struct flows *flows, int borough, uint32_t to)
{
    for (size_t i = 0; i < flows->count; i++)
        if (flows->list[i].borough == borough && flows->list[i].to == to)
            return flows->list[i].places;
    return 0;
}
