// The calendar: when returns for a period are taken, due, and no longer refreshed. It is a CSV file with a
// row for each period:
//
//   period,opens,due,refresh_until
//   2025-26 Q3,2026-01-01,2026-01-31,2026-02-28
//
//   opens           the first day on which a return for the period is looked for
//   due             the last day on which it is in time; at or after `opens`
//   refresh_until   the day from which figures are final; at or after `due`. Before it they are provisional
//
// Days are in UTC, as the journal's times are.
#ifndef QD_PROTO_REFERENCE_CALENDAR_H
#define QD_PROTO_REFERENCE_CALENDAR_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "lib/base/sha256.h"
#include "return.pb-c.h"

#include <stddef.h>
#include <stdint.h>

#define CALENDAR_FILE "calendar.csv"  // in the folder of the reference lists

struct calendar_row {
    Qd__Period period;
    int32_t opens, due, refresh_until;  // days since 1970
};

struct calendar {
    const char *path;           // NULL: there is no calendar, and nothing is due
    struct calendar_row *list;  // by kind, then by time
    size_t count;
    uint8_t hash[SHA256_BYTES];  // of the file
};

// Reads a file, in the arena. ERR_NOT_FOUND; ERR_MALFORMED says which row is not as it must be.
enum err calendar_read(struct calendar *calendar, struct arena *arena, const char *path,
                       struct err_text *text);

// The file that is named; else CALENDAR_FILE in the folder `reference` (NULL: none), if it is there; else no
// calendar.
enum err calendar_find(struct calendar *calendar, struct arena *arena, const char *path,
                       const char *reference, struct err_text *text);

// NULL: the calendar does not have the period.
const struct calendar_row *calendar_of(const struct calendar *calendar, const Qd__Period *period);

// Whether figures of the period are provisional on a day: before its refresh_until.
int calendar_is_provisional(const struct calendar *calendar, const Qd__Period *period, int32_t day);

#endif
