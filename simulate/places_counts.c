// How many places there are of each kind: places.h.
#include "simulate/places.h"

#include <assert.h>

static const ProtobufCEnumDescriptor *const settings = &qd__setting__descriptor;
static const ProtobufCEnumDescriptor *const needs = &qd__need__descriptor;

static size_t index_of(const ProtobufCEnumDescriptor *codes, int value)
{
    const ProtobufCEnumValue *found = protobuf_c_enum_descriptor_get_value(codes, value);

    assert(found != NULL);
    return (size_t)(found - codes->values);
}

size_t places_setting(Qd__Setting setting)
{
    assert(settings->n_values <= PLACES_SETTINGS);
    return index_of(settings, (int)setting);
}

size_t places_need(Qd__Need need)
{
    assert(needs->n_values <= PLACES_NEEDS);
    return index_of(needs, (int)need);
}

uint64_t places_in(const struct places *places, size_t setting)
{
    uint64_t sum = 0;

    for (size_t n = 0; n < PLACES_NEEDS; n++)
        sum += places->plans[setting][n];
    return sum;
}

uint64_t places_total(const struct places *places)
{
    uint64_t sum = 0;

    for (size_t s = 0; s < PLACES_SETTINGS; s++)
        sum += places_in(places, s);
    return sum;
}

// Nothing is drawn here: the same numbers are shared out alike each time.
static void share_by(const unsigned weights[PLACES_NEEDS], uint64_t plans,
                     uint64_t parts[PLACES_NEEDS])
{
    struct draw draw;

    draw_start(&draw, 0, DRAW_SPLIT, 0, 0, 0);
    draw_split(&draw, plans, weights, PLACES_NEEDS, parts);
}

void places_share(struct places *places, size_t setting, uint64_t plans, const struct places *like)
{
    unsigned weights[PLACES_NEEDS] = {0};

    if (like != NULL && places_in(like, setting) > 0)
        for (size_t n = 0; n < PLACES_NEEDS; n++)
            weights[n] = (unsigned)like->plans[setting][n];
    else
        for (size_t i = 0; i < MARKET_KNOWN_NEEDS; i++)
            weights[places_need(market_needs[i].need)] = market_needs[i].weight;
    share_by(weights, plans, places->plans[setting]);
}

void places_draw(struct places *places, struct draw *draw, uint64_t plans)
{
    // London's plans in January 2025, per mille.
    static const struct {
        Qd__Setting setting;
        unsigned per_mille;
    } shares[] = {
        {QD__SETTING__MAINSTREAM_LA_MAINTAINED, 227},
        {QD__SETTING__MAINSTREAM_LA_MAINTAINED_RESOURCED_PROVISION, 22},
        {QD__SETTING__MAINSTREAM_LA_MAINTAINED_SENUNIT, 7},
        {QD__SETTING__MAINSTREAM_ACADEMY, 184},
        {QD__SETTING__MAINSTREAM_ACADEMY_RESOURCED_PROVISION, 15},
        {QD__SETTING__MAINSTREAM_ACADEMY_SENUNIT, 8},
        {QD__SETTING__MAINSTREAM_FREE_SCHOOL, 26},
        {QD__SETTING__MAINSTREAM_INDEPENDENT, 20},
        {QD__SETTING__SPECIAL_LA_MAINTAINED, 133},
        {QD__SETTING__SPECIAL_ACADEMY_FREE, 94},
        {QD__SETTING__SPECIAL_INDEPENDENT, 43},
        {QD__SETTING__SPECIAL_NON_MAINTAINED, 5},
        {QD__SETTING__AP_PRU_LA_MAINTAINED, 8},
        {QD__SETTING__GENERAL_FE_TERTIARY_COLLEGES, 111},
        {QD__SETTING__SPECIALIST_POST_16_INSTITUTIONS, 13},
        {QD__SETTING__UKRLP_PROVIDER, 7},
        {QD__SETTING__ELECTIVE_HOME_EDUCATION, 7},
        {QD__SETTING__OTHER_ARRANGEMENTS_LA, 19},
        {QD__SETTING__NEET, 30},
        {QD__SETTING__NM_EARLY_YEARS, 6},
        {QD__SETTING__PLACEMENT_UNKNOWN, 8},
    };

    *places = (struct places){0};
    for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++)
        places_share(places, places_setting(shares[i].setting),
                     plans * shares[i].per_mille * draw_between(draw, 80, 120) / 100000, NULL);
}
