#include "reporter/market/shares.h"

static void add(struct shares_sum *sum, int64_t places, int64_t pence)
{
    sum->places += places;
    sum->pence += pence;
}

// What a row adds to an area: its places as a whole, and to each column some of its money.
struct addition {
    int64_t places, pence;  // of the row; pence 0 where it has no price
    int is_given;           // it can be shared out
    struct shares_sum of[SHARES_MAX];
};

static void take(struct shares_area *area, int borough, const struct addition *addition)
{
    if (!addition->is_given) {
        add(&area->not_given, addition->places, addition->pence);
        return;
    }
    add(&area->all, addition->places, addition->pence);
    area->unpriced += addition->pence == 0 ? addition->places : 0;
    area->boroughs_in |= (uint64_t)1 << borough;
    for (size_t i = 0; i < SHARES_MAX; i++)
        add(&area->of[i], addition->of[i].places, addition->of[i].pence);
}

// Begins the addition of a row.
static struct addition of_row(const struct place *place)
{
    return (struct addition){.places = (int64_t)place->row->plans,
                             .pence = place_is_priced(place) ? place->row->annual_cost : 0};
}

struct shares_area shares_together(const struct shares *shares, uint64_t boroughs_in)
{
    struct shares_area area = {.unpriced = 0};

    for (int i = 0; i < BOROUGHS_COUNT; i++) {
        const struct shares_area *own = &shares->boroughs[i];

        if ((boroughs_in >> i & 1) == 0)
            continue;
        add(&area.all, own->all.places, own->all.pence);
        add(&area.not_given, own->not_given.places, own->not_given.pence);
        area.unpriced += own->unpriced;
        area.boroughs_in |= own->boroughs_in;
        for (size_t j = 0; j < SHARES_MAX; j++)
            add(&area.of[j], own->of[j].places, own->of[j].pence);
    }
    return area;
}

// --- sourcing

void shares_of_sourcing(struct shares *shares, const struct places *places)
{
    *shares = (struct shares){.boroughs = {{.unpriced = 0}}};
    for (size_t i = 0; i < places->count; i++) {
        const struct place *place = &places->list[i];
        struct addition addition = of_row(place);

        if (!place_is_bought(place))
            continue;
        addition.is_given = place->row->has_sourcing;
        if (addition.is_given)
            add(&addition.of[place->row->sourcing - QD__SOURCING__FRAMEWORK], addition.places,
                addition.pence);
        take(&shares->boroughs[place->borough], place->borough, &addition);
    }
}

// --- funding

static void share_out(struct addition *addition, const Qd__Placement *row)
{
    const int64_t paid[SHARES_PAYERS] = {[SHARES_EDUCATION] = row->annual_cost_education,
                                         [SHARES_SOCIAL_CARE] = row->annual_cost_social_care,
                                         [SHARES_HEALTH] = row->annual_cost_health};
    int payers = 0;

    addition->is_given =
        row->has_annual_cost_education && row->has_annual_cost_social_care &&
        row->has_annual_cost_health &&
        paid[SHARES_EDUCATION] + paid[SHARES_SOCIAL_CARE] + paid[SHARES_HEALTH] == row->annual_cost;
    for (size_t i = 0; i < SHARES_PAYERS; i++)
        if (paid[i] > 0) {
            add(&addition->of[i], addition->places, paid[i]);
            payers++;
        }
    if (payers > 1)
        add(&addition->of[SHARES_JOINT], addition->places, addition->pence);
}

void shares_of_funding(struct shares *shares, const struct places *places)
{
    *shares = (struct shares){.boroughs = {{.unpriced = 0}}};
    for (size_t i = 0; i < places->count; i++) {
        const struct place *place = &places->list[i];
        struct addition addition = of_row(place);

        if (!place_is_priced(place))
            continue;
        share_out(&addition, place->row);
        take(&shares->boroughs[place->borough], place->borough, &addition);
    }
}
