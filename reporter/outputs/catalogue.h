// Every indicator with its unit, polarity, formula and source: what `qd-reporter indicators`
// prints, and docs/INDICATORS.md is made of. Those made of a setting and a need are told once.
#ifndef QD_REPORTER_OUTPUTS_CATALOGUE_H
#define QD_REPORTER_OUTPUTS_CATALOGUE_H

#include "lib/base/err.h"

#include <stdio.h>

enum catalogue_format { CATALOGUE_TEXT, CATALOGUE_MARKDOWN };

// ERR_IO when `out` did not take it all, ERR_NO_MEMORY.
enum err catalogue_write(enum catalogue_format format, FILE *out, struct err_text *text);

#endif
