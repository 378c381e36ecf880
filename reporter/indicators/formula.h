// A figure by its name, as indicators.def and a person write it:
//
//   plans_issued            a column of the part, of the slice that is asked for
//   request_outcomes        a sum of columns (sums.def)
//   plans@setting           of the slice's setting, whatever its other dimensions
//   plans@total             of all rows, whatever the slice
//   plans[setting=inmss]     only those of the slice with that code or sub-total; several with commas
//   plans&annual_cost       only the rows that have an annual_cost
//   placements.plans@total  of another part, from the return that holds the stock of the period
//   revision                of the receipt, in the table of submissions
#ifndef QD_REPORTER_INDICATORS_FORMULA_H
#define QD_REPORTER_INDICATORS_FORMULA_H

#include "lib/base/arena.h"
#include "reporter/figures/dimensions.h"
#include "reporter/figures/receipt.h"

enum { FORMULA_TERMS_MAX = 10 };  // columns of a sum

// A figure to be asked of a return.
struct formula_term {
    int part;                                // a part of the form, or RECEIPT_PART
    const ProtobufCFieldDescriptor *column;  // NULL: `receipt` says which figure of the receipt
    const ProtobufCFieldDescriptor *given;   // only rows that have it too, or NULL
    unsigned receipt;
    unsigned keeps;      // a bit for each dimension of the slice that counts
    struct slice picks;  // codes that it holds, whatever the slice
    int taken_away;      // from the others, not added to them
};

// What is added up. Without terms it is nothing: an indicator without a denominator.
struct formula {
    struct formula_term terms[FORMULA_TERMS_MAX];
    unsigned count;
};

// 1; or 0 for a name that the part does not have. "" is a formula without terms.
int formula_parse(struct formula *formula, int part, const char *text);

// The slice of a term, where `asked` is the one that is asked for. A dimension without codes: the two have
// none in common, and there can be no such figure.
struct slice formula_slice(const struct formula_term *term, const struct slice *asked);

// The dimensions of which a formula picks codes, a bit each.
unsigned formula_picks(const struct formula *formula);

// In words for a person: "plans of the setting", in the arena; NULL when that is exhausted.
const char *formula_words(struct arena *arena, int part, const char *text);

#endif
