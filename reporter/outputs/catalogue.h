// Every indicator with its unit, direction, formula and source: what `qd-reporter indicators` prints,
// and docs/INDICATORS.md is made of.
#ifndef QD_REPORTER_OUTPUTS_CATALOGUE_H
#define QD_REPORTER_OUTPUTS_CATALOGUE_H

#include "lib/base/err.h"

#include <stdio.h>

enum catalogue_format { CATALOGUE_TEXT, CATALOGUE_MARKDOWN };

// All of them. ERR_IO when `out` did not take it all, ERR_NO_MEMORY.
enum err catalogue_write(enum catalogue_format format, FILE *out, struct err_text *text);

// Those of a table, for its name; the one in full, for an indicator's name; else those that have the
// word in their names, labels, sources or notes. ERR_EMPTY when none has, with the nearest names.
enum err catalogue_search(const char *word, FILE *out, struct err_text *text);

#endif
