// Sentences about what was found, from templates: each in the arena, NULL when that is exhausted.
#ifndef QD_COLLECTOR_PAGE_FOUND_WORDS_H
#define QD_COLLECTOR_PAGE_FOUND_WORDS_H

#include "collector/page/found_internal.h"

// A part of a sentence with a capital, and with a full stop if it has no end.
const char *found_words_heading(struct arena *arena, const char *text);
const char *found_words_sentence(struct arena *arena, const char *text);

// "This return cannot be sent yet"
const char *found_words_verdict(const struct found *found);

// "10 causes to see to: Camden, 2025-26 Q3"
const char *found_words_title(const struct found *found);

// "Ten causes explain 20 findings. Eight stop the return; two ask for an explanation."
const char *found_words_lead(const struct found *found);

// "Nine cells have a thousands separator"
const char *found_words_cause(const struct found *found, const struct cause *cause);

// "placements.csv, 9 cells"; "timeliness.csv, AH2 (requests_open_over_6_weeks)"
const char *found_words_where(const struct found *found, const struct cause *cause);

// "placements.csv"; "the folder"
const char *found_words_file(const struct finding_place *place);

// "AH2"; "row 2"; "" of a file as a whole
const char *found_words_cell(struct arena *arena, const struct finding_place *place);

// "QD-R01, QD-R04"
const char *found_words_rules(const struct found *found, const struct cause *cause);

// Why it matters, of each of its rules.
const char *found_words_why(const struct found *found, const struct cause *cause);

// "The other 167 rows of placements.csv."
const char *found_words_not_affected(const struct found *found, const struct cause *cause);

#endif
