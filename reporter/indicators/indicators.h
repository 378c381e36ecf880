// What is worked out from returns: each indicator is a figure of a borough, or one over another.
// London, Inner and Outer London are the sum of numerators over the sum of denominators of the
// boroughs that have both (promise F).
//
// indicators.def has a row for each that needs one. Besides, every figure of a part and every sum
// of columns is an indicator: a count is <column>_count, an amount has its column's name. So a new
// column of the form is an indicator without a line here.
#ifndef QD_REPORTER_INDICATORS_INDICATORS_H
#define QD_REPORTER_INDICATORS_INDICATORS_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "reporter/figures/receipt.h"

#include <stddef.h>

enum indicator_unit {
    INDICATOR_COUNT,
    INDICATOR_PERCENT,
    INDICATOR_PER_100,  // events for each hundred of something that they do not belong to
    INDICATOR_POUNDS,   // the numerator is in pence
    INDICATOR_WEEKS,    // the numerator is in days
    INDICATOR_NUMBER,   // a number that is not summed (a revision)
    INDICATOR_TIME      // seconds since the start of 1970; not summed
};

// Which is better. Rank 1 is the best; where neither is, it is the highest, and only orders.
enum indicator_direction {
    INDICATOR_NONE,
    INDICATOR_HIGH,
    INDICATOR_LOW,
    INDICATOR_UNRANKED  // there is nothing to set boroughs in order by: whether one has returned
};

enum indicator_kind {
    INDICATOR_A_COUNT,
    INDICATOR_MONEY,
    INDICATOR_PROPORTION,  // of a count that the numerator is part of
    INDICATOR_RATE,        // events, over a count that they are not part of
    INDICATOR_MEAN,        // of money or time, over a count
    INDICATOR_MEDIAN,  // over places: each counts at what its row's numerator is over its denominator
    INDICATOR_MONEY_SHARE,  // of an amount that the numerator is part of
    INDICATOR_FACT          // about one borough: boroughs' do not add up
};

// Whether it is about what happened in the period or what there is on a day: what its figures are, by
// labels.def.
enum indicator_flow {
    INDICATOR_FLOW,
    INDICATOR_STOCK,
    INDICATOR_FLOW_OVER_STOCK,
    INDICATOR_NEITHER  // about the sending of a return
};

// What the law asks for: all plans in time, say.
struct indicator_target {
    int percent;
    const char *law;  // "SI 2014/1530, regulation 13(2)"; NULL: it asks for nothing
};

struct indicator {
    int part;  // whose table it is in: a part of the form, or RECEIPT_PART
    int is_mixed;  // of what is not alike: it is shown, and neither ranked nor set beside another figure
    const char *name;  // "plans_issued_within_20_weeks_percent": stable, for other tools
    const char *numerator, *denominator;  // formula.h; "": there is no denominator
    enum indicator_unit unit;
    int decimals;  // of the value, which is rounded once, a half upwards
    enum indicator_direction direction;
    enum indicator_kind kind;
    const char *label;   // for a person
    const char *source;  // whose definition it is; "" for a column of the form that is only ours
    const char *note;    // "" for nothing
    const char *definition;  // what is counted, and out of what, in plain words
    struct indicator_target target;
    const char *since;   // the first day that its definition holds for; NULL: all that the form has
    const char *places;  // of a median: how often a row counts; NULL: as its denominator says
};

// A column of the part's table for a terminal.
struct indicator_headline {
    int part;
    const char *name, *where;  // the indicator; its slice, as --where says it
};

extern const struct indicator_headline indicators_headlines[];
extern const size_t indicators_headlines_count;

// Measures that never stand alone: whoever asks for one gets the other behind it.
struct indicator_beside {
    int part;
    const char *name, *other;
};

extern const struct indicator_beside indicators_beside[];
extern const size_t indicators_beside_count;

// A line of each borough's pack, and what it says.
enum { INDICATORS_PACK_MAX = 14 };

struct indicator_pack {
    int part;
    int key;                   // 1 and 2: in tables that have room for few; 2: on the first page
    const char *name, *where;  // the indicator; its slice, as --where says it
    const char *address;       // "plans-within-20-weeks"
    const char *label, *brief;
};

extern const struct indicator_pack indicators_pack[];
extern const size_t indicators_pack_count;

// Every indicator of a part, in the arena: first those with a row, in their order. `*list` is NULL
// when the arena is exhausted.
size_t indicators_list(struct indicator **list, struct arena *arena, int part);

// The indicator of that name, made in the arena if need be: 1, or 0 if the part has none.
int indicators_find(struct indicator *indicator, struct arena *arena, int part, const char *name);

// The names that look most like a word that is not one, best first: how many there are.
enum { INDICATORS_NEAREST = 3 };
size_t indicators_nearest(const struct indicator *list, size_t count, const char *word,
                          const char *nearest[INDICATORS_NEAREST]);

// Whether a word stands in its name, label, source or note, whatever the case.
int indicators_mentions(const struct indicator *indicator, const char *word);

static inline int indicators_has_denominator(const struct indicator *indicator)
{
    return indicator->denominator[0] != '\0';
}

// Whether its denominator is pence, too: then it is one amount of another.
static inline int indicators_is_over_money(const struct indicator *indicator)
{
    return indicator->kind == INDICATOR_MONEY_SHARE ||
           (indicator->kind == INDICATOR_MEDIAN && indicator->unit == INDICATOR_PERCENT);
}

// Whether its numerator is pence.
static inline int indicators_is_money(const struct indicator *indicator)
{
    return indicator->unit == INDICATOR_POUNDS || indicators_is_over_money(indicator);
}

// Whether boroughs' figures add up to London's.
static inline int indicators_sums(const struct indicator *indicator)
{
    return indicator->kind != INDICATOR_FACT;
}

// The value of a figure, or of one over another, in the last decimal: 647 is 64.7 %. 1, or 0 where
// it is no int64_t. The denominator is above 0, and 1 where there is none.
int indicators_value(const struct indicator *indicator, int64_t numerator, int64_t denominator,
                     int64_t *value);

// By what an exact figure is multiplied and divided for its value.
void indicators_scale(const struct indicator *indicator, int64_t *scale, int64_t *each);

// Of a median: the column that says how many places a row is of. NULL: it is of another kind.
const ProtobufCFieldDescriptor *indicators_places(const struct indicator *indicator);

enum indicator_flow indicators_flow(const struct indicator *indicator);

// Whether it is made of what boroughs pay for placements, which the panel alone may see.
int indicators_is_a_price(const struct indicator *indicator);

// The version of the form since which all of its figures are asked for; 0 of what is no figure of the form.
unsigned indicators_version(const struct indicator *indicator);

// "flow", "stock", "flow over stock"; "" for neither.
const char *indicators_flow_name(enum indicator_flow flow);

// "count", "percent", "per 100", "pounds", "weeks", "number", "time".
const char *indicators_unit_name(enum indicator_unit unit);

// "count", "money", "proportion", "rate", "mean", "median", "money share", "fact".
const char *indicators_kind_name(enum indicator_kind kind);

// "high", "low", "none" (what is not ranked has none either).
const char *indicators_direction_name(enum indicator_direction direction);

// What rank 1 is: "highest" or "lowest"; NULL: boroughs are not ranked by it.
const char *indicators_ranked_from(enum indicator_direction direction);

#endif
