// Which of the things that happened between two editions a cell of a CSV can have changed by: those of the boroughs
// that its line and column are made of, for periods and parts that they take. Nothing is known of a table but what
// its records say (area_code, measure, columns of periods) and what the view was made of.
#ifndef QD_REPORTER_EDITIONS_CHANGES_REACH_H
#define QD_REPORTER_EDITIONS_CHANGES_REACH_H

#include "reporter/editions/changes_causes.h"

// Boroughs whose own figures of a measure differ: a sum and a rank follow from these alone.
struct changes_moved {
    const char *measure;
    uint64_t boroughs;
};

struct changes_reach {
    const struct changes *changes;
    const struct view *view;
    struct arena *arena;
    struct changes_moved *moved;
    size_t moved_count;
    // Of the last call.
    const struct changes_cause **found;
    const struct changes_cause **kept;  // room for as many, the caller's
    size_t count;
    int hides_before;  // one of them has taken away what stood there
};

// Nothing has moved yet.
void changes_reach_begin(struct changes_reach *reach, const struct changes *changes,
                         const struct view *view, struct arena *arena);

// Notes that the line's own cells differ.
void changes_reach_move(struct changes_reach *reach, const struct records_line *line);

// Finds the causes of a line's cells in columns of a reach, in the order of the journal. None where the arena is
// exhausted.
void changes_reach_find(struct changes_reach *reach, const struct records_line *line,
                        enum column_reach of);

#endif
