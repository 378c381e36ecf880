#include "simulate/market.h"

#include "proto/form/boroughs.h"

#include <assert.h>
#include <stdio.h>

enum {
    FIRST_YEAR = 2023,       // list prices are of 2023-24
    FIRST_URN = 900001,      // the highest real URNs are far below
    FIRST_UKPRN = 19900001,  // the same
    FIRST_COMPANY = 99000001,
    COMPANIES = 96,  // the first ones run more than one provider
    TERMS = 3,
    DAYS_A_WEEK = 5,
    WEEKS_ALL_YEAR = 52,
    PENCE = 100,
};

// --- kinds of provider

static const struct kind {
    Qd__Setting setting;
    size_t count;
    int ukprn;             // known by a UKPRN, not a URN
    int residential;       // some have boarders
    unsigned least, most;  // pounds a year for a day place
    const char *names[4];  // what its name ends with
} kinds[] = {
    {QD__SETTING__SPECIAL_INDEPENDENT,
     66,
     0,
     1,
     44000,
     82000,
     {"School", "House School", "Grange School", "Manor School"}},
    {QD__SETTING__SPECIAL_NON_MAINTAINED,
     22,
     0,
     1,
     31000,
     56000,
     {"School", "Trust School", "Foundation School", "Park School"}},
    {QD__SETTING__MAINSTREAM_INDEPENDENT,
     22,
     0,
     0,
     16000,
     29000,
     {"Preparatory School", "College", "High School", "Academy"}},
    {QD__SETTING__SPECIALIST_POST_16_INSTITUTIONS,
     24,
     1,
     1,
     26000,
     58000,
     {"College", "Skills Centre", "Independent College", "Learning Centre"}},
    {QD__SETTING__UKRLP_PROVIDER,
     10,
     1,
     0,
     9000,
     19000,
     {"Training", "Apprenticeships", "Works", "Enterprise"}},
    {QD__SETTING__ONLINE_PROVIDER,
     6,
     1,
     0,
     8000,
     17000,
     {"Online School", "Virtual School", "Online", "Remote Learning"}},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

int market_sells(Qd__Setting setting)
{
    for (size_t i = 0; i < KINDS; i++)
        if (kinds[i].setting == setting)
            return 1;
    return 0;
}

// The kind of the number-th provider.
static const struct kind *kind_of(size_t number)
{
    size_t i = 0;

    while (number >= kinds[i].count)
        number -= kinds[i++].count;
    return &kinds[i];
}

// --- a provider

// A name that no other number has: each pair of syllables is used once.
static void name_provider(struct draw *draw, size_t number, const struct kind *kind, char *name)
{
    static const char *const first[] = {"Alder",  "Brim",  "Corven", "Dunna", "Eskel",
                                        "Farro",  "Gorse", "Hallo",  "Ister", "Jessa",
                                        "Kelver", "Lorne", "Merri"};
    static const char *const second[] = {"by",    "combe",   "den",  "ford",  "garth",  "hythe",
                                         "leigh", "minster", "ness", "stead", "thorpe", "wick"};
    enum { FIRST = sizeof first / sizeof first[0], SECOND = sizeof second / sizeof second[0] };

    _Static_assert(FIRST * SECOND >= MARKET_PROVIDERS, "a name for each");
    (void)snprintf(name, MARKET_NAME_BYTES, "%s%s %s", first[number % FIRST],
                   second[(number / FIRST + number % FIRST * 5) % SECOND],
                   kind->names[draw_below(draw, 4)]);
}

const struct market_need market_needs[MARKET_KNOWN_NEEDS] = {
    {QD__NEED__SPLD, 23},  {QD__NEED__MLD, 88},
    {QD__NEED__SLD, 33},   {QD__NEED__PMLD, 16},
    {QD__NEED__SEMH, 147}, {QD__NEED__SLCN, 244},
    {QD__NEED__HI, 17},    {QD__NEED__VI, 8},
    {QD__NEED__MSI, 3},    {QD__NEED__PD, 35},
    {QD__NEED__ASD, 367},  {QD__NEED__DS, 4},
    {QD__NEED__OTH, 8},    {QD__NEED__NEED_NOT_RECORDED, 6}};

static Qd__Need any_need(struct draw *draw)
{
    unsigned weights[MARKET_KNOWN_NEEDS];

    for (size_t i = 0; i < MARKET_KNOWN_NEEDS; i++)
        weights[i] = market_needs[i].weight;
    return market_needs[draw_weighted(draw, weights, MARKET_KNOWN_NEEDS)].need;
}

static void offer_residences(struct draw *draw, const struct kind *kind,
                             struct market_provider *provider)
{
    static const unsigned weights[MARKET_RESIDENCES] = {80, 8, 7, 5};

    for (size_t i = 0; i < MARKET_RESIDENCES; i++)
        provider->residences[i] =
            i == 0 || (kind->residential && draw_below(draw, 4) == 0) ? weights[i] : 0;
}

static int has_boarders(const struct market_provider *provider)
{
    return provider->residences[1] + provider->residences[2] + provider->residences[3] > 0;
}

// Where a provider outside London lies: Buckinghamshire, Essex, Hertfordshire, Kent, Surrey, or outside
// England.
static uint32_t authority_outside(struct draw *draw)
{
    static const uint32_t authorities[] = {825, 881, 919, 886, 936, 0};
    static const unsigned weights[] = {15, 25, 25, 20, 25, 12};

    return authorities[draw_weighted(draw, weights, sizeof weights / sizeof weights[0])];
}

static void make_contract_terms(struct draw *draw, size_t number, struct market_provider *provider)
{
    static const unsigned includes[] = {30, 34, 8, 18, 3, 4, 1, 2};
    enum { VAT_IN_PERCENT = 12 };

    provider->old_la_code =
        provider->home != 0 ? (uint32_t)provider->home : authority_outside(draw);
    (void)snprintf(provider->company, sizeof provider->company, "%u",
                   FIRST_COMPANY + (unsigned)(number % COMPANIES));
    provider->includes =
        (Qd__PriceIncludes)(QD__PRICE_INCLUDES__NOTHING_MORE +
                            draw_weighted(draw, includes, sizeof includes / sizeof includes[0]));
    provider->vat = draw_below(draw, 100) < VAT_IN_PERCENT ? QD__VAT__VAT_IN : QD__VAT__VAT_OUT;
}

static void make_provider(uint64_t seed, size_t number, struct market_provider *provider)
{
    static const unsigned bases[] = {40, 30, 20, 10};
    const struct kind *kind = kind_of(number);
    struct draw draw;
    size_t home;

    draw_start(&draw, seed, DRAW_PROVIDER, (uint32_t)number, 0, 0);
    *provider = (struct market_provider){.setting = kind->setting};
    name_provider(&draw, number, kind, provider->name);
    if (kind->ukprn)
        provider->ukprn = FIRST_UKPRN + (uint32_t)number;
    else
        provider->urn = FIRST_URN + (uint32_t)number;
    home = draw_below(&draw, (uint64_t)2 * BOROUGHS_COUNT);  // every second one is outside London
    provider->home = home < BOROUGHS_COUNT ? boroughs[home].authority : (Qd__LocalAuthority)0;
    for (size_t i = 0; i < MARKET_NEEDS; i++)
        provider->needs[i] = any_need(&draw);
    offer_residences(&draw, kind, provider);
    provider->fee_basis = (Qd__FeeBasis)(QD__FEE_BASIS__ANNUAL + draw_weighted(&draw, bases, 4));
    // A day's fee says nothing of the nights.
    if (provider->fee_basis == QD__FEE_BASIS__DAILY && has_boarders(provider))
        provider->fee_basis = QD__FEE_BASIS__TERMLY;
    provider->weeks = (uint32_t)draw_between(&draw, 38, 39);
    provider->pounds_a_year = (unsigned)draw_between(&draw, kind->least, kind->most);
    provider->uplift_percent = (unsigned)draw_between(&draw, 2, 8);
    make_contract_terms(&draw, number, provider);
}

// --- a contract

static void make_contract(uint64_t seed, Qd__LocalAuthority authority, size_t number,
                          const struct market_provider *provider, struct market_contract *contract)
{
    enum { AT_HOME = 6, KNOWN = 2, STRANGE = 0 };
    enum { WAYS = 5 };
    static const unsigned ways[WAYS] = {30, 20, 12, 32, 6};
    // A block is cheaper, a single place dearer.
    static const int percent_of_way[WAYS] = {0, 0, -5, 4, 2};
    struct draw draw;
    size_t way;

    draw_start(&draw, seed, DRAW_CONTRACT, (uint32_t)authority, (uint32_t)number, 0);
    contract->weight = provider->home == authority ? AT_HOME
                       : draw_below(&draw, 3) == 0 ? KNOWN
                                                   : STRANGE;
    way = draw_weighted(&draw, ways, WAYS);
    contract->sourcing = (Qd__Sourcing)(QD__SOURCING__FRAMEWORK + way);
    contract->percent = (unsigned)((int)draw_between(&draw, 94, 108) + percent_of_way[way]);
    contract->social_care_percent = (unsigned)draw_between(&draw, 25, 45);
    contract->health_percent = (unsigned)draw_between(&draw, 0, 15);
}

void market_open(struct market *market, uint64_t seed, Qd__LocalAuthority authority)
{
    for (size_t i = 0; i < MARKET_PROVIDERS; i++) {
        make_provider(seed, i, &market->providers[i]);
        make_contract(seed, authority, i, &market->providers[i], &market->contracts[i]);
    }
}

// --- a place

const struct market_provider *market_choose(const struct market *market, struct draw *draw,
                                            Qd__Setting setting, Qd__Need need)
{
    enum { GOOD_AT = 8 };
    unsigned weights[MARKET_PROVIDERS];
    uint64_t sum = 0;

    for (size_t i = 0; i < MARKET_PROVIDERS; i++) {
        const struct market_provider *provider = &market->providers[i];
        const int good = provider->needs[0] == need || provider->needs[1] == need;

        weights[i] =
            provider->setting != setting ? 0 : market->contracts[i].weight * (good ? GOOD_AT : 1);
        sum += weights[i];
    }
    // A borough that knows none of them takes any.
    for (size_t i = 0; i < MARKET_PROVIDERS && sum == 0; i++)
        weights[i] = market->providers[i].setting == setting;
    return &market->providers[draw_weighted(draw, weights, MARKET_PROVIDERS)];
}

// Pounds on top of a day place.
static unsigned boarding_pounds(Qd__Residence residence)
{
    switch (residence) {
    case QD__RESIDENCE__WEEKLY_BOARDING:
        return 31000;
    case QD__RESIDENCE__RESIDENTIAL_38_WEEKS:
        return 58000;
    case QD__RESIDENCE__RESIDENTIAL_52_WEEKS:
        return 149000;
    default:
        return 0;
    }
}

// How many fees a year has.
static unsigned fees_a_year(Qd__FeeBasis basis, uint32_t weeks)
{
    switch (basis) {
    case QD__FEE_BASIS__TERMLY:
        return TERMS;
    case QD__FEE_BASIS__WEEKLY:
        return weeks;
    case QD__FEE_BASIS__DAILY:
        return DAYS_A_WEEK * weeks;
    default:
        return 1;
    }
}

// What the borough pays for one place, in whole pounds a fee.
static int64_t pounds_of_place(const struct market_provider *provider,
                               const struct market_contract *contract, Qd__Residence residence,
                               uint32_t weeks, uint32_t year)
{
    uint64_t pounds =
        (uint64_t)(provider->pounds_a_year + boarding_pounds(residence)) * contract->percent / 100;
    const unsigned fees = fees_a_year(provider->fee_basis, weeks);

    for (uint32_t y = FIRST_YEAR; y < year; y++)
        pounds += pounds * provider->uplift_percent / 100;
    return (int64_t)(pounds / fees * fees);
}

// The year before the first one had the first one's prices without its uplift.
static void match(const struct market_provider *provider, const struct market_contract *contract,
                  uint32_t year, uint64_t matched, Qd__Placement *row)
{
    const int64_t now =
        pounds_of_place(provider, contract, row->residence, row->weeks_a_year, year);
    const int64_t before = year > FIRST_YEAR ? pounds_of_place(provider, contract, row->residence,
                                                               row->weeks_a_year, year - 1)
                                             : now * 100 / (100 + provider->uplift_percent);

    row->has_matched_places = 1;
    row->matched_places = matched;
    row->has_matched_cost_before = row->has_matched_cost_now = matched > 0;
    row->matched_cost_before = (int64_t)matched * PENCE * before;
    row->matched_cost_now = (int64_t)matched * PENCE * now;
}

int market_price(const struct market *market, const struct market_provider *provider, uint32_t year,
                 uint64_t matched, struct arena *arena, Qd__Placement *row)
{
    const struct market_contract *contract = &market->contracts[provider - market->providers];
    const int all_year = row->residence == QD__RESIDENCE__RESIDENTIAL_52_WEEKS;
    const int shared = row->residence != QD__RESIDENCE__DAY;

    row->has_urn = provider->urn != 0;
    row->urn = provider->urn;
    row->has_ukprn = provider->ukprn != 0;
    row->ukprn = provider->ukprn;
    row->provider_name = arena_strdup(arena, provider->name);
    row->has_fee_basis = row->has_weeks_a_year = row->has_sourcing = 1;
    row->fee_basis = provider->fee_basis;
    row->weeks_a_year = all_year ? WEEKS_ALL_YEAR : provider->weeks;
    row->sourcing = contract->sourcing;
    row->has_annual_cost = row->has_annual_cost_education = 1;
    row->has_annual_cost_social_care = row->has_annual_cost_health = 1;
    row->annual_cost = (int64_t)row->plans * PENCE *
                       pounds_of_place(provider, contract, row->residence, row->weeks_a_year, year);
    row->annual_cost_social_care =
        shared ? row->annual_cost * contract->social_care_percent / 100 : 0;
    row->annual_cost_health = shared ? row->annual_cost * contract->health_percent / 100 : 0;
    row->annual_cost_education =
        row->annual_cost - row->annual_cost_social_care - row->annual_cost_health;
    row->has_setting_old_la_code = provider->old_la_code != 0;
    row->setting_old_la_code = provider->old_la_code;
    row->has_outside_england = provider->old_la_code == 0;
    row->outside_england = QD__YES_NO__YES;
    row->company_number = arena_strdup(arena, provider->company);
    row->has_price_includes = row->has_vat = 1;
    row->price_includes = provider->includes;
    row->vat = provider->vat;
    match(provider, contract, year, matched, row);
    return row->provider_name == NULL || row->company_number == NULL ? -1 : 0;
}
