// What the aggregator's log says: one line each for what an operator must know, few enough that a
// broken collector cannot fill a disk with them. What is said is handed to a function; nothing here
// prints.
#ifndef QD_AGGREGATOR_NOTES_H
#define QD_AGGREGATOR_NOTES_H

#include "aggregator/door.h"
#include "aggregator/ingest.h"
#include "lib/arena.h"

#include <stdint.h>

// Gets a line without its end.
typedef void notes_write_fn(void *context, const char *line);

enum {
    NOTES_REFUSALS_A_MINUTE = 20,  // beyond these they are counted
    NOTES_LINE_BYTES = 2048,
};

struct notes {
    notes_write_fn *write;
    void *context;
    int verbose;  // each new return as well
    unsigned refusals_left;
    struct ingest_counters counters;  // as they were at the last summary
    struct zsock_events events;
    uint64_t strangers;  // keys refused since the last summary
    struct arena arena;
};

void notes_open(struct notes *notes, notes_write_fn *write, void *context, int verbose);
void notes_close(struct notes *notes);

void notes_say(struct notes *notes, const char *format, ...) __attribute__((format(printf, 2, 3)));

// What became of the messages of the last turn.
void notes_turn(struct notes *notes, const struct ingest *ingest);

// Somebody came with a key that is not on the list.
void notes_stranger(struct notes *notes, const uint8_t key[KEYS_BYTES]);

// One line with what happened since the last one, when something did. Once a minute.
void notes_summary(struct notes *notes, const struct ingest *ingest, const struct door *door);

#endif
