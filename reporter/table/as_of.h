// A table as it stood: made of the returns that had been taken by then.
//
//   1234                    those up to this number in the journal
//   2026-11-23              those received until the end of that day, in UTC
//   2026-11-23T10:00:00Z    those received until that second
#ifndef QD_REPORTER_TABLE_AS_OF_H
#define QD_REPORTER_TABLE_AS_OF_H

#include "lib/base/err.h"

#include <stdint.h>

struct as_of {
    uint64_t sequence, unix_ms;  // both count; UINT64_MAX: whatever it is
};
#define AS_OF_NOW ((struct as_of){UINT64_MAX, UINT64_MAX})

static inline int as_of_is_now(struct as_of as_of)
{
    return as_of.sequence == UINT64_MAX && as_of.unix_ms == UINT64_MAX;
}

// ERR_COMMAND says how it is written.
enum err as_of_parse(struct as_of *as_of, const char *text, struct err_text *why);

// The day by which it is judged what is provisional, in days since 1970, UTC: the one that is said, else that
// of the last entry of the journal that counts. The clock is never asked.
int32_t as_of_day(struct as_of as_of, uint64_t last_unix_ms);

// "at number 1234 of the journal", "on 23 Nov 2026 10:00:00 UTC".
enum { AS_OF_TEXT_BYTES = 64 };
void as_of_format(struct as_of as_of, char text[AS_OF_TEXT_BYTES]);

#endif
