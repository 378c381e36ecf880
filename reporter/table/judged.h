// What the rules find in a return and its borough explained, or is still asked: what a table says beside its
// figures. Nothing of it depends on the table.
#ifndef QD_REPORTER_TABLE_JUDGED_H
#define QD_REPORTER_TABLE_JUDGED_H

#include "reporter/table/table_notes.h"

struct judged_finding {
    const struct rule *rule;
    const char *explanation;  // one that answers several findings is one text; NULL: still asked
    struct table_note_place place;
};

struct judged {
    struct judged_finding *list;  // in the order in which the rules found them
    size_t count;
};

// Judges a whole return, into the arena; what is found on the way is in `scratch`. -1 when there is no memory.
int judged_make(struct judged *judged, struct arena *arena, struct arena *scratch,
                const Qd__Return *returned);

#endif
