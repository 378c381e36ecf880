// What --by and --where ask for: the slices of a part, each with its names.
//
//   --by setting,need           a slice for everything, for each setting, for each need, and for
//                               each setting and need: codes and sub-totals (sums.def)
//   --where setting=inmss       only of that code or sub-total
//   --by setting --where setting=special_total
//                               the settings within special_total, and their sum
#ifndef QD_REPORTER_INDICATORS_BREAKDOWN_H
#define QD_REPORTER_INDICATORS_BREAKDOWN_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "reporter/figures/dimensions.h"

#include <stddef.h>

#define BREAKDOWN_TOTAL "total"  // of a dimension that is not broken down

struct breakdown_slice {
    struct slice slice;
    const char *names[DIMENSIONS_MAX];   // a code, a sub-total, or "total"
    const char *labels[DIMENSIONS_MAX];  // of each, for a person; "" for "total"
    const char *label;  // of what it is broken down by: "Autistic spectrum disorder"; "": nothing
};

struct breakdown {
    struct dimensions dimensions;
    // Of what --where picks, and is the same in all: "Special - independent"; "".
    const char *label;
    struct breakdown_slice *list;
    size_t count;
};

enum { BREAKDOWN_SLICES_MAX = 20000 };

// Makes the slices of a part (RECEIPT_PART has one, of everything), in the arena. `by` is dimensions
// with commas between them, or NULL; `where` are `count` words of the form dimension=code. The first
// of the dimensions of `by` changes slowest. ERR_COMMAND says what is wrong with a word, and what
// can stand in its place.
enum err breakdown_make(struct breakdown *breakdown, struct arena *arena, int part, const char *by,
                        const char *const *where, size_t count, struct err_text *text);

#endif
