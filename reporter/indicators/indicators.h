// What is worked out from returns, and how: each indicator is one figure of a borough, or one over
// another. London, Inner and Outer London are the sum of numerators over the sum of denominators of
// the boroughs that have both (promise F).
//
// A table (timeliness.c, placements.c, transport.c, submissions.c) works out all figures of a
// borough in one pass over its return, and lists indicators that say which of them go over which.
// Both are made from the form's descriptors: a new field, setting or need is an indicator without a
// line here.
#ifndef QD_REPORTER_INDICATORS_INDICATORS_H
#define QD_REPORTER_INDICATORS_INDICATORS_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "proto/form/figure.h"
#include "return.pb-c.h"

#include <stddef.h>
#include <stdint.h>

enum indicator_unit {
    INDICATOR_COUNT,        // the numerator itself; no denominator
    INDICATOR_PERCENT,      // one decimal, rounded half up, as DfE does
    INDICATOR_POUNDS,       // an amount, numerator in pence; no denominator
    INDICATOR_POUNDS_EACH,  // pence over a count, two decimals, rounded half up
    INDICATOR_NUMBER,       // a number that is not summed (a revision)
    INDICATOR_TIME          // Unix milliseconds, written as a date and time; not summed
};

// Which is better. Rank 1 is the best; where neither is, it is the highest, and only orders.
enum indicator_polarity {
    POLARITY_NONE,     // neither more nor less is better in itself
    POLARITY_HIGH,     // more is
    POLARITY_LOW,      // less is
    POLARITY_UNRANKED  // there is nothing to set boroughs in order by: whether one has returned
};

// What an indicator is worked out from, for one borough: pointers are NULL when there is none.
struct indicator_source {
    const Qd__Return *period;  // the borough's return for the table's period
    const Qd__Return
        *stock;  // its return that holds the placements to go with it (period_of_stock)
    uint64_t received_at_unix_ms;
    uint32_t revision;
    uint64_t sequence;
    uint32_t queries;
};

enum { INDICATOR_NO_FIGURE = -1 };

struct indicator {
    const char *measure;  // "plans_issued_within_20_weeks_percent": stable, for other tools
    const char *label;    // for a person
    enum indicator_unit unit;
    enum indicator_polarity polarity;
    int headline;         // shown in the text table unless another measure is asked for
    int crossed;          // one of the many that are made of a setting and a need
    int numerator;        // which of the table's figures
    int denominator;      // the same, or INDICATOR_NO_FIGURE for units without
    const char *formula;  // in the form's own names
    const char *source;   // whose definition it is
};

// The list, in its arena; `failed` is 1 when that was exhausted.
struct indicators {
    struct arena *arena;
    struct indicator *list;
    size_t count;
    int failed;
};

struct indicator_table {
    const char *name;   // "timeliness"
    const char *title;  // "Timeliness of EHC plans"
    const char *about;  // what it holds, in a sentence
    const char *part;   // what a borough has returned when it is in the table: "timeliness"
    int uses_stock;     // looks at indicator_source.stock
    int (*returned)(const Qd__Return *returned);  // whether the return holds that part
    size_t (*figures_count)(void);
    // Works out every figure of one borough, into an array of figures_count.
    void (*figures)(const struct indicator_source *source, struct figure *figures);
    // Adds every indicator, in the order of the table.
    void (*list)(struct indicators *indicators);
};

// The tables, in order; NULL at the end.
extern const struct indicator_table *const indicators_tables[];

// NULL if there is no such table.
const struct indicator_table *indicators_table(const char *name);

// Every indicator of a table, in the arena. ERR_NO_MEMORY.
enum err indicators_make(struct indicators *indicators, struct arena *arena,
                         const struct indicator_table *table, struct err_text *text);

// For the tables: adds one. Texts that are NULL (an arena that had no room for them) make it fail.
void indicators_add(struct indicators *indicators, struct indicator indicator);

// The indicator of that measure; NULL if there is none.
const struct indicator *indicators_find(const struct indicators *indicators, const char *measure);

// The measures that look most like a word that is not one, best first: how many there are.
enum { INDICATORS_NEAREST = 3 };
size_t indicators_nearest(const struct indicators *indicators, const char *word,
                          const char *nearest[INDICATORS_NEAREST]);

// "count", "percent", "pounds", "pounds_each", "number", "time".
const char *indicators_unit_name(enum indicator_unit unit);

// "high", "low", "none" (what is not ranked has none either).
const char *indicators_polarity_name(enum indicator_polarity polarity);

// What rank 1 is: "highest" or "lowest"; NULL: boroughs are not ranked by it.
const char *indicators_ranked_from(enum indicator_polarity polarity);

// Whether boroughs' figures add up to London's.
int indicators_unit_sums(enum indicator_unit unit);

#endif
