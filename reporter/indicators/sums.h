// What is added up under a name of its own: sums.def.
#ifndef QD_REPORTER_INDICATORS_SUMS_H
#define QD_REPORTER_INDICATORS_SUMS_H

#include "reporter/figures/dimensions.h"

#include <stddef.h>
#include <stdint.h>

// Several codes of a dimension.
struct sums_sub_total {
    const char *dimension;  // by its name: "setting"
    const char *name;       // "special_total"
    const char *codes;      // with a space between two
    const char *label, *source;
    const char *since;  // the first day that it holds for; NULL: all that the form has
};

// Several columns of a part.
struct sums_columns {
    enum form_part part;
    const char *name;     // "request_outcomes"
    const char *columns;  // with a space between two; a minus in front takes one away
    const char *label, *source;
};

extern const struct sums_sub_total sums_sub_totals[];
extern const size_t sums_sub_totals_count;
extern const struct sums_columns sums_of_columns[];
extern const size_t sums_of_columns_count;

// NULL if the dimension has no sub-total of that name.
const struct sums_sub_total *sums_find_sub_total(const struct dimension *dimension,
                                                 const char *name);

// The codes of a sub-total, a bit each.
uint64_t sums_codes(const struct dimension *dimension, const struct sums_sub_total *sub_total);

// NULL if the part has no sum of that name.
const struct sums_columns *sums_find_columns(int part, const char *name);

// The next word of `*words`, of less than FORM_CELL_MAX_BYTES; steps over it. 0 when none is left.
enum { SUMS_WORD_BYTES = 96 };
int sums_next_word(const char **words, char word[SUMS_WORD_BYTES]);

// The same of the columns of a sum; `*taken_away` says whether a minus stood in front.
int sums_next_column(const char **columns, char column[SUMS_WORD_BYTES], int *taken_away);

#endif
