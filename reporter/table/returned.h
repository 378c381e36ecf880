// What there is to make tables of: for each period the boroughs that have returned for it, and, of a
// year, those of which it can be made from four quarters. Boroughs are a bit each, by their places in
// proto/form/boroughs.h.
#ifndef QD_REPORTER_TABLE_RETURNED_H
#define QD_REPORTER_TABLE_RETURNED_H

#include "lib/base/arena.h"
#include "reporter/figures/receipt.h"

#include <stddef.h>
#include <stdint.h>

struct returned_period {
    Qd__Period period;
    uint64_t boroughs;           // that have returned for it
    uint64_t parts[FORM_PARTS];  // whose return has the part
    uint64_t made[FORM_PARTS];   // of a year: whose year has it not, and all four quarters have
};

struct returned {
    struct returned_period *list;  // by kind, then by time
    size_t count;
};

// The period in its place, new or known; NULL when the arena is exhausted. Good until the next one.
struct returned_period *returned_add(struct returned *all, struct arena *arena,
                                     const Qd__Period *period);

// Adds the years that can be made from quarters, and what is made of them. -1 when the arena is
// exhausted.
int returned_add_years(struct returned *all, struct arena *arena);

// Whether there is anything of a part in a period (RECEIPT_PART: any return).
int returned_has(const struct returned_period *period, int part);

// "2022, 2023": the periods in which there is something of the part, as many as there is room for.
void returned_words(const struct returned *all, int part, char *words, size_t size);

#endif
