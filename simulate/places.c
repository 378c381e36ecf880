#include "simulate/places.h"

#include "lib/base/list.h"
#include "proto/form/figures.h"
#include "proto/form/form.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

// --- what a setting is like

enum { PHASES = 5, NOT_KNOWN = -1 };

// In ascending order: a setting is as the last one here that is not above it.
static const struct profile {
    Qd__Setting from;
    unsigned phases[PHASES];  // weights, early years to post-19; all zero: not known
    int in_borough;           // per cent, or NOT_KNOWN
} profiles[] = {
    {QD__SETTING__MAINSTREAM_LA_MAINTAINED, {3, 62, 33, 2, 0}, 84},
    {QD__SETTING__MAINSTREAM_ACADEMY, {1, 40, 54, 5, 0}, 78},
    {QD__SETTING__SPECIAL_LA_MAINTAINED, {4, 38, 42, 14, 2}, 76},
    {QD__SETTING__AP_PRU_ACADEMY, {0, 12, 86, 2, 0}, 80},
    {QD__SETTING__GENERAL_FE_TERTIARY_COLLEGES, {0, 0, 0, 64, 36}, 48},
    {QD__SETTING__ELECTIVE_HOME_EDUCATION, {1, 36, 46, 13, 4}, 100},
    {QD__SETTING__ONLINE_PROVIDER, {0, 15, 60, 22, 3}, NOT_KNOWN},
    {QD__SETTING__OTHER_SCHOOLS, {2, 30, 44, 18, 6}, NOT_KNOWN},
    {QD__SETTING__NEET, {0, 0, 0, 58, 42}, 100},
    {QD__SETTING__NEET_OTHER_CSA, {0, 30, 70, 0, 0}, 100},
    {QD__SETTING__NM_EARLY_YEARS, {1, 0, 0, 0, 0}, 88},
    {QD__SETTING__PLACEMENT_UNKNOWN, {0, 0, 0, 0, 0}, NOT_KNOWN},
};

static const struct profile *profile_of(Qd__Setting setting)
{
    size_t i = sizeof profiles / sizeof profiles[0] - 1;

    while (i > 0 && profiles[i].from > setting)
        i--;
    return &profiles[i];
}

static const ProtobufCEnumDescriptor *const settings = &qd__setting__descriptor;
static const ProtobufCEnumDescriptor *const needs = &qd__need__descriptor;

// --- a place

// What rows tell apart, in the order in which they stand. No provider is PROVIDERS_NONE.
enum { NO_PROVIDER = MARKET_PROVIDERS };
struct place {
    uint8_t setting, need;  // by their place in the enum
    uint8_t phase, residence, location;
    uint8_t provider;  // in the market
    uint8_t matched;   // it was there a year before; rows do not tell that apart
};

enum { TOLD_APART_BYTES = 6 };
_Static_assert(offsetof(struct place, matched) == TOLD_APART_BYTES,
               "a place is compared byte by byte");
_Static_assert(MARKET_PROVIDERS < UINT8_MAX, "a provider's number fits a byte");

static Qd__Location location_of(const struct profile *profile, struct draw *draw)
{
    if (profile->in_borough == NOT_KNOWN)
        return QD__LOCATION__LOCATION_NOT_KNOWN;
    return draw_below(draw, 100) < (uint64_t)profile->in_borough ? QD__LOCATION__IN_BOROUGH
                                                                 : QD__LOCATION__OUT_OF_BOROUGH;
}

static Qd__Phase phase_of(const struct profile *profile, struct draw *draw)
{
    unsigned sum = 0;

    for (size_t i = 0; i < PHASES; i++)
        sum += profile->phases[i];
    return sum == 0
               ? QD__PHASE__PHASE_NOT_KNOWN
               : (Qd__Phase)(QD__PHASE__EARLY_YEARS + draw_weighted(draw, profile->phases, PHASES));
}

// Nobody boards where the profile knows no place.
static Qd__Residence residence_of(const struct profile *profile)
{
    return profile->in_borough == NOT_KNOWN ? QD__RESIDENCE__RESIDENCE_NOT_KNOWN
                                            : QD__RESIDENCE__DAY;
}

static void buy(const struct places_of *of, Qd__Setting setting, Qd__Need need, struct draw *draw,
                struct place *place)
{
    const struct market_provider *provider = market_choose(of->market, draw, setting, need);

    place->provider = (uint8_t)(provider - of->market->providers);
    place->residence = (uint8_t)(QD__RESIDENCE__DAY +
                                 draw_weighted(draw, provider->residences, MARKET_RESIDENCES));
    place->location =
        provider->home == of->authority ? QD__LOCATION__IN_BOROUGH : QD__LOCATION__OUT_OF_BOROUGH;
}

static Qd__Setting part_of_academy_free(struct draw *draw)
{
    enum { ACADEMIES_PERCENT = 64 };

    return draw_below(draw, 100) < ACADEMIES_PERCENT ? QD__SETTING__SPECIAL_ACADEMY
                                                     : QD__SETTING__SPECIAL_FREE_SCHOOL;
}

