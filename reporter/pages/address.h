// Names and periods as addresses have them: small letters, digits and hyphens.
#ifndef QD_REPORTER_PAGES_ADDRESS_H
#define QD_REPORTER_PAGES_ADDRESS_H

#include "lib/base/arena.h"
#include "return.pb-c.h"

// "Kensington and Chelsea" is kensington-and-chelsea, new_plans is new-plans. NULL when the arena is exhausted.
const char *address_of(struct arena *arena, const char *name);

// Whether a word of an address stands for a name.
int address_is(const char *word, const char *name);

// "2024-25 Q4" is 2024-25-q4; and back: 1, or 0 for what is no period, or not written so.
const char *address_period(struct arena *arena, const Qd__Period *period);
int address_read_period(Qd__Period *period, const char *word);

// The place of a borough in proto/form/boroughs.h; -1.
int address_borough(const char *word);

#endif
