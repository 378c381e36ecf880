// What an output wrote, as a text, and tables to write.
#ifndef QD_TESTS_SUPPORT_TABLED_TABLED_OUTPUT_H
#define QD_TESTS_SUPPORT_TABLED_TABLED_OUTPUT_H

#include "tests/support/tabled/tabled.h"

#include <stdio.h>

typedef enum err tabled_output_fn(const struct table *table, FILE *out);

// What it wrote, in the arena.
const char *tabled_written(tabled_output_fn *write, const struct table *table);

// To a device that takes nothing: the disk is full.
void tabled_full(tabled_output_fn *write, const struct table *table);

// Timeliness of 2024 with three boroughs, of plans issued within 20 weeks, exceptions left out:
// Camden 134 of 135, Barnet 1000 of 2000, City 0 of 0. `measures` as after --measure; NULL: headlines.
void tabled_timely(struct table *table, const char *measures);

// Transport of 2024-25 of one borough: GBP 1,234,567.50 on line 2.1.4, over 100 plans.
void tabled_spent(struct table *table, const char *measures);

#endif
