// What is said of a return for a person (understood.c) and for a program (understood_json.c) is made of the same
// sides.
#ifndef QD_COLLECTOR_WORDS_UNDERSTOOD_INTERNAL_H
#define QD_COLLECTOR_WORDS_UNDERSTOOD_INTERNAL_H

#include "collector/words/understood.h"
#include "lib/base/clock.h"
#include "proto/form/summary.h"

enum understood_state { UNDERSTOOD_NOT_THERE, UNDERSTOOD_WHOLE, UNDERSTOOD_NOT_READ };

// A part of the return, and the same of the earlier one; without that, `earlier` has no rows.
struct understood_sides {
    enum form_part part;
    enum understood_state state;
    struct summary now, earlier;
    int has_earlier;
};

struct understood_sides understood_sides(const struct understood *understood, enum form_part part);

// The as-at date, as text; NULL where it is not known.
const char *understood_day(const Qd__Return *returned, char text[CLOCK_DAY_BYTES]);

#endif
