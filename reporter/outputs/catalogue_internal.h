// The catalogue's pieces.
#ifndef QD_REPORTER_OUTPUTS_CATALOGUE_INTERNAL_H
#define QD_REPORTER_OUTPUTS_CATALOGUE_INTERNAL_H

#include "lib/base/arena.h"
#include "reporter/figures/dimensions.h"
#include "reporter/indicators/indicators.h"

#include <stdio.h>

// --- what is said of an indicator (catalogue_words.c): in the arena, "" for nothing and when that is exhausted, which
// is looked at in the end

int catalogue_is_headline(const struct indicator *indicator);

// "plans_issued_within_20_weeks / plans_issued".
const char *catalogue_formula(struct arena *arena, const struct indicator *indicator);

// "percent, 1 decimal".
const char *catalogue_unit(struct arena *arena, const struct indicator *indicator);

// What the law asks for: "100 % (SI 2014/1530, regulation 13(2))".
const char *catalogue_law(struct arena *arena, const struct indicator *indicator);

// Since which version of the form its figures are asked for, and since when its definition holds.
const char *catalogue_since(struct arena *arena, const struct indicator *indicator);

// The codes that a dimension is broken down by, and its sub-totals.
const char *catalogue_codes(struct arena *arena, const struct dimension *dimension);

// --- the panel's own tables (catalogue_panel.c): what each is and who may see it

void catalogue_panel_text(FILE *out);
void catalogue_panel_markdown(FILE *out);

// The table of that name alone: 1, or 0 when it is not one of them.
int catalogue_panel_named(const char *name, FILE *out);

#endif
