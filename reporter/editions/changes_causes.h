// Why cells differ between two editions: what the journal tells of returns between them.
#ifndef QD_REPORTER_EDITIONS_CHANGES_CAUSES_H
#define QD_REPORTER_EDITIONS_CHANGES_CAUSES_H

#include "reporter/editions/changes.h"

// The last of what happened to a borough's return for a period, but for the redaction of a revision that did not
// count any more.
struct changes_cause {
    const struct history_event *event;
    const char *reason;  // "revision"
    const char *words;   // the note of a return, the operator's reason; "" for none
    int hides_before;    // what stood there at the edition before has gone with the body
};

// All of them, in the order of the journal.
enum err changes_causes_find(struct changes *changes, struct err_text *text);

#endif
