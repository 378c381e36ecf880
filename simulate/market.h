// Some 150 invented providers of bought places, and what one borough pays them. A provider keeps its
// name, number, kind of fee and specialisms over all quarters and for all boroughs; what a borough
// pays it is that borough's own, and goes up each financial year. Names are made of syllables, and
// numbers lie where no real URN or UKPRN does: any likeness is chance.
#ifndef QD_SIMULATE_MARKET_H
#define QD_SIMULATE_MARKET_H

#include "lib/base/arena.h"
#include "return.pb-c.h"
#include "simulate/draw.h"

enum {
    MARKET_PROVIDERS = 150,
    MARKET_NAME_BYTES = 48,
    MARKET_COMPANY_BYTES = 9,
    MARKET_RESIDENCES = 4,
    MARKET_NEEDS = 2
};

struct market_provider {
    char name[MARKET_NAME_BYTES];
    Qd__Setting setting;
    uint32_t urn, ukprn;                 // one of the two; the other is 0
    Qd__LocalAuthority home;             // in which borough it is; 0: outside London
    uint32_t old_la_code;                // DfE's number of its authority; 0: outside England
    char company[MARKET_COMPANY_BYTES];  // who runs it: several, of some companies
    Qd__PriceIncludes includes;
    Qd__Vat vat;
    Qd__Need needs[MARKET_NEEDS];            // what it is good at
    unsigned residences[MARKET_RESIDENCES];  // weights, in the order of the enum; 0: not offered
    Qd__FeeBasis fee_basis;
    uint32_t weeks;           // a year, for whoever is not there for all 52
    unsigned pounds_a_year;   // list price of a day place, 2023-24
    unsigned uplift_percent;  // each financial year
};

// What a borough and a provider have agreed.
struct market_contract {
    unsigned weight;   // how readily the borough buys there; 0: never
    unsigned percent;  // of the list price
    Qd__Sourcing sourcing;
    unsigned social_care_percent, health_percent;  // of a residential place, paid by others
};

struct market {
    struct market_provider providers[MARKET_PROVIDERS];
    struct market_contract contracts[MARKET_PROVIDERS];
};

// The needs of London's plans in January 2025, per mille.
struct market_need {
    Qd__Need need;
    unsigned weight;
};
enum { MARKET_KNOWN_NEEDS = 14 };
extern const struct market_need market_needs[MARKET_KNOWN_NEEDS];

// The market as the borough sees it. The same seed has the same providers for every borough.
void market_open(struct market *market, uint64_t seed, Qd__LocalAuthority authority);

// Whether places in the setting are bought from these providers.
int market_sells(Qd__Setting setting);

// A provider for one place in such a setting: one that is good at the need more likely than another.
const struct market_provider *market_choose(const struct market *market, struct draw *draw,
                                            Qd__Setting setting, Qd__Need need);

// Fills the columns of a bought row from its provider: number, name, fee, cost of its plans in the
// financial year that begins in `year`, shares, sourcing, and of the plans that were there a year before
// what they cost then and now. Plans and residence are there already. -1 when the arena is exhausted.
int market_price(const struct market *market, const struct market_provider *provider, uint32_t year,
                 uint64_t matched, struct arena *arena, Qd__Placement *row);

#endif
