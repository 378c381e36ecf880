// What a table asks of returns: every figure that its columns are made of, once, part by part; and
// the answer of one borough.
//
// A part's figures come from the return for the period. Those of another part than the table's come
// from the return that holds the stock of the period (period_of_stock), and those of the receipt from
// the receipt.
#ifndef QD_REPORTER_TABLE_ASKED_H
#define QD_REPORTER_TABLE_ASKED_H

#include "reporter/figures/wanted.h"
#include "reporter/indicators/formula.h"

// One figure that is asked for: of which part (or RECEIPT_PART), and which of its figures.
struct asked_figure {
    int part;
    unsigned index;
    int taken_away;  // from the others of its sum
    int is_none;     // there can be no such figure
};

// The figures of a formula, for one slice.
struct asked_sum {
    struct asked_figure terms[FORMULA_TERMS_MAX];
    unsigned count;
};

struct asked_part {
    struct wanted *list;
    size_t count;
    struct wanted_plan *plan;
    uint32_t *places;  // by hash: where in the list a figure stands, plus 1
    size_t places_count;
};

struct asked {
    struct arena *arena;
    struct asked_part parts[FORM_PARTS];
    int failed;  // the arena is exhausted
};

// Nothing is asked yet; what will be is kept in the arena.
void asked_init(struct asked *asked, struct arena *arena);

// Asks for a formula's figures of a slice.
struct asked_sum asked_add(struct asked *asked, const struct formula *formula,
                           const struct slice *slice);

// Once everything is asked for. ERR_NO_MEMORY.
enum err asked_plan(struct asked *asked, struct err_text *text);

// How many answers a part has (RECEIPT_PART: a receipt).
size_t asked_count(const struct asked *asked, int part);

// The answers of one return, and of its receipt, to everything that is asked of a part. A return that
// the operator removed is not available.
void asked_answer(const struct asked *asked, int part, const struct receipt *receipt,
                  struct figure *answers);

// The sum, from the answers of each part.
struct figure asked_value(const struct asked_sum *sum, struct figure *const *answers);

#endif
