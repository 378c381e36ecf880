// Bodies of returns that an edition would have, and that the operator removed after its number of the journal. The
// edition is another without them, so its manifest names the entries that removed them: by these is known whether an
// edition on disk still holds what had to go.
#ifndef QD_REPORTER_EDITIONS_REDACTED_H
#define QD_REPORTER_EDITIONS_REDACTED_H

#include "reporter/papers/history.h"

struct redacted {
    uint64_t sequence;  // of the entry that removed it
    int borough;        // whose return it was
};

struct redacted_list {
    struct redacted *list;  // in the order of the journal
    size_t count;
};

// Of an edition of that number, in the arena. ERR_NO_MEMORY.
enum err redacted_since(struct redacted_list *redacted, struct arena *arena,
                        const struct history *history, uint64_t sequence, struct err_text *text);

int redacted_has(const struct redacted_list *redacted, uint64_t sequence);

// Whether it has all of the others.
int redacted_has_all(const struct redacted_list *redacted, const struct redacted_list *others);

#endif
