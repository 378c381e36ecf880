// Which editions a calendar asks for on a day:
//
//   from the day on which a period opens    of the last entry of the journal about one of its returns: a new
//                                           one whenever a return arrives, or is taken back
//   from its refresh day on                 once more, as at that day, of the last such entry from before it;
//                                           what arrives later is in no edition of the period
//
// A year's returns are its own and those of its quarters. A period for which nobody has returned
// has none. An edition's number is that of its entry, and it stands in FOLDER/PERIOD/NUMBER:
// "editions/2025-26-q3/813".
#ifndef QD_REPORTER_EDITIONS_SCHEDULE_H
#define QD_REPORTER_EDITIONS_SCHEDULE_H

#include "reporter/editions/edition.h"

struct schedule_edition {
    Qd__Period period;
    uint64_t sequence;
    int is_final;                   // it is as at the refresh day; else as at the day of its entry
    int32_t as_at;                  // in days since 1970
    struct redacted_list redacted;  // what its manifest would name
};

struct schedule {
    struct schedule_edition *list;  // in the order of the calendar
    size_t count;
    struct history history;
};

// Those that should be there on a day, in the arena.
enum err schedule_read(struct schedule *schedule, struct arena *arena,
                       const struct calendar *calendar, struct store *store, int32_t today,
                       struct err_text *text);

// Where it stands, in the arena; NULL when that is exhausted. The folder of its period is made, unless it is there.
const char *schedule_path(const struct schedule_edition *edition, struct arena *arena,
                          const char *folder, struct err_text *text);

// Whether it stands there already, as at its day, and holds no body that was removed since.
int schedule_is_made(const struct schedule_edition *edition, struct arena *arena, const char *path);

// The number of the edition before it, of those that stand beside `path`; EDITION_NO_SINCE. One
// whose manifest cannot be read is passed over; schedule_is_outdated, which is asked of each of them,
// tells it.
uint64_t schedule_before(const struct schedule_edition *edition, struct arena *arena,
                         const char *path);

// The editions that stand beside `path`, by their numbers: the one after `*number`, which is 0 before the first and
// after the last, and its path, in the arena. ERR_NO_MEMORY; an error of the folder leaves the number as it was.
enum err schedule_next(const char **next, uint64_t *number, struct arena *arena, const char *path,
                       struct err_text *text);

// Whether the edition at `path` holds a body that was removed since; its manifest is in the arena. Errors as
// manifest_read: it is not known then.
enum err schedule_is_outdated(int *outdated, struct manifest *manifest,
                              const struct schedule *schedule, struct arena *arena,
                              const char *path, struct err_text *text);

// Takes away what was left, beside `path`, of editions that were interrupted.
void schedule_clean(struct arena *arena, const char *path);

#endif
