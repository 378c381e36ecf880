// How near two names are to each other: to say which heading, file, code or measure was meant.
// Only letters and digits count, whatever their case.
#ifndef QD_LIB_BASE_SPELLING_H
#define QD_LIB_BASE_SPELLING_H

#include <stddef.h>

// What is longer is compared by its beginning; the longest measure has less than 100 letters.
enum { SPELLING_NAME_BYTES = 128 };

// How many letters and digits a name has.
size_t spelling_letters(const char *name);

// "Plans issued" and plans_issued.
int spelling_same(const char *a, const char *b);

// Whether one begins with the other or holds it as a whole: "placements (2)" and placements.
int spelling_holds(const char *long_name, const char *name);

// How many letters must be put in, left out or changed to make one of the other (Levenshtein).
size_t spelling_slips(const char *a, const char *b);

// The same, for whoever looks at many names: `most` + 1 when there are more than `most`.
size_t spelling_slips_within(const char *a, const char *b, size_t most);

// As many slips as a name of this length may have and still be meant.
size_t spelling_slips_allowed(const char *name);

#endif
