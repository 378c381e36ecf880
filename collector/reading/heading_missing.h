// What a row of headings does not have: columns that are missed, that came with a later version of the form,
// or that may be left out. Each kind is one finding, but for a few columns that are missed.
#ifndef QD_COLLECTOR_READING_HEADING_MISSING_H
#define QD_COLLECTOR_READING_HEADING_MISSING_H

#include "collector/reading/heading.h"

enum { HEADING_MISSING_EACH_MAX = 3 };  // more columns that are missed are told together

void heading_missing_found(const struct heading *heading, struct findings *findings);

// What the version of the file does not have, for a sentence, in the arena; NULL when it has all there is.
const char *heading_missing_later(const struct heading *heading, struct arena *arena);
void heading_missing_found_later(const struct heading *heading, struct findings *findings);

#endif