static struct place place_of(const struct places_of *of, size_t setting, size_t need,
                             uint64_t number)
{
    const Qd__Setting code = (Qd__Setting)settings->values[setting].value;
    const struct profile *profile = profile_of(code);
    struct place place = {
        .setting = (uint8_t)setting, .need = (uint8_t)need, .provider = NO_PROVIDER};
    struct draw draw;

    draw_start(&draw, of->seed, DRAW_PLACE, (uint32_t)of->authority,
               (uint32_t)(setting << 16 | need), (uint32_t)number);
    place.phase = (uint8_t)phase_of(profile, &draw);
    place.residence = (uint8_t)residence_of(profile);
    place.location = (uint8_t)location_of(profile, &draw);
    if (market_sells(code))
        buy(of, code, (Qd__Need)needs->values[need].value, &draw, &place);
    if (of->splits && code == QD__SETTING__SPECIAL_ACADEMY_FREE)
        place.setting = (uint8_t)places_setting(part_of_academy_free(&draw));
    return place;
}

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, TOLD_APART_BYTES);
}

// --- rows

static Qd__Placement *add_row(struct arena *arena, Qd__Return *returned, Qd__Setting setting)
{
    Qd__Placement *row = (Qd__Placement *)form_new_row(arena, FORM_PLACEMENTS);
    Qd__Placement **place = LIST_ADD(arena, returned->placements, returned->n_placements);

    if (row == NULL || place == NULL)
        return NULL;
    row->setting = setting;
    row->primary_need = QD__NEED__NEED_NOT_KNOWN;
    row->phase = QD__PHASE__PHASE_NOT_KNOWN;
    row->residence = QD__RESIDENCE__RESIDENCE_NOT_KNOWN;
    row->location = QD__LOCATION__LOCATION_NOT_KNOWN;
    *place = row;
    return row;
}

static int add_count(struct arena *arena, Qd__Return *returned, Qd__Setting setting, uint64_t plans)
{
    Qd__Placement *row = add_row(arena, returned, setting);

    if (row == NULL)
        return -1;
    row->has_plans = 1;
    row->plans = plans;
    return 0;
}

static int add_unknown(struct arena *arena, Qd__Return *returned, Qd__Setting setting)
{
    Qd__Placement *row = add_row(arena, returned, setting);
    const ProtobufCFieldDescriptor *plans =
        protobuf_c_message_descriptor_get_field_by_name(&qd__placement__descriptor, "plans");

    return row == NULL ? -1
                       : figures_set_absence(arena, &row->base, plans, QD__ABSENCE__NOT_AVAILABLE);
}

static int add_places(const struct places_of *of, struct arena *arena, Qd__Return *returned,
                      const struct place *place, uint64_t plans, uint64_t matched)
{
    Qd__Placement *row =
        add_row(arena, returned, (Qd__Setting)settings->values[place->setting].value);

    if (row == NULL)
        return -1;
    row->primary_need = (Qd__Need)needs->values[place->need].value;
    row->phase = (Qd__Phase)place->phase;
    row->residence = (Qd__Residence)place->residence;
    row->location = (Qd__Location)place->location;
    row->has_plans = 1;
    row->plans = plans;
    if (place->provider == NO_PROVIDER)
        return 0;
    return market_price(of->market, &of->market->providers[place->provider], of->year, matched,
                        arena, row);
}

// Whether the number-th of them was there a year before.
static int was_there(const struct places_of *of, size_t setting, size_t need, uint64_t number,
                     uint64_t first, uint64_t count)
{
    uint64_t then;

    if (of->year_ago == NULL)
        return number - first < count - count / 10;
    then = of->year_ago_ended->plans[setting][need];
    return number >= then && number < then + of->year_ago->plans[setting][need];
}

// All places of a setting, in the order of their rows.
static size_t list_setting(const struct places *places, const struct places_of *of, size_t setting,
                           struct place *list)
{
    size_t count = 0;

    for (size_t n = 0; n < needs->n_values; n++) {
        const uint64_t first = of->ended == NULL ? 0 : of->ended->plans[setting][n];

        for (uint64_t i = 0; i < places->plans[setting][n]; i++) {
            list[count] = place_of(of, setting, n, first + i);
            list[count++].matched =
                (uint8_t)was_there(of, setting, n, first + i, first, places->plans[setting][n]);
        }
    }
    qsort(list, count, sizeof *list, by_bytes);
    return count;
}

static int add_setting(const struct places *places, const struct places_of *of, size_t setting,
                       struct arena *arena, Qd__Return *returned)
{
    struct place *list = malloc((places_in(places, setting) + 1) * sizeof *list);
    size_t count, end;
    int error = 0;

    if (list == NULL)
        return -1;
    count = list_setting(places, of, setting, list);
    for (size_t start = 0; start < count && error == 0; start = end) {
        uint64_t matched = 0;

        for (end = start; end < count && by_bytes(&list[start], &list[end]) == 0; end++)
            matched += list[end].matched;
        error = add_places(of, arena, returned, &list[start], end - start, matched);
    }
    free(list);
    return error;
}

int places_rows(const struct places *places, const struct places_of *of, struct arena *arena,
                Qd__Return *returned)
{
    int error = add_count(arena, returned, QD__SETTING__TOTAL, of->total);

    for (size_t s = 0; s < settings->n_values && error == 0; s++)
        error = places->unknown[s]
                    ? add_unknown(arena, returned, (Qd__Setting)settings->values[s].value)
                    : add_setting(places, of, s, arena, returned);
    return error;
}
