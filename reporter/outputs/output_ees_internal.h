// What the data and the metadata of open data share: the table's columns, by what each is about.
#ifndef QD_REPORTER_OUTPUTS_OUTPUT_EES_INTERNAL_H
#define QD_REPORTER_OUTPUTS_OUTPUT_EES_INTERNAL_H

#include "reporter/outputs/output_ees.h"

#include <stdint.h>

struct ees {
    const struct table *table;
    size_t *indicators;  // the first column of each
    size_t indicators_count;
    size_t *columns;  // [slice][indicator]; OUTPUT_EES_NOWHERE: there is none
    unsigned filters[DIMENSIONS_MAX];
    unsigned filters_count;
};

#define OUTPUT_EES_NOWHERE SIZE_MAX

// The columns of time and place, and how many there are.
extern const char *const output_ees_places[];
extern const size_t output_ees_places_count;

// 0, or -1 when the arena is exhausted.
int output_ees_make(struct ees *ees, const struct table *table);

static inline const struct table_column *output_ees_indicator(const struct ees *ees,
                                                              size_t indicator)
{
    return &ees->table->columns[ees->indicators[indicator]];
}

// The name of a filter's column.
const char *output_ees_filter(const struct ees *ees, unsigned filter);

// ERR_IO when `out` did not take it all.
enum err output_ees_written(FILE *out);

#endif
