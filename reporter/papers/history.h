// What the journal tells of each return, in its order: that it came, came again, was taken back, or was
// removed by the operator.
#ifndef QD_REPORTER_PAPERS_HISTORY_H
#define QD_REPORTER_PAPERS_HISTORY_H

#include "aggregator/store/store.h"
#include "reporter/table/as_of.h"

struct history_event {
    enum journal_kind kind;  // JOURNAL_RETURN, JOURNAL_WITHDRAWN or JOURNAL_REDACTED
    uint32_t period_key;
    int borough;        // its place in proto/form/boroughs.h
    uint32_t revision;  // of the return that it is, or is about
    uint64_t sequence, unix_ms;
    // The operator's words for a withdrawal or a redaction, in one line; "" for none.
    const char *reason;
};

struct history {
    struct history_event *list;  // by sequence
    size_t count;
};

// Of the entries that stood then; and every redaction, because a body that was removed since is gone
// from what stood before, too. Everything is in the arena. Errors as store_each_entry.
enum err history_read(struct history *history, struct arena *arena, struct store_reading *reading,
                      struct as_of as_of, struct err_text *text);

// The events of a borough's return for a period, one after the other: the first, for NULL; NULL when there
// are no more.
const struct history_event *history_next(const struct history *history, int borough,
                                         uint32_t period_key, const struct history_event *event);

// The last one that ended a return, of that kind; NULL: none did.
const struct history_event *history_ended(const struct history *history, int borough,
                                          uint32_t period_key, uint32_t revision,
                                          enum journal_kind kind);

#endif
